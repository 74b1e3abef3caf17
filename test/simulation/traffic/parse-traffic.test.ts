import { gzipSync } from 'node:zlib';
import { parseTraffic } from '../../../lib/simulation/traffic/parse-traffic';
import { trafficOf } from './requests';

const OWN = 'arrival_seconds,input_tokens,output_tokens';
const AZURE = 'TIMESTAMP,ContextTokens,GeneratedTokens';
const BURST = 'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type';

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** The message about a file, whole. */
function complaint(content: string | Uint8Array): string {
  try {
    parseTraffic(content);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was wrong with it');
}

describe('requests of our own', () => {
  test('are read, the offset of the first one kept', () => {
    expect(parseTraffic(lines(OWN, '2.5,100,20', '2.5,0,0', '1e2,4294967295,7'))).toEqual(
      trafficOf([2.5, 100, 20], [2.5, 0, 0], [100, 4294967295, 7]),
    );
  });

  test.each<[string, string]>([
    ['ends lines as Windows does', `${OWN}\r\n0,1,2\r\n1,3,4\r\n`],
    ['has no line break at its end', `${OWN}\n0,1,2\n1,3,4`],
    ['has several line breaks at its end', `${OWN}\r\n0,1,2\r\n1,3,4\r\n\r\n \n`],
    ['begins with a byte order mark', `\uFEFF${OWN}\n0,1,2\n1,3,4\n`],
    ['has quotes', '"arrival_seconds","input_tokens","output_tokens"\n"0","1","2"\n"1",3,"4"\n'],
    ['has blanks around values', `arrival_seconds, input_tokens ,output_tokens\n 0 , 1,\t2\n "1" , 3,4 \n`],
    ['has its columns in another order, and one more', 'output_tokens,model,arrival_seconds,input_tokens\n2,"a, ""b""",0,1\n4,,1,3\n'],
    ['writes whole numbers with a point', `${OWN}\n0.0,1.0,2\n+1.,3,4.00\n`],
  ])('from a file that %s', (_, content) => {
    expect(parseTraffic(content)).toEqual(trafficOf([0, 1, 2], [1, 3, 4]));
  });

  test('are read from bytes that are part of a larger buffer', () => {
    const buffer = new TextEncoder().encode(`xx${lines(OWN, '0,1,2')}yy`);
    expect(parseTraffic(buffer.subarray(2, -2))).toEqual(trafficOf([0, 1, 2]));
  });

  test.each([
    '0.1',
    '0.052',
    '12345.678901',
    '3435.948',
    '1234567890.12345',
    '.5',
    '5e-324',
    '1.7976931348623157e308',
    '0.30000000000000004',
  ])('arrive at %s as JavaScript reads it', (arrival) => {
    expect(parseTraffic(lines(OWN, `${arrival},1,2`)).arrivalSeconds[0]).toBe(Number(arrival));
  });

  test('do not arrive at minus zero', () => {
    expect(parseTraffic(lines(OWN, '-0,1,2')).arrivalSeconds[0]).toBe(0);
  });

  test('more than fit into the first columns stay as they are', () => {
    const rows = Array.from({ length: 5000 }, (_, i) => [i / 8, i, 2 * i] as const);
    expect(parseTraffic(lines(OWN, ...rows.map((row) => row.join())))).toEqual(trafficOf(...rows));
  });

  test.each<[string, string, string]>([
    ['an arrival is a word', 'soon,1,2', 'arrival_seconds: got "soon", expected a number of seconds, 0 or more.'],
    ['an arrival is missing', ',1,2', 'arrival_seconds: got "", expected a number of seconds, 0 or more.'],
    ['an arrival is negative', '-1,1,2', 'arrival_seconds: got "-1", expected a number of seconds, 0 or more.'],
    ['an arrival is no number', 'NaN,1,2', 'arrival_seconds: got "NaN", expected a number of seconds, 0 or more.'],
    ['an arrival is never', 'Infinity,1,2', 'arrival_seconds: got "Infinity", expected a number of seconds, 0 or more.'],
    ['an arrival is more than a number holds', '1e999,1,2', 'arrival_seconds: got "1e999", expected a number of seconds, 0 or more.'],
    ['an arrival has two points', '1.2.3,1,2', 'arrival_seconds: got "1.2.3", expected a number of seconds, 0 or more.'],
    ['an arrival is a lonely point', '.,1,2', 'arrival_seconds: got ".", expected a number of seconds, 0 or more.'],
    ['an arrival is hexadecimal', '0x10,1,2', 'arrival_seconds: got "0x10", expected a number of seconds, 0 or more.'],
    ['input tokens are a word', '9,many,2', 'input_tokens: got "many", expected a whole number from 0 to 4294967295.'],
    ['input tokens are negative', '9,-1,2', 'input_tokens: got "-1", expected a whole number from 0 to 4294967295.'],
    ['input tokens are no whole number', '9,1.5,2', 'input_tokens: got "1.5", expected a whole number from 0 to 4294967295.'],
    ['output tokens are missing', '9,1,', 'output_tokens: got "", expected a whole number from 0 to 4294967295.'],
    ['output tokens are no number', '9,1,NaN', 'output_tokens: got "NaN", expected a whole number from 0 to 4294967295.'],
    ['output tokens are too many', '9,1,4294967296', 'output_tokens: got "4294967296", expected a whole number from 0 to 4294967295.'],
    [
      'it arrives before the one above it',
      '7,1,2',
      'arrival_seconds: got "7", expected at least 8, the arrival on the line before: requests stand in the order of their arrival.',
    ],
  ])('fails when %s', (_, row, expected) => {
    expect(complaint(lines(OWN, '8,1,2', row, '10,1,2'))).toBe(`line 3, ${expected}`);
  });

  test.each<[string, string, string]>([
    ['a column is missing', '9,1', `got 2 columns, output_tokens missing; expected 3: ${OWN}.`],
    ['two columns are missing', '9', `got 1 column, input_tokens, output_tokens missing; expected 3: ${OWN}.`],
    ['a column is too many', '9,1,2,', `got 4 columns, more than the header names; expected 3: ${OWN}.`],
    ['a quote is not closed', '9,"1,2', 'field 2 begins with a quote that does not end it; close it before the comma.'],
    ['something stands behind a quote', '"9"0,1,2', 'field 1 begins with a quote that does not end it; close it before the comma.'],
    ['a line is empty', '', 'the line is empty, and others come after it; take it out.'],
    ['a line is blank', ' \t', 'the line is empty, and others come after it; take it out.'],
  ])('fails when %s', (_, row, expected) => {
    expect(complaint(lines(OWN, '8,1,2', row, '10,1,2'))).toBe(`line 3: ${expected}`);
  });

  test('a broken line has the number that an editor shows, on Windows too', () => {
    expect(complaint(`\uFEFF${OWN}\r\n0,1,2\r\n1,1,2\r\n2,x,2`)).toBe(
      'line 4, input_tokens: got "x", expected a whole number from 0 to 4294967295.',
    );
  });

  test('fails when the header has a column twice', () => {
    expect(complaint(`${OWN},input_tokens\n0,1,2,3\n`)).toBe('line 1: the header has the column input_tokens twice; keep one of the two.');
  });
});

describe('the Azure LLM trace', () => {
  test('of 2023 is read as published, to the tenth of a microsecond', () => {
    // GIVEN the first lines of AzureLLMInferenceTrace_code.csv
    const content = lines(
      AZURE,
      '2023-11-16 18:17:03.9799600,4808,10',
      '2023-11-16 18:17:04.0319600,3180,8',
      '2023-11-16 18:17:04.0781490,110,27',
    );
    // THEN
    expect(parseTraffic(content)).toEqual(trafficOf([0, 4808, 10], [0.052, 3180, 8], [0.098189, 110, 27]));
  });

  test('of 2024 is read as published, with its time zone and without a point where there are no microseconds', () => {
    const content = lines(
      AZURE,
      '2024-05-10 00:00:00.009930+00:00,2162,5',
      '2024-05-10 00:00:01+00:00,10,1',
      '2024-05-17 00:00:00.009930+00:00,20,2',
    );
    expect(parseTraffic(content)).toEqual(trafficOf([0, 2162, 5], [0.99007, 10, 1], [7 * 86_400, 20, 2]));
  });

  test('of 2025 is read, its images left aside', () => {
    const content = lines('TIMESTAMP,NumImages,ContextTokens,GeneratedTokens', '2024-10-15 00:00:00,2,300,40');
    expect(parseTraffic(content)).toEqual(trafficOf([0, 300, 40]));
  });

  test('is sorted where lines stand out of order, those of one moment as they stood', () => {
    const content = lines(
      AZURE,
      '2023-11-16 18:00:02.0000000,1,0',
      '2023-11-16 18:00:01.0000000,2,0',
      '2023-11-16 18:00:02.0000000,3,0',
      '2023-11-16 18:00:00.5000000,4,0',
      '2023-11-16 18:00:01.0000000,5,0',
    );
    expect(parseTraffic(content)).toEqual(trafficOf([0, 4, 0], [0.5, 2, 0], [0.5, 5, 0], [1.5, 1, 0], [1.5, 3, 0]));
  });

  test.each<[string, string, string, number]>([
    ['across midnight and the end of a year', '2023-12-31 23:59:59.5', '2024-01-01 00:00:00.25', 0.75],
    ['across a leap day', '2024-02-28 00:00:00', '2024-03-01 00:00:00', 2 * 86_400],
    ['across the end of a February without one', '2023-02-28 00:00:00', '2023-03-01 00:00:00', 86_400],
    ['between time zones', '2024-05-10 02:00:00+02:00', '2024-05-09 19:30:01-05:30', 3601],
    ['in UTC however it is written', '2024-05-10 00:00:00Z', '2024-05-10T00:00:01', 1],
    ['to the nanosecond', '2024-05-10 00:00:00.000000001Z', '2024-05-10 00:00:00.000000003', 2e-9],
  ])('counts seconds %s', (_, first, second, seconds) => {
    expect(parseTraffic(lines(AZURE, `${first},1,1`, `${second},1,1`)).arrivalSeconds).toEqual(Float64Array.of(0, seconds));
  });

  test.each([
    '',
    'yesterday',
    '1700158623.97',
    '2023-11-16',
    '2023-11-16 18:17',
    '2023-11-16 18:17:0',
    '2023-11-16_18:17:03',
    '2023/11/16 18:17:03',
    '16-11-2023 18:17:03',
    '2023-00-16 18:17:03',
    '2023-13-16 18:17:03',
    '2023-11-00 18:17:03',
    '2023-11-31 18:17:03',
    '2023-02-29 18:17:03',
    '1900-02-28 18:17:03',
    '2023-11-16 24:17:03',
    '2023-11-16 18:60:03',
    '2023-11-16 18:17:60',
    '2023-11-16 18:17:03.',
    '2023-11-16 18:17:03.1234567890',
    '2023-11-16 18:17:03.5 UTC',
    '2023-11-16 18:17:03+0000',
    '2023-11-16 18:17:03+24:00',
    '2023-11-16 18:17:03+00:60',
    '2023-11-16 18:17:03+00:00x',
  ])('fails when a timestamp is "%s"', (timestamp) => {
    expect(complaint(lines(AZURE, '2023-11-16 18:17:03.9799600,1,1', `${timestamp},1,1`))).toBe(
      `line 3, TIMESTAMP: got "${timestamp}", expected a time such as 2023-11-16 18:15:46.6805900 or 2024-05-10 00:00:00.009930+00:00.`,
    );
  });

  test('fails when tokens are none, with the name that the trace gives them', () => {
    expect(complaint(lines(AZURE, '2023-11-16 18:17:03.9799600,1,x'))).toBe(
      'line 2, GeneratedTokens: got "x", expected a whole number from 0 to 4294967295.',
    );
  });
});

describe('the BurstGPT trace', () => {
  test('is read as published, from its first request on, those that failed included', () => {
    const content = lines(
      BURST,
      '5,ChatGPT,472,18,490,Conversation log',
      '45,GPT-4,1087,230,1317,API log',
      '118,GPT-4,417,0,417,Conversation log',
    );
    expect(parseTraffic(content)).toEqual(trafficOf([0, 472, 18], [40, 1087, 230], [113, 417, 0]));
  });

  test('is read with the columns of its third part', () => {
    const content = lines(
      'Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type',
      '19440110.0,1722ac82-0a46-4bf0-aa08-89794e7a2b3f,43,GPT-4,906,446,1352,Conversation log',
      '19440161.0,,2,ChatGPT,36,29,65,API log',
    );
    expect(parseTraffic(content)).toEqual(trafficOf([0, 906, 446], [51, 36, 29]));
  });

  test('is sorted where lines stand out of order', () => {
    const content = lines(BURST, '9,GPT-4,1,1,2,API log', '4,GPT-4,2,1,3,API log');
    expect(parseTraffic(content)).toEqual(trafficOf([0, 2, 1], [5, 1, 1]));
  });

  test('fails when a value is none, with the name that the trace gives it', () => {
    const message = 'line 2, Request tokens: got "", expected a whole number from 0 to 4294967295.';
    expect(complaint(lines(BURST, '5,ChatGPT,,18,18,Conversation log'))).toBe(message);
  });

  test('fails when a timestamp is negative', () => {
    expect(complaint(lines(BURST, '-5,ChatGPT,1,18,19,API log'))).toBe(
      'line 2, Timestamp: got "-5", expected a number of seconds, 0 or more.',
    );
  });
});

describe('the Mooncake trace', () => {
  const FIRST = '{"timestamp": 0, "input_length": 6758, "output_length": 500, "hash_ids": [0, 1, 2]}';

  test('is read as published', () => {
    const content = lines(FIRST, '{"timestamp": 3052, "input_length": 7322, "output_length": 0}');
    expect(parseTraffic(content)).toEqual(trafficOf([0, 6758, 500], [3.052, 7322, 0]));
  });

  test('is read from its first request on, in whatever order', () => {
    const content = lines(
      '{"output_length":1,"timestamp":5000,"input_length":10}',
      '{"output_length":2,"timestamp":4000.5,"input_length":20}',
    );
    expect(parseTraffic(content)).toEqual(trafficOf([0, 20, 2], [0.9995, 10, 1]));
  });

  test.each<[string, string, string]>([
    [
      'a timestamp is missing',
      '{"input_length":1,"output_length":1}',
      'timestamp: got nothing, expected a number of milliseconds, 0 or more.',
    ],
    [
      'a timestamp is negative',
      '{"timestamp":-1,"input_length":1,"output_length":1}',
      'timestamp: got -1, expected a number of milliseconds, 0 or more.',
    ],
    [
      'a timestamp is a string',
      '{"timestamp":"7","input_length":1,"output_length":1}',
      'timestamp: got "7", expected a number of milliseconds, 0 or more.',
    ],
    [
      'a timestamp is more than a number holds',
      '{"timestamp":1e999,"input_length":1,"output_length":1}',
      'timestamp: got Infinity, expected a number of milliseconds, 0 or more.',
    ],
    [
      'a length is missing',
      '{"timestamp":1,"input_length":1}',
      'output_length: got nothing, expected a whole number from 0 to 4294967295.',
    ],
    [
      'a length is no whole number',
      '{"timestamp":1,"input_length":1.5,"output_length":1}',
      'input_length: got 1.5, expected a whole number from 0 to 4294967295.',
    ],
    [
      'a length is null',
      '{"timestamp":1,"input_length":null,"output_length":1}',
      'input_length: got null, expected a whole number from 0 to 4294967295.',
    ],
    [
      'a length is negative',
      '{"timestamp":1,"input_length":1,"output_length":-1}',
      'output_length: got -1, expected a whole number from 0 to 4294967295.',
    ],
    [
      'a length is too large',
      '{"timestamp":1,"input_length":4294967296,"output_length":1}',
      'input_length: got 4294967296, expected a whole number from 0 to 4294967295.',
    ],
  ])('fails when %s', (_, row, expected) => {
    expect(complaint(lines(FIRST, row))).toBe(`line 2, ${expected}`);
  });

  test.each([['{"timestamp": 1,'], ['[1, 2, 3]'], ['null'], ['7']])('fails when a line is %s', (row) => {
    expect(complaint(lines(FIRST, row))).toBe(`line 2: got ${row}; expected a JSON object with timestamp, input_length and output_length.`);
  });

  test('fails when a line is empty', () => {
    expect(complaint(lines(FIRST, '', FIRST))).toBe('line 2: the line is empty, and others come after it; take it out.');
  });
});

describe('fails when', () => {
  const KNOWN = [
    'A file begins like one of these:',
    `  ${OWN}  (requests)`,
    `  ${AZURE}  (Azure LLM trace)`,
    `  ${BURST}  (BurstGPT)`,
    '  {"timestamp": 0, "input_length": 6758, "output_length": 500}  (Mooncake)',
  ].join('\n');

  test.each([
    ['is empty', ''],
    ['is a byte order mark', '\uFEFF'],
    ['is blank', '\n \r\n'],
  ])('a file %s', (_, content) => {
    expect(complaint(content)).toBe(`there is nothing in it. ${KNOWN}`);
  });

  test.each([
    [OWN, 'requests'],
    [`${AZURE}\r\n`, 'Azure LLM trace'],
    [`${BURST}\n\n\n`, 'BurstGPT'],
  ])('there is a header only: %j', (content, name) => {
    expect(complaint(content)).toBe(`there is a header (${name}) and no request below it.`);
  });

  test.each([
    ['of another program', 'time,prompt,completion'],
    ['with a column short', 'arrival_seconds,input_tokens'],
    ['with other separators', 'arrival_seconds;input_tokens;output_tokens'],
    ['that was left out', '0,100,20'],
    ['with a quote that does not end', '"arrival_seconds,input_tokens,output_tokens'],
    ['of Git LFS', 'version https://git-lfs.github.com/spec/v1'],
  ])('a file has a header %s', (_, header) => {
    expect(complaint(`${header}\n0,1,2\n`)).toBe(
      `line 1: got ${JSON.stringify(header)}, the beginning of no format that is known. ${KNOWN}`,
    );
  });

  test('a file is no text, of which it shows a little', () => {
    const message = complaint(gzipSync(Buffer.from(lines(OWN, ...Array.from({ length: 200 }, (_, i) => `${i},${i * i},7`)))));
    expect(message).toContain(`, the beginning of no format that is known. ${KNOWN}`);
    expect(message.length).toBeLessThan(KNOWN.length + 200);
  });

  test('the first line is empty', () => {
    expect(complaint(`\n${OWN}\n0,1,2\n`)).toBe('line 1: the line is empty, and others come after it; take it out.');
  });
});

test('lines above the header that begin with # are for people', () => {
  expect([...parseTraffic(`# seen on chat\n# every minute\n${OWN}\n1,2,3\n`).arrivalSeconds]).toEqual([1]);
  expect(() => parseTraffic(`# seen on chat\nwhat\n`)).toThrow('line 2: got "what"');
  expect(() => parseTraffic('# seen on chat\n')).toThrow('there is nothing in it.');
});

test('a million lines are read in seconds, in columns as long as they need be', () => {
  // GIVEN
  const count = 1_000_000;
  let text = `${OWN}\n`;
  for (let i = 0; i < count; i++) {
    text += `${(i * 0.0864).toFixed(3)},${i % 5000},${i % 700}\n`;
  }
  const bytes = new TextEncoder().encode(text);

  // WHEN
  const start = performance.now();
  const { arrivalSeconds, inputTokens, outputTokens } = parseTraffic(bytes);
  const milliseconds = performance.now() - start;

  // THEN
  expect([arrivalSeconds.buffer.byteLength, inputTokens.buffer.byteLength, outputTokens.buffer.byteLength]).toEqual(
    [8, 4, 4].map((size) => size * count),
  );
  expect([arrivalSeconds[count - 1], inputTokens[count - 1], outputTokens[count - 1]]).toEqual([86_399.914, 4999, 399]);
  // Under half a second by itself, some two within jest on a busy machine; what is not linear takes minutes.
  expect(milliseconds).toBeLessThan(10_000);
});
