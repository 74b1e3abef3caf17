import { BYTE } from './bytes';
import { excerpt, LineReader } from './line-reader';
import { MAX_TOKENS } from './traffic';
import { TrafficBuilder } from './traffic-builder';
import { TrafficFormat } from './traffic-format';

/**
 * The Mooncake traces: JSON lines with milliseconds and tokens. Other fields, such as the `hash_ids` of what can be cached, are not
 * needed here.
 *
 * Seconds are counted from the first request, as the published files count them.
 *
 * @see https://github.com/kvcache-ai/Mooncake/tree/main/FAST25-release/traces
 */
export const MOONCAKE: TrafficFormat = {
  name: 'Mooncake',
  firstLine: '{"timestamp": 0, "input_length": 6758, "output_length": 500}',
  recognises: ({ bytes, start }) => bytes[start] === BYTE.brace,
  read(line) {
    const builder = new TrafficBuilder();
    do {
      const request = parseLine(line);
      const timestamp = request.timestamp;
      if (typeof timestamp !== 'number' || !(timestamp >= 0 && timestamp < Infinity)) {
        throw line.valueError('timestamp', timestamp, 'a number of milliseconds, 0 or more');
      }
      builder.add(timestamp, tokens(line, request, 'input_length'), tokens(line, request, 'output_length'));
    } while (line.advance());
    return builder.build({ perSecond: 1000, fromFirst: true });
  },
};

function parseLine(line: LineReader): Record<string, unknown> {
  let request: unknown;
  try {
    request = JSON.parse(line.text);
  } catch {
    // Told below, together with what is JSON but no object.
  }
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    throw line.error(`got ${excerpt(line.text)}`, 'expected a JSON object with timestamp, input_length and output_length');
  }
  return request as Record<string, unknown>;
}

function tokens(line: LineReader, request: Record<string, unknown>, field: string): number {
  const value = request[field];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_TOKENS) {
    throw line.valueError(field, value, `a whole number from 0 to ${MAX_TOKENS}`);
  }
  return value;
}
