import { Aws, CfnMapping, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { propError } from '../private/checks';
import { InferenceAmiVersion } from './inference-ami-version';

/** One of the images that AWS publishes: a row of the table below. */
export interface DeepLearningContainer {
  readonly repositoryName: string;
  /** The newest tag, which is the default. */
  readonly tag: string;
  readonly platform: 'cuda' | 'neuron';
  /** The variable that names a model of the Hugging Face Hub; none where the image cannot load from there. */
  readonly modelIdVariable?: string;
  /** The variable that names the Hub model's revision. */
  readonly modelRevisionVariable?: string;
  /** Whether the image has to be told that its model is in /opt/ml/model; the others look there by themselves. */
  readonly modelPathRequired?: boolean;
}

/**
 * The images by factory. A new image, or a newer tag, is one row.
 *
 * Tags: https://github.com/aws/deep-learning-containers/blob/main/docs/reference/available_images.md
 * Variables: https://aws.github.io/deep-learning-containers/vllm/deployment/sagemaker/ and .../sglang/..., the images' entry points
 * (`SM_VLLM_X` is the server's `--x`, `SM_SGLANG_X` and `SM_ON_X` likewise),
 * https://docs.djl.ai/master/docs/serving/serving/docs/lmi/deployment_guide/configurations.html (`OPTION_X` is `option.x`),
 * https://github.com/huggingface/text-generation-inference/blob/main/sagemaker-entrypoint.sh
 */
export const DEEP_LEARNING_CONTAINERS = {
  lmi: {
    repositoryName: 'djl-inference',
    tag: '0.36.0-lmi28.0.0-cu130',
    platform: 'cuda',
    modelIdVariable: 'HF_MODEL_ID',
    modelRevisionVariable: 'OPTION_REVISION',
  },
  vllm: {
    repositoryName: 'vllm',
    tag: '0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker',
    platform: 'cuda',
    modelIdVariable: 'SM_VLLM_MODEL',
    modelRevisionVariable: 'SM_VLLM_REVISION',
    modelPathRequired: true, // by the older tags; the newer ones look there by themselves and do not mind
  },
  sglang: {
    repositoryName: 'sglang',
    tag: '0.5.17-gpu-py312-cu130-ubuntu24.04-sagemaker',
    platform: 'cuda',
    modelIdVariable: 'SM_SGLANG_MODEL_PATH',
    modelRevisionVariable: 'SM_SGLANG_REVISION',
  },
  tgi: {
    repositoryName: 'huggingface-pytorch-tgi-inference',
    tag: '2.7.0-tgi3.3.6-gpu-py311-cu124-ubuntu22.04',
    platform: 'cuda',
    modelIdVariable: 'HF_MODEL_ID',
    modelRevisionVariable: 'HF_MODEL_REVISION',
    modelPathRequired: true,
  },
  huggingFaceVllm: {
    repositoryName: 'huggingface-vllm',
    tag: '0.25.1-transformers5.10.2-gpu-py312-cu130-ubuntu22.04',
    platform: 'cuda',
    modelIdVariable: 'SM_VLLM_MODEL',
    modelRevisionVariable: 'SM_VLLM_REVISION',
    modelPathRequired: true,
  },
  huggingFaceSglang: {
    repositoryName: 'huggingface-sglang',
    tag: '0.5.8-transformers4.57.3-gpu-py312-cu129-ubuntu24.04',
    platform: 'cuda',
    modelIdVariable: 'SM_SGLANG_MODEL_PATH',
    modelRevisionVariable: 'SM_SGLANG_REVISION',
  },
  huggingFaceVllmNeuron: {
    repositoryName: 'huggingface-vllm-inference-neuronx',
    tag: '0.11.0-optimum0.4.5-neuronx-py310-sdk2.26.1-ubuntu22.04',
    platform: 'neuron',
    modelIdVariable: 'SM_ON_MODEL',
    modelPathRequired: true,
  },
  pyTorchNeuron: {
    repositoryName: 'pytorch-inference-neuronx',
    tag: '2.9.0-neuronx-py312-sdk2.31.1-ubuntu24.04',
    platform: 'neuron',
  },
} satisfies Record<string, DeepLearningContainer>;

/**
 * The account that owns the images, by region.
 *
 * https://github.com/aws/deep-learning-containers/blob/main/docs/reference/region_availability.md; the GovCloud regions from
 * https://github.com/aws/sagemaker-python-sdk/blob/master-v2/src/sagemaker/image_uri_config/djl-lmi.json; the European sovereign and
 * the us-isof regions from aws-cdk-lib's region facts, which know less than half of the others.
 */
const REGISTRY_ACCOUNTS: Record<string, string> = {
  'af-south-1': '626614931356',
  'ap-east-1': '871362719292',
  'ap-east-2': '975050140332',
  'ap-northeast-1': '763104351884',
  'ap-northeast-2': '763104351884',
  'ap-northeast-3': '364406365360',
  'ap-south-1': '763104351884',
  'ap-south-2': '772153158452',
  'ap-southeast-1': '763104351884',
  'ap-southeast-2': '763104351884',
  'ap-southeast-3': '907027046896',
  'ap-southeast-4': '457447274322',
  'ap-southeast-5': '550225433462',
  'ap-southeast-6': '633930458069',
  'ap-southeast-7': '590183813437',
  'ca-central-1': '763104351884',
  'ca-west-1': '204538143572',
  'cn-north-1': '727897471807',
  'cn-northwest-1': '727897471807',
  'eu-central-1': '763104351884',
  'eu-central-2': '380420809688',
  'eu-north-1': '763104351884',
  'eu-south-1': '692866216735',
  'eu-south-2': '503227376785',
  'eu-west-1': '763104351884',
  'eu-west-2': '763104351884',
  'eu-west-3': '763104351884',
  'eusc-de-east-1': '204133271717',
  'il-central-1': '780543022126',
  'me-central-1': '914824155844',
  'me-south-1': '217643126080',
  'me-west-1': '124382933778',
  'mx-central-1': '637423239942',
  'sa-east-1': '763104351884',
  'us-east-1': '763104351884',
  'us-east-2': '763104351884',
  'us-gov-east-1': '446045086412',
  'us-gov-west-1': '442386744353',
  'us-isof-east-1': '303241398832',
  'us-isof-south-1': '454834333376',
  'us-west-1': '763104351884',
  'us-west-2': '763104351884',
};

const MAPPING_ID = 'DeepLearningContainerAccounts';

/** The account that owns the images in the region of the scope's stack; in a region-agnostic stack, what a mapping says at deployment. */
export function registryAccount(scope: Construct): string {
  const stack = Stack.of(scope);
  if (Token.isUnresolved(stack.region)) {
    const mapping =
      (stack.node.tryFindChild(MAPPING_ID) as CfnMapping | undefined) ??
      new CfnMapping(stack, MAPPING_ID, {
        mapping: Object.fromEntries(Object.entries(REGISTRY_ACCOUNTS).map(([region, account]) => [region, { account }])),
      });
    return mapping.findInMap(Aws.REGION, 'account');
  }
  const account = REGISTRY_ACCOUNTS[stack.region];
  if (account === undefined) {
    throw propError(
      scope,
      'region',
      stack.region,
      'a region in which AWS is known to publish its deep learning containers',
      'Pass the accountId of their registry there to the image.',
    );
  }
  return account;
}

/**
 * The machine image that an image of this tag needs.
 *
 * CUDA 13 needs NVIDIA driver 580 or newer. Of CUDA 12, every minor version runs on the driver of every other one
 * (https://docs.nvidia.com/deploy/cuda-compatibility/minor-version-compatibility.html), so the newest of them serves; the default
 * machine image is too old for the newer 12.x images (https://aws.github.io/deep-learning-containers/vllm/deployment/sagemaker/).
 * A tag that says nothing of the kind, such as server-sagemaker-cuda-v2.3, leaves it open.
 */
export function amiVersionOfTag(tag: string): InferenceAmiVersion | undefined {
  if (Token.isUnresolved(tag)) {
    return undefined;
  }
  if (/-neuronx-|-sdk\d/.test(tag)) {
    return InferenceAmiVersion.NEURON_2;
  }
  const cudaMajor = /-cu(\d{2})\d(?:-|$)/.exec(tag)?.[1];
  switch (cudaMajor) {
    case '12':
      return InferenceAmiVersion.GPU_3_1;
    case '13':
      return InferenceAmiVersion.GPU_4_1;
    default:
      return undefined;
  }
}
