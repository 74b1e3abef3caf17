import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Block, checkBlocks, findBlocks } from './support/readme-blocks';

const PROJECT = join(__dirname, '..');

/** Wrong in lines 7 (a fragment), 13 (a file) and 18 (a fragment, in its last line). */
const WRONG = `
# Wrong

\`\`\`ts
const size = Size.gibibytes(16);
const stack = new Stack(this, 'Right');
const seconds: string = Duration.seconds(10);
\`\`\`

\`\`\`ts
import { Duration } from 'aws-cdk-lib';

export const minutes = Duration.minuten(5);
\`\`\`

\`\`\`ts
bucket.grantRead(
  5);
\`\`\`

\`\`\`typescript
not TypeScript at all
\`\`\`
`;

describe('the TypeScript of the documentation', () => {
  let blocks: Block[];
  let errors: string[];

  // One program over the library and the CDK takes seconds, so it is made once.
  beforeAll(() => {
    blocks = documents().flatMap((file) => findBlocks(file, readFileSync(join(PROJECT, file), 'utf8')));
    errors = checkBlocks(PROJECT, [...blocks, ...findBlocks('wrong.md', WRONG)]);
  }, 120_000);

  test('stands in the README', () => {
    expect(blocks.filter(({ file }) => file === 'README.md')).not.toEqual([]);
  });

  test('is correct', () => {
    expect(errors.filter((error) => !error.startsWith('wrong.md:'))).toEqual([]);
  });

  test('is reported at the line of the document when it is wrong', () => {
    expect(errors.filter((error) => error.startsWith('wrong.md:'))).toEqual([
      "wrong.md:7: Type 'Duration' is not assignable to type 'string'.",
      expect.stringContaining("wrong.md:13: Property 'minuten' does not exist on type 'typeof Duration'."),
      expect.stringContaining("wrong.md:18: Argument of type 'number' is not assignable to parameter of type 'IGrantable'."),
    ]);
  });
});

describe('the search for blocks', () => {
  test('gives the code and the line on which it begins', () => {
    expect(findBlocks('a.md', 'text\n\n```ts\nlet a;\nlet b;\n```\n~~~ts\nlet c;\n~~~\n')).toEqual([
      { file: 'a.md', line: 4, code: 'let a;\nlet b;' },
      { file: 'a.md', line: 8, code: 'let c;' },
    ]);
  });

  test('leaves other languages and fences within fences', () => {
    expect(findBlocks('a.md', '```sh\nls\n```\n````md\n```ts\nlet a;\n```\n````\n')).toEqual([]);
  });
});

function documents(): string[] {
  const docs = join(PROJECT, 'docs');
  const pages = existsSync(docs) ? readdirSync(docs, { recursive: true, encoding: 'utf8' }) : [];
  return ['README.md', ...pages.sort().map((page) => `docs/${page.split(sep).join('/')}`)].filter(
    (file) => file.endsWith('.md') && existsSync(join(PROJECT, file)),
  );
}
