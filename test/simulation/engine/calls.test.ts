import { Calls } from '../../../lib/simulation/engine/calls';

test('callers who try again come in between those who call for the first time', () => {
  // GIVEN
  const arrivalSeconds = Float64Array.of(0, 1, 5, 6);
  const calls = new Calls({ arrivalSeconds, inputTokens: new Uint32Array(4), outputTokens: new Uint32Array(4) });

  // WHEN the first three calls are refused, each to be tried again after 3 seconds, twice at the most
  const course: string[] = [];
  while (calls.nextTime < Infinity) {
    const now = calls.nextTime;
    const request = calls.take();
    const { attempt } = calls;
    course.push(`${now} s: ${request}, ${attempt}`);
    if (request < 3 && attempt < 2) {
      calls.retry(request, attempt + 1, now + 3);
    }
  }

  // THEN
  expect(course).toEqual([
    '0 s: 0, 0',
    '1 s: 1, 0',
    '3 s: 0, 1',
    '4 s: 1, 1',
    '5 s: 2, 0',
    '6 s: 0, 2',
    '6 s: 3, 0',
    '7 s: 1, 2',
    '8 s: 2, 1',
    '11 s: 2, 2',
  ]);
});
