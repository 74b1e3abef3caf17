import { Duration, Token, Tokenization } from 'aws-cdk-lib';
import { ComparisonOperator, IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { ScalableCapacity } from '../scaling';
import { COUNT_OF_UNITS, COUNT_OF_UNITS_BRIDGED, metricsOfCount } from './count-of-units';
import { Unit, Watched } from './watched';

/** One alarm of the table: what it is called, and what it asks of something that is watched. */
export interface AlarmRow {
  /** Its prop, and the getter of its alarms. */
  readonly key: 'serverErrors' | 'modelErrors' | 'latency' | 'noCapacity' | 'atMaximum' | 'missingScaleOut';
  readonly id: string;
  /** What a threshold that a user gives is in; shares and microseconds are made of it. */
  readonly unit: 'percent' | 'duration' | 'count';
  /** Undefined where it has nothing to say. `threshold` is the user's, in the unit of the metric. */
  readonly when: (watched: Watched, threshold?: number) => AlarmCondition | undefined;
}

/** When an alarm fires, and what it says then. */
export interface AlarmCondition {
  readonly metric: IMetric;
  readonly threshold: number;
  /** @default GREATER_THAN_OR_EQUAL_TO_THRESHOLD */
  readonly comparisonOperator?: ComparisonOperator;
  readonly evaluationPeriods: number;
  /** @default all of them */
  readonly datapointsToAlarm?: number;
  /** What it means, and what to look at first: somebody reads it at two in the morning. */
  readonly says: string;
}

const ONE_MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);

/**
 * How long a container has to answer a request that is not streamed.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 */
const LIMIT_SECONDS = 60;

/** Three quarters of it: the threshold where nothing is expected, and from where on only streams can be meant. */
const LATE_SECONDS = 45;

/**
 * The alarms that every fleet should have. A new alarm is one row.
 *
 * Where no requests come there is no data, and no data is no alarm: an idle fleet is quiet. The errors have one datapoint a request, 0
 * or 1, so their average is the share that failed; three bad minutes out of five, since in a quiet minute one request is a large share.
 */
