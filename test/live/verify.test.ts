import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { ScaleToZero } from '../../examples/scale-to-zero';
import { SharedFleet } from '../../examples/shared-fleet';
import { Account, Question } from '../../lib/live/account';
import { Finding, isFine } from '../../lib/live/finding';
import { verify, VerifyOptions } from '../../lib/live/verify';
import { readTemplate } from '../../lib/simulation/template/read-template';
import { ACCOUNT_NUMBER, accountOf, AccountState, AnyTemplate, deploy, serviceError } from './fake-account';

const TEMPLATES: Record<string, AnyTemplate> = {
  LlamaOnGpu: Template.fromStack(new LlamaOnGpu(new App(), 'LlamaOnGpu')).toJSON(),
  SharedFleet: Template.fromStack(new SharedFleet(new App(), 'SharedFleet')).toJSON(),
  ScaleToZero: Template.fromStack(new ScaleToZero(new App(), 'ScaleToZero')).toJSON(),
};

interface Case extends VerifyOptions {
  readonly stack?: string;
  readonly template?: AnyTemplate;
}

/** Tests change what the SDK declares as read-only, optional and so on. */
type Change = (state: any) => void;

/** What verify finds after something changed in the account that the template was deployed to. */
async function findingsAfter(change: Change, { stack = 'LlamaOnGpu', template = TEMPLATES[stack], ...options }: Case = {}) {
  const state: AccountState = structuredClone(deploy(template, stack));
  change(state);
  return verify(readTemplate(template), accountOf(state), { stackName: stack, ...options });
}

/** Findings as they are printed, with policies and alarms by the last word of their names. */
function lines(findings: readonly Finding[]): string[] {
  return findings.map(({ severity, subject, text }) =>
    `${severity} ${subject}: ${text}`
      .replace(/\b[\w-]*?(?=(Concurrency|Burst(Policy|Alarm)|Safeguard|WakeUp\w*)[0-9A-F]{8})/g, '')
      .replace(/(Concurrency|BurstPolicy|BurstAlarm|Safeguard)[0-9A-F]{8}(-1ABCDEFGHIJK)?/g, '$1'),
  );
}

const faultsAfter = async (change: Change, options?: Case) =>
  lines((await findingsAfter(change, options)).filter((finding) => !isFine(finding)));

const infosAfter = async (change: Change, options?: Case) =>
  lines((await findingsAfter(change, options)).filter(({ severity }) => severity === 'info'));

const policy = (state: AccountState, name: RegExp): any => state.policies.find(({ PolicyName }) => name.test(PolicyName ?? ''));
const alarm = (state: AccountState, name: RegExp): any => state.alarms.find(({ AlarmName }) => name.test(AlarmName ?? ''));
const config = (state: AccountState, name: RegExp): any => policy(state, name).TargetTrackingScalingPolicyConfiguration;
const steps = (state: AccountState): any => policy(state, /Burst/).StepScalingPolicyConfiguration;
const without = <T>(all: T[], one: T) => all.splice(all.indexOf(one), 1);

describe('right after the deployment', () => {
  test.each(Object.keys(TEMPLATES))('%s is as in its template', async (stack) => {
    const findings = await findingsAfter(() => undefined, { stack });
    expect(findings.filter(({ severity }) => severity !== 'ok')).toEqual([]);
  });

  test('everything of a variant is checked', async () => {
    const findings = await findingsAfter(() => undefined);
    expect(lines(findings)).toEqual([
      'ok status: in service',
      'ok variant AllTraffic: 1 × ml.g5.2xlarge, LEAST_OUTSTANDING_REQUESTS',
      'ok scaling of AllTraffic: 1 to 4 instances, now 1',
      'ok policy Concurrency: tracks ConcurrentRequestsPerModel at 5, with its alarms',
      'ok policy Safeguard: tracks InvocationsPerInstance at 30, with its alarms',
      'ok policy BurstPolicy: steps when ConcurrentRequestsPerModel >= 6.5, with its alarm',
    ]);
    expect(new Set(findings.map(({ of }) => of))).toEqual(new Set([expect.stringMatching(/^endpoint llamaongpu-chat-/)]));
  });

  test('everything of a component and its adapter is checked', async () => {
    const findings = await findingsAfter(() => undefined, { stack: 'SharedFleet' });
    const of = (name: RegExp) => lines(findings.filter((finding) => name.test(finding.of)));
    expect(of(/component sharedfleet-coder/)).toEqual([
      'ok status: in service',
      expect.stringMatching(/^ok placement: on sharedfleet-endpoint-/),
      'ok scaling: 1 to 2 copies, now 1',
      'ok policy Concurrency: tracks ConcurrentRequestsPerCopy at 4, with its alarms',
      'ok policy Safeguard: tracks InvocationsPerCopy at 8, with its alarms',
      'ok policy BurstPolicy: steps when ConcurrentRequestsPerCopy >= 5.2, with its alarm',
    ]);
    expect(of(/component .*legal/)).toEqual([
      'ok status: in service',
      expect.stringMatching(/^ok placement: adapter of sharedfleet-llama-/),
    ]);
  });
});

