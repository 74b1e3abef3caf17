import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { DeploymentStrategy, Endpoint, EndpointProps, InstanceOptions, InstanceType, Model } from '../../lib';
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

/** The name in the template of a stack. */
const nameIn = (stack: Stack): any => resourcesOf(stack, 'AWS::SageMaker::Endpoint')[0][1].Properties.EndpointName;

const nameOf = (...given: Parameters<typeof synth>) => nameIn(synth(...given));

test('another instance type gives the endpoint another name, and nothing else but the type differs', () => {
  // WHEN
  const [before, after] = [G5, G6].map((variant) => synth({ Main: variant }));

  // THEN
  expect(nameIn(after)).not.toBe(nameIn(before));
  const [json, expected] = [after, before].map((stack) => JSON.stringify(Template.fromStack(stack).toJSON()));
  expect(json).toBe(expected.replaceAll(nameIn(before), nameIn(after)).replace('ml.g5.2xlarge', 'ml.g6.2xlarge'));
});

test('the name is written out in metrics, and a reference for scaling, which has to wait for the endpoint', () => {
  // WHEN
  const stack = synth({ Main: G5 });

  // THEN
  const [[, alarm]] = resourcesOf(stack, 'AWS::CloudWatch::Alarm');
  expect(alarm.Properties.Dimensions).toContainEqual({ Name: 'EndpointName', Value: nameIn(stack) });
  const [[, target]] = resourcesOf(stack, 'AWS::ApplicationAutoScaling::ScalableTarget');
  const reference = { 'Fn::GetAtt': [plainId(), 'EndpointName'] };
  expect(target.Properties.ResourceId).toEqual({ 'Fn::Join': ['', ['endpoint/', reference, '/variant/Main']] });
});

/** What CDK alone would make of the path. */
function plainId(): string {
  const stack = new Stack(new App(), 'Stack');
  const plain = new CfnEndpoint(new Construct(stack, 'Endpoint'), 'Resource', { endpointConfigName: 'config' });
  return stack.resolve(plain.logicalId);
}

/** The variants as they are, but standing still. */
const still = (variant: Variant): Variant => ({ ...variant, scaled: false });

