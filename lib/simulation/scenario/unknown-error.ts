import { UnresolvedField } from '../template/unresolved';

/** Longer values would hide what is to be done. */
const LONGEST = 120;

/** An error about what only CloudFormation knows, with the way to say it. */
export function unknownError(fields: readonly UnresolvedField[]): Error {
  const ways = [...new Set(fields.flatMap(({ names }) => names))].map((name) => `--parameter '${name}=…'`);
  const more = ways.length === 0 ? 'Write the value into the template.' : `Give what it will be (in code: parameters): ${ways.join(' ')}`;
  return new Error(['Only CloudFormation knows what these will be:', ...fields.map(describeField), more].join('\n'));
}

function describeField({ logicalId, path, value, example }: UnresolvedField): string {
  const shown = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  return `  ${logicalId}: ${path} is ${shown}${example === undefined ? '' : `, to be such as ${example}`}`;
}
