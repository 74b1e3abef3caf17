import { gateFindings, loadValidator } from './support/template-gate';

// The first template waits for the engine to start.
jest.setTimeout(60_000);

const REGION = 'us-east-1';

/** A template is JSON that the cases below break in one place each. */
type Json = any;

function correctTemplate(): Json {
  return {
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'sagemaker.amazonaws.com' } }],
          },
        },
      },
      Model: {
        Type: 'AWS::SageMaker::Model',
        Properties: { ExecutionRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      },
      Config: {
        Type: 'AWS::SageMaker::EndpointConfig',
        Properties: {
          ProductionVariants: [
            {
              VariantName: 'AllTraffic',
              ModelName: { 'Fn::GetAtt': ['Model', 'ModelName'] },
              InstanceType: 'ml.g5.2xlarge',
              InitialInstanceCount: 1,
              InitialVariantWeight: 1,
              ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 0, MaxInstanceCount: 6 },
              RoutingConfig: { RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' },
            },
          ],
        },
      },
      Endpoint: {
        Type: 'AWS::SageMaker::Endpoint',
        Properties: { EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] } },
      },
      Component: {
        Type: 'AWS::SageMaker::InferenceComponent',
        Properties: {
          EndpointName: { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] },
          VariantName: 'AllTraffic',
          Specification: {
            ModelName: { 'Fn::GetAtt': ['Model', 'ModelName'] },
            ComputeResourceRequirements: { NumberOfAcceleratorDevicesRequired: 1, MinMemoryRequiredInMb: 16384 },
          },
          RuntimeConfig: { CopyCount: 1 },
        },
      },
      Target: {
        Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
        Properties: {
          ServiceNamespace: 'sagemaker',
          ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
          ResourceId: { 'Fn::Sub': 'endpoint/${Endpoint.EndpointName}/variant/AllTraffic' },
          MinCapacity: 1,
          MaxCapacity: 4,
        },
      },
      Policy: {
        Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
        Properties: {
          PolicyName: 'Concurrency',
          PolicyType: 'TargetTrackingScaling',
          ScalingTargetId: { Ref: 'Target' },
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: 5,
            PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantConcurrentRequestsPerModelHighResolution' },
          },
        },
      },
      Steps: {
        Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
        Properties: {
          PolicyName: 'Burst',
          PolicyType: 'StepScaling',
          ScalingTargetId: { Ref: 'Target' },
          StepScalingPolicyConfiguration: {
            AdjustmentType: 'ChangeInCapacity',
            MetricAggregationType: 'Maximum',
            StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 2 }],
          },
        },
      },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Namespace: 'AWS/SageMaker',
          MetricName: 'ConcurrentRequestsPerModel',
          Dimensions: [{ Name: 'EndpointName', Value: { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] } }],
          Statistic: 'Maximum',
          Period: 10,
          EvaluationPeriods: 1,
          Threshold: 5,
          ComparisonOperator: 'GreaterThanThreshold',
          AlarmActions: [{ Ref: 'Steps' }],
        },
      },
    },
  };
}

const props = (template: Json, id: string): Json => template.Resources[id].Properties;
const variant = (template: Json): Json => props(template, 'Config').ProductionVariants[0];
const tracking = (template: Json): Json => props(template, 'Policy').TargetTrackingScalingPolicyConfiguration;

/*
 * Each row: what is wrong, how the correct template gets so, and the finding.
 *
 * What the engine does not see (tried with the copy in aws-cdk-lib 2.276.0), so that our own checks and tests have to:
 * - an instance type that its region does not have (rule E3642 exists, but let ml.p5.48xlarge pass in every region tried);
 * - MinCapacity above MaxCapacity, MinInstanceCount above MaxInstanceCount;
 * - no metric specification in a target-tracking policy, or both; a PolicyType with the other type's configuration;
 * - steps that overlap or leave gaps; negative cooldowns;
 * - an InstanceType beside InstancePools; PREFIX_AWARE routing without its settings; a variant without InitialInstanceCount;
 * - an alarm's Period of 7 seconds; a literal ResourceId of the wrong form; 17 environment entries of a component;
 * - one name given to two endpoints; Fn::Join with a single argument, or with a string for its list.
 * A number given as a string is only its warning W9003.
 */
