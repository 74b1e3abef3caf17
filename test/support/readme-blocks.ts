import { dirname, join, resolve } from 'node:path';
import * as ts from 'typescript';
import { surround } from './readme-fixture';

/** One fenced block of TypeScript in a Markdown file. */
export interface Block {
  /** The Markdown file, as it is reported. */
  readonly file: string;
  /** The line of the file on which the first line of the code stands, counted from 1. */
  readonly line: number;
  readonly code: string;
}

/** Every block fenced as `ts`. Blocks fenced in another way, `typescript` too, are for reading only. */
export function findBlocks(file: string, markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { readonly fence: string; readonly isTs: boolean; readonly line: number; readonly code: string[] } | undefined;
  markdown.split(/\r?\n/).forEach((text, index) => {
    const fence = /^\s*(`{3,}|~{3,})\s*(\S*)/.exec(text);
    if (open === undefined) {
      if (fence?.[1] !== undefined) {
        open = { fence: fence[1], isTs: fence[2] === 'ts', line: index + 2, code: [] };
      }
    } else if (fence?.[1]?.startsWith(open.fence) === true && fence[2] === '') {
      if (open.isTs) {
        blocks.push({ file, line: open.line, code: open.code.join('\n') });
      }
      open = undefined;
    } else {
      open.code.push(text);
    }
  });
  return blocks;
}

/**
 * The type errors of all blocks, as `README.md:12: …`, from one program over the sources of the library.
 *
 * A block with an import or an export is a file of its own; any other is a fragment and stands where the fixture puts it.
 */
export function checkBlocks(projectFolder: string, blocks: readonly Block[]): string[] {
  const options = optionsOf(projectFolder);
  const host = ts.createCompilerHost(options);
  const sources = new Map<string, { readonly block: Block; readonly text: string; readonly above: number }>();
  const { fileExists, readFile, getSourceFile } = host;
  // Both programs below share what they have parsed, which is most of the time.
  const parsed = new Map<string, ts.SourceFile | undefined>();
  host.fileExists = (path) => sources.has(path) || fileExists.call(host, path);
  host.readFile = (path) => sources.get(path)?.text ?? readFile.call(host, path);
  host.getSourceFile = (path, ...rest) => {
    if (!parsed.has(path)) {
      parsed.set(path, getSourceFile.call(host, path, ...rest));
    }
    return parsed.get(path);
  };

  const { header, footer } = surround(exportedNames(join(projectFolder, 'lib', 'index.ts'), options, host));
  blocks.forEach((block, index) => {
    const text = isFile(block.code) ? block.code : `${header}${block.code}${footer}`;
    const above = isFile(block.code) ? 0 : header.split('\n').length - 1;
    sources.set(`${projectFolder.replaceAll('\\', '/')}/test/block-${index}.ts`, { block, text, above });
  });

  const program = ts.createProgram([...sources.keys()], options, host);
  const errors = new Set(program.getOptionsDiagnostics().map(messageOf));
  for (const [path, { block, above }] of sources) {
    const lines = block.code.split('\n').length;
    for (const error of [
      ...program.getSyntacticDiagnostics(program.getSourceFile(path)),
      ...program.getSemanticDiagnostics(program.getSourceFile(path)),
    ]) {
      const line = error.file === undefined ? 0 : error.file.getLineAndCharacterOfPosition(error.start ?? 0).line - above;
      if (line < 0) {
        errors.add(`readme-fixture.ts: ${messageOf(error)}`);
      } else {
        // What is missing at the end of a fragment shows only below it.
        errors.add(`${block.file}:${block.line + Math.min(line, lines - 1)}: ${messageOf(error)}`);
      }
    }
  }
  return [...errors];
}

function optionsOf(projectFolder: string): ts.CompilerOptions {
  const configFile = resolve(projectFolder, 'tsconfig.dev.json');
  const config = ts.readConfigFile(configFile, (path) => ts.sys.readFile(path));
  // Only the options are of interest, so no file is looked for.
  const { options } = ts.parseJsonConfigFileContent(
    { ...config.config, include: [], files: [] },
    ts.sys,
    dirname(configFile),
    undefined,
    configFile,
  );
  return { ...options, types: ['node'], noUnusedLocals: false, noUnusedParameters: false };
}

/** All names that the library exports, types too. */
function exportedNames(index: string, options: ts.CompilerOptions, host: ts.CompilerHost): string[] {
  const program = ts.createProgram([index], options, host);
  const file = program.getSourceFile(index);
  const symbol = file === undefined ? undefined : program.getTypeChecker().getSymbolAtLocation(file);
  if (symbol === undefined) {
    throw new Error(`The library exports nothing: ${index}.`);
  }
  return program
    .getTypeChecker()
    .getExportsOfModule(symbol)
    .map((exported) => exported.name)
    .sort();
}

function isFile(code: string): boolean {
  return ts.isExternalModule(ts.createSourceFile('block.ts', code, ts.ScriptTarget.Latest));
}

function messageOf(error: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(error.messageText, '\n');
}
