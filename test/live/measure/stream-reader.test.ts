import { StreamReader } from '../../../lib/live/measure/stream-reader';

function read(...parts: readonly (string | Uint8Array)[]) {
  const reader = new StreamReader();
  parts.forEach((part) => reader.add(typeof part === 'string' ? Buffer.from(part) : part));
  return reader.end();
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
  expect(read('data:{"token":{},"details":{"generated_tokens":20}}\n\n')).toMatchObject({ pieces: 1, outputTokens: 20 });
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
