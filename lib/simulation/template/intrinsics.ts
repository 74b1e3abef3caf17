/** A value of a template: plain JSON, or an intrinsic function. */
export type TemplateValue = unknown;

/**
 * A string of a template as a person reads it: what is known as it is, what CloudFormation fills in as `${LogicalId.Attribute}`.
 *
 * An intrinsic function that is not followed here is shown as it stands in the template.
 */
export function readText(value: TemplateValue): string {
  if (typeof value !== 'object' || value === null) {
    return String(value ?? '');
  }
  const [name, argument] = Object.entries(value)[0] ?? [];
  switch (name) {
    case 'Ref':
      return `\${${readText(argument)}}`;
    case 'Fn::GetAtt':
      return `\${${Array.isArray(argument) ? argument.map(readText).join('.') : readText(argument)}}`;
    case 'Fn::Join':
      return readJoin(argument);
    case 'Fn::Sub':
      return readSub(argument);
    case 'Fn::Select':
      return readSelect(argument) ?? `\${${JSON.stringify(value)}}`;
    default:
      return `\${${JSON.stringify(value)}}`;
  }
}

/** A number of a template; undefined where only CloudFormation will know it. */
export function readNumber(value: TemplateValue): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The logical id that a value points to, by `Ref` or as the first part of an attribute. */
export function readReference(value: TemplateValue): string | undefined {
  return /^\$\{([^.{}]+)[.}]/.exec(readText(value))?.[1];
}

function readJoin(argument: TemplateValue): string {
  const [separator, parts] = Array.isArray(argument) ? (argument as TemplateValue[]) : [];
  return Array.isArray(parts) ? parts.map(readText).join(readText(separator)) : readText(parts);
}

/** With `${!Name}`, a template writes a literal `${Name}`. */
function readSub(argument: TemplateValue): string {
  const [text, variables] = Array.isArray(argument) ? (argument as TemplateValue[]) : [argument];
  const values = (variables ?? {}) as Record<string, TemplateValue>;
  return readText(text).replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) =>
    literal === '' && Object.hasOwn(values, name) ? readText(values[name]) : `\${${name}}`,
  );
}

/**
 * An item of a list, or a part of a text.
 *
 * A part of an ARN that only CloudFormation knows reads as `${LogicalId}`: it is the way to a name that a resource has no attribute for.
 */
function readSelect(argument: TemplateValue): string | undefined {
  const [index, source] = Array.isArray(argument) ? (argument as TemplateValue[]) : [];
  if (Array.isArray(source)) {
    const item: TemplateValue = source[readNumber(index) ?? -1];
    return item === undefined ? undefined : readText(item);
  }
  const split = (source as Record<string, TemplateValue> | undefined)?.['Fn::Split'];
  if (!Array.isArray(split)) {
    return undefined;
  }
  const [separator, text] = split.map(readText);
  return /^\$\{[^{}]+\}$/.test(text) ? text : text.split(separator)[readNumber(index) ?? 0];
}
