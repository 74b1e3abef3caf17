import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { AwsAccount, Made, Properties, Refusal } from './aws-account';

interface Resource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DependsOn?: string | string[];
  readonly Condition?: string;
}

interface Template {
  readonly Resources?: Record<string, Resource>;
  readonly Mappings?: Record<string, Record<string, Record<string, unknown>>>;
}

interface Live {
  readonly type: string;
  readonly properties: Properties;
  readonly made: Made;
}

/** What was done to one resource, and what was to be seen of the account afterwards. */
export interface Step<T> {
  readonly what: string;
  readonly then: T;
}

/** How a deployment ended. */
export interface Outcome<T> {
  /** Why it was rolled back; undefined where it was not. */
  readonly refused?: string;
  readonly steps: Step<T>[];
}

/**
 * How CloudFormation takes a stack from one template to the next.
 *
 * In the order of the references: what is new is made, what differs is updated, and what differs in a property that can only be set at
 * creation is made anew. What is no longer needed is deleted at the end, in reverse order. When anything is refused, what was updated is
 * taken back and what was made is deleted.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
 */
export class DeployedStack<T = undefined> {
  private live = new Map<string, Live>();
  private template: Template = {};
  private steps: Step<T>[] = [];

  /** `look` is what each step says of the account. */
  constructor(
    private readonly account: AwsAccount,
    private readonly look: () => T,
  ) {}

  public deploy(template: Template): Outcome<T> {
    this.steps = [];
    const before = new Map(this.live);
    const made: [string, Live][] = [];
    const updated: string[] = [];
    try {
      for (const id of orderOf(template)) {
        const { Type: type, Properties: given = {} } = template.Resources![id];
        const properties = this.resolve(given, template);
        const current = this.live.get(id);
        if (current !== undefined && isDeepStrictEqual(current.properties, properties)) {
          continue;
        }
        const replaced = current && createOnly(type).some((name) => !isDeepStrictEqual(current.properties[name], properties[name]));
        if (current === undefined || replaced) {
          const live = { type, properties, made: this.account.create(type, id, properties) };
          made.push([id, live]);
          this.live.set(id, live);
          this.did(replaced ? 'replace' : 'create', id, type);
        } else {
          this.account.update(type, current.made, properties);
          updated.push(id);
          this.live.set(id, { ...current, properties });
          this.did('update', id, type);
        }
      }
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      this.account.broken.clear();
      for (const id of orderOf(this.template).filter((each) => updated.includes(each))) {
        const { type, properties, made: old } = before.get(id)!;
        this.account.update(type, old, properties);
        this.did('take back', id, type);
      }
      this.live = before;
      made.reverse().forEach(([id, live]) => this.delete(id, live));
      return { refused: error.message, steps: this.steps };
    }
    const obsolete = orderOf(this.template)
      .reverse()
      .filter((id) => this.live.get(id)?.made !== before.get(id)!.made || template.Resources?.[id] === undefined);
    for (const id of obsolete) {
      if (template.Resources?.[id] === undefined) {
        this.live.delete(id);
      }
      this.delete(id, before.get(id)!);
    }
    this.template = template;
    return { steps: this.steps };
  }

  /** Deletes the stack. */
  public destroy(): Outcome<T> {
    return this.deploy({});
  }

  private delete(id: string, { type, made, properties }: Live): void {
    this.account.delete(type, made, properties);
    this.did('delete', id, type);
  }

  private did(action: string, id: string, type: string): void {
    this.steps.push({ what: `${action} ${type.replace(/^AWS::/, '')} ${id.replace(/([0-9A-F]{8})+$/, '')}`, then: this.look() });
  }

  private resolve(value: any, template: Template): any {
    if (Array.isArray(value)) {
      return value.map((each) => this.resolve(each, template));
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const [[name, argument]] = Object.entries<any>(value).length === 1 ? Object.entries<any>(value) : [['', undefined]];
    const of = (each: any) => this.resolve(each, template);
    switch (name) {
      case 'Ref':
        return this.reference(argument);
      case 'Fn::GetAtt':
        return this.live.get(argument[0])!.made.attributes[argument[1]] ?? `${argument.join('.')}`;
      case 'Fn::Join':
        return of(argument[1]).join(argument[0]);
      case 'Fn::Select':
        return of(argument[1])[Number(argument[0])];
      case 'Fn::Split':
        return of(argument[1]).split(argument[0]);
      case 'Fn::FindInMap': {
        const [map, first, second] = of(argument);
        return template.Mappings![map][first][second];
      }
      case 'Fn::Sub':
        return argument.replace(/\$\{([^}]+)\}/g, (_whole: string, reference: string) => this.reference(reference));
      default:
        if (name.startsWith('Fn::')) {
          throw new Error(`${name} is not modelled`);
        }
        return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, of(each)]));
    }
  }

  private reference(id: string): string {
    return PSEUDO_PARAMETERS[id] ?? this.live.get(id)!.made.ref;
  }
}

const PSEUDO_PARAMETERS: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111122223333',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'Stack',
};

/** The resources of a template, each after what it refers to. Fails on a circle, as CloudFormation does. */
function orderOf({ Resources = {} }: Template): string[] {
  // The CDK's own metadata, for one, is no part of what is modelled.
  const ids = Object.keys(Resources).filter((id) => Resources[id].Condition === undefined);
  const order: string[] = [];
  const visit = (id: string, path: string[]): void => {
    if (path.includes(id)) {
      throw new Error(`Circular dependency: ${[...path, id].join(' → ')}`);
    }
    if (!order.includes(id)) {
      const { Properties: properties = {}, DependsOn: dependsOn = [] } = Resources[id];
      const text = JSON.stringify(properties);
      const needed = ids.filter(
        (other) => text.includes(`"${other}"`) || text.includes(`\${${other}`) || [dependsOn].flat().includes(other),
      );
      needed.filter((other) => other !== id).forEach((other) => visit(other, [...path, id]));
      order.push(id);
    }
  };
  ids.forEach((id) => visit(id, []));
  return order;
}

let database: Record<string, string[]> | undefined;

/** The properties of a type that only a new resource can change, as the CDK's command line knows them for `cdk diff`. */
export function createOnly(type: string): string[] {
  database ??= readDatabase();
  return database[type] ?? [];
}

function readDatabase(): Record<string, string[]> {
  // The module does not export the file, but it stands beside the one that it exports.
  const file = createRequire(__filename).resolve('aws-cdk/package.json').replace('package.json', 'db.json.gz');
  const { schema } = JSON.parse(gunzipSync(readFileSync(file)).toString());
  const entities: { cloudFormationType: string; properties: Record<string, { causesReplacement?: string }> }[] = schema.resource.entities;
  return Object.fromEntries(
    entities.map(({ cloudFormationType, properties }) => [
      cloudFormationType,
      Object.entries(properties).flatMap(([name, { causesReplacement = 'no' }]) => (causesReplacement === 'no' ? [] : [name])),
    ]),
  );
}