const GONE = 'Deploy the policy anew';

describe('one change by hand is found:', () => {
  test.each<[string, Change, string[]]>([
    [
      'the endpoint fails',
      ({ endpoints: [endpoint] }) =>
        Object.assign(endpoint, { EndpointStatus: 'Failed', FailureReason: `arn:aws:iam::${ACCOUNT_NUMBER}:role/Chat is not there` }),
      ['drift status: not in service, but Failed: role/Chat is not there'],
    ],
    [
      'the endpoint rolls back',
      ({ endpoints: [endpoint] }) => Object.assign(endpoint, { EndpointStatus: 'RollingBack' }),
      ['drift status: not in service, but RollingBack'],
    ],
    [
      'the endpoint is being updated',
      ({ endpoints: [endpoint] }) =>
        Object.assign(endpoint, { EndpointStatus: 'Updating', PendingDeploymentSummary: { EndpointConfigName: 'next' } }),
      ['drift status: an update to configuration next is under way. Verify again when it is done'],
    ],
    [
      'another instance type',
      ({ configs: [{ ProductionVariants: variants }] }) => (variants[0].InstanceType = 'ml.g5.xlarge'),
      ['drift variant AllTraffic: instance type is ml.g5.xlarge, in the template ml.g5.2xlarge'],
    ],
    [
      'pools rather than a type',
      ({ configs: [{ ProductionVariants: variants }] }) => {
        delete variants[0].InstanceType;
        variants[0].InstancePools = [
          { InstanceType: 'ml.g6.2xlarge', Priority: 2 },
          { InstanceType: 'ml.g5.2xlarge', Priority: 1 },
        ];
      },
      ['drift variant AllTraffic: instance type is ml.g5.2xlarge, ml.g6.2xlarge, in the template ml.g5.2xlarge'],
    ],
    [
      'no routing',
      ({ configs: [{ ProductionVariants: variants }] }) => delete variants[0].RoutingConfig,
      ['drift variant AllTraffic: routing is nothing, in the template LEAST_OUTSTANDING_REQUESTS'],
    ],
    [
      'another variant name',
      ({ configs: [{ ProductionVariants: variants }] }) => (variants[0].VariantName = 'Blue'),
      ['missing variant AllTraffic: the endpoint has no such variant', 'drift variant Blue: the template has no such variant'],
    ],
    [
      'a count above the maximum',
      ({ endpoints: [{ ProductionVariants: variants }] }) => (variants[0].DesiredInstanceCount = 5),
      ['drift scaling of AllTraffic: 5 instances wanted, outside the bounds of 1 to 4'],
    ],
    [
      'no instance that runs',
      ({ endpoints: [{ ProductionVariants: variants }] }) => (variants[0].CurrentInstanceCount = 0),
      ['drift scaling of AllTraffic: 0 of 1 instances running, fewer than the minimum of 1'],
    ],
    [
      'another maximum',
      ({ targets: [target] }) => (target.MaxCapacity = 8),
      ['drift scaling of AllTraffic: maximum is 8, in the template 4'],
    ],
    [
      'scaling suspended',
      ({ targets: [target] }) => Object.assign(target.SuspendedState, { DynamicScalingInSuspended: true, ScheduledScalingSuspended: true }),
      ['drift scaling of AllTraffic: suspended: scaling in, scheduled scaling'],
    ],
    [
      'the target deregistered, and its policies with it',
      (state) => Object.assign(state, { targets: [], policies: [] }),
      [
        'missing scaling of AllTraffic: not registered with Application Auto Scaling: nothing scales it, and its 3 policies are gone with it',
      ],
    ],
    [
      'the target registered for another dimension',
      ({ targets: [target] }) => (target.ScalableDimension = 'sagemaker:variant:DesiredProvisionedConcurrency'),
      [
        'missing scaling of AllTraffic: not registered with Application Auto Scaling: nothing scales it, and its 3 policies are gone with it',
      ],
    ],
    [
      'a policy deleted',
      (state) => without(state.policies, policy(state, /Safeguard/)),
      ['missing policy Safeguard: there is no such policy'],
    ],
    [
      'a policy added',
      (state) => state.policies.push({ ...policy(state, /Safeguard/), PolicyName: 'mine' }),
      ['drift policy mine: it scales, too, and is not in the template'],
    ],
    [
      'a policy of another type',
      (state) => (policy(state, /Concurrency/).PolicyType = 'StepScaling'),
      ['drift policy Concurrency: type is StepScaling, in the template TargetTrackingScaling'],
    ],
    [
      'another target value, with the alarms that go with it',
      (state) => {
        config(state, /Concurrency/).TargetValue = 8;
        alarm(state, /AlarmHigh.*Concurrency/).Threshold = 8;
      },
      ['drift policy Concurrency: target is 8, in the template 5'],
    ],
    [
      'another metric',
      (state) =>
        (config(state, /Safeguard/).PredefinedMetricSpecification.PredefinedMetricType =
          'SageMakerVariantProvisionedConcurrencyUtilization'),
      [
        'drift policy Safeguard: metric is SageMakerVariantProvisionedConcurrencyUtilization, in the template SageMakerVariantInvocationsPerInstance',
      ],
    ],
    [
      'another scale-out cooldown',
      (state) => (config(state, /Concurrency/).ScaleOutCooldown = 0),
      ['drift policy Concurrency: scale-out cooldown is 0 s, in the template 60 s'],
    ],
    [
      'another scale-in cooldown',
      (state) => (config(state, /Concurrency/).ScaleInCooldown = 900),
      ['drift policy Concurrency: scale-in cooldown is 900 s, in the template 60 s'],
    ],
    [
      'scale-in disabled',
      (state) => (config(state, /Concurrency/).DisableScaleIn = true),
      ['drift policy Concurrency: disableScaleIn is true, in the template false'],
    ],
    [
      'the alarm that scales out deleted',
      (state) => without(state.alarms, alarm(state, /AlarmHigh.*Concurrency/)),
      [`missing policy Concurrency: the alarm that scales out is not there. ${GONE}`],
    ],
    [
      'no alarm that scales in',
      (state) => policy(state, /Concurrency/).Alarms.pop(),
      [`missing policy Concurrency: the alarm that scales in is not there. ${GONE}`],
    ],
    [
      'neither alarm',
      (state) => delete policy(state, /Concurrency/).Alarms,
      [
        `missing policy Concurrency: the alarm that scales out is not there. ${GONE}`,
        `missing policy Concurrency: the alarm that scales in is not there. ${GONE}`,
      ],
    ],
    [
      'an alarm too many that is not there',
      (state) => policy(state, /Concurrency/).Alarms.push({ AlarmName: 'third' }),
      ['missing policy Concurrency: its alarm third is gone'],
    ],
    [
      'the actions of an alarm of target tracking off',
      (state) => (alarm(state, /AlarmHigh.*Concurrency/).ActionsEnabled = false),
      ['drift policy Concurrency: the actions of its alarm that scales out are off'],
    ],
    [
      'an alarm of target tracking without its action',
      (state) => (alarm(state, /AlarmLow.*Concurrency/).AlarmActions = ['arn:aws:sns:eu-west-1:123456789012:mail']),
      ['drift policy Concurrency: its alarm that scales in has lost its action: it does not trigger the policy'],
    ],
    [
      'another threshold of an alarm that scales out',
      (state) => (alarm(state, /AlarmHigh.*Concurrency/).Threshold = 50),
      ['drift policy Concurrency: its alarm that scales out is at 50, the target at 5'],
    ],
    [
      'an alarm that scales in above the target',
      (state) => (alarm(state, /AlarmLow.*Concurrency/).Threshold = 5.5),
      ['drift policy Concurrency: its alarm that scales in is at 5.5, the target at 5'],
    ],
    [
      'another step',
      (state) => (steps(state).StepAdjustments[0].ScalingAdjustment = 50),
      [
        'drift policy BurstPolicy: steps is +50 from 0 to 1, +25 from 1 to 3.5, +50 from 3.5 to 8.5, +200 from 8.5 to 13.5, +300 from 13.5 to 23.5, +500 from 23.5 to 33.5, +700 from 33.5 to ∞, ' +
          'in the template +15 from 0 to 1, +25 from 1 to 3.5, +50 from 3.5 to 8.5, +200 from 8.5 to 13.5, +300 from 13.5 to 23.5, +500 from 23.5 to 33.5, +700 from 33.5 to ∞',
      ],
    ],
    [
      'another adjustment type',
      (state) => (steps(state).AdjustmentType = 'ChangeInCapacity'),
      ['drift policy BurstPolicy: adjustment type is ChangeInCapacity, in the template PercentChangeInCapacity'],
    ],
    [
      'another cooldown of a step policy, the default',
      (state) => delete steps(state).Cooldown,
      ['drift policy BurstPolicy: cooldown is 300 s, in the template 60 s'],
    ],
    [
      'another aggregation, the default',
      (state) => delete steps(state).MetricAggregationType,
      ['drift policy BurstPolicy: aggregation is Average, in the template Maximum'],
    ],
    [
      'a minimum adjustment',
      (state) => (steps(state).MinAdjustmentMagnitude = 2),
      ['drift policy BurstPolicy: minimum adjustment is 2, in the template 1'],
    ],
    [
      'the alarm of the step policy deleted',
      (state) => {
        without(state.alarms, alarm(state, /BurstAlarm/));
        policy(state, /Burst/).Alarms = [];
      },
      ['missing policy BurstPolicy: its alarm BurstAlarm is not there, or has lost its action'],
    ],
    [
      'the alarm of the step policy without its action',
      (state) => {
        alarm(state, /BurstAlarm/).AlarmActions = [];
        policy(state, /Burst/).Alarms = [];
      },
      ['drift policy BurstPolicy: alarm BurstAlarm has lost its action: it does not trigger the policy'],
    ],
    [
      'the actions of the step policy’s alarm off',
      (state) => (alarm(state, /BurstAlarm/).ActionsEnabled = false),
      ['drift policy BurstPolicy: the actions of alarm BurstAlarm are off'],
    ],
    ...(
      [
        ['Threshold', 20, 'threshold of the alarm is 20, in the template 6.5'],
        ['Period', 60, 'period of the alarm is 60 s, in the template 10 s'],
        ['ComparisonOperator', 'GreaterThanThreshold', 'comparison of the alarm is >, in the template >='],
        ['TreatMissingData', undefined, 'missing data of the alarm is missing, in the template notBreaching'],
        ['DatapointsToAlarm', 2, 'datapoints of the alarm is 2, in the template 1'],
      ] as const
    ).map(([property, value, text]): [string, Change, string[]] => [
      `another ${property} of the step policy’s alarm`,
      (state) => (alarm(state, /BurstAlarm/)[property] = value),
      [`drift policy BurstPolicy: ${text}`],
    ]),
    [
      'more evaluation periods of the step policy’s alarm',
      (state) => (alarm(state, /BurstAlarm/).EvaluationPeriods = 5),
      [
        'drift policy BurstPolicy: evaluation periods of the alarm is 5, in the template 1',
        'drift policy BurstPolicy: datapoints of the alarm is 5, in the template 1',
      ],
    ],
    [
      'another statistic of the step policy’s alarm',
      (state) => (alarm(state, /BurstAlarm/).Statistic = 'Minimum'),
      [
        expect.stringMatching(
          /^drift policy BurstPolicy: what the alarm watches is Minimum of .*, in the template Maximum of AWS\/SageMaker /,
        ),
      ],
    ],
    [
      'the alarm on another endpoint',
      (state) => (alarm(state, /BurstAlarm/).Dimensions[0].Value = 'other'),
      [expect.stringMatching(/^drift .*EndpointName other, VariantName AllTraffic, in the template .*EndpointName llamaongpu-chat-/)],
    ],
    [
      'a schedule added',
      (state) =>
        state.scheduledActions.push({
          ScheduledActionName: 'Party',
          Schedule: 'rate(1 day)',
          ResourceId: state.targets[0].ResourceId,
          ScalableDimension: state.targets[0].ScalableDimension,
        }),
      ['drift schedule Party: it sets bounds, too (rate(1 day)), and is not in the template'],
    ],
  ])('%s', async (_, change, expected) => {
    expect(await faultsAfter(change)).toEqual(expected);
  });

  test.each<[string, Change, string[]]>([
    [
      'a component fails',
      ({ components: [llama] }) => Object.assign(llama, { InferenceComponentStatus: 'Failed', FailureReason: 'no GPU is left' }),
      ['drift status: not in service, but Failed: no GPU is left'],
    ],
    [
      'a component on another endpoint',
      ({ components: [, , coder] }) => (coder.EndpointName = 'other'),
      [expect.stringMatching(/^drift placement: endpoint is other, in the template sharedfleet-endpoint-/)],
    ],
    [
      'a component on another variant',
      ({ components: [llama] }) => (llama.VariantName = 'Other'),
      ['drift placement: variant is Other, in the template AllTraffic'],
    ],
    [
      'an adapter of another base',
      ({ components: [, legal] }) => (legal.Specification.BaseInferenceComponentName = 'other'),
      [expect.stringMatching(/^drift placement: base is other, in the template sharedfleet-llama-/)],
    ],
    [
      'copies that take less',
      ({ components: [llama] }) => (llama.Specification.ComputeResourceRequirements.MinMemoryRequiredInMb = 1024),
      ['drift placement: memory a copy is 1024 MiB, in the template 8192 MiB'],
    ],
    [
      'more copies than the maximum',
      ({ components: [, , coder] }) => (coder.RuntimeConfig.DesiredCopyCount = 3),
      ['drift scaling: 3 copies wanted, outside the bounds of 1 to 2'],
    ],
    [
      'more managed instances than the maximum',
      ({ endpoints: [{ ProductionVariants: variants }] }) => (variants[0].DesiredInstanceCount = 5),
      ['drift variant AllTraffic: 5 instances wanted, outside the bounds of 1 to 4'],
    ],
    [
      'managed scaling off',
      ({ configs: [{ ProductionVariants: variants }] }) => (variants[0].ManagedInstanceScaling.Status = 'DISABLED'),
      ['drift variant AllTraffic: managed instance scaling is false, in the template true'],
    ],
    [
      'other bounds of managed scaling',
      ({ configs: [{ ProductionVariants: variants }] }) => (variants[0].ManagedInstanceScaling.MaxInstanceCount = 9),
      ['drift variant AllTraffic: maximum of managed instances is 9, in the template 4'],
    ],
  ])('%s', async (_, change, expected) => {
    expect(await faultsAfter(change, { stack: 'SharedFleet' })).toEqual(expected);
  });

  test('a component deleted, and its scaling with it', async () => {
    const remove = (state: AccountState) => {
      const { InferenceComponentName: name } = state.components.splice(2, 1)[0];
      state.targets = state.targets.filter(({ ResourceId }) => ResourceId !== `inference-component/${name}`);
    };
    expect(await faultsAfter(remove, { stack: 'SharedFleet' })).toEqual([
      'missing status: does not exist in eu-west-1. Deploy the stack first, or check --region and --name',
      'missing scaling: not registered with Application Auto Scaling: nothing scales it, and its 3 policies are gone with it',
    ]);
  });

  test('nothing is deployed', async () => {
    const faults = await faultsAfter((state) => Object.keys(state).forEach((key) => (state[key] = [])));
    expect(faults).toEqual([
      'missing status: does not exist in eu-west-1. Deploy the stack first, or check --region and --name',
      'missing scaling of AllTraffic: not registered with Application Auto Scaling: nothing scales it, and its 3 policies are gone with it',
    ]);
  });
});

