import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..');

/** The ids that a text names. */
function idsIn(text: string): string[] {
  return [...text.matchAll(/cdk-sagemaker-inference:([a-zA-Z]+)/g)].map(([, id]) => id);
}

test('the README lists the warnings that the library gives, and no others', () => {
  const sources = readdirSync(join(PROJECT, 'lib'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const given = sources.flatMap((file) => idsIn(readFileSync(join(PROJECT, 'lib', file), 'utf8')));
  const listed = idsIn(readFileSync(join(PROJECT, 'README.md'), 'utf8'));

  expect([...new Set(listed)].sort()).toEqual([...new Set(given)].sort());
  expect(listed).toHaveLength(new Set(listed).size);
});
