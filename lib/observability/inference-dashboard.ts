import { Stack } from 'aws-cdk-lib';
import { Dashboard, IAlarmRef, IWidget, PeriodOverride, TextWidget, TextWidgetBackground } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, IConstruct } from 'constructs';
import { ProductionVariant } from '../endpoint';
import { AcceleratorKind } from '../hardware';
import { propError } from '../private/checks';
import { alarmStates } from './alarm-states';
import { COLUMNS, PanelFacts, panelsOf } from './dashboard-layout';
import { MonitoringProps } from './monitoring-props';
import { reportsOnceAMinute } from './publish-frequency';
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
   * @default - none
   */
  readonly alarms?: RecommendedAlarms;

  /**
   * Whether the states of the alarms that trigger step policies are shown.
   *
   * With `true` also those of other stacks, in the same account and region: this stack then needs theirs. Their endpoints must not wait for
   * alarms of this stack, as with `addRollbackAlarm`, or neither stack can be deployed first. Of a component in another stack than its
   * endpoint, they are left out of a dashboard beside the endpoint for the same reason.
   *
   * @default - those of the stack of the dashboard
   */
  readonly stepAlarms?: boolean;

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
 * Instances that components share are counted by their reports of CPU use, one of each instance in a minute. Amazon does not say that it is
 * so, hence "unconfirmed" in the title; where `metrics.publishFrequency` is another one, there is no such graph.
 *
 * What is in another account or region is read from there, as far as CloudWatch's cross-account observability is set up.
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
    this.dashboard = props.dashboard ?? this.newDashboard(props.dashboardName);
    const facts = watched.map((one) => [one, factsOf(one, props.alarms)] as const);
    this.dashboard.addWidgets(header(facts.some(([, { countsReports }]) => countsReports)));
    const alarms = [...new Set([...(props.alarms?.all ?? []), ...(props.otherAlarms ?? [])])];
    for (const row of alarmStates(alarms, this.stepAlarms(watched, props.stepAlarms))) {
      this.dashboard.addWidgets(...row);
    }
    for (const [one, fact] of facts) {
      this.dashboard.addWidgets(heading(one));
      for (const row of panelsOf(fact)) {
        this.dashboard.addWidgets(...row.map((panel) => renderPanel(one, panel)));
      }
    }
  }

  private newDashboard(dashboardName: string | undefined): Dashboard {
    const dashboard = new Dashboard(this, 'Resource', {
      dashboardName,
      // As long as datapoints of ten seconds are kept. A longer range takes longer periods, which CloudWatch chooses.
      start: '-PT3H',
      periodOverride: PeriodOverride.AUTO,
    });
    this.node.defaultChild = dashboard.node.defaultChild;
    return dashboard;
  }

  private stepAlarms(watched: Watched[], wanted: boolean | undefined): IAlarmRef[] {
    const own = Stack.of(this.dashboard);
    const canBeShown = (alarm: IConstruct, endpoint: IConstruct | undefined): boolean => {
      const theirs = Stack.of(alarm);
      // Where a component stands in another stack than its endpoint, its stack needs the endpoint's. If that one also needed the alarms of
      // the component, neither could be deployed first.
      const endpointIsHere = endpoint !== undefined && Stack.of(endpoint) === own;
      return theirs === own || (wanted === true && theirs.environment === own.environment && !endpointIsHere);
    };
    return wanted === false
      ? []
      : watched.flatMap(({ endpoint, capacity }) => (capacity?.stepAlarms ?? []).filter((alarm) => canBeShown(alarm, endpoint)));
  }
}

function header(countsReports: boolean): IWidget {
  const reports =
    'Instances that components share are counted by their reports of CPU use, one of each in a minute: Amazon does not confirm that.';
  return text(
    countsReports ? 3 : 2,
    [
      '**In flight** are the requests inside the containers, those that wait there included; a stream counts until its last token.',
      'Scaling holds their average per instance or copy at the **target**; from the **burst** line on it adds capacity in steps, at once.',
      'Instances and copies are derived from the requests (Invocations / InvocationsPerInstance or InvocationsPerCopy): no requests, no curve.',
      ...(countsReports ? [reports] : []),
    ].join(' '),
  );
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
  const { kind, unit, capacity, instanceTypes, construct } = watched;
  const kinds = new Set(instanceTypes.map(({ acceleratorKind, acceleratorCount }) => (acceleratorCount === 0 ? 'none' : acceleratorKind)));
  const latency = alarms?._latencyOf(construct)?.toAnnotation().value;
  return {
    kind,
    unit,
    // The widest bounds that schedules set: lines cannot follow the clock.
    minCapacity: capacity?.lowestMinimum,
    maxCapacity: capacity?.highestMaximum,
    managedInstances: construct instanceof ProductionVariant ? construct.managedInstances : undefined,
    countsReports: kind === 'sharedInstances' && 'variantName' in construct && reportsOnceAMinute(construct),
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
