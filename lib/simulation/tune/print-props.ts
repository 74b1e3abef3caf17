import { burstSteps, Setting } from './setting';

/** What the props around it are, as the scenario has them. */
export interface PropsAround {
  readonly unit: 'instance' | 'copy';
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** How long a request takes at the target, in seconds. @default - there is no safeguard */
  readonly expectedRequestSeconds?: number;
}

/** The imports that the props need, and the props to paste into `RealTimeEndpoint`, or into a component. */
export function printProps(setting: Setting, { unit, minCapacity, maxCapacity, expectedRequestSeconds }: PropsAround): string {
  const { concurrency, scaleOutCooldownSeconds, scaleInCooldownSeconds, burstFrom } = setting;
  const cooldowns = `scaleOutCooldown: ${seconds(scaleOutCooldownSeconds)}, scaleInCooldown: ${seconds(scaleInCooldownSeconds)}`;
  const steps = burstSteps(burstFrom).map(
    ({ times, change }) => `        { lower: ${Number((times * concurrency).toPrecision(12))}, change: ${change} },`,
  );
  const isGuarded = expectedRequestSeconds !== undefined;
  return [
    "import { Duration } from 'aws-cdk-lib';",
    ...(burstFrom === 0 ? [] : ["import { AdjustmentType } from 'aws-cdk-lib/aws-applicationautoscaling';"]),
    '',
    'scaling: {',
    `  minCapacity: ${minCapacity},`,
    `  maxCapacity: ${maxCapacity},`,
    `  targetConcurrentRequestsPer${unit === 'instance' ? 'Model' : 'Copy'}: ${concurrency},`,
    ...(isGuarded ? [`  expectedRequestDuration: ${seconds(expectedRequestSeconds)},`] : []),
    `  concurrency: { ${cooldowns} },`,
    ...(burstFrom === 0
      ? ['  burst: { enabled: false },']
      : [
          '  burst: {',
          `    cooldown: ${seconds(scaleOutCooldownSeconds)},`,
          '    adjustmentType: AdjustmentType.PERCENT_CHANGE_IN_CAPACITY,',
          '    steps: [',
          ...steps.map((step) => step.slice(2)),
          '    ],',
          '  },',
        ]),
    `  safeguard: { ${isGuarded ? cooldowns : 'enabled: false'} },`,
    '},',
  ].join('\n');
}

function seconds(value: number): string {
  return `Duration.seconds(${value})`;
}
