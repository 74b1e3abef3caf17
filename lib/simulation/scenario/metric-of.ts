import { MetricName, Statistic } from '../metrics/metric';
import { METRICS_OF_UNIT } from '../metrics/target-metrics';
import { MetricSource } from '../template/read-template';
import { MetricPlace } from './metric-place';
import { refusal } from './refusal';

const STATISTICS: readonly string[] = ['Maximum', 'Minimum', 'Average', 'Sum', 'SampleCount'] satisfies Statistic[];

/**
 * One of the metrics that are simulated, and of this target and no other.
 *
 * @param who who watches it, in words
 * @param shown what it is called where it is metric math
 * @throws where it is none of those, and where its dimensions are not those that SageMaker publishes it by: it would see no data
 */
export function metricOf(policy: string, who: string, source: MetricSource | undefined, shown: string, place: MetricPlace): MetricName {
  const simulated = metricsOf(place);
  if (source === undefined) {
    throw refusal(policy, `${who} metric math (${shown})`, simulated);
  }
  const { namespace, name, dimensions } = source;
  if (namespace !== 'AWS/SageMaker' || !simulated.includes(name)) {
    throw refusal(policy, `${who} ${name} of ${namespace}`, simulated);
  }
  // Of dimensions that are missing, or too many, CloudWatch has no datapoint.
  const [given, published] = [dimensions, place.dimensions].map((its) => Object.keys(its).sort().join(' and '));
  if (given !== published) {
    const by = given === '' ? 'without dimensions' : `by ${given}`;
    throw refusal(policy, `${who} ${name} ${by}, where it would see no data: SageMaker publishes it by ${published}`);
  }
  const foreign = Object.entries(dimensions).find(([key, value]) => !place.dimensions[key].includes(value));
  if (foreign !== undefined) {
    throw refusal(policy, `${who} ${name} of something else (${foreign.join(' ')})`, [`${name} of this target`]);
  }
  return name as MetricName;
}

/** While no instance of a variant is there, there is no endpoint that could count failures: only components go to zero. */
export function metricsOf({ unit }: MetricPlace): readonly string[] {
  return METRICS_OF_UNIT[unit].all.filter((name) => unit === 'copy' || name !== 'NoCapacityInvocationFailures');
}

/** @throws where it is none that is simulated, such as a percentile */
export function statisticOf(policy: string, statistic: string | undefined): Statistic {
  if (statistic === undefined || !STATISTICS.includes(statistic)) {
    throw refusal(policy, `its statistic is ${statistic ?? 'not given'}`, STATISTICS);
  }
  return statistic as Statistic;
}
