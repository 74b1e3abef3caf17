import { burstSteps, Setting } from './setting';

/** What the props around it are, as the scenario has them. */
export interface PropsAround {
  readonly unit: 'instance' | 'copy';
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** How long a request takes at the target, in seconds. @default - left to the reader */
  readonly expectedRequestSeconds?: number;
}

/** The props to paste into `RealTimeEndpoint`, or into a component's `scaling`. */
export function printProps(setting: Setting, { unit, minCapacity, maxCapacity, expectedRequestSeconds }: PropsAround): string {
  const { concurrency, scaleOutCooldownSeconds, scaleInCooldownSeconds, burstFrom } = setting;
  const cooldowns = `scaleOutCooldown: ${seconds(scaleOutCooldownSeconds)}, scaleInCooldown: ${seconds(scaleInCooldownSeconds)}`;
  const steps = burstSteps(burstFrom).map(
    ({ times, change }) => `        { lower: ${Number((times * concurrency).toPrecision(12))}, change: ${change} },`,
  );
  const duration = expectedRequestSeconds === undefined ? '/* at the target */' : Number(expectedRequestSeconds.toPrecision(3));
  return [
    'scaling: {',
    `  minCapacity: ${minCapacity},`,
    `  maxCapacity: ${maxCapacity},`,
    `  targetConcurrentRequestsPer${unit === 'instance' ? 'Model' : 'Copy'}: ${concurrency},`,
    `  expectedRequestDuration: Duration.seconds(${duration}),`,
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
    `  safeguard: { ${cooldowns} },`,
    '},',
  ].join('\n');
}

function seconds(value: number): string {
  return `Duration.seconds(${value})`;
}
