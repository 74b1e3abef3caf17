import { wordsOf } from '../../../lib/simulation/assumptions/assumption-words';
import { Assumptions, DEFAULT_ASSUMPTIONS } from '../../../lib/simulation/assumptions/assumptions';
import { checkAssumptions } from '../../../lib/simulation/assumptions/check-assumptions';

test('what is assumed by default holds, and callers who wait for ever', () => {
  expect(() => checkAssumptions(DEFAULT_ASSUMPTIONS)).not.toThrow();
  expect(() => checkAssumptions({ ...DEFAULT_ASSUMPTIONS, clientTimeoutSeconds: Infinity })).not.toThrow();
});

test('every assumption that is a word has words to choose from, and only those', () => {
  for (const [name, value] of Object.entries(DEFAULT_ASSUMPTIONS) as [keyof Assumptions, unknown][]) {
    const words = wordsOf(name);
    expect(words !== undefined).toBe(typeof value === 'string');
    words?.forEach((word) => expect(() => checkAssumptions({ ...DEFAULT_ASSUMPTIONS, [name]: word })).not.toThrow());
  }
});

describe('fails when', () => {
  const invalid: [string, object, string][] = [
    ['a word is not one of those', { removedFirst: 'any' }, 'assumptions.removedFirst: got "any", expected newest or oldest.'],
    ['a number is a word', { scaleInSeconds: '60' }, 'assumptions.scaleInSeconds: got "60", expected a number of at least 0.'],
    [
      'a datapoint does not end when anybody looks',
      { noCapacityResolutionSeconds: 45 },
      'assumptions.noCapacityResolutionSeconds: got 45, expected 10, 20, 30 or 60.',
    ],
    ['a count is not whole', { refusedRetries: 1.5 }, 'assumptions.refusedRetries: got 1.5, expected a whole number.'],
    ['callers do not wait at all', { clientTimeoutSeconds: 0 }, 'assumptions.clientTimeoutSeconds: got 0, expected a number above 0.'],
  ];
  test.each(invalid)('%s', (_, given, message) => {
    expect(() => checkAssumptions({ ...DEFAULT_ASSUMPTIONS, ...given })).toThrow(new Error(message));
  });

  test('there is no such assumption', () => {
    expect(() => checkAssumptions({ ...DEFAULT_ASSUMPTIONS, delay: 3 } as never)).toThrow(
      /^assumptions: got "delay", expected the name of/,
    );
  });
});
