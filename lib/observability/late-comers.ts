import { Annotations, AspectPriority, Aspects } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { IProductionVariant } from '../endpoint';
import { IInferenceComponent } from '../inference-component';
import { componentsOn } from '../inference-component/components-on';
import { ScalableCapacity } from '../scaling';
import { MonitoringProps } from './monitoring-props';

/** Something that is watched, by whose scaling it depends on. */
interface Hosted {
  readonly host: IProductionVariant | IInferenceComponent;
}

/** What comes after alarms and dashboards are made would be missing, and nobody would see that it is. */
export function warnOfLateComers(scope: Construct, props: MonitoringProps, watched: ReadonlyMap<IConstruct, Hosted>): void {
  const before = new Map([...watched.values()].map((one) => [one, factsOf(scalingOf(one))]));
  const warn = (): void => {
    const added = (props.endpoints ?? [])
      .flatMap((endpoint) => [...endpoint.monitoredVariants, ...componentsOn(endpoint)])
      .filter((one) => !watched.has(one))
      .map((one) => one.node.path);
    const scaled = [...before]
      .filter(([one, facts]) => factsOf(scalingOf(one)).some((fact, i) => fact !== facts[i]))
      .map(([{ host }]) => `the scaling of ${host.node.path}`);
    const late = [...new Set([...added, ...scaled])];
    if (late.length > 0) {
      Annotations.of(scope).addWarningV2(
        'cdk-sagemaker-inference:notWatched',
        `It came after this construct was made, so it is not watched: ${late.join(', ')}. Make this construct last.`,
      );
    }
  };
  Aspects.of(scope).add({ visit: (node) => (node === scope ? warn() : undefined) }, { priority: AspectPriority.READONLY });
}

function scalingOf({ host }: Hosted): ScalableCapacity | undefined {
  return 'variantName' in host ? host.scalableInstanceCount : host.scalableCopyCount;
}

/** All that thresholds, lines and patience follow from. The same token is the same number, so tokens may stand here. */
function factsOf(capacity: ScalableCapacity | undefined): unknown[] {
  return [
    capacity,
    capacity?.concurrencyTarget,
    capacity?.expectedRequestDuration,
    capacity?.stepAlarms.length,
    capacity?.lowestMinimum,
    capacity?.highestMinimum,
    capacity?.highestMaximum,
  ];
}
