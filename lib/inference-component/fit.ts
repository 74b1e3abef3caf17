import { Size, Token } from 'aws-cdk-lib';
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
  // Of a family without accelerators it is known that it emits none of their metrics.
  const devices = type.acceleratorCount ?? (type.emitsConcurrencyMetrics === false ? 0 : undefined);
  return {
    acceleratorDevices: known(devices),
    memoryMiB: memory === undefined ? undefined : Math.floor(memory * (usable ? 1 - PLATFORM_SHARE : 1)),
    cpuCores: known(type.vcpus),
  };
}

/** What a copy takes. */
export function demandOf(resources: ComputeResources): Resources {
  return {
    acceleratorDevices: known(resources.acceleratorDevices),
    memoryMiB: mebibytes(resources.minMemory),
    cpuCores: known(resources.cpuCores),
  };
}

function known(value: number | undefined): number | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}

function mebibytes(size: Size | undefined): number | undefined {
  return size === undefined || size.isUnresolved() ? undefined : Math.floor(size.toBytes() / 1024 ** 2);
}