export const ALARM_TABLE: readonly AlarmRow[] = [
  {
    key: 'serverErrors',
    id: 'ServerErrors',
    unit: 'percent',
    when: ({ metric, logGroup }, share = 0.05) => ({
      metric: metric('Invocation5XXErrors', { statistic: Stats.AVERAGE, period: ONE_MINUTE }),
      threshold: share,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      says:
        `${percent(share)} % or more of the requests are answered with HTTP 5XX: callers see errors now. ` +
        `First: was something deployed or scaled just now? Then the containers' words in the log group ${logGroup}. ` +
        'If the alarm on model errors is quiet, SageMaker itself fails: look at the AWS Health Dashboard.',
    }),
  },
  {
    key: 'modelErrors',
    id: 'ModelErrors',
    unit: 'percent',
    when: ({ metric, logGroup }, share = 0.1) => ({
      metric: metric('InvocationModelErrors', { statistic: Stats.AVERAGE, period: ONE_MINUTE }),
      threshold: share,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      says:
        `${percent(share)} % or more of the requests get no 2XX from the container: it crashes, times out, or refuses what it is sent. ` +
        `First: the containers' words in the log group ${logGroup}, for out-of-memory errors and restarts. ` +
        'If only 4XX errors rise with it, a caller sends what the model does not take, such as prompts that are too long.',
    }),
  },
  {
    key: 'latency',
    id: 'Latency',
    unit: 'duration',
    when: ({ metric, expectedRequestDuration }, microseconds) => {
      const threshold = microseconds ?? 1e6 * lateSeconds(expectedRequestDuration);
      return {
        metric: metric('ModelLatency', { statistic: Stats.p(90), period: FIVE_MINUTES }),
        threshold,
        evaluationPeriods: 3,
        says:
          `One of ten requests takes ${text(threshold / 1e6)} seconds or more, for a quarter of an hour. ` +
          'First: the requests in flight. Above the target, capacity is missing: see whether scaling is at its maximum or does not arrive. ' +
          'Below the target, requests are longer than before, or the instances are ill: look at the use of the accelerators.',
      };
    },
  },
  {
    key: 'noCapacity',
    id: 'NoCapacity',
    unit: 'count',
    when: ({ kind, metric, maySleep }, threshold = 1) =>
      kind !== 'component' && kind !== 'adapter'
        ? undefined
        : {
            metric: metric('NoCapacityInvocationFailures', { statistic: Stats.SUM, period: ONE_MINUTE }),
            threshold,
            // Waking up takes some minutes, in which callers that try again fail. But whoever tries about once a minute leaves minutes
            // without a datapoint, so more than half of them are enough.
            evaluationPeriods: maySleep ? 15 : 1,
            datapointsToAlarm: maySleep ? 8 : undefined,
            says: maySleep
              ? 'In eight minutes of fifteen requests have found no copy. It may sleep, but it should have woken up by now. ' +
                'First: the activities of its scaling (aws application-autoscaling describe-scaling-activities --service-namespace sagemaker), ' +
                'then whether instances can be had: the events of the endpoint, and the quota of the instance type.'
              : 'Requests find no copy, although there should always be one: callers get HTTP 400. ' +
                'First: the status of the inference component and its failure reason, and whether its instances are in service.',
          },
  },
  {
    key: 'atMaximum',
    id: 'AtMaximum',
    unit: 'count',
    when: (watched, threshold = watched.capacity?.highestMaximum) => {
      const { unit, capacity } = watched;
      if (unit === undefined || threshold === undefined || isUsual(threshold, capacity)) {
        return undefined;
      }
      return {
        metric: countOf(watched, unit, FIVE_MINUTES),
        threshold,
        evaluationPeriods: 6,
        says:
          `For half an hour there have been ${text(threshold)} ${unit.many}, which is all that scaling may ever use: the next burst will have to wait. ` +
          'First: the requests in flight. Above the target, raise maxCapacity, and the quota of the instance type if need be. ' +
          'Below it, nothing scales in: look at the scaling activities.',
      };
    },
  },
  {
    key: 'missingScaleOut',
    id: 'MissingScaleOut',
    unit: 'count',
    when: (watched, threshold = watched.capacity?.concurrencyTarget) => {
      const { unit, capacity, metric } = watched;
      const max = capacity?.highestMaximum;
      if (unit === undefined || max === undefined || threshold === undefined) {
        return undefined;
      }
      return {
        metric: new MathExpression({
          label: `Requests in flight per ${unit.one}, while there may be more ${unit.many}`,
          expression: `IF(${COUNT_OF_UNITS_BRIDGED} < ${text(max)}, in_flight, 0)`,
          usingMetrics: {
            ...summed(watched, metricsOfCount(unit), ONE_MINUTE),
            // The target is meant on average, and the maximum of a minute is far above it. Amazon lists only minimum and maximum for
            // this metric, but its own examples take the average.
            in_flight: metric(unit.concurrencyMetric, { statistic: Stats.AVERAGE, period: ONE_MINUTE }),
          },
          period: ONE_MINUTE,
        }),
        threshold,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        // An instance takes some minutes, and then download and start may take the 20 that the timeouts allow by default: that is no fault.
        // Five minutes may miss, for datapoints that come late and callers that pause.
        evaluationPeriods: 30,
        datapointsToAlarm: 25,
        says:
          `In 25 minutes of half an hour each ${unit.one} has held more than ${text(threshold)} requests on average, and there are fewer than ` +
          `${text(max)} ${unit.many}: ` +
          'scale-out is due and does not arrive. ' +
          (max === capacity?.maxCapacity ? '' : 'But see first whether a schedule holds the maximum below that now. ') +
          (unit.one === 'copy'
            ? 'First: do the copies find room on the instances, and may there be more instances? '
            : 'First: is there capacity for the instance type, and does the quota allow it? ') +
          'Then the scaling activities (aws application-autoscaling describe-scaling-activities --service-namespace sagemaker) and the events of the endpoint.',
      };
    },
  },
];

/** Whether that many is what there always is, or always is while anybody calls. */
function isUsual(count: number, capacity: ScalableCapacity | undefined): boolean {
  if (capacity === undefined || Token.isUnresolved(count)) {
    return false;
  }
  const { highestMinimum } = capacity;
  return count === 1 || (!Token.isUnresolved(highestMinimum) && highestMinimum >= count);
}

/**
 * From which latency on requests are late: three times as long as expected, but no more than half of the way from there to the minute after
 * which SageMaker gives up, or it could never be seen. Whoever expects more than three quarters of that minute streams, and has longer.
 */
function lateSeconds(expected: Duration | undefined): number {
  if (expected === undefined || expected.isUnresolved()) {
    return LATE_SECONDS;
  }
  const seconds = expected.toMilliseconds() / 1000;
  return seconds < LATE_SECONDS ? Math.min(3 * seconds, (seconds + LIMIT_SECONDS) / 2) : 3 * seconds;
}

function countOf(watched: Watched, unit: Unit, period: Duration): MathExpression {
  return new MathExpression({
    label: `Number of ${unit.many}`,
    expression: COUNT_OF_UNITS,
    usingMetrics: summed(watched, metricsOfCount(unit), period),
    period,
  });
}

function summed(watched: Watched, names: Record<string, string>, period: Duration): Record<string, Metric> {
  return Object.fromEntries(Object.entries(names).map(([id, name]) => [id, watched.metric(name, { statistic: Stats.SUM, period })]));
}

/** Numbers may be tokens. */
function text(value: number): string {
  return Tokenization.stringifyNumber(value);
}

function percent(share: number): string {
  return text(Number((100 * share).toPrecision(6)));
}
