import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { templateName } from './template-files';

/** What `cdk synth` knows of the stack that a template is for. */
export interface StackFacts {
  readonly stackName: string;
  /** Undefined where the stack goes to whatever region the credentials have. */
  readonly region?: string;
}

interface Artifact {
  readonly environment?: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string };
}

/** Out of the manifest beside the template; where there is none, a stack is called as its template is. */
export function stackOf(file: string): StackFacts {
  const manifest = join(dirname(file), 'manifest.json');
  const { artifacts = {} } = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly artifacts?: Record<string, Artifact> })
    : {};
  const found = Object.entries(artifacts).find(([, { properties }]) => properties?.templateFile === basename(file));
  const [id, { environment, properties }] = found ?? [templateName(file), {}];
  const region = /^aws:\/\/[^/]*\/([^/]+)$/.exec(environment ?? '')?.[1];
  return {
    stackName: properties?.stackName ?? id,
    ...(region === undefined || region === 'unknown-region' ? {} : { region }),
  };
}