describe('no fault, and said:', () => {
  test.each<[string, Change, string[]]>([
    [
      'scaling is under way',
      ({ endpoints: [endpoint] }) => {
        endpoint.EndpointStatus = 'Updating';
        Object.assign(endpoint.ProductionVariants[0], { DesiredInstanceCount: 3, VariantStatus: [{ Status: 'Creating' }] });
      },
      [
        'info status: Updating to another instance count: it serves meanwhile',
        'info variant AllTraffic: under way: Creating',
        'info scaling of AllTraffic: 1 of 3 instances running: scaling is under way',
      ],
    ],
    [
      'Amazon patches the endpoint',
      ({ endpoints: [endpoint] }) => (endpoint.EndpointStatus = 'SystemUpdating'),
      ['info status: SystemUpdating: it serves meanwhile'],
    ],
    [
      'an update failed before',
      ({ endpoints: [endpoint] }) => (endpoint.FailureReason = 'rolled back'),
      ['info status: in service, but its last update failed: rolled back'],
    ],
    [
      'an alarm of target tracking that is slower than it should be',
      (state) => (alarm(state, /AlarmHigh.*Concurrency/).Period = 60),
      ['info policy Concurrency: its alarm that scales out looks every 60 s, not every 10 s'],
    ],
    [
      'a second alarm on a step policy',
      (state) =>
        state.alarms.push({ ...alarm(state, /BurstAlarm/), AlarmName: 'mine' }) &&
        policy(state, /Burst/).Alarms.push({ AlarmName: 'mine' }),
      ['info policy BurstPolicy: alarm mine triggers it, and is not in the template'],
    ],
  ])('%s', async (_, change, expected) => {
    expect(await faultsAfter(change)).toEqual([]);
    expect(await infosAfter(change)).toEqual(expected);
  });

  test('what Application Auto Scaling writes in another way is the same', async () => {
    expect(
      await faultsAfter((state) => {
        config(state, /Safeguard/).DisableScaleIn = false;
        steps(state).MinAdjustmentMagnitude = 1;
        steps(state).StepAdjustments.reverse();
        Object.assign(alarm(state, /BurstAlarm/), { DatapointsToAlarm: 1 });
        alarm(state, /BurstAlarm/).Dimensions.reverse();
        alarm(state, /AlarmHigh.*Concurrency/).AlarmActions[0] += ':createdBy/0f';
      }),
    ).toEqual([]);
  });

  test('a policy that never scales in has no alarm for it', async () => {
    // GIVEN
    const template = structuredClone(TEMPLATES.LlamaOnGpu);
    for (const { Properties } of Object.values(template.Resources ?? {})) {
      if (Properties?.TargetTrackingScalingPolicyConfiguration !== undefined) {
        Properties.TargetTrackingScalingPolicyConfiguration.DisableScaleIn = true;
      }
    }

    // THEN
    expect(await faultsAfter((state) => state.policies.forEach(({ Alarms }: any) => Alarms.splice(1)), { template })).toEqual([]);
  });
});

