import { Duration, Stage, Token } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, IConstruct } from 'constructs';
import { IMonitoredEndpoint } from '../endpoint';
import { componentsOn } from '../inference-component/components-on';
import { checkCount, checkDuration, checkNumber, propError } from '../private/checks';
import { shortHash } from '../private/logical-id';
import { LatencyAlarmOptions, ThresholdAlarmOptions } from './alarm-options';
import { ALARM_TABLE, AlarmCondition, AlarmRow } from './alarm-table';
import { MonitoringProps } from './monitoring-props';
import { pathFrom, watch, Watched } from './watched';

/**
 * How many actions CloudWatch takes for each state of an alarm.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const ACTIONS = { min: 0, max: 5 };

/**
 * Properties of the recommended alarms.
 */
export interface RecommendedAlarmsProps extends MonitoringProps {
  /**
   * What happens when an alarm fires. At most five.
   *
   * A `LambdaAction` needs CDK's feature flag `@aws-cdk/aws-cloudwatch-actions:changeLambdaPermissionLogicalIdForLambdaAction`, or
   * `useUniquePermissionId: true`.
   *
   * @default - nothing: the alarms only show their state
   */
  readonly alarmActions?: IAlarmAction[];

  /**
   * What happens when an alarm is over. At most five.
   *
   * @default - nothing
   */
  readonly okActions?: IAlarmAction[];

  /**
   * Requests that are answered with HTTP 5XX. The threshold is in percent of the requests.
   *
   * @default - 5 percent or more, in three minutes out of five
   */
  readonly serverErrors?: ThresholdAlarmOptions;

  /**
   * Requests that the container does not answer with 2XX, those that it refuses among them. The threshold is in percent of the requests.
   *
   * @default - 10 percent or more, in three minutes out of five
   */
  readonly modelErrors?: ThresholdAlarmOptions;

  /**
   * The 90th percentile of the model's latency, over periods of five minutes.
   *
   * @default - three times the expected duration of a request, but less than the minute after which SageMaker gives up, or 45 seconds, in
   * three periods out of three
   */
  readonly latency?: LatencyAlarmOptions;

  /**
   * Requests to a component or an adapter that find no copy. The threshold is their number in a minute.
   *
   * @default - one, in a single minute; where there may be no copies, in 8 minutes out of 15, since waking up takes some
   */
  readonly noCapacity?: ThresholdAlarmOptions;

  /**
   * As many instances or copies as there may be, over periods of five minutes. The threshold is their number; with it, also what somebody
   * else scales can be watched.
   *
   * @default - the greatest `maxCapacity`, registered or scheduled, in six periods out of six; none where nothing scales, where a minimum,
   * registered or scheduled, is as great, and where it is one
   */
  readonly atMaximum?: ThresholdAlarmOptions;

  /**
   * Requests in flight above the target, although there may be more instances or copies. The threshold is the requests in flight of one
   * instance or copy.
   *
   * @default - above the target of the scaling, in 25 minutes out of 30, since a start may take 20; none where nothing scales on concurrency
   */
  readonly missingScaleOut?: ThresholdAlarmOptions;
}

/**
 * The alarms that every fleet should have: on errors, latency, missing capacity and scaling that does not help.
 *
 * A variant gets up to five, a component up to six and an adapter four, each with a description of what it means and what to look at
 * first. CloudWatch charges by the metric that an alarm reads: eight for a variant and nine for a component, in 2026 about ten US cents
 * a month each.
 *
 * No data is no alarm, since an idle fleet has none. What needs other thresholds than the rest gets a construct of its own.
 *
 * The numbers of instances and of copies are derived, since SageMaker publishes none: Invocations over InvocationsPerInstance, or over
 * InvocationsPerCopy. The maximum is the greatest of the one that scaling is registered with and those that schedules set.
 *
 * CloudWatch has no alarms on metrics of another region, so make it in the region of what it watches.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
 */
export class RecommendedAlarms extends Construct {
  private readonly made: { readonly key: AlarmRow['key']; readonly construct: IConstruct; readonly alarm: Alarm }[] = [];
  private readonly endpoints: IMonitoredEndpoint[];

  constructor(scope: Construct, id: string, props: RecommendedAlarmsProps) {
    super(scope, id);
    this.endpoints = props.endpoints ?? [];
    checkCount(this, 'alarmActions', props.alarmActions, ACTIONS);
    checkCount(this, 'okActions', props.okActions, ACTIONS);
    const watched = watch(this, props);
    const thresholds = ALARM_TABLE.map((row) => this.thresholdOf(row, props[row.key] ?? {}));
    for (const one of watched.filter(({ kind }) => kind !== 'sharedInstances')) {
      ALARM_TABLE.forEach((row, i) => {
        const options = props[row.key] ?? {};
        const condition = options.enabled === false ? undefined : row.when(one, thresholds[i]);
        if (condition !== undefined) {
          const alarm = this.makeAlarm(row, one, condition, props);
          this.made.push({ key: row.key, construct: one.construct, alarm });
        }
      });
    }
  }

  /**
   * All alarms.
   */
  public get all(): Alarm[] {
    return this.made.map(({ alarm }) => alarm);
  }

