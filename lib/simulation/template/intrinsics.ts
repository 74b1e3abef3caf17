/** A value of a template: plain JSON, or an intrinsic function. */
export type TemplateValue = unknown;

/**
 * A string of a template as a person reads it: what is known as it is, what CloudFormation fills in as `${LogicalId.Attribute}`.
 */
export function readText(value: TemplateValue): string {
  if (typeof value !== 'object' || value === null) {
    return String(value ?? '');
  }
  const [name, argument] = Object.entries(value)[0] ?? [];
  switch (name) {
    case 'Ref':
      return `\${${String(argument)}}`;
    case 'Fn::GetAtt':
      return `\${${Array.isArray(argument) ? argument.join('.') : String(argument)}}`;
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, TemplateValue];
      return Array.isArray(parts) ? parts.map(readText).join(separator) : readText(parts);
    }
    case 'Fn::Sub':
      return readSub(argument);
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
  return /^\$\{([^.}]+)/.exec(readText(value))?.[1];
}

function readSub(argument: TemplateValue): string {
  const [text, variables] = Array.isArray(argument) ? (argument as [string, Record<string, TemplateValue>]) : [String(argument), {}];
  return text.replace(/\$\{([^!}][^}]*)\}/g, (whole, name: string) => (name in variables ? readText(variables[name]) : whole));
}