describe('schedules', () => {
  const schedule = (ScheduledActionName: string, Schedule: string, ScalableTargetAction: object, others: object = {}) => ({
    ScheduledActionName,
    Schedule,
    ScalableTargetAction,
    ...others,
  });
  const template = structuredClone(TEMPLATES.LlamaOnGpu);
  const target = Object.values(template.Resources ?? {}).find(({ Type }) => Type.endsWith('ScalableTarget'));
  target!.Properties.ScheduledActions = [
    schedule('Morning', 'cron(0 7 * * ? *)', { MinCapacity: 3, MaxCapacity: 8 }, { Timezone: 'Europe/Berlin' }),
    schedule('Night', 'cron(0 20 * * ? *)', { MinCapacity: 1 }),
    schedule('Launch', 'at(2026-12-01T09:00:00)', { MinCapacity: 6 }),
  ];
  const action = (state: AccountState, name: string): any =>
    state.scheduledActions.find(({ ScheduledActionName }) => ScheduledActionName === name);
  const now = new Date('2026-11-22T12:00:00Z');

  test('are there, with their bounds and time zones', async () => {
    expect(lines(await findingsAfter(() => undefined, { template, now })).slice(-3)).toEqual([
      'ok schedule Morning: cron(0 7 * * ? *) Europe/Berlin',
      'ok schedule Night: cron(0 20 * * ? *) UTC',
      'ok schedule Launch: at(2026-12-01T09:00:00) UTC',
    ]);
  });

  test.each<[string, Change, string[]]>([
    [
      'another schedule',
      (state) => (action(state, 'Night').Schedule = 'cron(0 22 * * ? *)'),
      ['drift schedule Night: schedule is cron(0 22 * * ? *), in the template cron(0 20 * * ? *)'],
    ],
    [
      'another time zone',
      (state) => delete action(state, 'Morning').Timezone,
      ['drift schedule Morning: time zone is UTC, in the template Europe/Berlin'],
    ],
    [
      'another minimum',
      (state) => (action(state, 'Morning').ScalableTargetAction.MinCapacity = 0),
      ['drift schedule Morning: minimum is 0, in the template 3'],
    ],
    [
      'a maximum where there is none',
      (state) => (action(state, 'Night').ScalableTargetAction.MaxCapacity = 2),
      ['drift schedule Night: maximum is 2, in the template left alone'],
    ],
    [
      'an action deleted',
      (state) => without(state.scheduledActions, action(state, 'Launch')),
      ['missing schedule Launch: there is no such scheduled action'],
    ],
    [
      'bounds that no action sets',
      ({ targets: [found] }) => Object.assign(found, { MinCapacity: 1, MaxCapacity: 5 }),
      ['drift scaling of AllTraffic: maximum is 5, in the template 4'],
    ],
  ])('drift: %s', async (_, change, expected) => {
    expect(await faultsAfter(change, { template, now })).toEqual(expected);
  });

  test('explain other bounds', async () => {
    // GIVEN
    const morning: Change = ({ targets: [found], endpoints: [{ ProductionVariants: variants }] }) => {
      Object.assign(found, { MinCapacity: 3, MaxCapacity: 8 });
      Object.assign(variants[0], { DesiredInstanceCount: 5, CurrentInstanceCount: 5 });
    };

    // THEN
    expect(await faultsAfter(morning, { template, now })).toEqual([]);
    expect(await infosAfter(morning, { template, now })).toEqual([
      'info scaling of AllTraffic: 3 to 8 now, as scheduled by Morning; 1 to 4 in the template',
    ]);
  });

  test('may be gone when their one time is over', async () => {
    const remove: Change = (state) => without(state.scheduledActions, action(state, 'Launch'));
    const after = { template, now: new Date('2026-12-02T00:00:00Z') };
    expect(await faultsAfter(remove, after)).toEqual([]);
    expect(await infosAfter(remove, after)).toEqual(['info schedule Launch: gone, as its time is over']);
  });
});

