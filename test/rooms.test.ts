import { join } from 'node:path';
import { Import, importsOf, readImports, roomViolations } from './support/rooms';

describe('the rooms of lib', () => {
  const files = readImports(join(__dirname, '..'), ['lib', 'examples']);

  test('are found', () => {
    expect([...files.keys()]).toContain('lib/private/checks.ts');
    expect(files.get('lib/private/checks.ts')).toContainEqual({ specifier: 'aws-cdk-lib', typeOnly: false });
  });

  test('import one way only', () => {
    expect(roomViolations(files)).toEqual([]);
  });
});

/** A made-up tree: file → what it imports. */
function violationsOf(files: Record<string, readonly (string | Import)[]>): string[] {
  const entries = Object.entries(files).map(
    ([file, imports]) => [file, imports.map((entry) => (typeof entry === 'string' ? { specifier: entry } : entry))] as const,
  );
  return roomViolations(new Map(entries));
}

describe('the check of the rooms', () => {
  test('is content with imports in the right direction', () => {
    expect(
      violationsOf({
        'lib/private/checks.ts': ['aws-cdk-lib', 'constructs'],
        'lib/hardware/facts.json': [],
        'lib/hardware/instance-type.ts': ['./facts.json', '../private/checks'],
        'lib/endpoint/variant.ts': ['../hardware/instance-type', 'aws-cdk-lib/aws-sagemaker'],
        'lib/real-time-endpoint.ts': ['./endpoint/variant'],
        'lib/fleet-endpoint.ts': ['./real-time-endpoint', './private/checks'],
        'lib/simulation/fleet.ts': ['../hardware/facts.json', './clock'],
        'lib/simulation/clock.ts': [],
        'lib/live/verify.ts': ['@aws-sdk/client-sagemaker', '../simulation/fleet'],
        'lib/cli/verify.ts': ['../live/verify', 'node:fs', { specifier: '../endpoint/variant', typeOnly: true }],
        'lib/index.ts': ['./hardware/instance-type', './endpoint/variant', './real-time-endpoint'].map((specifier) => ({
          specifier,
          reexport: true,
        })),
        'examples/chat.ts': ['cdk-sagemaker-inference', 'aws-cdk-lib', 'aws-cdk-lib/aws-s3', 'constructs', 'node:path'],
        'examples/index.ts': ['./chat'],
      }),
    ).toEqual([]);
  });

  test.each([
    [
      'a room that imports from a later one',
      { 'lib/model/a.ts': ['../scaling/b'], 'lib/scaling/b.ts': [] },
      "lib/model/a.ts imports '../scaling/b': scaling comes after model",
    ],
    [
      'a room that imports an L3 construct',
      { 'lib/endpoint/a.ts': ['../chat'], 'lib/chat.ts': [] },
      "lib/endpoint/a.ts imports '../chat': lib/*.ts comes after endpoint",
    ],
    [
      'a simulation that imports code of another room',
      { 'lib/simulation/a.ts': ['../hardware/b'], 'lib/hardware/b.ts': [] },
      "lib/simulation/a.ts imports '../hardware/b': the simulation imports nothing but itself and the JSON facts of hardware",
    ],
    [
      'a simulation that imports a package',
      { 'lib/simulation/a.ts': ['constructs'] },
      "lib/simulation/a.ts imports 'constructs': the simulation imports nothing but itself and the JSON facts of hardware",
    ],
    [
      'a command that imports the CDK',
      { 'lib/cli/a.ts': ['aws-cdk-lib/core'] },
      "lib/cli/a.ts imports 'aws-cdk-lib/core': cli does without the CDK",
    ],
    [
      'a command that gets the CDK by the back door',
      { 'lib/cli/a.ts': ['../model/b'], 'lib/model/b.ts': ['../private/c'], 'lib/private/c.ts': ['aws-cdk-lib'] },
      'lib/cli/a.ts brings in the CDK: lib/cli/a.ts → lib/model/b.ts → lib/private/c.ts → aws-cdk-lib',
    ],
    [
      'an import of the index',
      { 'lib/model/a.ts': ['..'], 'lib/index.ts': [] },
      "lib/model/a.ts imports '..': nothing imports lib/index.ts",
    ],
    [
      'an import of the library by its own name',
      { 'lib/model/a.ts': ['cdk-sagemaker-inference'] },
      "lib/model/a.ts imports 'cdk-sagemaker-inference': the library does not import itself by name",
    ],
    [
      'an import from outside of lib',
      { 'lib/model/a.ts': ['../../test/b'] },
      "lib/model/a.ts imports '../../test/b': there is no such file in lib",
    ],
    ['a folder that is no room', { 'lib/utils/a.ts': [] }, 'lib/utils/a.ts stands in no known room'],
    [
      'an index in disorder',
      {
        'lib/index.ts': ['./scaling/a', './model/b', './endpoint/c'].map((specifier) => ({ specifier, reexport: true })),
        'lib/scaling/a.ts': [],
        'lib/model/b.ts': [],
        'lib/endpoint/c.ts': [],
      },
      "lib/index.ts exports './model/b' after './scaling/a', but model comes before scaling",
    ],
    [
      'a cycle',
      { 'lib/model/a.ts': ['./b'], 'lib/model/b.ts': ['./c'], 'lib/model/c.ts': [{ specifier: './a', typeOnly: true }] },
      'import cycle: lib/model/a.ts → lib/model/b.ts → lib/model/c.ts → lib/model/a.ts',
    ],
    [
      'an example that reaches into lib',
      { 'examples/a.ts': ['../lib/model/b'], 'lib/model/b.ts': [] },
      "examples/a.ts imports '../lib/model/b': an example reaches the library by its name only",
    ],
    [
      'an example that imports another package',
      { 'examples/a.ts': ['lodash'] },
      "examples/a.ts imports 'lodash': examples import from cdk-sagemaker-inference, aws-cdk-lib, constructs and Node only",
    ],
  ])('reports %s, and nothing else', (_, files: Record<string, readonly (string | Import)[]>, violation) => {
    expect(violationsOf(files)).toEqual([violation]);
  });

  test('sees imports however they are written', () => {
    const text = `
      import 'a'; import b from 'b'; import type { C } from 'c'; import { type D } from 'd';
      export * from 'e'; export type { F } from 'f';
      import g = require('g'); const h = require('h'); const i = await import('i'); let j: import('j').J;
      const notOne = "import 'k'"; // import 'l'
    `;
    expect(importsOf('file.ts', text)).toEqual([
      { specifier: 'a', typeOnly: false },
      { specifier: 'b', typeOnly: false },
      { specifier: 'c', typeOnly: true },
      { specifier: 'd', typeOnly: false },
      { specifier: 'e', typeOnly: false, reexport: true },
      { specifier: 'f', typeOnly: true, reexport: true },
      { specifier: 'g', typeOnly: false },
      { specifier: 'h' },
      { specifier: 'i' },
      { specifier: 'j', typeOnly: true },
    ]);
  });
});
