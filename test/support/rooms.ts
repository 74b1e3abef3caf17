import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix, relative, sep } from 'node:path';
import * as ts from 'typescript';

/** The rooms of lib/, in the order in which imports may go: a file imports from its own room and from those before it. */
export const ROOMS = [
  'private',
  'model',
  'hardware',
  'metrics',
  'scaling',
  'endpoint',
  'inference-component',
  'observability',
  'lib/*.ts', // the L3 constructs
  'simulation',
  'live',
  'cli',
] as const;
type Room = (typeof ROOMS)[number];

/** One import of a file, however it is written. */
export interface Import {
  readonly specifier: string;
  /** Whether it is gone from the JavaScript (`import type`). */
  readonly typeOnly?: boolean;
  /** Whether it is `export … from`. */
  readonly reexport?: boolean;
}

/** The imports of every file, by its path from the project's folder, with slashes. JSON files have none. */
export type ImportMap = ReadonlyMap<string, readonly Import[]>;

const INDEX = 'lib/index.ts';
const SELF = 'cdk-sagemaker-inference';
const CDK = ['aws-cdk-lib', 'constructs'];
const WITHOUT_CDK: readonly Room[] = ['simulation', 'live', 'cli'];

/** Every violation of the order of the rooms, a sentence each. */
export function roomViolations(files: ImportMap): string[] {
  const violations: string[] = [];
  for (const [file, imports] of files) {
    for (const imported of imports) {
      const complaint = file.startsWith('examples/') ? complaintOfExample(file, imported, files) : complaintOfLib(file, imported, files);
      if (complaint !== undefined) {
        violations.push(`${file} imports '${imported.specifier}': ${complaint}`);
      }
    }
    if (file.startsWith('lib/') && file !== INDEX && roomOf(file) === undefined) {
      violations.push(`${file} stands in no known room`);
    }
  }
  return [...violations, ...wayToTheCdk(files), ...disorderOfIndex(files), ...cycles(files)];
}

/** The imports of all TypeScript files (and the names of all JSON files) under the folders given. */
export function readImports(projectFolder: string, folders: readonly string[]): ImportMap {
  const found = new Map<string, readonly Import[]>();
  for (const folder of folders) {
    for (const entry of readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })) {
      const full = join(entry.parentPath, entry.name);
      const path = relative(projectFolder, full).split(sep).join('/');
      if (entry.isFile() && path.endsWith('.json')) {
        found.set(path, []);
      } else if (entry.isFile() && /\.[cm]?ts$/.test(path)) {
        found.set(path, importsOf(path, readFileSync(full, 'utf8')));
      }
    }
  }
  return found;
}

