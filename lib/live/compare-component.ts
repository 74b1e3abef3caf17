import type { ScalableTarget } from '@aws-sdk/client-application-auto-scaling';
import type { DescribeInferenceComponentOutput } from '@aws-sdk/client-sagemaker';
import { ComponentPlan } from '../simulation/template/read-template';
import { compareCounts } from './bounds';
import { differences } from './differences';
import { Finding, findingsOf, Note } from './finding';

/** Whether an inference component is there, answers, and is what the template says; a plan only where the template has it. */
export function compareComponent(
  of: string,
  plan: ComponentPlan | undefined,
  found: DescribeInferenceComponentOutput | undefined,
  scaling: 'template' | ScalableTarget | undefined,
  region: string,
): Finding[] {
  if (found === undefined) {
    const text = `does not exist in ${region}. Deploy the stack first, or check --region and --name`;
    return findingsOf(of, 'status', '', [{ severity: 'missing', text }]);
  }
  const status = findingsOf(of, 'status', 'in service', compareStatus(found));
  if (plan === undefined) {
    return status;
  }
  const what =
    plan.base === undefined ? `on ${found.EndpointName}` : `adapter of ${found.Specification?.BaseInferenceComponentName ?? '?'}`;
  const notes = [...compareSpecification(plan, found), ...compareCopies(plan, found, scaling)];
  return [...status, ...findingsOf(of, 'placement', what, notes)];
}

function compareStatus({ InferenceComponentStatus: status, FailureReason }: DescribeInferenceComponentOutput): Note[] {
  const why = FailureReason === undefined ? '' : `: ${FailureReason}`;
  switch (status) {
    case 'InService':
      return FailureReason === undefined ? [] : [{ severity: 'info', text: `in service, but its last update failed${why}` }];
    case 'Updating':
      return [{ severity: 'info', text: 'Updating: it serves meanwhile' }];
    default:
      return [{ severity: 'drift', text: `not in service, but ${status ?? 'of unknown status'}${why}` }];
  }
}

function compareSpecification(plan: ComponentPlan, found: DescribeInferenceComponentOutput): Note[] {
  const { ModelName, Container, ComputeResourceRequirements: takes, BaseInferenceComponentName: base } = found.Specification ?? {};
  const notes = differences([
    { what: 'endpoint', expected: plan.endpoint, found: found.EndpointName },
    { what: 'variant', expected: plan.variantName, found: found.VariantName },
    { what: 'base', expected: plan.base, found: base },
    // With a specification for each of several instance types, the answer has a list, of which the template reader knows the first.
    ...(found.Specification === undefined
      ? []
      : [
          { what: 'accelerator devices a copy', expected: plan.acceleratorDevices, found: takes?.NumberOfAcceleratorDevicesRequired },
          { what: 'CPU cores a copy', expected: plan.cpuCores, found: takes?.NumberOfCpuCoresRequired },
          { what: 'memory a copy', expected: plan.memoryMiB, found: takes?.MinMemoryRequiredInMb, unit: 'MiB' },
        ]),
  ]);
  const [modelName, image] = [plan.modelName, plan.modelName === undefined ? plan.image : undefined];
  return [
    ...notes,
    // Most templates leave the one's name to CloudFormation and the other's registry to the region: that is no news.
    ...differences([
      ...(found.Specification === undefined ? [] : [{ what: 'model', expected: modelName, found: ModelName }]),
      ...(Container?.DeployedImage?.SpecifiedImage === undefined
        ? []
        : [{ what: 'image', expected: image, found: Container.DeployedImage.SpecifiedImage }]),
    ]).filter(({ severity }) => severity === 'drift'),
  ];
}

/** A count that a target of the template sets is compared there, with its bounds. An adapter has no copies of its own. */
function compareCopies(
  { base, copyCount }: ComponentPlan,
  { RuntimeConfig }: DescribeInferenceComponentOutput,
  scaling: 'template' | ScalableTarget | undefined,
): Note[] {
  if (scaling === 'template' || base !== undefined) {
    return [];
  }
  const counts = { desired: RuntimeConfig?.DesiredCopyCount, current: RuntimeConfig?.CurrentCopyCount };
  if (scaling !== undefined) {
    const { MinCapacity: min, MaxCapacity: max } = scaling;
    const text = `scaled from ${min} to ${max}, by what is not in the template`;
    return [{ severity: 'info', text }, ...compareCounts(counts, { min, max }, 'copies')];
  }
  return [
    ...differences([{ what: 'copy count, which nothing scales,', expected: copyCount, found: counts.desired }]),
    ...compareCounts(counts, {}, 'copies'),
  ];
}
