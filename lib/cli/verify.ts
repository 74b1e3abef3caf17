import { Account } from '../live/account';
import { isFine } from '../live/finding';
import { connect, ConnectOptions } from '../live/load-sdk';
import { GivenNames } from '../live/names';
import { isVerifiable, verify } from '../live/verify';
import { readTemplate } from '../simulation/template/read-template';
import { countFindings, printFindings, Verification } from './print-findings';
import { StackFacts, stackOf } from './stack-of';
import { readTemplateFile, templateName, templatesAt } from './template-files';

/** What the command line says beside the path. */
export interface VerifyFlags {
  /** The names of stacks, where not all of a folder. */
  readonly stack?: readonly string[];
  /** `LogicalId=physical-name`. */
  readonly name?: readonly string[];
  readonly region?: string;
  readonly json?: boolean;
}

export interface VerifyResult {
  readonly text: string;
  /** Whether all is deployed as the templates say. */
  readonly ok: boolean;
}

/**
 * Compares deployed stacks with their templates, for a person or, on request, a program to read.
 *
 * `path` is a template, or a folder that `cdk synth` wrote: then all of its stacks that have endpoints or scale some.
 *
 * @throws where there is nothing to verify, a name is not known, or AWS does not answer
 */
export async function verifyPath(
  path: string,
  flags: VerifyFlags,
  connectTo: (options: ConnectOptions) => Promise<Account> = connect,
): Promise<VerifyResult> {
  const all = templatesAt(path).map(readStack);
  const stacks = select(path, all, flags.stack ?? []);
  const names = readNames(flags.name ?? [], stacks);
  const verifications: Verification[] = [];
  for (const { facts, plan } of stacks) {
    const account = await connectTo({ region: flags.region ?? facts.region });
    const { stackName } = facts;
    const findings = await verify(plan, account, { stackName, names }).catch((error: Error) => {
      throw new Error(`${stackName}: ${error.message}`);
    });
    verifications.push({ stack: stackName, region: account.region, findings });
  }
  const findings = verifications.flatMap((verification) => verification.findings);
  const ok = findings.every(isFine);
  const text =
    flags.json === true
      ? JSON.stringify({ ok, summary: countFindings(findings), stacks: verifications }, null, 2)
      : printFindings(verifications);
  return { text, ok };
}

interface Stack {
  readonly template: string;
  readonly facts: StackFacts;
  readonly plan: ReturnType<typeof readTemplate>;
  /** What a name may be given for. */
  readonly ids: readonly string[];
}

function readStack(file: string): Stack {
  const template = readTemplateFile(file);
  const { Resources, Parameters } = template as { readonly Resources?: object; readonly Parameters?: object };
  return {
    template: templateName(file),
    facts: stackOf(file),
    plan: readTemplate(template),
    ids: [...Object.keys(Resources ?? {}), ...Object.keys(Parameters ?? {})],
  };
}

function select(path: string, all: readonly Stack[], wanted: readonly string[]): Stack[] {
  const isNamed = ({ template, facts }: Stack, name: string): boolean => template === name || facts.stackName === name;
  const unknown = wanted.find((name) => !all.some((stack) => isNamed(stack, name)));
  if (unknown !== undefined) {
    throw new Error(`--stack ${unknown}: no such stack in ${path}. There are: ${all.map(({ facts }) => facts.stackName).join(', ')}.`);
  }
  const stacks = wanted.length === 0 ? all : all.filter((stack) => wanted.some((name) => isNamed(stack, name)));
  const verifiable = stacks.filter(({ plan }) => isVerifiable(plan));
  if (verifiable.length === 0) {
    throw new Error(`${path}: no endpoint, inference component or scalable target of SageMaker, so there is nothing to verify.`);
  }
  return verifiable;
}

function readNames(given: readonly string[], stacks: readonly Stack[]): GivenNames {
  return Object.fromEntries(
    given.map((text) => {
      const [, id, name] = /^([^=]+)=(.+)$/.exec(text) ?? [];
      if (id === undefined) {
        throw new Error(`--name ${text}: expected LogicalId=physical-name.`);
      }
      if (!id.includes('::') && !stacks.some(({ ids }) => ids.includes(id))) {
        throw new Error(`--name ${text}: the template has no resource or parameter ${id}.`);
      }
      return [id, name];
    }),
  );
}
