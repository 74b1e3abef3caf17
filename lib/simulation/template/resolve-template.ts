import { checkParameters } from './check-parameters';
import { readText, TemplateValue } from './intrinsics';
import { HangsOn, namesIn } from './names-in';
import { Template, TemplateResource } from './template';

/** Values that the template itself does not give, by the name of the parameter, the attribute (`Topic.TopicArn`) or the export. */
export type ParameterValues = Readonly<Record<string, string | number>>;

/** A template with everything filled in that is known before it is deployed. */
export interface ResolvedTemplate {
  readonly template: Template;
  /** Resources of which nobody knows whether they will exist. They are in the template. */
  readonly undecided: readonly { readonly logicalId: string; readonly condition: string }[];
  /** What a condition hangs on that was not given. */
  readonly hangsOn: HangsOn;
  /** What was given and is not in the template; pseudo parameters are never missed. */
  readonly unused: readonly string[];
}

type Values = Record<string, TemplateValue>;

/**
 * Fills in parameters, mappings and conditions, as CloudFormation does when it deploys.
 *
 * What only CloudFormation knows stays as it stands in the template: it may not matter.
 *
 * @throws where CloudFormation refuses too: a condition is used that the template does not define, or a parameter does not allow its value
 */
export function resolveTemplate(template: Template, given: ParameterValues = {}): ResolvedTemplate {
  checkParameters(template, given);
  const resolver = new Resolver(template, given);
  const resources: Record<string, TemplateResource> = {};
  const undecided: { logicalId: string; condition: string }[] = [];
  for (const [logicalId, resource] of Object.entries(template.Resources ?? {})) {
    const condition = asRecord(resource).Condition;
    const exists = typeof condition === 'string' ? resolver.isTrue(condition) : true;
    if (exists !== false) {
      resources[logicalId] = resolver.resolve(resource) as TemplateResource;
    }
    if (exists === undefined) {
      undecided.push({ logicalId, condition: String(condition) });
    }
  }
  const isAsked = (name: string): boolean =>
    name.startsWith('AWS::') || resolver.asked.has(name) || Object.hasOwn(template.Parameters ?? {}, name);
  return {
    template: { Resources: resources },
    undecided,
    hangsOn: (condition) => resolver.hangsOn(condition),
    unused: Object.keys(given).filter((name) => !isAsked(name)),
  };
}

class Resolver {
  /** What of the given was asked for. */
  public readonly asked = new Set<string>();
  private readonly parameters: Values;
  private readonly mappings: Values;
  private readonly conditions: Values;
  /** A macro may bring conditions along that are not written here. */
  private readonly hasMacros: boolean;
  /** The conditions that are being decided, each for the one before. */
  private readonly deciding: string[] = [];

  constructor(
    template: Template,
    private readonly given: ParameterValues,
  ) {
    this.parameters = asRecord(template.Parameters);
    this.mappings = asRecord(template.Mappings);
    this.conditions = asRecord(template.Conditions);
    this.hasMacros = template.Transform !== undefined;
  }