describe('templates of others', () => {
  const target = (ResourceId: unknown, ScalableDimension = 'sagemaker:variant:DesiredInstanceCount') => ({
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: { ServiceNamespace: 'sagemaker', ResourceId, ScalableDimension, MinCapacity: 1, MaxCapacity: 4 },
  });
  const endpoint = (variants: object[], properties: object = {}, shadows: object[] = []) => ({
    Endpoint: {
      Type: 'AWS::SageMaker::Endpoint',
      Properties: { EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] }, ...properties },
    },
    Config: {
      Type: 'AWS::SageMaker::EndpointConfig',
      Properties: { ProductionVariants: variants, ShadowProductionVariants: shadows },
    },
  });
  const variant = (VariantName: string, others: object = {}) => ({
    VariantName,
    ModelName: 'llama',
    InstanceType: 'ml.g5.xlarge',
    InitialInstanceCount: 1,
    InitialVariantWeight: 1,
    ...others,
  });
  const running = (name: string, count: number) => ({ VariantName: name, CurrentInstanceCount: count, DesiredInstanceCount: count });

  test('that scale an endpoint of somebody else are compared with that', async () => {
    // GIVEN
    const template = { Resources: { Target: target('endpoint/chat-prod/variant/A') } };
    const theirs = (count: number) => (state: any) =>
      state.endpoints.push({ EndpointName: 'chat-prod', EndpointStatus: 'InService', ProductionVariants: [running('A', count)] });

    // THEN
    expect(lines(await findingsAfter(theirs(2), { template }))).toEqual([
      'ok status: in service',
      'ok scaling of A: 1 to 4 instances, now 2',
    ]);
    expect(await faultsAfter(theirs(9), { template })).toEqual(['drift scaling of A: 9 instances wanted, outside the bounds of 1 to 4']);
  });

  test('with several variants compare weights, models and shadows', async () => {
    // GIVEN
    const template = { Resources: endpoint([variant('A'), variant('B')], { EndpointName: 'chat' }, [variant('Shadow')]) };

    // WHEN
    const faults = await faultsAfter(
      (state) => {
        state.endpoints[0].ProductionVariants[1].DesiredWeight = 9;
        state.configs[0].ProductionVariants[0].ModelName = 'other';
        state.configs[0].ShadowProductionVariants[0].InstanceType = 'ml.g6.xlarge';
      },
      { template },
    );

    // THEN
    expect(faults).toEqual([
      'drift variant A: model is other, in the template llama',
      'drift variant B: weight is 9, in the template 1',
      'drift variant Shadow: instance type is ml.g6.xlarge, in the template ml.g5.xlarge',
    ]);
  });

  test('without scaling have the count that they say, unless somebody else scales', async () => {
    // GIVEN
    const template = { Resources: endpoint([variant('A')], { EndpointName: 'chat' }) };
    const two = (state: any) => (state.endpoints[0].ProductionVariants = [running('A', 2)]);
    const scaled = (state: any) => {
      two(state);
      state.targets.push({ ...target('endpoint/chat/variant/A').Properties });
    };

    // THEN
    expect(await faultsAfter(two, { template })).toEqual([
      'drift variant A: instance count, which nothing scales, is 2, in the template 1',
    ]);
    expect(await faultsAfter(scaled, { template })).toEqual([]);
    expect(await infosAfter(scaled, { template })).toEqual(['info variant A: scaled from 1 to 4, by what is not in the template']);
  });

  test('say what CloudFormation fills in, and that it is not compared', async () => {
    const Target = target('endpoint/chat/variant/A');
    const template = {
      Resources: {
        ...endpoint([variant('A')], { EndpointName: 'chat' }),
        Target: { ...Target, Properties: { ...Target.Properties, MaxCapacity: { Ref: 'Max' } } },
      },
    };
    const deployed: Change = (state) => (state.targets[0].MaxCapacity = 7);
    expect(await faultsAfter(deployed, { template })).toEqual([]);
    expect(await infosAfter(deployed, { template })).toEqual([
      'info scaling of A: not compared, because CloudFormation fills it in: maximum',
    ]);
  });

  test('say which alarms are not compared', async () => {
    const template = {
      Resources: { ...endpoint([variant('A')], { EndpointName: 'chat' }), Errors: { Type: 'AWS::CloudWatch::Alarm', Properties: {} } },
    };
    expect(await infosAfter(() => undefined, { template })).toEqual([
      'info other alarms: 1 alarm that triggers no scaling policy: not compared',
    ]);
  });

  test('get the names that CloudFormation gave', async () => {
    // GIVEN
    const join = { 'Fn::Join': ['', ['endpoint/', { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] }, '/variant/A']] };
    const template = { Resources: { ...endpoint([variant('A')]), Target: target(join) } };

    // THEN
    expect(await faultsAfter(() => undefined, { template, names: { Endpoint: 'Endpoint-abcdef' } })).toEqual([]);
  });

  test('fail when a name is not known, and say how to give it', async () => {
    // GIVEN
    const join = (name: object) => ({ 'Fn::Join': ['', ['endpoint/', name, '/variant/A']] });
    const template = {
      Resources: {
        ...endpoint([variant('A')], { EndpointName: { Ref: 'Name' } }),
        Own: target(join({ 'Fn::GetAtt': ['Endpoint', 'EndpointName'] })),
        Others: target(join({ Ref: 'OtherName' })),
        Imported: target(join({ 'Fn::ImportValue': 'Chat' })),
        Component: { Type: 'AWS::SageMaker::InferenceComponent', Properties: { EndpointName: 'fleet', Specification: {} } },
      },
    };

    // THEN
    await expect(verify(readTemplate(template), accountOf(deploy({}, 'T')))).rejects.toThrow(
      [
        'CloudFormation gives names that the template does not say. Say what they are in the account:',
        '  --name Endpoint=<name of the endpoint>',
        '  --name Component=<name of the inference component>',
        '  --name OtherName=<its value in endpoint/${OtherName}/variant/A>',
        '  --name Imported=endpoint/<name of the endpoint>/variant/<name of the variant>',
      ].join('\n'),
    );
  });
});

