import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Template } from '../simulation/template/read-template';

/** What a template may consist of. That of an empty stack has no resources, and what has none and something else is no template. */
const SECTIONS = [
  ...['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings', 'Conditions', 'Transform'],
  ...['Resources', 'Outputs', 'Hooks'],
];

/**
 * The template at a path, or those of a folder that `cdk synth` wrote, those of its stages included.
 *
 * @throws where there is none
 */
export function templatesAt(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new Error(`${path}: no such file or folder. Run cdk synth first, or name a template.`);
  }
  if (!stats.isDirectory()) {
    return [path];
  }
  const files = templatesIn(path);
  if (files.length === 0) {
    throw new Error(`${path}: no *.template.json in this folder. Run cdk synth first, or name a template.`);
  }
  return files;
}

/** The stacks of a stage have a folder of their own; the folders of assets are none of ours. */
function templatesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    ...entries.filter(({ name }) => name.endsWith('.template.json')).map(({ name }) => join(folder, name)),
    ...entries
      .filter((entry) => entry.isDirectory() && entry.name.startsWith('assembly-'))
      .flatMap(({ name }) => templatesIn(join(folder, name))),
  ];
}

/** What a template is called by who synthesizes it. */
export function templateName(file: string): string {
  return basename(file).replace(/(\.template)?\.json$/, '');
}

/** @throws with the name of a file that is no template */
export function readTemplateFile(file: string): Template {
  // Editors on Windows begin a file with an invisible mark of its encoding, which JSON does not know.
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  let template: unknown;
  try {
    template = JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: not a template in JSON: ${whyNot(text, error as Error)}`);
  }
  if (typeof template !== 'object' || template === null || Array.isArray(template)) {
    throw new Error(`${file}: not a template: a template is a JSON object.`);
  }
  const stranger = Object.keys(template).find((key) => !SECTIONS.includes(key));
  if (stranger !== undefined && !('Resources' in template)) {
    throw new Error(
      `${file}: not a CloudFormation template: it has no Resources, and '${stranger}' is no section of one. ` +
        'Name a *.template.json that cdk synth wrote, or its folder.',
    );
  }
  return template;
}

/** Templates are as often written in YAML: a section at the beginning of a line shows it. */
function whyNot(text: string, { message }: Error): string {
  const isYaml = SECTIONS.some((section) => new RegExp(`^${section}:`, 'm').test(text));
  return isYaml ? 'it is written in YAML. Convert it, such as with cfn-flip (from PyPI): cfn-flip template.yaml template.json' : message;
}