  /**
   * The alarms on answers with HTTP 5XX, one for each variant, component and adapter. They suit `addRollbackAlarm`.
   */
  public get serverErrors(): Alarm[] {
    return this.ofKind('serverErrors');
  }

  /**
   * The alarms on what the containers do not answer with 2XX, one for each variant, component and adapter.
   */
  public get modelErrors(): Alarm[] {
    return this.ofKind('modelErrors');
  }

  /**
   * The alarms on latency, one for each variant, component and adapter.
   */
  public get latency(): Alarm[] {
    return this.ofKind('latency');
  }

  /**
   * The alarms on requests that find no copy, one for each component and adapter.
   */
  public get noCapacity(): Alarm[] {
    return this.ofKind('noCapacity');
  }

  /**
   * The alarms on fleets that stay at their maximum, one for each variant and component that scales.
   */
  public get atMaximum(): Alarm[] {
    return this.ofKind('atMaximum');
  }

  /**
   * The alarms on scale-out that does not arrive, one for each variant and component that scales on concurrency.
   */
  public get missingScaleOut(): Alarm[] {
    return this.ofKind('missingScaleOut');
  }

  /**
   * The alarms of one variant, component or adapter, or of all of an endpoint that is watched.
   */
  public alarmsOf(watched: IConstruct): Alarm[] {
    const endpoint = this.endpoints.find((one) => one === watched);
    const members = [watched, ...(endpoint?.monitoredVariants ?? []), ...(endpoint === undefined ? [] : componentsOn(endpoint))];
    return this.made.filter(({ construct }) => members.includes(construct)).map(({ alarm }) => alarm);
  }

  /**
   * The alarm on the latency of something.
   *
   * @internal
   */
  public _latencyOf(watched: IConstruct): Alarm | undefined {
    return this.made.find(({ key, construct }) => key === 'latency' && construct === watched)?.alarm;
  }

  private ofKind(wanted: AlarmRow['key']): Alarm[] {
    return this.made.filter(({ key }) => key === wanted).map(({ alarm }) => alarm);
  }

  private makeAlarm(row: AlarmRow, watched: Watched, condition: AlarmCondition, props: RecommendedAlarmsProps): Alarm {
    const { evaluationPeriods, datapointsToAlarm, alarmActions = props.alarmActions ?? [] } = props[row.key] ?? {};
    const { metric, threshold, comparisonOperator, says } = condition;
    const periods = evaluationPeriods ?? condition.evaluationPeriods;
    const config = metric.toMetricConfig();
    // An alarm looks back a day at the most.
    const longest = 86_400 / (config.metricStat?.period.toSeconds() ?? config.mathExpression!.period);
    checkNumber(this, `${row.key}.evaluationPeriods`, evaluationPeriods, { min: 1, max: longest, integer: true });
    checkNumber(this, `${row.key}.datapointsToAlarm`, datapointsToAlarm, {
      min: 1,
      max: Token.isUnresolved(periods) ? undefined : periods,
      integer: true,
    });
    checkCount(this, `${row.key}.alarmActions`, alarmActions, ACTIONS);
    const alarm = new Alarm(this, this.idOf(row, watched.construct), {
      alarmDescription: `${watched.title}: ${says}`,
      metric,
      threshold,
      comparisonOperator: comparisonOperator ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: datapointsToAlarm ?? (evaluationPeriods === undefined ? condition.datapointsToAlarm : undefined),
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(...alarmActions);
    alarm.addOkAction(...(props.okActions ?? []));
    return alarm;
  }

  /**
   * From the path, and not from the title: that changes when an endpoint gets a second variant, and the alarms would be replaced. The hash
   * tells apart what is the same without slashes. It also has this construct in it: a LambdaAction names a permission of the function after
   * the id of the alarm alone, and the same thing may be watched twice, with other thresholds.
   */
  private idOf(row: AlarmRow, watched: IConstruct): string {
    const stage = Stage.of(this)?.node.path.length ?? 0;
    const hash = shortHash([this, watched].map(({ node }) => node.path.slice(stage)).join(' ')).toUpperCase();
    return `${pathFrom(this, watched).replaceAll('/', '-')}-${row.id}-${hash}`;
  }

  /** The threshold that a user gives, in the unit of the metric. */
  private thresholdOf({ key, unit }: AlarmRow, options: ThresholdAlarmOptions | LatencyAlarmOptions): number | undefined {
    const { threshold } = options;
    const prop = `${key}.threshold`;
    if (threshold === undefined) {
      return undefined;
    }
    if (unit === 'duration') {
      const duration = threshold as Duration;
      checkDuration(this, prop, duration, { min: 0, exclusiveMin: true, integer: false });
      if (duration.isUnresolved()) {
        throw propError(this, prop, 'a token', 'a duration that is known at synth');
      }
      return duration.toMilliseconds() * 1000;
    }
    const given = threshold as number;
    checkNumber(this, prop, given, { min: 0, exclusiveMin: true, max: unit === 'percent' ? 100 : undefined });
    if (unit !== 'percent') {
      return given;
    }
    if (Token.isUnresolved(given)) {
      throw propError(this, prop, given, 'a number that is known at synth');
    }
    return given / 100;
  }
}
