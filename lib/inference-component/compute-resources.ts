import { Size } from 'aws-cdk-lib';

/**
 * What one copy of a component reserves on its instance.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentComputeResourceRequirements.html
 */
export interface ComputeResources {
  /**
   * Accelerator devices: GPUs, or Inferentia or Trainium chips. 1 or more.
   *
   * @default - none: the copy runs on the CPU
   */
  readonly acceleratorDevices?: number;

  /**
   * vCPUs, 0.25 or more.
   *
   * @default - no reservation
   */
  readonly cpuCores?: number;

  /**
   * The main memory (not the accelerators') that the copy is sure to have, 128 MiB or more.
   */
  readonly minMemory: Size;

  /**
   * The main memory that the copy may take at the most, at least `minMemory`.
   *
   * @default - no limit
   */
  readonly maxMemory?: Size;
}