describe('the name of an endpoint with one variant', () => {
  test('is that of the path with a hash, in lower case', () => {
    expect(nameOf({ Main: G5 })).toMatch(/^stack-endpoint-[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  // Part of every user's template: if this one differs, every endpoint of every user is replaced.
  test('is made as it is on record', () => {
    expect(nameOf({ Main: G5 })).toBe('stack-endpoint-04393c94-b7e86c60');
  });

  test.each([
    ['a type', G5],
    ['pools', { instancePools: [{ instanceType: InstanceType.G5_2XLARGE }, { instanceType: InstanceType.G6_2XLARGE }] }],
  ])('stays when scaling is switched on or off, with %s', (_name, variant: Variant) => {
    expect(nameOf({ Main: still(variant) })).toBe(nameOf({ Main: variant }));
  });

  test.each<[string, Record<string, Variant>]>([
    ['another instance type', { Main: G6 }],
    ['a new name', { Main: { ...G5, variantName: 'Renamed' } }],
    ['a type more', { Main: { instancePools: [{ instanceType: InstanceType.G5_2XLARGE }, { instanceType: InstanceType.G6_2XLARGE }] } }],
  ])('changes with %s, whether it scales or not', (_name, { Main }) => {
    // WHEN
    const [base, ...others] = [G5, Main, still(Main)].map((variant) => nameOf({ Main: variant }));

    // THEN
    expect(others).toEqual([others[0], others[0]]);
    expect(others).not.toContain(base);
  });

  test.each([
    ['scales', G5],
    ['stands still', still(G5)],
  ])('stays with a second one that stands still, where the first one %s', (_name, first: Variant) => {
    // WHEN
    const ids = [G5, G6].map((second) => nameOf({ Main: first, Side: still(second) }));

    // THEN
    expect(ids).toEqual([nameOf({ Main: first }), nameOf({ Main: first })]);
  });

  test.each([
    ['scales', G5],
    ['stands still', still(G5)],
  ])('changes with a second one that scales, where the first one %s', (_name, first: Variant) => {
    expect(nameOf({ Main: first, Side: G6 })).not.toBe(nameOf({ Main: first }));
  });
});

describe('the name of an endpoint with two variants that scale', () => {
  test('is the same for the same input', () => {
    expect(nameOf(BASE)).toBe(nameOf(BASE));
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
    expect(nameOf(variants)).not.toBe(nameOf(BASE));
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
    expect(nameOf(variants)).toBe(nameOf(BASE));
  });

  test.each<[string, InstanceType[]]>([
    ['another pool', [InstanceType.G5_2XLARGE, InstanceType.G6_2XLARGE, InstanceType.G6E_2XLARGE]],
    ['one pool less', [InstanceType.G5_2XLARGE]],
    ['the pools in another order', [InstanceType.G6_2XLARGE, InstanceType.G5_2XLARGE]],
  ])('changes with %s', (_name, types) => {
    const pooled = (...instanceTypes: InstanceType[]) =>
      nameOf({ Main: { instancePools: instanceTypes.map((instanceType) => ({ instanceType })) } });
    expect(pooled(...types)).not.toBe(pooled(InstanceType.G5_2XLARGE, InstanceType.G6_2XLARGE));
  });

  test('does not depend on when scaling was asked for, nor on when the name was', () => {
    // GIVEN
    const stack = new Stack(new App(), 'Stack', { env: IRELAND });
    const endpoint = new Endpoint(stack, 'Endpoint');
    const model = Model.fromModelName(stack, 'MainModel', 'llama');
    const [main, side] = ['Main', 'Side'].map((id) => endpoint.addProductionVariant(id, { ...G5, model }));

    // WHEN
    const { EndpointName } = main.metricInvocations().dimensions!;
    const early = stack.resolve(EndpointName);
    [side, main].forEach((variant) => variant.autoScaleInstanceCount({ maxCapacity: 4 }));

    // THEN
    expect(early).toBe(nameOf({ Main: G5 }));
    expect(early).not.toBe(nameOf(BASE));
    expect(stack.resolve(EndpointName)).toBe(nameOf(BASE));
    expect(nameIn(stack)).toBe(nameOf(BASE));
  });

  test('follows an instance type that is known at deployment only', () => {
    // GIVEN
    const tokenOf = (name: string) => InstanceType.of(`ml.${aStringToken()}.${name}`);
    const id = nameOf({ Main: { instanceType: tokenOf('xlarge') } });

    // THEN
    expect(nameOf({ Main: { instanceType: tokenOf('xlarge') } })).toBe(id);
    expect(nameOf({ Main: { instanceType: tokenOf('2xlarge') } })).not.toBe(id);
  });

  test('has at most 63 characters, however long the path is', () => {
    // GIVEN
    const deep = (stack: Stack) => ['a', 'b', 'c'].reduce<Construct>((scope, letter) => new Construct(scope, letter.repeat(100)), stack);

    // WHEN
    const [g5, g6] = [G5, G6].map((variant) => nameOf({ Main: variant }, {}, deep));

    // THEN
    expect(g5).toMatch(/^[a-z0-9][a-z0-9-]{50,61}[a-z0-9]$/);
    expect(g6).toHaveLength(g5.length);
    expect(g6).not.toBe(g5);
  });
});

describe('the name', () => {
  test.each(['', 'Default'])('has the hash of the path even where the path is short: %p', (id) => {
    // GIVEN
    const stack = new Stack(new App(), 'Stack', { env: IRELAND });

    // WHEN
    const endpoint = new Endpoint(stack, id === '' ? 'E' : id);
    endpoint.addProductionVariant('Main', { ...G5, model: Model.fromModelName(stack, 'Model', 'llama') });

    // THEN: what callers may call begins with it, and no other endpoint's name does
    expect(nameIn(stack)).toMatch(/^stack-(e-)?[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  test.each<[string, (endpoint: CfnEndpoint) => void]>([
    ['overridden', (endpoint) => endpoint.overrideLogicalId('Mine')],
    ['renamed', (endpoint) => endpoint.stack.renameLogicalId(plainId(), 'Mine')],
  ])('changes when the logical id is %s, since CloudFormation then makes another endpoint', (_name, rename) => {
    // GIVEN
    const stack = synth(BASE);

    // WHEN
    rename(stack.node.findChild('Endpoint').node.defaultChild as CfnEndpoint);

    // THEN
    expect(logicalIdOf(stack, 'AWS::SageMaker::Endpoint')).toBe('Mine');
    expect(nameIn(stack)).not.toBe(nameOf(BASE));
    expect(nameIn(stack).slice(0, -8)).toBe(nameOf(BASE).slice(0, -8));
  });

  test('may be set in the template by an escape hatch, and metrics follow', () => {
    // GIVEN
    const stack = synth({ Main: G5 });

    // WHEN
    (stack.node.findChild('Endpoint').node.defaultChild as CfnEndpoint).endpointName = 'own';

    // THEN
    const [[, alarm]] = resourcesOf(stack, 'AWS::CloudWatch::Alarm');
    expect(nameIn(stack)).toBe('own');
    expect(alarm.Properties.Dimensions).toContainEqual({ Name: 'EndpointName', Value: 'own' });
  });
});

describe('with a deployment strategy', () => {
  const props = { deploymentStrategy: DeploymentStrategy.canary() };
  const withThird = { ...BASE, Third: { ...G5, scaled: false } };

  test.each<[string, Record<string, Variant>]>([
    ['a variant that stands still is renamed', { ...BASE, Third: { ...G5, scaled: false, variantName: 'Renamed' } }],
    ['a variant that stands still goes', BASE],
  ])('the name changes when %s', (_name, variants) => {
    expect(nameOf(variants, props)).not.toBe(nameOf(withThird, props));
    expect(nameOf(variants)).toBe(nameOf(withThird));
  });

  test('the name stays when the type of a variant that stands still changes', () => {
    expect(nameOf({ ...BASE, Third: { ...G6, scaled: false } }, props)).toBe(nameOf(withThird, props));
  });

  test('the name is the same as without where all variants scale', () => {
    expect(nameOf(BASE, props)).toBe(nameOf(BASE));
  });
});

describe('the logical id', () => {
  test.each<[string, Record<string, Variant>]>([
    ['another type', { Main: G6 }],
    ['another name', { Main: { ...G5, variantName: 'Renamed' } }],
    ['two variants', BASE],
  ])('is that of CDK with %s', (_name, variants) => {
    expect(idOf(variants)).toBe(plainId());
  });
});

test('an endpoint with a fixed name keeps it', () => {
  expect([G5, G6].map((variant) => nameOf({ Main: variant }, { endpointName: 'chat' }))).toEqual(['chat', 'chat']);
});

test.each([InstanceType.G5_2XLARGE, InstanceType.G6_2XLARGE])('an endpoint for components has the same name on %s', (type) => {
  // GIVEN
  const stack = new Stack(new App(), 'Stack', { env: IRELAND });

  // WHEN
  new Endpoint(stack, 'Endpoint', { componentHosting: {} }).addProductionVariant('Main', { instanceType: type });

  // THEN
  expect(nameIn(stack)).toMatch(/^stack-endpoint-[0-9a-f]{8}$/);
  expect(nameIn(stack).slice(0, 23)).toBe(nameOf({ Main: G5 }).slice(0, 23));
});
