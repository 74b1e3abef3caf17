import { App, Stack } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { Template } from '../../../lib/simulation/template/read-template';
import { generateTraffic } from '../../../lib/simulation/traffic/generate-traffic';

type Properties = Record<string, unknown>;

/** Requests at equal distances, all of the same length. */
export const evenTraffic = (requestsPerSecond: number, durationSeconds: number) =>
  generateTraffic({
    shape: { kind: 'constant', requestsPerSecond, durationSeconds },
    arrivals: 'even',
    inputTokens: { kind: 'fixed', tokens: 100 },
    outputTokens: { kind: 'fixed', tokens: 50 },
  });

export function templateOf(Example: new (app: App, id: string) => Stack, id = 'Stack'): Template {
  return Assertions.fromStack(new Example(new App(), id)).toJSON();
}

export const resource = (type: string, properties: Properties = {}) => ({ Type: `AWS::${type}`, Properties: properties });

/** What somebody else wrote by hand: an endpoint with parameters, a classic policy, and steps on an alarm of ten seconds. */
export function foreignTemplate(overrides: Record<string, unknown> = {}): Template {
  const resources = {
    Endpoint: resource('SageMaker::Endpoint', { EndpointName: { 'Fn::Sub': '${Stage}-chat' }, EndpointConfigName: { Ref: 'Config' } }),
    Config: resource('SageMaker::EndpointConfig', {
      EndpointConfigName: 'chat-config',
      ProductionVariants: [
        { VariantName: 'Blue', ModelName: 'm', InstanceType: { Ref: 'Type' }, InitialInstanceCount: 2, InitialVariantWeight: 1 },
      ],
    }),
    Target: resource('ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: { Ref: 'Min' },
      MaxCapacity: { 'Fn::FindInMap': ['Bounds', { Ref: 'Stage' }, 'Max'] },
      ResourceId: { 'Fn::Sub': 'endpoint/${Stage}-chat/variant/Blue' },
      ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      ServiceNamespace: 'sagemaker',
    }),
    Invocations: resource('ApplicationAutoScaling::ScalingPolicy', {
      PolicyName: 'by-invocations',
      PolicyType: 'TargetTrackingScaling',
      ScalingTargetId: { Ref: 'Target' },
      TargetTrackingScalingPolicyConfiguration: {
        PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' },
        TargetValue: '60',
        ScaleInCooldown: { 'Fn::If': ['IsProduction', 900, { Ref: 'AWS::NoValue' }] },
      },
    }),
    Steps: resource('ApplicationAutoScaling::ScalingPolicy', {
      PolicyType: 'StepScaling',
      ScalingTargetId: { Ref: 'Target' },
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'ChangeInCapacity',
        Cooldown: 30,
        StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 2 }],
      },
    }),
    Busy: resource('CloudWatch::Alarm', {
      AlarmActions: [{ Ref: 'Steps' }],
      Namespace: 'AWS/SageMaker',
      MetricName: 'ConcurrentRequestsPerModel',
      Dimensions: [
        { Name: 'EndpointName', Value: { 'Fn::Sub': '${Stage}-chat' } },
        { Name: 'VariantName', Value: 'Blue' },
      ],
      Statistic: 'Maximum',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 8,
      Period: 10,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
    }),
  };
  return {
    Parameters: {
      Stage: { Type: 'String', Default: 'prod' },
      Type: { Type: 'String', Default: 'ml.g5.2xlarge' },
      Min: { Type: 'Number' },
    },
    Mappings: { Bounds: { prod: { Max: 6 }, test: { Max: 2 } } },
    Conditions: { IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Resources: { ...resources, ...overrides },
  };
}