/** Every import in a source text: declarations, re-exports, `import()`, `require()` and import types. */
export function importsOf(path: string, text: string): Import[] {
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, kind: Omit<Import, 'specifier'>): void => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      imports.push({ specifier: specifier.text, ...kind });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, { typeOnly: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword });
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, { typeOnly: node.isTypeOnly, reexport: true });
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node.moduleReference.expression, { typeOnly: node.isTypeOnly });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, { typeOnly: true });
    } else if (
      ts.isCallExpression(node) &&
      (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require')
    ) {
      add(node.arguments[0], {});
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return imports;
}

function complaintOfLib(file: string, { specifier }: Import, files: ImportMap): string | undefined {
  const room = roomOf(file);
  if (!specifier.startsWith('.')) {
    if (packageOf(specifier) === SELF) {
      return 'the library does not import itself by name';
    }
    if (room === 'simulation') {
      return 'the simulation imports nothing but itself and the JSON facts of hardware';
    }
    const isCdk = CDK.includes(packageOf(specifier));
    return isCdk && room !== undefined && WITHOUT_CDK.includes(room) ? `${room} does without the CDK` : undefined;
  }
  const target = resolve(file, specifier, files);
  if (target === undefined) {
    return 'there is no such file in lib';
  }
  if (target === INDEX) {
    return `nothing imports ${INDEX}`;
  }
  const targetRoom = roomOf(target);
  if (file === INDEX || room === undefined || targetRoom === undefined || targetRoom === room) {
    return undefined;
  }
  if (room === 'simulation' && !(targetRoom === 'hardware' && target.endsWith('.json'))) {
    return 'the simulation imports nothing but itself and the JSON facts of hardware';
  }
  return ROOMS.indexOf(targetRoom) > ROOMS.indexOf(room) ? `${targetRoom} comes after ${room}` : undefined;
}

function complaintOfExample(file: string, { specifier }: Import, files: ImportMap): string | undefined {
  if (specifier.startsWith('.')) {
    return resolve(file, specifier, files)?.startsWith('examples/') ? undefined : 'an example reaches the library by its name only';
  }
  const allowed = specifier === SELF || CDK.includes(packageOf(specifier)) || isBuiltin(specifier);
  return allowed ? undefined : `examples import from ${SELF}, aws-cdk-lib, constructs and Node only`;
}

/** The same rule over all steps: what `live` and `cli` import must not bring the CDK in by the back door. */
function wayToTheCdk(files: ImportMap): string[] {
  const violations: string[] = [];
  for (const start of files.keys()) {
    const room = roomOf(start);
    if (room === undefined || !WITHOUT_CDK.includes(room)) {
      continue;
    }
    const cameFrom = new Map<string, string | undefined>([[start, undefined]]);
    for (const file of cameFrom.keys()) {
      const atRuntime = (files.get(file) ?? []).filter(({ typeOnly }) => typeOnly !== true);
      if (file !== start && atRuntime.some(({ specifier }) => CDK.includes(packageOf(specifier)))) {
        const way = [file];
        for (let step = cameFrom.get(file); step !== undefined; step = cameFrom.get(step)) {
          way.unshift(step);
        }
        violations.push(`${start} brings in the CDK: ${way.join(' → ')} → aws-cdk-lib`);
        break;
      }
      for (const next of targetsOf(file, atRuntime, files)) {
        if (!cameFrom.has(next)) {
          cameFrom.set(next, file);
        }
      }
    }
  }
  return violations;
}

function disorderOfIndex(files: ImportMap): string[] {
  const violations: string[] = [];
  let latest: { readonly room: Room; readonly specifier: string } | undefined;
  for (const { specifier, reexport } of files.get(INDEX) ?? []) {
    const target = reexport === true ? resolve(INDEX, specifier, files) : undefined;
    const room = target === undefined ? undefined : roomOf(target);
    if (room === undefined) {
      continue;
    }
    if (latest !== undefined && ROOMS.indexOf(room) < ROOMS.indexOf(latest.room)) {
      violations.push(`${INDEX} exports '${specifier}' after '${latest.specifier}', but ${room} comes before ${latest.room}`);
    } else {
      latest = { room, specifier };
    }
  }
  return violations;
}

function cycles(files: ImportMap): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): void => {
    if (way.includes(file)) {
      found.push(`import cycle: ${[...way.slice(way.indexOf(file)), file].join(' → ')}`);
      return;
    }
    if (done.has(file)) {
      return;
    }
    way.push(file);
    targetsOf(file, files.get(file) ?? [], files).forEach(visit);
    way.pop();
    done.add(file);
  };
  [...files.keys()].forEach(visit);
  return found;
}

function targetsOf(file: string, imports: readonly Import[], files: ImportMap): string[] {
  const targets = imports.map(({ specifier }) => (specifier.startsWith('.') ? resolve(file, specifier, files) : undefined));
  return [...new Set(targets.filter((target) => target !== undefined))];
}

function resolve(from: string, specifier: string, files: ImportMap): string | undefined {
  const path = posix.join(posix.dirname(from), specifier);
  return [path, `${path}.ts`, `${path}/index.ts`, path.replace(/\.js$/, '.ts')].find((candidate) => files.has(candidate));
}

function roomOf(file: string): Room | undefined {
  const [lib, first, ...rest] = file.split('/');
  if (lib !== 'lib' || first === undefined || file === INDEX) {
    return undefined;
  }
  return rest.length === 0 ? 'lib/*.ts' : ROOMS.find((room) => room === first);
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
