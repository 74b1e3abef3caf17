import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { Endpoint, EndpointProps, InstanceOptions, InstanceType, Model } from '../../lib';
import { IRELAND } from '../model/rendered';
import { aStringToken, logicalIdOf, resourcesOf } from '../support/fixtures';

// SageMaker refuses to change the instance type of a registered variant; see docs/decisions/0002-instance-type-change.md.

interface Variant extends InstanceOptions {
  readonly variantName?: string;
  readonly model?: string;
  readonly initialWeight?: number;
  readonly scaled?: boolean;
  readonly maxCapacity?: number;
  readonly target?: number;
  readonly burst?: boolean;
}

const G5: Variant = { instanceType: InstanceType.G5_2XLARGE };
const G6: Variant = { instanceType: InstanceType.G6_2XLARGE };
const BASE: Record<string, Variant> = { Main: G5, Side: G5 };

/** An app of its own, as a deployment would synthesize it. */
function synth(
  variants: Record<string, Variant>,
  props: EndpointProps = {},
  scopeOf: (stack: Stack) => Construct = (stack) => stack,
): Stack {
  const stack = new Stack(new App(), 'Stack', { env: IRELAND });
  const scope = scopeOf(stack);
  const endpoint = new Endpoint(scope, 'Endpoint', props);
  for (const [id, given] of Object.entries(variants)) {
    const { model = 'llama', scaled = true, maxCapacity = 4, target = 5, burst = true, ...options } = given;
    const variant = endpoint.addProductionVariant(id, { ...options, model: Model.fromModelName(scope, `${id}Model`, model) });
    if (scaled) {
      const instances = variant.autoScaleInstanceCount({ maxCapacity });
      instances.scaleOnConcurrency('Concurrency', { targetConcurrentRequestsPerModel: target });
      if (burst) {
        instances.stepOnConcurrency('Burst', { targetConcurrentRequestsPerModel: target });
      }
    }
  }
  return stack;
}

const idOf = (...given: Parameters<typeof synth>) => logicalIdOf(synth(...given), 'AWS::SageMaker::Endpoint');

/** The logical ids of all but the endpoint, and all of their properties with the endpoint's logical id left out. */
function othersOf(stack: Stack): [string, string][] {
  const id = logicalIdOf(stack, 'AWS::SageMaker::Endpoint');
  const resources: Record<string, any> = Template.fromStack(stack).toJSON().Resources;
  return Object.entries(resources)
    .filter(([, { Type }]) => Type !== 'AWS::SageMaker::Endpoint')
    .map(([other, resource]) => [other, JSON.stringify(resource).replaceAll(id, 'THE_ENDPOINT')]);
}

test('another instance type replaces the endpoint, and what scales it moves over', () => {
  // WHEN
  const before = synth({ Main: G5 });
  const after = synth({ Main: G6 });

  // THEN
  const id = logicalIdOf(after, 'AWS::SageMaker::Endpoint');
  expect(id).not.toBe(logicalIdOf(before, 'AWS::SageMaker::Endpoint'));
  const name = { 'Fn::GetAtt': [id, 'EndpointName'] };
  const [[, target]] = resourcesOf(after, 'AWS::ApplicationAutoScaling::ScalableTarget');
  expect(target.Properties.ResourceId).toEqual({ 'Fn::Join': ['', ['endpoint/', name, '/variant/Main']] });
  const [[, alarm]] = resourcesOf(after, 'AWS::CloudWatch::Alarm');
  expect(alarm.Properties.Dimensions).toContainEqual({ Name: 'EndpointName', Value: name });

  // The type itself stands in the configuration; nothing else differs but the reference.
  const differing = othersOf(before).map(([other, json]) => [other, json.replace('ml.g5.2xlarge', 'ml.g6.2xlarge')]);
  expect(othersOf(after)).toEqual(differing);
  expect(
    othersOf(after)
      .map(([other]) => other.replace(/[0-9A-F]{8}$/, ''))
      .sort(),
  ).toEqual([
    'EndpointConfig',
    'EndpointMainInstanceCountBurstAlarm',
    'EndpointMainInstanceCountBurstPolicy',
    'EndpointMainInstanceCountConcurrency',
    'EndpointMainInstanceCountTarget',
  ]);
});

/** What CDK alone would make of the path. */
function plainId(): string {
  const stack = new Stack(new App(), 'Stack');
  const plain = new CfnEndpoint(new Construct(stack, 'Endpoint'), 'Resource', { endpointConfigName: 'config' });
  return stack.resolve(plain.logicalId);
}

/** The variants as they are, but standing still. */
const still = (variant: Variant): Variant => ({ ...variant, scaled: false });

