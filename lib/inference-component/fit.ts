import { Size } from 'aws-cdk-lib';
import { InstanceType } from '../hardware';
import { Resources } from '../hardware/placement';
import { ComputeResources } from './compute-resources';

/**
 * The share of an instance's memory that SageMaker's own processes keep. Amazon documents none; a tenth is an assumption, so what
 * exceeds it is warned of and only what exceeds the whole memory is refused.
 */
const PLATFORM_SHARE = 0.1;

/** What an instance has for copies; `usable` less what the platform keeps. */
export function capacityOf(type: InstanceType, usable = true): Resources {
  const memory = mebibytes(type.memory);
  return {
    acceleratorDevices: type.acceleratorCount,
    memoryMiB: memory === undefined ? undefined : Math.floor(memory * (usable ? 1 - PLATFORM_SHARE : 1)),
    cpuCores: type.vcpus,
  };
}

/** What a copy takes. */
export function demandOf(resources: ComputeResources): Resources {
  return { acceleratorDevices: resources.acceleratorDevices, memoryMiB: mebibytes(resources.minMemory), cpuCores: resources.cpuCores };
}

function mebibytes(size: Size | undefined): number | undefined {
  return size === undefined || size.isUnresolved() ? undefined : Math.floor(size.toBytes() / 1024 ** 2);
}
