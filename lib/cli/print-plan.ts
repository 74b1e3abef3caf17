import { Load, loadSeconds, mostStreams } from '../live/measure/load';
import { Destination } from '../live/measure/load-runtime';
import { Observation } from '../live/observe/observation';
import { count, decimal, duration, PLURALS, units } from '../simulation/report/format';
import { describeTraffic } from '../simulation/traffic/describe-traffic';
import { ASSUMED_PACE, expectedRequests, MeasurePlan } from './measure-flags';
import { wrapRow } from './wrap-row';

const LABEL = 10;

/** What measure is about to do, before it asks. */
export function printPlan(plan: MeasurePlan, destination: Destination, region: string, before: Observation | undefined): string {
  const { load, limitSeconds, graceSeconds, patienceSeconds } = plan;
  const { endpointName, variantName, inferenceComponentName } = destination;
  const parts = [
    `${endpointName} in ${region}`,
    ...(variantName === undefined ? [] : [`variant ${variantName}`]),
    ...(inferenceComponentName === undefined ? [] : [`component ${inferenceComponentName}`]),
  ];
  const rows: [string, string][] = [
    ['endpoint', parts.join(', ')],
    ...(before === undefined ? [] : [['runs', capacityOf(before)] as [string, string]]),
    ['sends', loadWords(load)],
    ['at once', `at most ${count(mostStreams(load))} streams, each ${span(patienceSeconds)} at most; no request is sent twice`],
    ['ends', `by itself after ${span(loadSeconds(load))} and the last answers, at the latest after ${span(limitSeconds)}; or by Ctrl-C`],
    ...(before === undefined
      ? []
      : [['then', `waits ${span(graceSeconds)} for CloudWatch and asks for the scale-out timeline`] as [string, string]]),
    ['costs', costOf(before)],
  ];
  return ['This sends real requests to a live endpoint:', ...rows.flatMap(([label, text]) => wrapRow(label, text, LABEL))].join('\n');
}

/** What is sent, in words. */
export function loadWords(load: Load): string {
  const requests = count(expectedRequests(load));
  if (load.kind === 'ramp') {
    const { levels, inputTokens, outputTokens } = load;
    const each = levels.length === 1 ? '' : `${span(levels[0].seconds)} each: `;
    const streams = levels.map((level) => level.streams).join(', ');
    return (
      `${streams} ${streams === '1' ? 'stream' : 'streams'} at once, ${each}about ${requests} requests if a stream gives ${ASSUMED_PACE} ` +
      `tokens a second; about ${count(inputTokens)} tokens in, ${count(outputTokens)} out`
    );
  }
  const facts = describeTraffic(load.traffic);
  return (
    `${requests} requests as they came in the trace, at most ${decimal(facts.peakPerMinute)} in any 60 s; ` +
    `about ${decimal(facts.inputTokens.mean)} tokens in, ${decimal(facts.outputTokens.mean)} out on average`
  );
}

function capacityOf({ subject, minCapacity, maxCapacity }: Observation): string {
  const now = subject.runningNow === undefined ? `${PLURALS[subject.unit]} unknown` : units(subject.runningNow, subject.unit);
  const bounds = maxCapacity === undefined ? 'nothing scales it' : `scaled from ${minCapacity} to ${maxCapacity}`;
  return `${now} now, ${bounds}`;
}

function costOf(before: Observation | undefined): string {
  if (before !== undefined && before.maxCapacity === undefined) {
    return 'what the endpoint costs anyway: nothing scales it';
  }
  const most = before?.maxCapacity === undefined ? 'its maximum' : units(before.maxCapacity, before.subject.unit);
  return `it may scale out to ${most}; what is added is billed until it scales in again, a quarter of an hour after the load or later`;
}

/** A time as a person gives it: `10 min`, where it is whole minutes. */
function span(seconds: number): string {
  return seconds >= 60 && seconds % 60 === 0 ? `${count(seconds / 60)}\u00a0min` : duration(seconds);
}
