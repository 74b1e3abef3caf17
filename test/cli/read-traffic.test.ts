import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readTraffic } from '../../lib/cli/read-traffic';
import { describeTraffic } from '../../lib/simulation/traffic/describe-traffic';
import { parseTraffic } from '../../lib/simulation/traffic/parse-traffic';
import { writeTraffic } from '../../lib/simulation/traffic/write-traffic';

const TRACES = join(__dirname, '..', '..', 'traces');
const CONTENT = 'arrival_seconds,input_tokens,output_tokens\n0,10,1\n1.5,20,2\n';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-traffic-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function fileWith(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('the bundled traces', () => {
  test.each([
    [
      'azure-2023-conv.csv.gz',
      { requests: 19_366, spanSeconds: 3501.722, peakPerMinute: 522, input: [1154.7, 1020, 4083], output: [211.1, 129, 451], rate: 331.8 },
    ],
    [
      'azure-2023-code.csv.gz',
      { requests: 8819, spanSeconds: 3435.948, peakPerMinute: 723, input: [2047.8, 1469, 7315], output: [27.9, 13, 90], rate: 154 },
    ],
  ])('%s is read whole', (name, { requests, spanSeconds, peakPerMinute, input, output, rate }) => {
    // WHEN
    const traffic = readTraffic(join(TRACES, name));
    const facts = describeTraffic(traffic);

    // THEN
    expect(facts).toMatchObject({ requests, spanSeconds, peakPerMinute });
    expect(facts.meanPerMinute).toBeCloseTo(rate, 0);
    expect([facts.inputTokens.mean, facts.inputTokens.p50, facts.inputTokens.p95].map((value) => Number(value.toFixed(1)))).toEqual(input);
    expect([facts.outputTokens.mean, facts.outputTokens.p50, facts.outputTokens.p95].map((value) => Number(value.toFixed(1)))).toEqual(
      output,
    );
    expect(traffic.arrivalSeconds[0]).toBe(0);
  });

  test('are what the README says', () => {
    const readme = readFileSync(join(TRACES, 'README.md'), 'utf8');
    for (const name of readdirSync(TRACES).filter((file) => file !== 'README.md')) {
      const { requests, spanSeconds } = describeTraffic(readTraffic(join(TRACES, name)));
      const row = new RegExp(`\`${name}\`.*\\| ${requests.toLocaleString('en')} \\| ${spanSeconds.toLocaleString('en')} s \\|`);
      expect(readme).toMatch(row);
    }
    expect(readme).toContain('CC-BY-4.0');
  });

  test('survive being written and read again', () => {
    const path = join(TRACES, 'azure-2023-conv.csv.gz');
    const traffic = readTraffic(path);
    expect(parseTraffic(writeTraffic(traffic))).toEqual(traffic);
    expect(gunzipSync(readFileSync(path)).toString().split('\n')).toHaveLength(traffic.arrivalSeconds.length + 2);
  });
});

test.each<[string, string | Uint8Array]>([
  ['plain.csv', CONTENT],
  ['compressed.csv.gz', gzipSync(CONTENT)],
  ['compressed-but-renamed.csv', gzipSync(CONTENT)],
  ['plain-but-renamed.gz', CONTENT],
  ['compressed-in-two-parts.gz', Buffer.concat([gzipSync(CONTENT.slice(0, 50)), gzipSync(CONTENT.slice(50))])],
])('%s is read for what it is', (name, content) => {
  expect(readTraffic(fileWith(name, content))).toEqual(parseTraffic(CONTENT));
});

test.each<[string, string, number]>([
  ['azure.csv', 'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n', 374],
  ['burst.csv', 'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n', 472],
  ['mooncake.jsonl', '{"timestamp": 0, "input_length": 6758, "output_length": 500, "hash_ids": [0]}\n', 6758],
])('the format of %s is told by its first line', (name, content, inputTokens) => {
  expect(Array.from(readTraffic(fileWith(name, gzipSync(content))).inputTokens)).toEqual([inputTokens]);
});

describe('fails, with the name of the file, when', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['a line is broken', `${CONTENT}2,x,1\n`, 'line 4, input_tokens: got "x", expected a whole number from 0 to 4294967295.'],
    [
      'a line of compressed content is broken',
      gzipSync(`${CONTENT}2,x,1\n`),
      'line 4, input_tokens: got "x", expected a whole number from 0 to 4294967295.',
    ],
    ['the format is none that is known', 'a,b,c\n', 'line 1: got "a,b,c", the beginning of no format that is known. A file begins like'],
    ['it is empty', '', 'there is nothing in it. A file begins like'],
    ['nothing is compressed', gzipSync(''), 'there is nothing in it. A file begins like'],
    ['it is cut off', gzipSync(CONTENT).subarray(0, 30), 'gzip that cannot be decompressed: unexpected end of file.'],
    [
      'it is gzip by its first bytes only',
      Uint8Array.of(0x1f, 0x8b, 0, 0),
      'gzip that cannot be decompressed: unknown compression method.',
    ],
  ])('%s', (_, content, message) => {
    const path = fileWith('trace', content);
    expect(() => readTraffic(path)).toThrow(`${path}: ${message}`);
  });

  test('there is none', () => {
    expect(() => readTraffic('/no/such')).toThrow('/no/such: no such file.');
  });

  test('it is a folder', () => {
    expect(() => readTraffic(folder)).toThrow(`${folder}: a folder, expected a file with requests.`);
  });
});