  /** Undefined for what CloudFormation leaves out (AWS::NoValue). */
  public resolve(value: TemplateValue): TemplateValue {
    if (Array.isArray(value)) {
      return value.map((item: TemplateValue) => this.resolve(item)).filter((item) => item !== undefined);
    }
    if (typeof value === 'string') {
      return this.valueOf(/^\{\{(resolve:.*)\}\}$/.exec(value)?.[1]) ?? value;
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const [name, argument] = Object.entries(value)[0] ?? [];
    switch (name) {
      case 'Ref':
        return argument === 'AWS::NoValue' ? undefined : (this.valueOf(argument) ?? value);
      case 'Fn::GetAtt':
        return this.valueOf(readText(value).slice(2, -1)) ?? value;
      case 'Fn::ImportValue':
        return this.valueOf(readText(this.resolve(argument))) ?? value;
      case 'Fn::Sub':
        return this.resolveSub(argument);
      case 'Fn::Join':
        return this.resolveJoin(argument);
      case 'Fn::Select':
        return this.resolveSelect(argument);
      case 'Fn::FindInMap':
        return this.resolveFindInMap(argument);
      case 'Fn::If':
        return this.resolveIf(argument);
      default:
        return Object.fromEntries(
          Object.entries(value).flatMap(([key, item]) => {
            const resolved = this.resolve(item);
            return resolved === undefined ? [] : [[key, resolved] as const];
          }),
        );
    }
  }

  /** Whether a condition holds; undefined where that hangs on something unknown. */
  public isTrue(name: string): boolean | undefined {
    if (!Object.hasOwn(this.conditions, name) && !this.hasMacros) {
      throw new Error(`Condition ${name} is used and not defined, so CloudFormation refuses the template: define it under Conditions.`);
    }
    if (this.deciding.includes(name)) {
      throw new Error(`Conditions ${[...this.deciding, name].join(' → ')} refer to themselves, so CloudFormation refuses the template.`);
    }
    this.deciding.push(name);
    const holds = this.evaluate(this.conditions[name]);
    this.deciding.pop();
    return holds;
  }

  /** What would have to be given for a condition to be decided. */
  public hangsOn(name: string): string[] {
    return [...new Set(this.namesUnder(this.conditions[name]))];
  }

  private namesUnder(condition: TemplateValue): string[] {
    const [name, argument] = Object.entries(asRecord(condition))[0] ?? [];
    if (name === 'Condition') {
      return this.hangsOn(String(argument));
    }
    return asList(argument).flatMap((part) => (name === 'Fn::Equals' ? namesIn(this.resolve(part)) : this.namesUnder(part)));
  }

  private evaluate(condition: TemplateValue): boolean | undefined {
    const [name, argument] = Object.entries(asRecord(condition))[0] ?? [];
    const parts = asList(argument);
    switch (name) {
      case 'Fn::Equals': {
        const [a, b] = parts.map((part) => this.resolve(part));
        return isPlain(a) && isPlain(b) ? String(a) === String(b) : undefined;
      }
      case 'Fn::And':
        return allOf(parts.map((part) => this.evaluate(part)));
      case 'Fn::Or':
        return not(allOf(parts.map((part) => not(this.evaluate(part)))));
      case 'Fn::Not':
        return not(this.evaluate(parts[0]));
      case 'Condition':
        return this.isTrue(String(argument));
      default:
        return undefined;
    }
  }

  private valueOf(name: TemplateValue): TemplateValue {
    if (typeof name !== 'string') {
      return undefined;
    }
    if (Object.hasOwn(this.given, name)) {
      this.asked.add(name);
      return this.given[name];
    }
    const { Type: type, Default: value } = asRecord(this.parameters[name]);
    // The default of an SSM parameter is where its value is, not what it is.
    return typeof type === 'string' && type.startsWith('AWS::SSM::') ? undefined : value;
  }

  private resolveSub(argument: TemplateValue): TemplateValue {
    const [text, variables] = Array.isArray(argument) ? (argument as TemplateValue[]) : [argument];
    const own = asRecord(this.resolve(asRecord(variables)));
    const filled = String(text).replace(/\$\{([^!}][^}]*)\}/g, (placeholder, name: string) => {
      const value = Object.hasOwn(own, name) ? own[name] : this.valueOf(name);
      return isPlain(value) ? String(value) : placeholder;
    });
    return /\$\{[^!]/.test(filled) ? { 'Fn::Sub': [filled, own] } : filled.replaceAll('${!', '${');
  }

  private resolveJoin(argument: TemplateValue): TemplateValue {
    const [separator, parts] = asList(argument);
    const resolved = this.resolve(parts);
    const isKnown = Array.isArray(resolved) && resolved.every(isPlain);
    return isKnown ? resolved.map(String).join(String(separator)) : { 'Fn::Join': [separator, resolved] };
  }

  private resolveSelect(argument: TemplateValue): TemplateValue {
    const [index, source] = asList(argument).map((part) => this.resolve(part));
    const [separator, text] = asList(asRecord(source)['Fn::Split']).map((part) => this.resolve(part));
    // A list parameter is one text with commas.
    const items = Array.isArray(source)
      ? source
      : isPlain(text)
        ? String(text).split(String(separator))
        : isPlain(source)
          ? String(source).split(',')
          : [];
    // Which item it is can be known where the item itself is not.
    return items[Number(index)] ?? { 'Fn::Select': [index, source] };
  }

  private resolveFindInMap(argument: TemplateValue): TemplateValue {
    const keys = asList(argument).map((part) => this.resolve(part));
    const [map, first, second] = keys;
    return asRecord(asRecord(this.mappings[String(map)])[String(first)])[String(second)] ?? { 'Fn::FindInMap': keys };
  }

  private resolveIf(argument: TemplateValue): TemplateValue {
    const [name, yes, no] = asList(argument);
    const holds = this.isTrue(String(name));
    return holds === undefined ? { 'Fn::If': [name, yes, no] } : this.resolve(holds ? yes : no);
  }
}

function allOf(parts: readonly (boolean | undefined)[]): boolean | undefined {
  return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function isPlain(value: TemplateValue): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function asRecord(value: TemplateValue): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Values) : {};
}

function asList(value: TemplateValue): TemplateValue[] {
  return Array.isArray(value) ? (value as TemplateValue[]) : [];
}