describe('the logical id of an endpoint with one variant', () => {
  test('is that of the path with a hash', () => {
    expect(idOf({ Main: G5 })).toMatch(new RegExp(`^${plainId()}[0-9A-F]{8}$`));
  });

  // Part of every user's template: if this one differs, every endpoint of every user is replaced.
  test('is made as it is on record', () => {
    expect(idOf({ Main: G5 }).slice(-8)).toBe('B674F4B3');
  });

  test.each([
    ['a type', G5],
    ['pools', { instancePools: [{ instanceType: InstanceType.G5_2XLARGE }, { instanceType: InstanceType.G6_2XLARGE }] }],
  ])('stays when scaling is switched on or off, with %s', (_name, variant: Variant) => {
    expect(idOf({ Main: still(variant) })).toBe(idOf({ Main: variant }));
  });

  test.each<[string, Record<string, Variant>]>([
    ['another instance type', { Main: G6 }],
    ['a new name', { Main: { ...G5, variantName: 'Renamed' } }],
    ['a type more', { Main: { instancePools: [{ instanceType: InstanceType.G5_2XLARGE }, { instanceType: InstanceType.G6_2XLARGE }] } }],
  ])('changes with %s, whether it scales or not', (_name, { Main }) => {
    // WHEN
    const [base, ...others] = [G5, Main, still(Main)].map((variant) => idOf({ Main: variant }));

    // THEN
    expect(others).toEqual([others[0], others[0]]);
    expect(others).not.toContain(base);
  });

  test.each([
    ['scales', G5],
    ['stands still', still(G5)],
  ])('stays with a second one that stands still, where the first one %s', (_name, first: Variant) => {
    // WHEN
    const ids = [G5, G6].map((second) => idOf({ Main: first, Side: still(second) }));

    // THEN
    expect(ids).toEqual([idOf({ Main: first }), idOf({ Main: first })]);
  });

  test.each([
    ['scales', G5],
    ['stands still', still(G5)],
  ])('changes with a second one that scales, where the first one %s', (_name, first: Variant) => {
    expect(idOf({ Main: first, Side: G6 })).not.toBe(idOf({ Main: first }));
  });
});

describe('the logical id of an endpoint with two variants that scale', () => {
  test('is the same for the same input', () => {
    expect(idOf(BASE)).toBe(idOf(BASE));
  });

  test.each<[string, Record<string, Variant>]>([
    ['another instance type', { ...BASE, Side: G6 }],
    ['a variant renamed', { ...BASE, Side: { ...G5, variantName: 'Renamed' } }],
    ['the first variant renamed', { ...BASE, Main: { ...G5, variantName: 'Renamed' } }],
    ['a variant removed', { Main: G5 }],
    ['the first variant removed', { Side: G5 }],
    ['a third one that scales', { ...BASE, Third: G5 }],
    ['a variant no longer scaled', { ...BASE, Side: still(G5) }],
    ['a type replaced by pools', { ...BASE, Side: { instancePools: [G5, G6] as InstanceOptions['instancePools'] } }],
    ['instance types swapped', { Main: G6, Side: G5 }],
  ])('changes with %s', (_name, variants) => {
    expect(idOf(variants)).not.toBe(idOf(BASE));
  });

  test.each<[string, Record<string, Variant>]>([
    ['other bounds', { ...BASE, Side: { ...G5, maxCapacity: 9 } }],
    ['another model', { ...BASE, Side: { ...G5, model: 'mistral' } }],
    ['fewer policies', { ...BASE, Side: { ...G5, burst: false } }],
    ['another target', { ...BASE, Side: { ...G5, target: 7 } }],
    ['another weight', { ...BASE, Side: { ...G5, initialWeight: 9 } }],
    ['another initial count', { ...BASE, Side: { ...G5, initialInstanceCount: 2 } }],
    ['another order of the variants', { Side: G5, Main: G5 }],
    ['a variant added that does not scale', { ...BASE, Still: still(G6) }],
    ['the first variant no longer scaled', { ...BASE, Main: still(G5) }],
    ['the same pools, of which one type is one', { Main: { instancePools: [{ instanceType: InstanceType.G5_2XLARGE }] }, Side: G5 }],
  ])('stays with %s', (_name, variants) => {
    expect(idOf(variants)).toBe(idOf(BASE));
  });

  test.each<[string, InstanceType[]]>([
    ['another pool', [InstanceType.G5_2XLARGE, InstanceType.G6_2XLARGE, InstanceType.G6E_2XLARGE]],
    ['one pool less', [InstanceType.G5_2XLARGE]],
    ['the pools in another order', [InstanceType.G6_2XLARGE, InstanceType.G5_2XLARGE]],
  ])('changes with %s', (_name, types) => {
    const pooled = (...instanceTypes: InstanceType[]) =>
      idOf({ Main: { instancePools: instanceTypes.map((instanceType) => ({ instanceType })) } });
    expect(pooled(...types)).not.toBe(pooled(InstanceType.G5_2XLARGE, InstanceType.G6_2XLARGE));
  });

  test('does not depend on when scaling was asked for', () => {
    // GIVEN
    const stack = new Stack(new App(), 'Stack', { env: IRELAND });
    const endpoint = new Endpoint(stack, 'Endpoint');
    const model = Model.fromModelName(stack, 'MainModel', 'llama');
    const [main, side] = ['Main', 'Side'].map((id) => endpoint.addProductionVariant(id, { ...G5, model }));

    // WHEN
    const early = stack.resolve(endpoint.endpointName);
    [side, main].forEach((variant) => variant.autoScaleInstanceCount({ maxCapacity: 4 }));

    // THEN
    expect(early['Fn::GetAtt'][0]).toBe(idOf({ Main: G5 }));
    expect(early['Fn::GetAtt'][0]).not.toBe(idOf(BASE));
    expect(stack.resolve(endpoint.endpointName)['Fn::GetAtt'][0]).toBe(idOf(BASE));
    expect(logicalIdOf(stack, 'AWS::SageMaker::Endpoint')).toBe(idOf(BASE));
  });

  test('follows an instance type that is known at deployment only', () => {
    // GIVEN
    const tokenOf = (name: string) => InstanceType.of(`ml.${aStringToken()}.${name}`);
    const id = idOf({ Main: { instanceType: tokenOf('xlarge') } });

    // THEN
    expect(idOf({ Main: { instanceType: tokenOf('xlarge') } })).toBe(id);
    expect(idOf({ Main: { instanceType: tokenOf('2xlarge') } })).not.toBe(id);
  });

  test('has at most 255 letters and digits, however long the path is', () => {
    // GIVEN
    const deep = (stack: Stack) => ['a', 'b', 'c'].reduce<Construct>((scope, letter) => new Construct(scope, letter.repeat(100)), stack);

    // WHEN
    const [g5, g6] = [G5, G6].map((variant) => idOf({ Main: variant }, {}, deep));

    // THEN
    expect(g5).toMatch(/^[A-Za-z0-9]{241,255}$/);
    expect(g6).toMatch(/^[A-Za-z0-9]{241,255}$/);
    expect(g6).not.toBe(g5);
  });

  test('may be overridden by the user', () => {
    // GIVEN
    const stack = synth(BASE);

    // WHEN
    const endpoint = stack.node.findChild('Endpoint').node.defaultChild as CfnEndpoint;
    endpoint.overrideLogicalId('MyEndpoint');

    // THEN
    expect(logicalIdOf(stack, 'AWS::SageMaker::Endpoint')).toBe('MyEndpoint');
  });
});

