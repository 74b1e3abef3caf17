import { VariantPropertyType } from '@aws-sdk/client-sagemaker';
import { Annotations, App, CfnOutput, NestedStack, PhysicalName, Stack, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CfnEndpoint, IEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { DeploymentStrategy, Endpoint, EndpointProps, InstanceType, ProductionVariant } from '../../lib';
import { IRELAND, newStack, onlyResource, rendered } from '../model/rendered';
import {
  allowedIn,
  aStringToken,
  configOf,
  EndpointFixture,
  logicalIdOf,
  newEndpoint,
  newModel,
  resourcesOf,
  warningsOf,
} from '../support/fixtures';

const BOUNDS = { minCapacity: 1, maxCapacity: 4 };
const OWN_NAME = expect.stringMatching(/^stack-endpoint-[0-9a-f]{8}-[0-9a-f]{8}$/);

const propertiesOf = (stack: Stack) => onlyResource(stack, 'AWS::SageMaker::Endpoint').Properties;

describe('the variants', () => {
  /** An endpoint with so many variants. */
  function withVariants(count: number): Stack {
    const stack = newStack(IRELAND);
    const endpoint = new Endpoint(stack, 'Endpoint');
    const model = newModel(stack);
    for (let i = 0; i < count; i++) {
      endpoint.addProductionVariant(`Variant${i}`, { model, instanceType: InstanceType.G5_2XLARGE });
    }
    return stack;
  }

  test.each([1, 10])('may be %s, in their order', (count) => {
    const names = configOf({ stack: withVariants(count) }).ProductionVariants.map((variant: any) => variant.VariantName);
    expect(names).toEqual(Array.from({ length: count }, (_, i) => `Variant${i}`));
  });

  test.each([0, 11])('fails at synth when they are %s', (count) => {
    const stack = withVariants(count);
    expect(() => Template.fromStack(stack)).toThrow(
      new Error(
        'Validation failed with the following errors:\n' +
          `  [Stack/Endpoint] productionVariants: got ${count}, expected 1 to 10. Call addProductionVariant for each.`,
      ),
    );
  });
});

describe('the name', () => {
  test('is made from the path by default', () => {
    // WHEN
    const { stack, endpoint } = newEndpoint();

    // THEN
    expect(propertiesOf(stack)).toEqual({ EndpointConfigName: '${EndpointConfig.EndpointConfigName}', EndpointName: OWN_NAME });
    expect(rendered(stack.resolve([endpoint.endpointName, endpoint.endpointArn, endpoint.endpointRef]))).toEqual([
      '${Endpoint.EndpointName}',
      '${Endpoint}',
      { endpointArn: '${Endpoint}' },
    ]);
    expect(configOf({ stack })).not.toHaveProperty('EndpointConfigName');
  });

  test.each(['a', '9', 'chat--prod', 'x'.repeat(63)])('may be %s', (endpointName) => {
    // WHEN
    const { stack, endpoint } = newEndpoint({ endpoint: { endpointName } });

    // THEN
    expect(propertiesOf(stack).EndpointName).toBe(endpointName);
    expect(rendered(stack.resolve(endpoint.endpointName))).toBe('${Endpoint.EndpointName}');
  });

  test('may be known at deployment only', () => {
    expect(propertiesOf(newEndpoint({ endpoint: { endpointName: aStringToken() } }).stack).EndpointName).toBe('${AText}');
  });

  test.each(['', '-a', 'a-', 'a_b', 'x'.repeat(64), `a${'-'.repeat(62)}b`])('fails when it is %s', (endpointName) => {
    expect(() => newEndpoint({ endpoint: { endpointName } })).toThrow(
      new Error(
        `[Stack/Endpoint] endpointName: got '${endpointName}', expected at most 63 letters, digits and hyphens, ` +
          'with no hyphen at the start or the end.',
      ),
    );
  });

  const warning =
    'An autoscaled endpoint with a fixed name cannot change its instance type in one deployment: SageMaker refuses the update, and a ' +
    'second endpoint cannot have the same name. Leave endpointName off. [ack: cdk-sagemaker-inference:fixedEndpointName]';
  const strategyWarning = warning.replace(
    'An autoscaled endpoint with a fixed name cannot change its instance type',
    'An endpoint with a deploymentStrategy and a fixed name cannot add, remove or rename a variant',
  );
  const bothWarning = `An autoscaled endpoint with a fixed name cannot change its instance type in one deployment. ${strategyWarning}`;

  test.each([
    ['fixed, scaled', { endpointName: 'chat' }, true, [warning]],
    ['fixed, not scaled', { endpointName: 'chat' }, false, []],
    ['generated, scaled', {}, true, []],
    ['fixed, with a strategy', { endpointName: 'chat', deploymentStrategy: DeploymentStrategy.canary() }, false, [strategyWarning]],
    ['fixed, scaled, with a strategy', { endpointName: 'chat', deploymentStrategy: DeploymentStrategy.canary() }, true, [bothWarning]],
    ['generated, with a strategy', { deploymentStrategy: DeploymentStrategy.canary() }, false, []],
  ])('warns when it hinders a change of instance types or variants: %s', (_name, props, scaled, warnings) => {
    // GIVEN
    const { endpoint, variant } = newEndpoint({ endpoint: props });

    // WHEN
    if (scaled) {
      variant.autoScaleInstanceCount(BOUNDS);
    }

    // THEN
    expect(warningsOf(endpoint)).toEqual(warnings);
  });

  test('the warning can be acknowledged', () => {
    // GIVEN
    const { endpoint, variant } = newEndpoint({ endpoint: { endpointName: 'chat' } });
    variant.autoScaleInstanceCount(BOUNDS);

    // WHEN
    Annotations.of(endpoint).acknowledgeWarning('cdk-sagemaker-inference:fixedEndpointName');

    // THEN
    expect(warningsOf(endpoint)).toEqual([]);
  });
});

describe('updates', () => {
  test('set the counts of variants that do not scale', () => {
    expect(Object.keys(propertiesOf(newEndpoint().stack)).sort()).toEqual(['EndpointConfigName', 'EndpointName']);
  });

  test('keep the counts of variants that scale, and nothing else', () => {
    // GIVEN
    const { stack, endpoint, variant } = newEndpoint();
    endpoint.addProductionVariant('Still', { model: variant.model, instanceType: InstanceType.G5_2XLARGE });

    // WHEN
    variant.autoScaleInstanceCount(BOUNDS);

    // THEN
    expect(propertiesOf(stack)).toEqual({
      EndpointConfigName: '${EndpointConfig.EndpointConfigName}',
      EndpointName: OWN_NAME,
      RetainAllVariantProperties: true,
      ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' }, { VariantPropertyType: 'DataCaptureConfig' }],
    });
  });

  test('exclude all that SageMaker could keep but the counts', () => {
    // GIVEN
    const { stack, variant } = newEndpoint();

    // WHEN
    variant.autoScaleInstanceCount(BOUNDS);

    // THEN
    const excluded = propertiesOf(stack).ExcludeRetainedVariantProperties.map((entry: any) => entry.VariantPropertyType);
    expect([...excluded, VariantPropertyType.DesiredInstanceCount].sort()).toEqual(Object.values(VariantPropertyType).sort());
  });
});

describe('the key of the volumes', () => {
  /** An endpoint with a key and the instance types as pools. */
  function withKey(instanceTypes: InstanceType[], given?: EndpointFixture) {
    const stack = newStack(IRELAND);
    const instancePools = instanceTypes.map((instanceType) => ({ instanceType }));
    return newEndpoint({ stack, endpoint: { kmsKey: new kms.Key(stack, 'Key') }, instancePools, ...given });
  }
  const warning =
    'kmsKey does not encrypt the local NVMe storage of ml.g5.2xlarge, ml.trn1.2xlarge, and SageMaker may refuse it. ' +
    'The hardware encrypts that storage. [ack: cdk-sagemaker-inference:kmsKeyOnLocalStorage]';

  test('is one of AWS by default', () => {
    // WHEN
    const { stack, endpoint } = newEndpoint();

    // THEN
    expect(configOf({ stack })).not.toHaveProperty('KmsKeyId');
    expect(warningsOf(endpoint)).toEqual([]);
  });

  test.each([InstanceType.P3_2XLARGE, InstanceType.INF1_XLARGE, InstanceType.of('ml.x9.large')])('may be given for %s', (type) => {
    // WHEN
    const { stack, endpoint } = withKey([type]);

    // THEN
    expect(configOf({ stack }).KmsKeyId).toBe('${Key.Arn}');
    expect(warningsOf(endpoint)).toEqual([]);
  });

  test('warns where storage is local', () => {
    // WHEN
    const { stack, endpoint } = withKey([InstanceType.G5_2XLARGE, InstanceType.P3_2XLARGE, InstanceType.TRN1_2XLARGE]);

    // THEN
    expect(configOf({ stack }).KmsKeyId).toBe('${Key.Arn}');
    expect(warningsOf(endpoint)).toEqual([warning]);
  });

  test('the warning can be acknowledged', () => {
    // GIVEN
    const { endpoint } = withKey([InstanceType.G5_2XLARGE]);

    // WHEN
    Annotations.of(endpoint).acknowledgeWarning('cdk-sagemaker-inference:kmsKeyOnLocalStorage');

    // THEN
    expect(warningsOf(endpoint)).toEqual([]);
  });
});

describe('callers', () => {
  const OWN_NAMES = expect.stringMatching(
    /^arn:\$\{AWS::Partition\}:sagemaker:eu-west-1:111122223333:endpoint\/stack-endpoint-[0-9a-f]{8}-\*$/,
  );
  const INVOKE = { Effect: 'Allow', Action: ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'] };

  test('may be granted requests, streamed ones included', () => {
    // GIVEN
    const { stack, endpoint } = newEndpoint();
    const api = new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

    // WHEN
    const grant = endpoint.grantInvoke(api);

    // THEN
    expect(grant.success).toBe(true);
    expect(allowedIn(stack, /^Api/, 'sagemaker')).toEqual([{ ...INVOKE, Resource: OWN_NAMES }]);
  });

  test.each<[string, EndpointProps, string]>([
    ['the endpoint itself where its name is fixed', { endpointName: 'chat' }, '${Endpoint}'],
    ['the endpoint itself where it hosts components', { componentHosting: {} }, '${Endpoint}'],
  ])('may call %s', (_name, props, resource) => {
    // GIVEN
    const stack = newStack(IRELAND);
    const endpoint = new Endpoint(stack, 'Endpoint', props);
    const model = props.componentHosting === undefined ? newModel(stack) : undefined;
    endpoint.addProductionVariant('Main', { model, instanceType: InstanceType.G5_2XLARGE });

    // WHEN
    endpoint.grantInvoke(new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));

    // THEN
    expect(allowedIn(stack, /^Api/, 'sagemaker')).toEqual([{ ...INVOKE, Resource: resource }]);
  });

  test('may call what the endpoint is called, and no other endpoint of the stack', () => {
    // GIVEN
    const { stack, endpoint, variant } = newEndpoint();
    const other = new Endpoint(stack, 'Endpoint2');
    other.addProductionVariant('Main', { model: variant.model, instanceType: InstanceType.G5_2XLARGE });

    // WHEN
    endpoint.grantInvoke(new iam.Role(stack, 'Api', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));

    // THEN
    const [{ Resource }] = allowedIn(stack, /^Api/, 'sagemaker');
    const prefix = Resource.replace(/^.*\//, '').replace('*', '');
    const names = resourcesOf(stack, 'AWS::SageMaker::Endpoint').map(([, { Properties }]) => Properties.EndpointName);
    expect(names.map((name) => name.startsWith(prefix))).toEqual([true, false]);
  });

  test("may be constructs of CDK that take CDK's own IEndpoint", () => {
    // GIVEN
    const { stack, endpoint } = newEndpoint();
    const own: IEndpoint = endpoint;

    // WHEN
    new apigateway.RestApi(stack, 'Api').root.addMethod('POST', new apigateway.SagemakerIntegration(own));

    // THEN
    const { Integration } = onlyResource(stack, 'AWS::ApiGateway::Method').Properties;
    expect(Integration.Uri).toContain('runtime.sagemaker:path/endpoints/${Endpoint.EndpointName}/invocations');
    expect(allowedIn(stack, /^Api/, 'sagemaker')).toEqual([{ ...INVOKE, Resource: OWN_NAMES }]);
  });

  /** Gives the endpoint another name, by another variant that scales. */
  function scaleAnother(endpoint: Endpoint, { model }: ProductionVariant): void {
    endpoint.addProductionVariant('Other', { model, instanceType: InstanceType.G5_2XLARGE }).autoScaleInstanceCount(BOUNDS);
  }

  /** Another stack that shows the name and the ARN of the endpoint, and the endpoint's own stack. */
  function fromElsewhere(region: string, endpointName?: string) {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: IRELAND });
    const { endpoint, variant } = newEndpoint({ stack, endpoint: { endpointName } });
    const other = new Stack(app, 'Other', { env: { ...IRELAND, region } });
    new CfnOutput(other, 'Name', { value: endpoint.endpointName });
    new CfnOutput(other, 'Arn', { value: endpoint.endpointArn });
    return { stack, other, endpoint, variant };
  }

  test('in another stack import what this one exports', () => {
    // GIVEN
    const { stack, other, endpoint, variant } = fromElsewhere('eu-west-1');

    // WHEN: it gets its final name after the reference was made
    scaleAnother(endpoint, variant);

    // THEN
    const id = logicalIdOf(stack, 'AWS::SageMaker::Endpoint');
    const exported = Object.values(Template.fromStack(stack).findOutputs('*'));
    expect(exported.map(({ Value }) => Value)).toEqual([{ 'Fn::GetAtt': [id, 'EndpointName'] }, { Ref: id }]);
    const imported = exported.map(({ Export }) => ({ 'Fn::ImportValue': Export.Name }));
    Template.fromStack(other).hasOutput('Name', { Value: imported[0] });
    Template.fromStack(other).hasOutput('Arn', { Value: imported[1] });
  });

  test.each([
    ['chat', 'chat'],
    [PhysicalName.GENERATE_IF_NEEDED, expect.stringMatching(/^[a-z0-9]{1,63}$/)],
  ])('in another region know a fixed name', (endpointName, name) => {
    // WHEN
    const { stack, other } = fromElsewhere('us-east-1', endpointName);

    // THEN
    const { Value } = Template.fromStack(other).findOutputs('Name').Name;
    expect(Value).toEqual(name);
    expect(propertiesOf(stack).EndpointName).toBe(Value);
  });

  test('in another region know the ARN, which has the name in lower case', () => {
    // WHEN
    const { stack, other } = fromElsewhere('us-east-1', 'Chat-Prod');

    // THEN
    const outputs = Template.fromStack(other).findOutputs('*');
    expect(rendered(outputs.Arn.Value)).toBe('arn:${AWS::Partition}:sagemaker:eu-west-1:111122223333:endpoint/chat-prod');
    expect(outputs.Name.Value).toBe('Chat-Prod');
    expect(propertiesOf(stack).EndpointName).toBe('Chat-Prod');
  });

  test('in another region know the ARN with a generated name', () => {
    // WHEN
    const { stack, other } = fromElsewhere('us-east-1', PhysicalName.GENERATE_IF_NEEDED);

    // THEN
    const { Value } = Template.fromStack(other).findOutputs('Arn').Arn;
    expect(rendered(Value)).toBe(`arn:\${AWS::Partition}:sagemaker:eu-west-1:111122223333:endpoint/${propertiesOf(stack).EndpointName}`);
  });

  test('in a nested stack get the name as a parameter', () => {
    // GIVEN
    const { stack, endpoint, variant } = newEndpoint();
    const nested = new NestedStack(stack, 'Nested');
    new CfnOutput(nested, 'Name', { value: endpoint.endpointName });

    // WHEN
    scaleAnother(endpoint, variant);

    // THEN
    const [[, { Properties }]] = resourcesOf(stack, 'AWS::CloudFormation::Stack');
    const parameters = Object.entries(Properties.Parameters);
    expect(parameters).toEqual([[expect.any(String), { 'Fn::GetAtt': [logicalIdOf(stack, 'AWS::SageMaker::Endpoint'), 'EndpointName'] }]]);
    Template.fromStack(nested).hasOutput('Name', { Value: { Ref: parameters[0][0] } });
  });

  test('outside of a nested stack get the name as its output', () => {
    // GIVEN
    const stack = newStack(IRELAND);
    const nested = new NestedStack(stack, 'Nested');
    const { endpoint, variant } = newEndpoint({ stack: nested });
    new CfnOutput(stack, 'Name', { value: endpoint.endpointName });

    // WHEN
    scaleAnother(endpoint, variant);

    // THEN
    const [[output, { Value }]] = Object.entries(Template.fromStack(nested).findOutputs('*'));
    expect(Value).toEqual({ 'Fn::GetAtt': [logicalIdOf(nested, 'AWS::SageMaker::Endpoint'), 'EndpointName'] });
    Template.fromStack(stack).hasOutput('Name', { Value: { 'Fn::GetAtt': [Match.anyValue(), `Outputs.${output}`] } });
  });
});

test('tags land on model, configuration and endpoint', () => {
  // GIVEN
  const stack = newStack(IRELAND);
  newEndpoint({ stack, model: newModel(stack) });

  // WHEN
  Tags.of(stack).add('team', 'chat');

  // THEN
  for (const type of ['Model', 'EndpointConfig', 'Endpoint']) {
    expect(onlyResource(stack, `AWS::SageMaker::${type}`).Properties.Tags).toEqual([{ Key: 'team', Value: 'chat' }]);
  }
});

test('the default child is the endpoint itself', () => {
  expect(newEndpoint().endpoint.node.defaultChild).toBeInstanceOf(CfnEndpoint);
});
