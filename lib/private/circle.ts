import { CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Whether CloudFormation would have to make a resource before itself, by way of what it refers to and what that refers to.
 *
 * To be asked at validation, when the references between stacks are parameters and outputs. `other` is a part of the circle that is looked
 * for: where that is in another nested stack, the circle is one of nested stacks. Between other stacks CDK finds it.
 */
export function isInCircle(resource: CfnResource, other: IConstruct): boolean {
  const stacks = stacksOf(other);
  const stack = stacksOf(resource).find((each) => stacks.includes(each));
  if (stack === undefined) {
    return false;
  }
  const start = standInFor(resource, stack);
  const waiting = [start];
  const seen = new Set(waiting);
  let byId: Map<string, CfnResource> | undefined;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const ids = namedIn(Object.values(stack.resolve(next._toCloudFormation()).Resources ?? {}));
    // Most alarms refer to nothing, and ids take their time.
    byId ??= ids.length === 0 ? undefined : resourcesById(stack);
    for (const named of ids.flatMap((id) => byId?.get(id) ?? [])) {
      if (named === start) {
        return true;
      }
      if (!seen.has(named)) {
        seen.add(named);
        waiting.push(named);
      }
    }
  }
  return false;
}

/** The stack of a construct and those in which that is nested, the innermost first. */
function stacksOf(construct: IConstruct): Stack[] {
  const stack = Stack.of(construct);
  return [stack, ...(stack.nestedStackParent === undefined ? [] : stacksOf(stack.nestedStackParent))];
}

/** What stands for a resource in the stack around its own: the nested stack. */
function standInFor(resource: CfnResource, stack: Stack): CfnResource {
  const own = Stack.of(resource);
  return own === stack ? resource : standInFor(own.nestedStackResource as CfnResource, stack);
}

function resourcesById(stack: Stack): Map<string, CfnResource> {
  const resources = stack.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.stack === stack);
  return new Map(resources.map((resource) => [stack.resolve(resource.logicalId) as string, resource]));
}

/** The logical ids, and some more, that a part of a template refers to. */
function namedIn(part: unknown): string[] {
  if (Array.isArray(part)) {
    return part.flatMap(namedIn);
  }
  if (typeof part !== 'object' || part === null) {
    return [];
  }
  return Object.entries(part).flatMap(([key, value]) => {
    switch (key) {
      case 'Ref':
        return [value];
      case 'DependsOn':
        return [value].flat();
      case 'Fn::GetAtt':
        return [[value].flat()[0].split('.')[0]];
      case 'Fn::Sub':
        return [...JSON.stringify(value).matchAll(/\$\{([^!}.]+)/g)].map(([, id]) => id).concat(namedIn(value));
      default:
        return namedIn(value);
    }
  });
}
