import { readText, TemplateValue } from './intrinsics';

/** What a condition hangs on that is not known: names of parameters, those of AWS itself included. */
export type HangsOn = (condition: string) => readonly string[];

/**
 * What would have to be given so that a value is known: the names of parameters, attributes, exports or dynamic references.
 *
 * Of a choice, only what its condition hangs on: what is not chosen need not be known.
 */
export function namesIn(value: TemplateValue, hangsOn: HangsOn = () => []): string[] {
  return [...new Set(walk(value, hangsOn))];
}

function walk(value: TemplateValue, hangsOn: HangsOn): string[] {
  if (typeof value === 'string') {
    return dynamicReference(value) ?? [];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const deeper = (): string[] => Object.values(value).flatMap((item) => walk(item, hangsOn));
  const [name, argument] = (Object.entries(value)[0] ?? []) as [string?, TemplateValue?];
  switch (name) {
    case 'Ref':
    case 'Fn::GetAtt':
      return [readText(value).slice(2, -1)];
    case 'Fn::ImportValue':
      return [readText(argument)];
    case 'Fn::If':
      return [...hangsOn(readText(Array.isArray(argument) ? argument[0] : argument))];
    case 'Fn::Sub':
      return [...placeholders(argument), ...deeper()];
    default:
      return deeper();
  }
}

function dynamicReference(text: string): string[] | undefined {
  const name = /^\{\{(resolve:.*)\}\}$/.exec(text)?.[1];
  return name === undefined ? undefined : [name];
}

/** Those of a text that it has no values of its own for; `${!Name}` is a literal. */
function placeholders(argument: TemplateValue): string[] {
  const [text, own] = Array.isArray(argument) ? (argument as TemplateValue[]) : [argument];
  return [...readText(text).matchAll(/\$\{([^!{}][^{}]*)\}/g)].map(([, name]) => name).filter((name) => !Object.hasOwn(Object(own), name));
}
