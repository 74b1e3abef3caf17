import { Template } from '../../../lib/simulation/template/read-template';
import { unknownLinks } from '../../../lib/simulation/template/unknown-links';
import { foreignTemplate, resource } from '../scenario/support';

const CHOICE = { 'Fn::If': ['IsThere', [{ Ref: 'Steps' }], []] };

/** Where the links of the foreign template are not known when one of its resources has other properties. */
function linksWith(logicalId: string, properties: Record<string, unknown>, more: Record<string, unknown> = {}): (string | string[])[][] {
  const { Type, Properties } = foreignTemplate().Resources![logicalId];
  return linksOf(foreignTemplate({ ...more, [logicalId]: { Type, Properties: { ...Properties, ...properties } } }));
}

function linksOf(template: Template): (string | string[])[][] {
  const links = unknownLinks(template, (condition) => [`what ${condition} hangs on`]);
  return links.map(({ logicalId, path, names }) => [logicalId, path, [...names]]);
}

test('a template whose resources refer to each other is known, whatever the names will be', () => {
  expect(linksOf(foreignTemplate())).toEqual([]);
  expect(linksOf({})).toEqual([]);
});

describe('not known is', () => {
  test.each<[string, string, Record<string, unknown>, string, string[]]>([
    ['of which service a target is', 'Target', { ServiceNamespace: { Ref: 'P' } }, 'ServiceNamespace', ['P']],
    ['what of it a target scales', 'Target', { ScalableDimension: { Ref: 'P' } }, 'ScalableDimension', ['P']],
    ['what an import scales', 'Target', { ResourceId: { 'Fn::ImportValue': 'rid' } }, 'ResourceId', ['rid']],
    [
      'what a target scales by a choice',
      'Target',
      { ResourceId: { 'Fn::Sub': ['endpoint/${E}/variant/Blue', { E: { 'Fn::If': ['C', 'a', 'b'] } }] } },
      'ResourceId',
      ['what C hangs on'],
    ],
    ['to which target a policy belongs', 'Steps', { ScalingTargetId: { 'Fn::ImportValue': 'x' } }, 'ScalingTargetId', ['x']],
    [
      'to which target a policy belongs by its resource',
      'Steps',
      { ScalingTargetId: undefined, ResourceId: { Ref: 'P' }, ScalableDimension: 'sagemaker:variant:DesiredInstanceCount' },
      'ResourceId',
      ['P'],
    ],
    ['of which type a policy is', 'Steps', { PolicyType: { Ref: 'P' } }, 'PolicyType', ['P']],
    ['which variants there are', 'Config', { ProductionVariants: { 'Fn::If': ['C', [], []] } }, 'ProductionVariants', ['what C hangs on']],
    [
      'whether there is a variant',
      'Config',
      { ProductionVariants: [{ 'Fn::If': ['C', {}, {}] }] },
      'ProductionVariants.0',
      ['what C hangs on'],
    ],
    ['which configuration an endpoint has', 'Endpoint', { EndpointConfigName: { 'Fn::ImportValue': 'c' } }, 'EndpointConfigName', ['c']],
    [
      'which configuration a custom resource hands out',
      'Endpoint',
      { EndpointConfigName: { 'Fn::GetAtt': ['Target', 'Name'] } },
      'EndpointConfigName',
      ['Target.Name'],
    ],
    ['whether an alarm triggers a policy', 'Busy', { AlarmActions: CHOICE }, 'AlarmActions', ['what IsThere hangs on']],
    [
      'whether a policy is among others',
      'Busy',
      { OKActions: ['arn', { 'Fn::If': ['C', { Ref: 'Steps' }, 'x'] }] },
      'OKActions.1',
      ['what C hangs on'],
    ],
  ])('%s', (_, logicalId, properties, path, names) => {
    expect(linksWith(logicalId, properties)).toEqual([[logicalId, path, names]]);
  });

  test('on which endpoint of the template a component is', () => {
    const Component = resource('SageMaker::InferenceComponent', { EndpointName: { 'Fn::ImportValue': 'far' } });
    expect(linksOf(foreignTemplate({ Component }))).toEqual([['Component', 'EndpointName', ['far']]]);
    expect(linksOf({ Resources: { Component } })).toEqual([]);
  });
});

describe('known is', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['a target by a parameter', 'Target', { ResourceId: { 'Fn::Sub': 'endpoint/${Name}/variant/Blue' } }],
    [
      'a target of an endpoint elsewhere',
      'Target',
      { ResourceId: { 'Fn::Join': ['/', ['endpoint', { 'Fn::ImportValue': 'e' }, 'variant', 'a']] } },
    ],
    ['a configuration that is called the same', 'Config', { EndpointConfigName: { Ref: 'P' } }],
    [
      'an alarm that calls somebody else',
      'Busy',
      { AlarmActions: [{ 'Fn::ImportValue': 'topic' }, { Ref: 'Topic' }, { 'Fn::If': ['C', { Ref: 'T' }, 'x'] }] },
    ],
  ])('%s', (_, logicalId, properties) => {
    const Endpoint = resource('SageMaker::Endpoint', { EndpointConfigName: logicalId === 'Config' ? { Ref: 'P' } : { Ref: 'Config' } });
    expect(linksWith(logicalId, properties, { Endpoint })).toEqual([]);
  });

  test('what belongs to another service, by whatever shows it', () => {
    const P = { Ref: 'P' };
    const policy = (properties: object) =>
      resource('ApplicationAutoScaling::ScalingPolicy', { PolicyType: P, ScalingTargetId: P, ...properties });
    const predefined = { PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' } };
    const others = {
      Service: resource('ApplicationAutoScaling::ScalableTarget', { ServiceNamespace: 'ecs', ScalableDimension: P, ResourceId: P }),
      Table: resource('ApplicationAutoScaling::ScalableTarget', {
        ServiceNamespace: P,
        ScalableDimension: 'dynamodb:table:ReadCapacityUnits',
      }),
      Cluster: resource('ApplicationAutoScaling::ScalableTarget', { ServiceNamespace: P, ResourceId: { 'Fn::Sub': 'service/${C}/s' } }),
      ByMetric: policy({ TargetTrackingScalingPolicyConfiguration: predefined }),
      ByTarget: policy({ ScalingTargetId: { Ref: 'Service' } }),
      ByNamespace: policy({ ServiceNamespace: 'ecs' }),
    };
    expect(linksOf(foreignTemplate(others))).toEqual([]);
    // Where nothing of SageMaker scales, no policy can be lost.
    expect(linksOf({ Resources: { Any: policy({}) } })).toEqual([]);
  });
});
