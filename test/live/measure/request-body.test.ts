import { BODIES, BodyFormat, bodyMaker } from '../../../lib/live/measure/request-body';

const size = { inputTokens: 12, outputTokens: 34 };

test.each<[BodyFormat, (body: any) => unknown]>([
  ['chat', (body) => [body.messages[0].content, body.max_tokens, body.stream]],
  ['completions', (body) => [body.prompt, body.max_tokens, body.stream]],
  ['tgi', (body) => [body.inputs, body.parameters.max_new_tokens, body.stream]],
])('%s asks for a stream, of a prompt and an answer so long', (format, read) => {
  const [prompt, tokens, stream] = read(JSON.parse(bodyMaker(BODIES[format], 1)(7, size))) as [string, number, boolean];
  expect(prompt.split(' ')).toHaveLength(12);
  expect([tokens, stream]).toEqual([34, true]);
});

test('TGI is asked to count the tokens', () => {
  expect(JSON.parse(bodyMaker(BODIES.tgi, 1)(7, size))).toMatchObject({ parameters: { details: true } });
});

test('no two requests and no two seeds have the same beginning, and the same have the same', () => {
  const bodies = [1, 2].flatMap((seed) => [0, 1, 2].map((number) => bodyMaker('"{{prompt}}"', seed)(number, size)));
  expect(new Set(bodies.map((body) => body.slice(0, 20))).size).toBe(6);
  expect(bodyMaker('"{{prompt}}"', 1)(0, size)).toBe(bodies[0]);
});

test('a recorded request without an answer asks for one token', () => {
  expect(bodyMaker('["{{prompt}}",{{max_tokens}}]', 1)(0, { inputTokens: 0, outputTokens: 0 })).toMatch(/^\["\w+",1\]$/);
});

test.each([
  ['{"prompt":"hello"}', 'there is no {{prompt}} in it'],
  ['{"prompt":{{prompt}}}', 'with {{prompt}} and {{max_tokens}} filled in it is no JSON'],
])('fails when the body is %s', (template, message) => {
  expect(() => bodyMaker(template, 1)).toThrow(message);
});
