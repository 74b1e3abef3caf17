import { StreamReader } from '../../../lib/live/measure/stream-reader';

function read(...parts: readonly (string | Uint8Array)[]) {
  const reader = new StreamReader();
  parts.forEach((part) => reader.add(typeof part === 'string' ? Buffer.from(part) : part));
  reader.end();
  return reader.output;
}

/** After which part the answer has begun; -1 where it has not. */
function beginsWith(...parts: readonly (string | Uint8Array)[]): number {
  const reader = new StreamReader();
  return parts.findIndex((part) => {
    reader.add(typeof part === 'string' ? Buffer.from(part) : part);
    return reader.hasBegun;
  });
}

test('reads server-sent events, wherever they are cut', () => {
  const text =
    'data: {"choices":[{"delta":{"content":"é"}}]}\n\ndata: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3}}\n\ndata: [DONE]\n\n';
  const bytes = Buffer.from(text);
  for (let at = 1; at < bytes.length; at++) {
    expect(read(bytes.subarray(0, at), bytes.subarray(at))).toEqual({
      bytes: bytes.length,
      pieces: 1,
      inputTokens: 9,
      outputTokens: 3,
      error: undefined,
    });
  }
});

test('reads lines of JSON, as LMI writes them, the last without an end', () => {
  expect(read('{"token":{"text":"a"}}\n', '{"token":{"text":"b"}}')).toMatchObject({ pieces: 2, outputTokens: undefined });
});

test('takes the number of tokens from the last event of TGI', () => {
  const last = 'data:{"token":{},"details":{"finish_reason":"length","generated_tokens":20,"input_length":7}}\n\n';
  expect(read('data:{"token":{},"details":null}\n\n', last)).toMatchObject({ pieces: 2, inputTokens: 7, outputTokens: 20 });
});

const WORD = 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n';

test.each<[string, string[], number]>([
  ['its first event, when it is whole', ['data: {"choices":[{"delta":', '{"content":"a"}}]}\n', '\n'], 1],
  ['none of the comments that keep the connection alive', [':\n\n', ': ping\n', '\n', WORD], 3],
  ['none of the names and numbers of events', ['event: message\nid: 7\nretry: 9\n\n', 'event:', ' x\n', WORD], 3],
  ['no error', ['data: {"error":{"message":"queue is full"}}\n\n', 'data: [DONE]\n\n'], -1],
  ['not the role with which a chat begins', ['data: {"choices":[{"delta":{"role":"assistant","content":""}}]}\n\n', WORD], 1],
  ['nor one with empty lists', ['data: {"choices":[{"delta":{"role":"assistant","content":null,"tool_calls":[]}}]}\n\n', WORD], 1],
  ['a role with a word', ['data: {"choices":[{"delta":{"role":"assistant","content":"a"}}]}\n\n'], 0],
  ['a thought', ['data: {"choices":[{"delta":{"role":"assistant","content":"","reasoning":"hm"}}]}\n\n'], 0],
  ['a token of TGI', ['data:{"token":{"text":"x"}}\n\n'], 0],
  ['not the count of tokens', ['data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":0}}\n\n'], -1],
  ['data that is no JSON, when its line is whole', ['data: hel', 'lo\n'], 1],
  ['the first byte of what is neither', ['\n', 'hello'], 1],
  ['what turns out to be neither', ['dat', 'um'], 1],
])('an answer begins with %s', (_, parts, index) => {
  expect(beginsWith(...parts)).toBe(index);
});

test('an answer of bytes begins with the first', () => {
  expect(beginsWith(Uint8Array.of(0), Uint8Array.of(255))).toBe(0);
});

test('half of a line is no piece of an answer that broke off', () => {
  const reader = new StreamReader();
  reader.add(Buffer.from('data: {"error":{"mess'));
  expect(reader.output.pieces).toBe(0);
  expect(reader.hasBegun).toBe(false);
});

test.each([
  ['data: {"error":{"message":"out of memory","code":500}}\n\n', 'out of memory'],
  ['data: {"error":"Request failed"}\n\n', 'Request failed'],
  ['data: {"object":"error","message":"too long","error":null}\n\n', 'too long'],
  ['{"error":{"code":1}}\n', '{"code":1}'],
])('finds the error in %s', (text, error) => {
  expect(read('data: {"choices":[{}]}\n\n', text)).toMatchObject({ pieces: 1, error });
});

test('takes what the model writes for no error', () => {
  expect(read('data: {"choices":[{"text":"{\\"error\\": 1}"}]}\n\n')).toMatchObject({ pieces: 1, error: undefined });
});

test('counts the bytes of what it does not know', () => {
  expect(read(Uint8Array.of(0, 255, 254))).toMatchObject({ bytes: 3, pieces: 0 });
});
