import { syntheticPrompt } from './synthetic-prompt';

/** What one request asks for. */
export interface RequestSize {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Makes the body of a request; each number has a prompt of its own. */
export type BodyMaker = (number: number, size: RequestSize) => string;

/**
 * The bodies that the containers of AWS understand.
 *
 * `stream_options` lets vLLM, SGLang and LMI count the tokens at the end, `details` TGI; `ignore_eos` lets the model go on to the wanted
 * length, which TGI cannot. A container that knows none of these passes over them.
 */
export const BODIES = {
  chat:
    '{"messages":[{"role":"user","content":"{{prompt}}"}],"max_tokens":{{max_tokens}},"ignore_eos":true,' +
    '"stream":true,"stream_options":{"include_usage":true}}',
  completions:
    '{"prompt":"{{prompt}}","max_tokens":{{max_tokens}},"ignore_eos":true,"stream":true,"stream_options":{"include_usage":true}}',
  tgi: '{"inputs":"{{prompt}}","parameters":{"max_new_tokens":{{max_tokens}},"details":true},"stream":true}',
} as const;

export type BodyFormat = keyof typeof BODIES;

/**
 * Fills `{{prompt}}` and `{{max_tokens}}` of a template in.
 *
 * @param seed prompts of one seed are other prompts than those of another
 * @throws where what comes out is no JSON, or the same prompt would go out again and again
 */
export function bodyMaker(template: string, seed: number): BodyMaker {
  const make: BodyMaker = (number, { inputTokens, outputTokens }) =>
    template
      .replaceAll('{{prompt}}', syntheticPrompt(seed, number, inputTokens))
      // A recorded request that failed had no answer; a model gives at least one token.
      .replaceAll('{{max_tokens}}', String(Math.max(1, outputTokens)));
  if (!template.includes('{{prompt}}')) {
    throw new Error('there is no {{prompt}} in it, where the made-up words go. The same prompt over and over would measure a cache.');
  }
  try {
    JSON.parse(make(0, { inputTokens: 1, outputTokens: 1 }));
  } catch (error) {
    throw new Error(`with {{prompt}} and {{max_tokens}} filled in it is no JSON: ${(error as Error).message}.`);
  }
  return make;
}
