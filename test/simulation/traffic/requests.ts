import { Traffic } from '../../../lib/simulation/traffic/traffic';

/** Traffic as a person writes it: arrival, input, output. */
export type Request = readonly [arrivalSeconds: number, inputTokens: number, outputTokens: number];

export function trafficOf(...requests: readonly Request[]): Traffic {
  return {
    arrivalSeconds: Float64Array.from(requests, ([arrival]) => arrival),
    inputTokens: Uint32Array.from(requests, ([, input]) => input),
    outputTokens: Uint32Array.from(requests, ([, , output]) => output),
  };
}
