import { checkString } from '../private/checks';

/**
 * The machine image that SageMaker boots an endpoint's instances from; with it come the accelerator's driver and its runtime.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html
 */
export class InferenceAmiVersion {
  /** NVIDIA driver 535, CUDA 12.2. */
  public static readonly GPU_2 = InferenceAmiVersion.of('al2-ami-sagemaker-inference-gpu-2');

  /** NVIDIA driver 535, CUDA 12.2; the container toolkit does not mount CUDA's compatibility libraries. */
  public static readonly GPU_2_1 = InferenceAmiVersion.of('al2-ami-sagemaker-inference-gpu-2-1');

  /** NVIDIA driver 550, CUDA 12.4; the container toolkit does not mount CUDA's compatibility libraries. */
  public static readonly GPU_3_1 = InferenceAmiVersion.of('al2-ami-sagemaker-inference-gpu-3-1');

  /** Amazon Linux 2023, NVIDIA driver 580, CUDA 13.0; the container toolkit does not mount CUDA's compatibility libraries. */
  public static readonly GPU_4_1 = InferenceAmiVersion.of('al2023-ami-sagemaker-inference-gpu-4-1');

  /** Neuron driver 2.19, for Inferentia2 and Trainium. */
  public static readonly NEURON_2 = InferenceAmiVersion.of('al2-ami-sagemaker-inference-neuron-2');

  /**
   * A version that has no constant here yet.
   *
   * @param name the version's name, such as `al2023-ami-sagemaker-inference-gpu-4-1`
   */
  public static of(name: string): InferenceAmiVersion {
    checkString('InferenceAmiVersion.of', 'name', name, { pattern: /^\S+$/, allowed: 'the name of a version, without spaces' });
    return new InferenceAmiVersion(name);
  }

  private constructor(
    /** The version's name, as the API takes it. */
    public readonly name: string,
  ) {}
}
