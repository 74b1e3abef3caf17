import { App, Lazy, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { completeSteps } from '../../lib/scaling/complete-steps';

type Steps = Parameters<typeof completeSteps>[1];
type Step = Steps[number];

const complete = (steps: Steps, scaleIn = false) => completeSteps('Here', steps, scaleIn);
const failure = (message: string) => new Error(`[Here] ${message}`);

/**
 * A partition of the line from a lowest value up (or from a highest value down) and whether to leave off each inner end.
 * The cuts are multiples of ten, so that an end can move by less than the width of a step.
 */
const partitions = fc
  .record({
    scaleIn: fc.boolean(),
    cuts: fc.uniqueArray(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 8 }),
    seeds: fc.array(fc.record({ order: fc.nat(), leaveOff: fc.boolean(), change: fc.integer() }), { minLength: 8, maxLength: 8 }),
  })
  .map(({ scaleIn, cuts, seeds }) => {
    const values = cuts.map((cut) => cut * 10).sort((a, b) => a - b);
    const whole = values.map((value, i) => {
      const { change } = seeds[i];
      return scaleIn
        ? { lower: values[i - 1] ?? -Infinity, upper: value, change }
        : { lower: value, upper: values[i + 1] ?? Infinity, change };
    });
    return { scaleIn, whole, seeds };
  });

/** As users write steps: the infinite end is left off, and others may be. */
function written(step: Required<Step>, scaleIn: boolean, leaveOff: boolean): Step {
  const { lower, upper, change } = step;
  const open = scaleIn ? 'lower' : 'upper';
  const full = { lower, upper, change };
  return leaveOff || !Number.isFinite(full[open]) ? { ...full, [open]: undefined } : full;
}

describe('steps', () => {
  test('reach to the next one where the policy scales out', () => {
    // WHEN
    const steps = complete([
      { lower: 20, change: 3 },
      { lower: 10, change: 1 },
    ]);

    // THEN
    expect(steps).toEqual([
      { lower: 10, upper: 20, change: 1 },
      { lower: 20, upper: Infinity, change: 3 },
    ]);
  });

  test('reach to the one below where the policy scales in', () => {
    // WHEN
    const steps = complete(
      [
        { upper: 2, change: -1 },
        { upper: 0, change: -4 },
      ],
      true,
    );

    // THEN
    expect(steps).toEqual([
      { lower: -Infinity, upper: 0, change: -4 },
      { lower: 0, upper: 2, change: -1 },
    ]);
  });

  test('come back ordered, contiguous and complete from any partition of the line, in any order, with any inner ends left off', () => {
    fc.assert(
      fc.property(partitions, ({ scaleIn, whole, seeds }) => {
        // GIVEN
        const given = whole
          .map((step, i) => ({ order: seeds[i].order, step: Object.freeze(written(step, scaleIn, seeds[i].leaveOff)) }))
          .sort((a, b) => a.order - b.order)
          .map(({ step }) => step);

        // WHEN
        const steps = complete(Object.freeze(given), scaleIn);

        // THEN
        expect(steps).toEqual(whole);
      }),
    );
  });
});