const BROKEN: readonly (readonly [string, (template: Json) => void, { readonly rule: string; readonly place: string }])[] = [
  ['an unknown property', (t) => (props(t, 'Config').Foo = 1), { rule: 'F3002', place: 'Config Properties.Foo' }],
  ['an unknown nested property', (t) => (variant(t).Foo = 1), { rule: 'F3002', place: 'Config Properties.ProductionVariants.0.Foo' }],
  ['a missing required property', (t) => delete props(t, 'Config').ProductionVariants, { rule: 'F3003', place: 'Config Properties' }],
  ['a missing nested property', (t) => delete variant(t).VariantName, { rule: 'F3003', place: 'Config Properties.ProductionVariants.0' }],
  [
    'a component without specification',
    (t) => delete props(t, 'Component').Specification,
    { rule: 'F3018', place: 'Component Properties' },
  ],
  [
    'a wrong type',
    (t) => (variant(t).InitialInstanceCount = 'many'),
    { rule: 'F3012', place: 'Config Properties.ProductionVariants.0.InitialInstanceCount' },
  ],
  [
    'an object for a list',
    (t) => (props(t, 'Config').ProductionVariants = {}),
    { rule: 'F3012', place: 'Config Properties.ProductionVariants' },
  ],
  [
    'a number below its minimum',
    (t) => (variant(t).InitialInstanceCount = 0),
    { rule: 'F3034', place: 'Config Properties.ProductionVariants.0.InitialInstanceCount' },
  ],
  [
    'a name that does not match its pattern',
    (t) => (variant(t).VariantName = 'All Traffic'),
    { rule: 'F3031', place: 'Config Properties.ProductionVariants.0.VariantName' },
  ],
  [
    'an instance type that does not exist',
    (t) => (variant(t).InstanceType = 'ml.g5.3xlarge'),
    { rule: 'W3030', place: 'Config Properties.ProductionVariants.0.InstanceType' },
  ],
  [
    'a routing strategy that does not exist',
    (t) => (variant(t).RoutingConfig.RoutingStrategy = 'FASTEST'),
    { rule: 'W3030', place: 'Config Properties.ProductionVariants.0.RoutingConfig.RoutingStrategy' },
  ],
  [
    'a status of managed scaling that does not exist',
    (t) => (variant(t).ManagedInstanceScaling.Status = 'ON'),
    { rule: 'W3030', place: 'Config Properties.ProductionVariants.0.ManagedInstanceScaling.Status' },
  ],
  [
    'a scalable dimension that does not exist',
    (t) => (props(t, 'Target').ScalableDimension = 'sagemaker:variant:DesiredCopyCount'),
    { rule: 'W3030', place: 'Target Properties.ScalableDimension' },
  ],
  [
    'a policy type that does not exist',
    (t) => (props(t, 'Policy').PolicyType = 'Magic'),
    { rule: 'W3030', place: 'Policy Properties.PolicyType' },
  ],
  [
    'a predefined metric that does not exist',
    (t) => (tracking(t).PredefinedMetricSpecification.PredefinedMetricType = 'SageMakerConcurrency'),
    {
      rule: 'W3030',
      place: 'Policy Properties.TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType',
    },
  ],
  [
    'an adjustment type that does not exist',
    (t) => (props(t, 'Steps').StepScalingPolicyConfiguration.AdjustmentType = 'Change'),
    { rule: 'W3030', place: 'Steps Properties.StepScalingPolicyConfiguration.AdjustmentType' },
  ],
  [
    'a comparison that does not exist',
    (t) => (props(t, 'Alarm').ComparisonOperator = 'Above'),
    { rule: 'W3030', place: 'Alarm Properties.ComparisonOperator' },
  ],
  ['an unknown resource type', (t) => (t.Resources.Model.Type = 'AWS::SageMaker::Modell'), { rule: 'F3006', place: 'Model' }],
  ['an unknown resource attribute', (t) => (t.Resources.Model.Dependson = 'Role'), { rule: 'E3001', place: 'Model' }],
  [
    'a Ref to nothing',
    (t) => (props(t, 'Policy').ScalingTargetId = { Ref: 'Nothing' }),
    { rule: 'F1020', place: 'Policy Properties.ScalingTargetId' },
  ],
  ['a DependsOn on nothing', (t) => (t.Resources.Policy.DependsOn = ['Nothing']), { rule: 'E3005', place: 'Policy' }],
  [
    'a GetAtt of nothing',
    (t) => (props(t, 'Endpoint').EndpointConfigName = { 'Fn::GetAtt': ['Nothing', 'EndpointConfigName'] }),
    { rule: 'F1020', place: 'Endpoint' },
  ],
  [
    'a GetAtt of an unknown attribute',
    (t) => (props(t, 'Endpoint').EndpointConfigName = { 'Fn::GetAtt': ['Config', 'Name'] }),
    { rule: 'E9004', place: 'Endpoint Properties.EndpointConfigName' },
  ],
  [
    'a GetAtt without attribute',
    (t) => (props(t, 'Endpoint').EndpointConfigName = { 'Fn::GetAtt': ['Config'] }),
    { rule: 'F1101', place: 'Endpoint Properties.EndpointConfigName.Fn::GetAtt' },
  ],
  [
    'a Sub of nothing',
    (t) => (props(t, 'Target').ResourceId = { 'Fn::Sub': 'endpoint/${Nothing.EndpointName}/variant/AllTraffic' }),
    { rule: 'F1018', place: 'Target Properties.ResourceId' },
  ],
  [
    'an unknown intrinsic function',
    (t) => (props(t, 'Endpoint').EndpointConfigName = { 'Fn::Joyn': ['', ['a']] }),
    { rule: 'F3012', place: 'Endpoint Properties.EndpointConfigName' },
  ],
  [
    'an Fn::If on no condition',
    (t) => (props(t, 'Endpoint').EndpointConfigName = { 'Fn::If': ['Nothing', 'a', 'b'] }),
    { rule: 'E1028', place: 'Endpoint Properties.EndpointConfigName.Fn::If.0' },
  ],
  ['a circular dependency', (t) => (t.Resources.Model.DependsOn = ['Endpoint']), { rule: 'F3004', place: 'Model Resources/Model' }],
  [
    'an output of nothing',
    (t) => (t.Outputs = { Name: { Value: { Ref: 'Nothing' } } }),
    { rule: 'F6101', place: 'Outputs.Name.Value.Ref' },
  ],
  ['no resources', (t) => (t.Resources = {}), { rule: 'F0001', place: '' }],
];

describe('the template gate', () => {
  test('lets a correct template pass', () => {
    expect(gateFindings(correctTemplate(), REGION)).toEqual([]);
  });

  test.each(BROKEN)('refuses %s', (_, breakIt, expected) => {
    // GIVEN
    const template = correctTemplate();

    // WHEN
    breakIt(template);

    // THEN
    expect(gateFindings(template, REGION)).toContainEqual(expect.objectContaining(expected));
  });

  test('refuses a resource type that the region does not have', () => {
    expect(gateFindings(correctTemplate(), 'eu-west-3')).toContainEqual(
      expect.objectContaining({ rule: 'F3006', place: 'Component Type' }),
    );
  });

  test('fails when the region does not exist', () => {
    expect(() => gateFindings(correctTemplate(), 'us-eats-1')).toThrow("region: got 'us-eats-1', expected the name of an AWS region.");
  });

  test('fails when aws-cdk-lib has no validator', () => {
    expect(() => loadValidator(__filename)).toThrow('No @aws/cloudformation-validate in');
  });
});
