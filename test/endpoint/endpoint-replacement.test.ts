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

describe('the logical id of an endpoint that scales', () => {
  test('is the same for the same input', () => {
    expect(idOf(BASE)).toBe(idOf(BASE));
  });

  test.each<[string, Record<string, Variant>]>([
    ['another instance type', { ...BASE, Side: G6 }],
    ['a variant renamed', { ...BASE, Side: { ...G5, variantName: 'Renamed' } }],
    ['a variant removed', { Main: G5 }],
    ['a variant no longer scaled', { ...BASE, Side: { ...G5, scaled: false } }],
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
    ['a variant added that does not scale', { ...BASE, Still: { ...G6, scaled: false } }],
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
    const variant = endpoint.addProductionVariant('Main', { ...G5, model: Model.fromModelName(stack, 'MainModel', 'llama') });

    // WHEN
    const early = stack.resolve(endpoint.endpointName);
    variant.autoScaleInstanceCount({ maxCapacity: 4 });

    // THEN
    expect(early['Fn::GetAtt'][0]).not.toBe(idOf({ Main: G5 }));
    expect(stack.resolve(endpoint.endpointName)['Fn::GetAtt'][0]).toBe(idOf({ Main: G5 }));
    expect(logicalIdOf(stack, 'AWS::SageMaker::Endpoint')).toBe(idOf({ Main: G5 }));
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
    const unscaled = idOf({ Main: { ...G5, scaled: false } }, {}, deep);
    const [g5, g6] = [G5, G6].map((variant) => idOf({ Main: variant }, {}, deep));

    // THEN
    expect(unscaled.length).toBeGreaterThan(240);
    expect(g5).toMatch(/^[A-Za-z0-9]{241,255}$/);
    expect(g6).toMatch(/^[A-Za-z0-9]{241,255}$/);
    expect(new Set([unscaled, g5, g6]).size).toBe(3);
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

test.each([
  ['does not scale', { scaled: false }, {}],
  ['has a fixed name', {}, { endpointName: 'chat' }],
])('the logical id of an endpoint that %s is always the same', (_name, scaling, props) => {
  // WHEN
  const ids = [G5, G6].map((variant) => idOf({ Main: { ...variant, ...scaling } }, props));

  // THEN: it is what CDK makes of the path
  const stack = new Stack(new App(), 'Stack');
  const plain = new CfnEndpoint(new Construct(stack, 'Endpoint'), 'Resource', { endpointConfigName: 'config' });
  expect(ids).toEqual([stack.resolve(plain.logicalId), stack.resolve(plain.logicalId)]);
});