describe('a renaming by the stack', () => {
  /** The logical id of an endpoint that the stack renames before or after it is made. */
  function renamed(when: 'before' | 'after', variant: Variant): string {
    const rename = (stack: Stack) => stack.renameLogicalId(plainId(), 'Renamed');
    const stack = synth({ Main: variant }, {}, (scope) => {
      if (when === 'before') {
        rename(scope);
      }
      return scope;
    });
    if (when === 'after') {
      rename(stack);
    }
    return logicalIdOf(stack, 'AWS::SageMaker::Endpoint');
  }

  test.each(['before', 'after'] as const)('%s the endpoint is made stands in for the path, and the hash stays', (when) => {
    expect(renamed(when, G5)).toBe(`Renamed${idOf({ Main: G5 }).slice(-8)}`);
    expect(renamed(when, still(G6))).toBe(`Renamed${idOf({ Main: G6 }).slice(-8)}`);
  });

  test('is followed by what refers to the endpoint', () => {
    // GIVEN
    const stack = synth({ Main: G5 });

    // WHEN
    stack.renameLogicalId(plainId(), 'Renamed');

    // THEN
    const id = logicalIdOf(stack, 'AWS::SageMaker::Endpoint');
    const [[, target]] = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalableTarget');
    expect(JSON.stringify(target.Properties.ResourceId)).toContain(`["${id}","EndpointName"]`);
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain(plainId());
  });
});

test.each([
  ['a fixed name', { endpointName: 'chat' }, false],
  ['a fixed name that scales', { endpointName: 'chat' }, true],
])('the logical id of an endpoint with %s is always the same', (_name, props, scaled) => {
  expect([G5, G6].map((variant) => idOf({ Main: { ...variant, scaled } }, props))).toEqual([plainId(), plainId()]);
});

test.each([InstanceType.G5_2XLARGE, InstanceType.G6_2XLARGE])('the logical id of an endpoint for components is the same on %s', (type) => {
  // GIVEN
  const stack = new Stack(new App(), 'Stack', { env: IRELAND });

  // WHEN
  new Endpoint(stack, 'Endpoint', { componentHosting: {} }).addProductionVariant('Main', { instanceType: type });

  // THEN
  expect(logicalIdOf(stack, 'AWS::SageMaker::Endpoint')).toBe(plainId());
});