describe('a step policy with two alarms', () => {
  const template = structuredClone(TEMPLATES.LlamaOnGpu);
  const [id, first] = Object.entries(template.Resources ?? {}).find(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')!;
  Object.assign(template.Resources!, { Second: { ...first, Properties: { ...first.Properties, AlarmName: 'second', Threshold: 50 } } });

  test('is triggered by both', async () => {
    expect((await findingsAfter(() => undefined, { template })).filter(({ severity }) => severity !== 'ok')).toEqual([]);
  });

  test('drifts with either, by its name', async () => {
    expect(await faultsAfter((state) => (alarm(state, /^second$/).Threshold = 40), { template })).toEqual([
      'drift policy BurstPolicy: threshold of alarm second is 40, in the template 50',
    ]);
    expect(await faultsAfter((state) => (alarm(state, new RegExp(`-${id}-`)).Threshold = 40), { template })).toEqual([
      expect.stringMatching(/^drift policy BurstPolicy: threshold of alarm .*BurstAlarm.* is 40, in the template 6.5$/),
    ]);
  });

  test('misses one that is gone', async () => {
    const remove: Change = (state) => without(state.alarms, alarm(state, /^second$/));
    expect(await faultsAfter(remove, { template })).toEqual([
      'missing policy BurstPolicy: its alarm second is not there, or has lost its action',
    ]);
  });
});

describe('questions to AWS', () => {
  /** An account that counts what it is asked. */
  function counting(account: Account): { account: Account; asked: Question[] } {
    const asked: Question[] = [];
    const spy = new Proxy(account, {
      get: (target, key) => {
        const value = target[key as Question];
        return typeof value === 'function' ? (...args: unknown[]) => (asked.push(key as Question), (value as any)(...args)) : value;
      },
    });
    return { account: spy, asked };
  }

  test('are as few as it takes', async () => {
    const { account, asked } = counting(accountOf(deploy(TEMPLATES.LlamaOnGpu, 'LlamaOnGpu')));
    await verify(readTemplate(TEMPLATES.LlamaOnGpu), account);
    expect(asked).toEqual([
      'describeEndpoint',
      'describeEndpointConfig',
      'describeScalableTargets',
      'describeScalingPolicies',
      'describeScalingPolicies',
      'describeScheduledActions',
      ...['describeAlarms', 'describeAlarms', 'describeAlarms'],
    ]);
  });

  test.each<[Question, string]>([
    ['describeEndpoint', 'sagemaker:DescribeEndpoint'],
    ['describeEndpointConfig', 'sagemaker:DescribeEndpointConfig'],
    ['describeInferenceComponent', 'sagemaker:DescribeInferenceComponent'],
    ['describeScalableTargets', 'application-autoscaling:DescribeScalableTargets'],
    ['describeScalingPolicies', 'application-autoscaling:DescribeScalingPolicies'],
    ['describeScheduledActions', 'application-autoscaling:DescribeScheduledActions'],
    ['describeAlarms', 'cloudwatch:DescribeAlarms'],
  ])('fail when %s is denied, with the action', async (question, action) => {
    const account: Account = {
      ...accountOf(deploy(TEMPLATES.SharedFleet, 'SharedFleet')),
      [question]: () => Promise.reject(serviceError('AccessDeniedException', 'User is not authorized')),
    };
    await expect(verify(readTemplate(TEMPLATES.SharedFleet), account)).rejects.toThrow(
      `Access denied to ${action} in eu-west-1. Allow that action to the identity that asks; the --help of the command lists all that it needs.`,
    );
  });
});
