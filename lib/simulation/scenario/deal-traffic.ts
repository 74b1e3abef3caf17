import { fieldError } from '../traffic/check-number';
import { scaleTraffic } from '../traffic/scale-traffic';
import { Traffic } from '../traffic/traffic';
import { Deployment } from './deployment';
import { givenTraffic } from './given-traffic';
import { Note } from './notes';
import { ScenarioOptions } from './scenario-options';
import { shareTraffic } from './share-traffic';

/**
 * The requests of each target, in their order: its own where they are given by name, else its part of all of them.
 *
 * @throws where a name is not that of one target, and where a target has no requests
 */
export function dealTraffic(
  { name, share, targets }: Deployment,
  { traffic, seed = 0 }: Pick<ScenarioOptions, 'traffic' | 'seed'>,
  note: Note,
): Traffic[] {
  const names = targets.map((target) => target.name).join(', ');
  const given = givenTraffic(traffic, targets);
  if ('each' in given) {
    return targets.map((target) => {
      const its = given.each.get(target);
      if (its === undefined) {
        throw fieldError('traffic', Object.keys(traffic), `requests for each of ${names}`);
      }
      return its;
    });
  }
  const { all } = given;
  if (targets.length > 1) {
    note(`The requests are dealt out by lot, to each as many: ${names}. Where some get more, give each its own by its name.`);
    return shareTraffic(all, targets.length, seed);
  }
  if (share === 0) {
    throw new Error(
      `${name} gets no requests: the weight of its variant is 0. Choose another by target (--target), or give it an InitialVariantWeight.`,
    );
  }
  if (share < 1) {
    note(`${name} gets ${Number((100 * share).toPrecision(3))} % of the requests, by the weights of the variants.`);
    return [scaleTraffic(all, { rate: share })];
  }
  return [all];
}
