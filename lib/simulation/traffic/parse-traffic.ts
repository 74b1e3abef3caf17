import { AZURE_LLM } from './azure-llm';
import { BURST_GPT } from './burst-gpt';
import { BYTE } from './bytes';
import { excerpt, LineReader } from './line-reader';
import { MOONCAKE } from './mooncake';
import { REQUEST_CSV } from './request-csv';
import { Traffic } from './traffic';
import { TrafficFormat } from './traffic-format';

/** Every format that is read, each told by its first line. */
const FORMATS: readonly TrafficFormat[] = [REQUEST_CSV, AZURE_LLM, BURST_GPT, MOONCAKE];

/**
 * Reads the requests out of what a file holds, in whichever of the known formats.
 *
 * Lines at the beginning that begin with # are for people: whoever wrote the file says there what it is. Bytes are read where they are.
 * They may be more than a string can hold, as those of the Azure week of 2024 are.
 *
 * @throws where a line is broken, with its number; where the format is none that is known; and where there is no request
 */
export function parseTraffic(content: Uint8Array | string): Traffic {
  const line = new LineReader(typeof content === 'string' ? new TextEncoder().encode(content) : content);
  do {
    if (!line.advance()) {
      throw new Error(`there is nothing in it. ${KNOWN}`);
    }
  } while (line.bytes[line.start] === BYTE.hash);
  const format = FORMATS.find(({ recognises }) => recognises(line));
  if (format === undefined) {
    throw new Error(`line ${line.number}: got ${excerpt(JSON.stringify(line.text))}, the beginning of no format that is known. ${KNOWN}`);
  }
  const traffic = format.read(line);
  if (traffic.arrivalSeconds.length === 0) {
    throw new Error(`there is a header (${format.name}) and no request below it.`);
  }
  return traffic;
}

const KNOWN = ['A file begins like one of these:', ...FORMATS.map(({ name, firstLine }) => `  ${firstLine}  (${name})`)].join('\n');
