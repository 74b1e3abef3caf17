import { Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  AlarmStatusWidgetSortBy,
  Dashboard,
  IAlarmRef,
  IWidget,
  PeriodOverride,
  TextWidget,
  TextWidgetBackground,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AcceleratorKind } from '../hardware';
import { propError } from '../private/checks';
import { COLUMNS, PanelFacts, panelsOf } from './dashboard-layout';
import { MonitoringProps } from './monitoring-props';
import { RecommendedAlarms } from './recommended-alarms';
import { renderPanel } from './render-panel';
import { burstAlarm, watch, Watched } from './watched';

/**
 * Properties of a dashboard.
 */
export interface InferenceDashboardProps extends MonitoringProps {
  /**
   * The dashboard to add the graphs to, below what it has already.
   *
   * @default - a new dashboard
   */
  readonly dashboard?: Dashboard;

  /**
   * The name of the new dashboard: letters, digits, hyphens and underscores.
   *
   * @default - a name that CloudFormation generates
   */
  readonly dashboardName?: string;

  /**
   * The recommended alarms, whose states are shown.
   *
   * The alarms of step policies are shown anyway, unless a component stands in another stack than its endpoint and this dashboard.
   *
   * @default - none
   */
  readonly alarms?: RecommendedAlarms;

  /**
   * Other alarms whose states are shown.
   *
   * @default - none
   */
  readonly otherAlarms?: IAlarmRef[];
}

/**
 * A dashboard for one endpoint or a fleet: the states of the alarms, and for each model the requests in flight against the target,
 * instances or copies between their bounds, requests and errors, latency, and the use of the accelerators.
 *
 * Instances and copies are derived from the requests, since SageMaker publishes no count of them: there is no curve without requests.
 */
export class InferenceDashboard extends Construct {
  /**
   * The dashboard, to add widgets of your own to.
   */
  public readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: InferenceDashboardProps) {
    super(scope, id);
    if (props.dashboard !== undefined && props.dashboardName !== undefined) {
      throw propError(this, 'dashboardName', props.dashboardName, 'nothing with `dashboard`');
    }
    const watched = watch(this, props);
    this.dashboard =
      props.dashboard ??
      new Dashboard(this, 'Resource', {
        dashboardName: props.dashboardName,
        // As long as datapoints of ten seconds are kept. A longer range takes longer periods, which CloudWatch chooses.
        start: '-PT3H',
        periodOverride: PeriodOverride.AUTO,
      });
    this.dashboard.addWidgets(header());
    const alarms = [...new Set([...(props.alarms?.all ?? []), ...(props.otherAlarms ?? [])])];
    this.dashboard.addWidgets(...alarmStates(alarms, this.stepAlarms(watched)));
    for (const one of watched) {
      this.dashboard.addWidgets(heading(one));
      for (const row of panelsOf(factsOf(one, props.alarms))) {
        this.dashboard.addWidgets(...row.map((panel) => renderPanel(one, panel)));
      }
    }
  }

  private stepAlarms(watched: Watched[]): IAlarmRef[] {
    const own = Stack.of(this.dashboard);
    return watched.flatMap(({ endpoint, capacity }) =>
      // Where a component stands in another stack than its endpoint, its stack needs the endpoint's. If that one also needed the alarms of
      // the component, neither could be deployed first.
      (capacity?.stepAlarms ?? []).filter((alarm) => Stack.of(alarm) === own || endpoint === undefined || Stack.of(endpoint) !== own),
    );
  }
}

function header(): IWidget {
  return text(
    2,
    [
      '**In flight** are the requests inside the containers, those that wait there included; a stream counts until its last token.',
      'Scaling holds their average per instance or copy at the **target**; from the **burst** line on it adds capacity in steps, at once.',
      'Instances and copies are derived from the requests (Invocations / InvocationsPerInstance or InvocationsPerCopy): no requests, no curve.',
    ].join(' '),
  );
}

/** Alarms that mean something is wrong, and beside them those that are how scaling works. */
function alarmStates(wrong: IAlarmRef[], steps: IAlarmRef[]): IWidget[] {
  const shown = [
    { title: 'Alarms', alarms: wrong, columns: steps.length === 0 ? COLUMNS : 16 },
    { title: 'Steps, in alarm while they add capacity', alarms: steps, columns: wrong.length === 0 ? COLUMNS : 8 },
  ].filter(({ alarms }) => alarms.length > 0);
  // An alarm is about four columns wide.
  const rows = Math.max(...shown.map(({ alarms, columns }) => Math.ceil(alarms.length / (columns / 4))));
  const height = Math.min(1 + rows, 8);
  const sortBy = AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP;
  return shown.map(({ columns, ...props }) => new AlarmStatusWidget({ ...props, sortBy, width: columns, height }));
}

const KINDS = { variant: '', component: '', adapter: ' (adapter)', sharedInstances: ' (shared instances)' };

function heading({ kind, title, logGroup }: Watched): IWidget {
  // CloudWatch's console writes a slash in this way.
  const link = `#logsV2:log-groups/log-group/${logGroup.replaceAll('/', '$252F')}`;
  return text(1, `## ${title}${KINDS[kind]} | [logs](${link})`);
}

function text(height: number, markdown: string): TextWidget {
  return new TextWidget({ markdown, width: COLUMNS, height, background: TextWidgetBackground.TRANSPARENT });
}

function factsOf(watched: Watched, alarms: RecommendedAlarms | undefined): PanelFacts {
  const { kind, unit, capacity, instanceTypes } = watched;
  const kinds = new Set(instanceTypes.map(({ acceleratorKind, acceleratorCount }) => (acceleratorCount === 0 ? 'none' : acceleratorKind)));
  const latency = alarms?._latencyOf(watched.construct)?.toAnnotation().value;
  return {
    kind,
    unit,
    minCapacity: capacity?.minCapacity,
    maxCapacity: capacity?.maxCapacity,
    concurrencyTarget: capacity?.concurrencyTarget,
    burst: burstAlarm(watched)?.toAnnotation().value,
    latencySeconds: latency === undefined ? undefined : latency / 1e6,
    hasGpus: kinds.size === 0 || kinds.has(undefined) ? undefined : kinds.has(AcceleratorKind.GPU),
    gpus: same(instanceTypes.map(({ acceleratorCount }) => acceleratorCount)),
    vcpus: same(instanceTypes.map(({ vcpus }) => vcpus)),
  };
}

/** What all of them are, if they are all the same and known. */
function same(numbers: (number | undefined)[]): number | undefined {
  return new Set(numbers).size === 1 ? numbers[0] : undefined;
}