describe('steps with a mistake', () => {
  /** A partition of at least two steps, one inner end of which moves by less than a step. */
  const mistakes = fc
    .record({ partition: partitions, pick: fc.nat(), by: fc.integer({ min: 1, max: 9 }) })
    .filter(({ partition }) => partition.whole.length > 1)
    .map(({ partition: { scaleIn, whole }, pick, by }) => {
      const cut = pick % (whole.length - 1);
      const moved = (sign: 1 | -1) =>
        whole.map((step, i) => {
          const ends = scaleIn
            ? i === cut + 1
              ? { lower: step.lower + sign * by }
              : {}
            : i === cut
              ? { upper: step.upper + sign * by }
              : {};
          return written({ ...step, ...ends }, scaleIn, false);
        });
      return { scaleIn, by, at: whole[cut].upper, moved };
    });

  test('fails when there is a gap anywhere', () => {
    fc.assert(
      fc.property(mistakes, ({ scaleIn, by, at, moved }) => {
        const [from, to, open] = scaleIn ? [at, at + by, 'lower'] : [at - by, at, 'upper'];
        expect(() => complete(moved(scaleIn ? 1 : -1), scaleIn)).toThrow(
          failure(
            `steps: got 'a gap from ${from} to ${to}', expected steps without gaps. Leave \`${open}\` off, and each step reaches to the next.`,
          ),
        );
      }),
    );
  });

  test('fails when there is an overlap anywhere', () => {
    fc.assert(
      fc.property(mistakes, ({ scaleIn, by, at, moved }) => {
        const [from, open] = scaleIn ? [at - by, 'lower'] : [at, 'upper'];
        expect(() => complete(moved(scaleIn ? -1 : 1), scaleIn)).toThrow(
          failure(
            `steps: got 'an overlap at ${from}', expected steps without overlaps, each with lower below upper. ` +
              `Leave \`${open}\` off, and each step reaches to the next.`,
          ),
        );
      }),
    );
  });

  test.each<[string, boolean, Steps, string]>([
    ['there is none', false, [], 'steps: got [], expected at least one step.'],
    [
      'lower is missing where the policy scales out',
      false,
      [
        { lower: 1, change: 1 },
        { upper: 1, change: 2 },
      ],
      'steps[1].lower: got undefined, expected a number: a policy that scales out needs it.',
    ],
    [
      'upper is missing where the policy scales in',
      true,
      [{ lower: 1, change: -1 }],
      'steps[0].upper: got undefined, expected a number: a policy that scales in needs it.',
    ],
    [
      'two begin at one value',
      false,
      [
        { lower: 1, change: 1 },
        { lower: 1, change: 2 },
      ],
      "steps: got 'an overlap at 1', expected steps without overlaps, each with lower below upper. Leave `upper` off, and each step reaches to the next.",
    ],
    [
      'a step ends where it begins',
      true,
      [{ lower: 1, upper: 1, change: -1 }],
      "steps: got 'an overlap at 1', expected steps without overlaps, each with lower below upper. Leave `lower` off, and each step reaches to the next.",
    ],
    [
      'a step ends below its beginning',
      false,
      [{ lower: 2, upper: 1, change: 1 }],
      "steps: got 'an overlap at 2', expected steps without overlaps, each with lower below upper. Leave `upper` off, and each step reaches to the next.",
    ],
    // Amazon: with a positive upper bound there has to be a step without an upper bound, and likewise below.
    [
      'the highest step is limited where the policy scales out',
      false,
      [
        { lower: 20, upper: 30, change: 2 },
        { lower: 10, change: 1 },
      ],
      'steps: got 30, expected no upper bound on the highest step. Beyond it the policy would do nothing, and Application Auto Scaling refuses it.',
    ],
    [
      'the lowest step is limited where the policy scales in',
      true,
      [
        { upper: 2, change: -1 },
        { lower: 0, upper: 1, change: -2 },
      ],
      'steps: got 0, expected no lower bound on the lowest step. Beyond it the policy would do nothing, and Application Auto Scaling refuses it.',
    ],
  ])('fails when %s', (_, scaleIn, steps, message) => {
    expect(() => complete(steps, scaleIn)).toThrow(failure(message));
  });

  test.each<[string, Partial<Step>, string]>([
    ['lower is NaN', { lower: NaN }, 'steps[0].lower: got NaN'],
    ['lower is infinite', { lower: -Infinity }, 'steps[0].lower: got -Infinity'],
    ['upper is infinite', { upper: Infinity }, 'steps[0].upper: got Infinity'],
    ['the change is NaN', { change: NaN }, 'steps[0].change: got NaN'],
    ['lower is a string', { lower: '1' as unknown as number }, "steps[0].lower: got '1'"],
    ['lower is a token', { lower: Lazy.number({ produce: () => 1 }) }, "steps[0].lower: got 'a token'"],
    ['upper is a token', { upper: Lazy.number({ produce: () => 1 }) }, "steps[0].upper: got 'a token'"],
    ['the change is a token', { change: Lazy.number({ produce: () => 1 }) }, "steps[0].change: got 'a token'"],
  ])('fails when %s', (_, step, message) => {
    expect(() => complete([{ lower: 0, change: 1, ...step }])).toThrow(
      failure(`${message}, expected a number that is known at synth, since steps are put in order.`),
    );
  });

  test('names the construct by its path', () => {
    expect(() => completeSteps(new Stack(new App(), 'Stack'), [], true)).toThrow(
      new Error('[Stack] steps: got [], expected at least one step.'),
    );
  });
});
