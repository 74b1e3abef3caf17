import { ServiceProfile } from './service-profile';

const A10G_PREFILL = 0.00019;

/** Servers that somebody has measured, and what was fitted to the measurements. */
export const SERVICE_PRESETS = {
  'llama-3-8b-vllm-g5.2xlarge': {
    name: 'Llama 3 8B, vLLM, ml.g5.2xlarge',
    stepSeconds: 0.0297,
    stepSecondsPerRequest: 0.0001,
    prefillSecondsPerToken: A10G_PREFILL,
    maxBatchSize: 256,
    kvCacheTokens: 42_000,
    source:
      'Measured with 550 tokens in and 150 out at 1, 4, 16 and 64 concurrent requests: inter-token 30.7, 33.9, 42.7 and 61.7 ms, first ' +
      'token 137, 171, 303 and 1080 ms. Step and prefill are fitted (inter-token within −8 to +10 %; first token good at 1 and 16, poor ' +
      'at 4 and 64). Batch: vLLM’s default. Cache: what 24 GiB leave beside the weights, at 128 KiB a token; reckoned, not measured.',
  },
  'llama-2-7b-tgi-g5.2xlarge': {
    name: 'Llama 2 7B, TGI, ml.g5.2xlarge',
    stepSeconds: 0.0296,
    stepSecondsPerRequest: 0.00156,
    prefillSecondsPerToken: A10G_PREFILL,
    maxBatchSize: 128,
    kvCacheTokens: 15_400,
    source:
      'Measured with 50 tokens out and 1, 5, 10 and 20 users: 31.0, 37.9, 44.9 and 60.9 ms a token; fitted 29.6 + 1.56 n. Prefill: that ' +
      'of Llama 3 8B on the same accelerator, assumed. Batch and cache: what 24 GiB leave beside the weights, at 512 KiB a token; reckoned.',
  },
  'llama-3-8b-tgi-inf2.xlarge': {
    name: 'Llama 3 8B, TGI, ml.inf2.xlarge, batch 8',
    stepSeconds: 0.046,
    stepSecondsPerRequest: 0.006,
    prefillSecondsPerToken: 0.00172,
    maxBatchSize: 8,
    source:
      'Measured at 1, 8 and 16 concurrent requests: inter-token 52, 94 and 97 ms, first token 1.0, 7.5 and 7.5 s; batch 8. Step fitted to ' +
      '1 and 8; prefill to the first token, with prompts of 550 tokens, which is assumed.',
  },
} as const satisfies Record<string, ServiceProfile>;

export type ServicePreset = keyof typeof SERVICE_PRESETS;
