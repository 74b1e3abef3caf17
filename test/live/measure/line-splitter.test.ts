import fc from 'fast-check';
import { LineSplitter } from '../../../lib/live/measure/line-splitter';

test('cuts text into its lines, wherever its parts end', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '\r', '\n'), maxLength: 20 })), (parts) => {
      const lines = new LineSplitter();
      const ended = parts.flatMap((part) => lines.add(part));
      const expected = parts.join('').split('\n');
      expect(lines.head).toBe(expected.at(-1)?.slice(0, 16));
      expect(ended).toEqual(expected.slice(0, -1));
    }),
  );
});

test('keeps a megabyte of a line at most, and the next line whole', () => {
  const lines = new LineSplitter();
  lines.add('x'.repeat(1_000_000));
  lines.add('y'.repeat(1_000_000));
  const [first, second] = lines.add('z\nnext\n');
  expect(first).toBe('x'.repeat(1_000_000) + 'y'.repeat(48_576));
  expect(second).toBe('next');
});

test('looks at each part once: a line of 32 MB in small parts takes no time', () => {
  const lines = new LineSplitter();
  const part = 'x'.repeat(4096);
  const start = performance.now();
  for (let i = 0; i < 8000; i++) {
    lines.add(part);
  }
  // Looking at the whole line again for each part would take minutes.
  expect(performance.now() - start).toBeLessThan(3000);
});
