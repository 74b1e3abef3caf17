import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, CfnDashboard, Dashboard, Metric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  DeploymentStrategy,
  InferenceComponent,
  InferenceDashboard,
  InferenceDashboardProps,
  InferenceImage,
  InstanceType,
  ModelData,
  ProductionVariant,
  RecommendedAlarms,
  ScalableCapacity,
} from '../../lib';
import { newFleet, RESOURCES } from '../inference-component/support';
import { IRELAND, newStack } from '../model/rendered';
import { aNumberToken, warningsOf } from '../support/fixtures';
import { bodyOf, COPY_SCALING, INSTANCE_SCALING, newChat, newLlama } from './support';

function widgetsOf(stack: Stack, props: InferenceDashboardProps): any[] {
  new InferenceDashboard(stack, 'Dashboard', props);
  return bodyOf(stack).widgets;
}

/** Headings and graphs in their order, as a person reads them. */
const titlesOf = (widgets: any[]): string[] =>
  widgets.map(
    ({ properties }) => properties.title ?? properties.markdown.replace(/ \| \[.*/, '').replace(/^\*\*In flight.*/, 'INTRODUCTION'),
  );

/** The curves of a graph: expressions and metrics, as they are in the body. */
const metricsOf = (widgets: any[], title: string): any[] => widgets.find(({ properties }) => properties.title === title).properties.metrics;

/** The lines of a graph. */
const linesOf = (widgets: any[], title: string): Record<string, number> => {
  const { annotations } = widgets.find(({ properties }) => properties.title === title).properties;
  return Object.fromEntries((annotations?.horizontal ?? []).map(({ label, value }: any) => [label, value]));
};

const STEPS = 'Steps, in alarm while they add capacity';
const COUNTED = 'Instances, by reports of CPU use (unconfirmed)';
/** From where on the first step adds capacity. */
const burstOf = (capacity: ScalableCapacity | undefined) => capacity!.stepAlarms[0].toAnnotation().value;

const CHAT = ['EndpointName', 'chat', 'VariantName', 'AllTraffic'];
const LLAMA = ['InferenceComponentName', 'llama'];
const hidden = (id: string, namespace: string, name: string, dimensions: string[], stat?: string) => [
  namespace,
  name,
  ...dimensions,
  { id, visible: false, period: 60, ...(stat && { stat }) },
];
const curve = (label: string, expression: string) => [{ label, expression, color: expect.any(String), period: 60 }];
const shown = (label: string, namespace: string, name: string, dimensions: string[], stat?: string) => [
  namespace,
  name,
  ...dimensions,
  { label, color: expect.any(String), period: 60, ...(stat && { stat }) },
];

describe('the dashboard of a variant', () => {
  const { chat, stack } = newChat();
  const alarms = new RecommendedAlarms(stack, 'Alarms', { endpoints: [chat] });
  const widgets = widgetsOf(stack, { endpoints: [chat], alarms });

  test('has these graphs', () => {
    expect(titlesOf(widgets)).toEqual([
      'INTRODUCTION',
      'Alarms',
      'Steps, in alarm while they add capacity',
      '## Chat',
      'Requests in flight per instance',
      'Instances, while there are requests',
      'Requests',
      'Errors',
      'Model latency',
      'GPU use',
    ]);
  });

  test('shows the requests in flight against the target and the burst', () => {
    const title = 'Requests in flight per instance';
    expect(metricsOf(widgets, title)).toEqual([
      shown('Busiest instance', 'AWS/SageMaker', 'ConcurrentRequestsPerModel', CHAT, 'Maximum'),
      shown('Average', 'AWS/SageMaker', 'ConcurrentRequestsPerModel', CHAT),
    ]);
    expect(linesOf(widgets, title)).toEqual({ target: 5, burst: burstOf(chat.variant.scalableInstanceCount) });
  });

  test('derives the instances and shows them between their bounds', () => {
    const title = 'Instances, while there are requests';
    expect(metricsOf(widgets, title)).toEqual([
      curve('Instances', 'FLOOR(requests / shares + 0.5)'),
      hidden('requests', 'AWS/SageMaker', 'Invocations', CHAT, 'Sum'),
      hidden('shares', 'AWS/SageMaker', 'InvocationsPerInstance', CHAT, 'Sum'),
    ]);
    expect(linesOf(widgets, title)).toEqual({ minimum: 1, maximum: 4 });
  });

  test('counts requests and errors a minute, whatever the period', () => {
    expect(metricsOf(widgets, 'Requests')).toEqual([
      curve('Requests', '60 * requests / PERIOD(requests)'),
      hidden('requests', 'AWS/SageMaker', 'Invocations', CHAT, 'Sum'),
    ]);
    expect(metricsOf(widgets, 'Errors')).toEqual([
      curve('5XX', '60 * server / PERIOD(server)'),
      hidden('server', 'AWS/SageMaker', 'Invocation5XXErrors', CHAT, 'Sum'),
      curve('4XX', '60 * caller / PERIOD(caller)'),
      hidden('caller', 'AWS/SageMaker', 'Invocation4XXErrors', CHAT, 'Sum'),
      curve('Model', '60 * model / PERIOD(model)'),
      hidden('model', 'AWS/SageMaker', 'InvocationModelErrors', CHAT, 'Sum'),
      curve('Stream', '60 * stream / PERIOD(stream)'),
      hidden('stream', 'AWS/SageMaker', 'MidStreamErrors', CHAT, 'Sum'),
    ]);
  });

  test('shows the latency in seconds against its alarm', () => {
    expect(metricsOf(widgets, 'Model latency')).toEqual(
      [50, 90, 99].flatMap((p) => [
        curve(`p${p}`, `micros${p} / 1000000`),
        hidden(`micros${p}`, 'AWS/SageMaker', 'ModelLatency', CHAT, `p${p}`),
      ]),
    );
    expect(linesOf(widgets, 'Model latency')).toEqual({ 'alarm on p90': 30 });
  });

  test('shows the use of its four GPUs as percent of all', () => {
    expect(metricsOf(widgets, 'GPU use')).toEqual([
      curve('GPU', 'gpu / 4'),
      hidden('gpu', '/aws/sagemaker/Endpoints', 'GPUUtilization', CHAT),
      curve('GPU memory', 'memory / 4'),
      hidden('memory', '/aws/sagemaker/Endpoints', 'GPUMemoryUtilization', CHAT),
    ]);
  });

  test('shows the state of the recommended alarms, and apart from them that of the steps', () => {
    const [wrong, steps] = widgets.filter(({ type }) => type === 'alarm').map(({ properties }) => properties.alarms);
    expect(wrong).toHaveLength(5);
    expect(wrong[0]).toMatch(/^\$\{AlarmsChatEndpointAllTrafficServerErrors.*\.Arn\}$/);
    expect(steps).toEqual(['${ChatEndpointAllTrafficInstanceCountBurstAlarm.Arn}']);
  });

  test('links to the logs', () => {
    expect(widgets[3].properties.markdown).toBe(
      '## Chat | [logs](#logsV2:log-groups/log-group/$252Faws$252Fsagemaker$252FEndpoints$252Fchat)',
    );
  });

  test('begins three hours ago and lets CloudWatch choose periods', () => {
    expect(bodyOf(stack)).toMatchObject({ start: '-PT3H', periodOverride: 'auto' });
  });

  test('begins every axis at zero and says what it counts', () => {
    const graphs = widgets.filter(({ type }) => type === 'metric').map(({ properties }) => properties.yAxis.left);
    expect(graphs).toEqual(
      ['requests', 'instances', 'per minute', 'per minute', 'seconds']
        .map((label) => ({ min: 0, label, showUnits: false }))
        .concat([{ min: 0, max: 100, label: '%', showUnits: false } as any]),
    );
  });
});

describe('the dashboard of a fleet', () => {
  const { fleet, llama, stack } = newLlama({ scaling: { ...COPY_SCALING, minCapacity: 0 } });
  const data = ModelData.fromS3Archive(Bucket.fromBucketName(stack, 'Bucket', 'my-bucket'), 'legal.tar.gz');
  llama.addAdapter('Legal', { modelData: data, inferenceComponentName: 'legal' });
  const widgets = widgetsOf(stack, { endpoints: [fleet] });
  const SHARED = ['EndpointName', expect.stringMatching(/^stack-fleet-endpoint-/), 'VariantName', 'AllTraffic'];
  const from = (heading: string) => widgets.slice(titlesOf(widgets).indexOf(heading));

  test('has the shared instances once, and a section for each component and adapter', () => {
    expect(titlesOf(widgets)).toEqual([
      'INTRODUCTION',
      'Steps, in alarm while they add capacity',
      '## Fleet (shared instances)',
      COUNTED,
      'GPU use',
      'Reserved by components',
      '## Fleet/Llama',
      'Requests in flight per copy',
      'Copies, while there are requests',
      'Requests',
      'Errors',
      'Model latency',
      'GPU use',
      '## Fleet/Llama/Legal (adapter)',
      'Requests',
      'Errors',
      'Model latency',
    ]);
  });

  test('shows what all components use and reserve of the instances', () => {
    expect(metricsOf(widgets, 'GPU use')).toEqual([
      shown('GPU', '/aws/sagemaker/Endpoints', 'GPUUtilizationNormalized', SHARED),
      shown('GPU memory', '/aws/sagemaker/Endpoints', 'GPUMemoryUtilizationNormalized', SHARED),
    ]);
    expect(metricsOf(widgets, 'Reserved by components')).toEqual([
      shown('GPU', '/aws/sagemaker/Endpoints', 'GPUReservation', SHARED),
      shown('vCPUs', '/aws/sagemaker/Endpoints', 'CPUReservation', SHARED),
      shown('Memory', '/aws/sagemaker/Endpoints', 'MemoryReservation', SHARED),
    ]);
  });

  test('counts the instances by their reports, between the bounds that SageMaker keeps, and says that it is unconfirmed', () => {
    expect(metricsOf(widgets, COUNTED)).toEqual([
      curve('Instances', '60 * reports / PERIOD(reports)'),
      hidden('reports', '/aws/sagemaker/Endpoints', 'CPUUtilization', SHARED, 'SampleCount'),
    ]);
    expect(linesOf(widgets, COUNTED)).toEqual({ minimum: 0, maximum: 10 });
    expect(widgets[0].properties.markdown).toContain('Amazon does not confirm that');
  });

  test.each([
    ['is left to SageMaker', undefined, true],
    ['is a minute', Duration.minutes(1), true],
    ['is another one', Duration.seconds(10), false],
    ['is not known yet', Duration.seconds(aNumberToken()), false],
  ])('counts the instances by their reports, or does not, where the frequency of publishing %s', (_, publishFrequency, counted) => {
    const { fleet: own, stack: ownStack } = newLlama({}, newFleet(newStack(IRELAND), { metrics: { publishFrequency } }));
    const shownThere = widgetsOf(ownStack, { endpoints: [own] });
    expect(titlesOf(shownThere).includes(COUNTED)).toBe(counted);
    expect(shownThere[0].properties.markdown.includes('Amazon does not confirm that')).toBe(counted);
  });

  test('shows copies as it shows instances', () => {
    const own = from('## Fleet/Llama');
    expect(metricsOf(own, 'Requests in flight per copy')).toEqual([
      shown('Busiest copy', 'AWS/SageMaker', 'ConcurrentRequestsPerCopy', LLAMA, 'Maximum'),
      shown('Average', 'AWS/SageMaker', 'ConcurrentRequestsPerCopy', LLAMA),
    ]);
    expect(linesOf(own, 'Requests in flight per copy')).toEqual({ target: 8, burst: burstOf(llama.scalableCopyCount) });
    expect(metricsOf(own, 'Copies, while there are requests')).toEqual([
      curve('Copies', 'FLOOR(requests / shares + 0.5)'),
      hidden('requests', 'AWS/SageMaker', 'Invocations', LLAMA, 'Sum'),
      hidden('shares', 'AWS/SageMaker', 'InvocationsPerCopy', LLAMA, 'Sum'),
    ]);
    expect(linesOf(own, 'Copies, while there are requests')).toEqual({ minimum: 0, maximum: 12 });
    expect(metricsOf(own, 'GPU use')).toEqual([
      shown('GPU', '/aws/sagemaker/InferenceComponents', 'GPUUtilizationNormalized', LLAMA),
      shown('GPU memory', '/aws/sagemaker/InferenceComponents', 'GPUMemoryUtilizationNormalized', LLAMA),
    ]);
  });

  test('counts requests that find no copy among the errors', () => {
    expect(metricsOf(from('## Fleet/Llama'), 'Errors').slice(-2)).toEqual([
      curve('No copy', '60 * asleep / PERIOD(asleep)'),
      hidden('asleep', 'AWS/SageMaker', 'NoCapacityInvocationFailures', LLAMA, 'Sum'),
    ]);
  });

  test('watches an adapter by its own name', () => {
    const metrics = metricsOf(from('## Fleet/Llama/Legal (adapter)'), 'Requests');
    expect(metrics[1]).toEqual(hidden('requests', 'AWS/SageMaker', 'Invocations', ['InferenceComponentName', 'legal'], 'Sum'));
  });

  test('shows the alarms of the steps alone where there are no others, over the whole width', () => {
    const alarms = widgets.filter(({ type }) => type === 'alarm');
    expect(alarms).toEqual([
      expect.objectContaining({
        width: 24,
        properties: expect.objectContaining({
          alarms: ['${FleetLlamaCopyCountBurstAlarm.Arn}', '${FleetLlamaCopyCountWakeUpAlarm.Arn}'],
        }),
      }),
    ]);
  });
});

describe('the layout', () => {
  const { chat, stack } = newChat();
  const { fleet, llama } = newLlama({}, newFleet(stack));
  const data = ModelData.fromS3Archive(Bucket.fromBucketName(stack, 'Bucket', 'my-bucket'), 'legal.tar.gz');
  llama.addAdapter('Legal', { modelData: data });
  const endpoints = [chat, fleet];
  const widgets = widgetsOf(stack, { endpoints, alarms: new RecommendedAlarms(stack, 'Alarms', { endpoints }) });

  test('fills every row over its whole width, without a gap or an overlap', () => {
    // GIVEN
    const bottom = Math.max(...widgets.map(({ y, height }) => y + height));
    const cells = Array.from({ length: bottom }, () => Array<number>(24).fill(0));

    // WHEN
    for (const { x, y, width, height } of widgets) {
      for (let row = y; row < y + height; row++) {
        for (let column = x; column < x + width; column++) {
          cells[row][column]++;
        }
      }
    }

    // THEN
    expect(new Set(cells.flat())).toEqual(new Set([1]));
  });

  test('gives each graph at least a quarter of the width', () => {
    const widths = widgets.filter(({ type }) => type === 'metric').map(({ width }) => width);
    expect(widths).toHaveLength(6 + 3 + 6 + 3);
    expect(Math.min(...widths)).toBe(6);
  });

  test('has no character that CloudFormation might not keep', () => {
    // eslint-disable-next-line no-control-regex
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).toMatch(/^[\x00-\x7f]*$/);
  });
});

describe('what is not known or not there', () => {
  const ofTypes = (...instanceTypes: InstanceType[]) => {
    const stack = newStack(IRELAND);
    const variant = ProductionVariant.fromVariantAttributes(stack, 'Old', { endpointName: 'chat', instanceTypes });
    return widgetsOf(stack, { variants: [variant] });
  };
  const expressionsOf = (widgets: any[], title: string) => metricsOf(widgets, title).map(([first, name]) => first.expression ?? name);

  test('shows vCPUs and memory where the accelerators are not GPUs', () => {
    expect(metricsOf(ofTypes(InstanceType.INF2_8XLARGE), 'vCPU and memory use')).toEqual([
      curve('vCPUs', 'cpu / 32'),
      hidden('cpu', '/aws/sagemaker/Endpoints', 'CPUUtilization', CHAT),
      shown('Memory', '/aws/sagemaker/Endpoints', 'MemoryUtilization', CHAT),
    ]);
  });

  test('shows vCPUs and memory of components where the accelerators are not GPUs', () => {
    const { fleet, stack } = newLlama(
      { image: InferenceImage.huggingFaceVllmNeuron() },
      newFleet(newStack(IRELAND), { instanceType: InstanceType.INF2_48XLARGE }),
    );
    const widgets = widgetsOf(stack, { endpoints: [fleet] }).filter(({ properties }) => properties.title === 'vCPU and memory use');
    expect(widgets.map(({ properties }) => properties.metrics.map(([namespace, name]: string[]) => `${namespace} ${name}`))).toEqual([
      ['/aws/sagemaker/Endpoints CPUUtilizationNormalized', '/aws/sagemaker/Endpoints MemoryUtilization'],
      ['/aws/sagemaker/InferenceComponents CPUUtilizationNormalized', '/aws/sagemaker/InferenceComponents MemoryUtilizationNormalized'],
    ]);
  });

  test('divides nothing by a single GPU', () => {
    expect(expressionsOf(ofTypes(InstanceType.G5_XLARGE), 'GPU use')).toEqual(['GPUUtilization', 'GPUMemoryUtilization']);
  });

  test.each([
    ['the instance types are not known', []],
    ['the instance types have different numbers of them', [InstanceType.G5_XLARGE, InstanceType.G5_12XLARGE]],
  ])('says that each GPU counts for 100 %% where %s', (_, types) => {
    const widgets = ofTypes(...types);
    expect(expressionsOf(widgets, 'GPU use, 100 % for each')).toEqual(['GPUUtilization', 'GPUMemoryUtilization']);
    expect(widgets.at(-1).properties.yAxis.left.max).toBeUndefined();
  });

  test('draws no lines and shows no alarms where nothing scales', () => {
    const widgets = ofTypes(InstanceType.G5_XLARGE);
    expect(widgets.flatMap(({ properties }) => properties.annotations ?? [])).toEqual([]);
    expect(widgets.map(({ type }) => type)).not.toContain('alarm');
  });

  test('is no obstacle to a component that is imported by its name', () => {
    const stack = newStack(IRELAND);
    const llama = InferenceComponent.fromInferenceComponentName(stack, 'Old', 'llama');
    expect(titlesOf(widgetsOf(stack, { inferenceComponents: [llama] }))).toContain('GPU use');
  });

  test('may be a bound that is a token', () => {
    const { chat, stack } = newChat({ scaling: { ...INSTANCE_SCALING, maxCapacity: aNumberToken() } });
    new InferenceDashboard(stack, 'Dashboard', { endpoints: [chat] });
    const [dashboard] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
    expect(JSON.stringify(dashboard.Properties.DashboardBody)).toContain('{"Ref":"ANumber"}');
  });
});

describe('a dashboard', () => {
  test('has the name that it is given', () => {
    const { chat, stack } = newChat();
    new InferenceDashboard(stack, 'Dashboard', { endpoints: [chat], dashboardName: 'chat' });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'chat' });
  });

  test('may be one that is there already, which keeps what it has', () => {
    // GIVEN
    const { chat, stack } = newChat();
    const dashboard = new Dashboard(stack, 'Own', { widgets: [[new TextWidget({ markdown: 'Mine' })]] });

    // WHEN
    const { dashboard: same } = new InferenceDashboard(stack, 'Dashboard', { endpoints: [chat], dashboard });

    // THEN
    expect(same).toBe(dashboard);
    expect(titlesOf(bodyOf(stack).widgets).slice(0, 2)).toEqual(['Mine', 'INTRODUCTION']);
    Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });

  test('shows other alarms too, each once', () => {
    const { chat, stack } = newChat();
    const metric = new Metric({ namespace: 'Mine', metricName: 'Sales' });
    const sales = new Alarm(stack, 'Sales', { metric, threshold: 1, evaluationPeriods: 1 });
    const alarms = new RecommendedAlarms(stack, 'Alarms', { endpoints: [chat] });
    const [shownAlarms] = widgetsOf(stack, { endpoints: [chat], alarms, otherAlarms: [sales, alarms.all[0]] }).filter(
      ({ type }) => type === 'alarm',
    );
    expect(shownAlarms.properties.alarms).toHaveLength(6);
    expect(shownAlarms.properties.alarms).toContain('${Sales.Arn}');
  });

  test('of a fleet does not need the stack of a component, which needs the fleet', () => {
    // GIVEN
    const app = new App();
    const fleet = newFleet(new Stack(app, 'Fleet', { env: IRELAND }));
    const other = new Stack(app, 'Other', { env: IRELAND });
    const llama = new InferenceComponent(other, 'Llama', {
      endpoint: fleet,
      image: InferenceImage.lmi(),
      resources: RESOURCES,
      scaling: COPY_SCALING,
    });

    // WHEN
    const alarms = new RecommendedAlarms(fleet.stack, 'Alarms', { endpoints: [fleet] });
    const widgets = widgetsOf(fleet.stack, { endpoints: [fleet], alarms });

    // THEN
    expect(alarms.alarmsOf(llama)).toHaveLength(6);
    expect(titlesOf(widgets)).toContain('## Other/Llama');
    expect(titlesOf(widgets)).not.toContain('Steps, in alarm while they add capacity');
    expect(fleet.stack.dependencies).toEqual([]);
  });

  test.each([
    ['unless asked for them', undefined, IRELAND.region, false],
    ['when it shall have none', false, IRELAND.region, false],
    ['of another region, even when asked for them', true, 'us-east-1', false],
    ['but for those that are asked for', true, IRELAND.region, true],
  ])('in a stack of its own leaves out the steps of others, %s', (_, stepAlarms, region, there) => {
    const app = new App();
    const { chat } = newChat({}, new Stack(app, 'Chat', { env: IRELAND }));
    const watcher = new Stack(app, 'Watcher', { env: { ...IRELAND, region } });
    expect(titlesOf(widgetsOf(watcher, { endpoints: [chat], stepAlarms })).includes(STEPS)).toBe(there);
    expect(watcher.dependencies).toHaveLength(there ? 1 : 0);
  });

  test('shows no steps when it shall not', () => {
    const { chat, stack } = newChat();
    expect(titlesOf(widgetsOf(stack, { endpoints: [chat], stepAlarms: false }))).not.toContain(STEPS);
  });

  test('in another region reads every metric where it is', () => {
    const app = new App();
    const { chat } = newChat({}, new Stack(app, 'Chat', { env: IRELAND }));
    const watcher = new Stack(app, 'Watcher', { env: { ...IRELAND, region: 'us-east-1' } });
    const metrics = widgetsOf(watcher, { endpoints: [chat] }).flatMap(({ properties }) => properties.metrics ?? []);
    const regions = metrics.filter(([first]: any[]) => typeof first === 'string').map((metric: any[]) => metric.at(-1).region);
    expect(regions).toHaveLength(14);
    expect(new Set(regions)).toEqual(new Set(['eu-west-1']));
  });

  test('stands beside alarms that make an endpoint of another stack roll back', () => {
    // GIVEN
    const app = new App();
    const [own, watcher] = ['Chat', 'Watcher'].map((id) => new Stack(app, id, { env: IRELAND }));
    const { chat } = newChat({ endpointName: undefined, deploymentStrategy: DeploymentStrategy.rolling() }, own);

    // WHEN
    const alarms = new RecommendedAlarms(watcher, 'Alarms', { endpoints: [chat] });
    new InferenceDashboard(watcher, 'Dashboard', { endpoints: [chat], alarms });
    chat.addRollbackAlarm(...alarms.serverErrors);

    // THEN
    expect(() => app.synth()).not.toThrow();
    expect(own.dependencies).toEqual([watcher]);
  });

  test('shows more alarms than a widget takes in several', () => {
    // GIVEN
    const fleet = newFleet(newStack(IRELAND), { instances: { minInstanceCount: 1, maxInstanceCount: 100 } });
    for (let i = 0; i < 20; i++) {
      fleet.addInferenceComponent(`Llama${i}`, { image: InferenceImage.lmi(), resources: RESOURCES, scaling: COPY_SCALING });
    }
    const alarms = new RecommendedAlarms(fleet.stack, 'Alarms', { endpoints: [fleet] });

    // WHEN
    const shownAlarms = widgetsOf(fleet.stack, { endpoints: [fleet], alarms }).filter(({ type }) => type === 'alarm');

    // THEN
    expect(shownAlarms.map(({ properties: { title, alarms: shownArns } }) => [title, shownArns.length])).toEqual([
      ['Alarms', 100],
      [STEPS, 20],
      ['Alarms, continued', 20],
    ]);
    expect(shownAlarms.map(({ x, y, width, height }) => [x, y, width, height])).toEqual([
      [0, 3, 16, 8],
      [16, 3, 8, 8],
      [0, 11, 24, 5],
    ]);
    expect(new Set(shownAlarms.flatMap(({ properties }) => properties.alarms)).size).toBe(140);
  });

  test('has the resource as its default child, unless that is somebody else’s', () => {
    const { chat, stack } = newChat();
    const own = new InferenceDashboard(stack, 'Own', { endpoints: [chat] });
    const { node } = new InferenceDashboard(stack, 'Other', { endpoints: [chat], dashboard: own.dashboard });
    expect(own.node.defaultChild).toBeInstanceOf(CfnDashboard);
    expect(node.defaultChild).toBeUndefined();
  });

  test('warns of what came later', () => {
    // GIVEN
    const { fleet, llama, stack } = newLlama();
    const dashboard = new InferenceDashboard(stack, 'Dashboard', { endpoints: [fleet] });

    // WHEN
    fleet.addInferenceComponent('Late', { image: InferenceImage.lmi(), resources: llama.resources });

    // THEN
    expect(warningsOf(dashboard)).toEqual([expect.stringContaining('it is not watched: Stack/Fleet/Late.')]);
  });

  test('fails when it is given a name and is there already', () => {
    const { chat, stack } = newChat();
    const dashboard = new Dashboard(stack, 'Own');
    expect(() => new InferenceDashboard(stack, 'Dashboard', { endpoints: [chat], dashboard, dashboardName: 'chat' })).toThrow(
      "[Stack/Dashboard] dashboardName: got 'chat', expected nothing with `dashboard`.",
    );
  });

  test('fails when there is nothing to watch', () => {
    expect(() => new InferenceDashboard(newStack(), 'Dashboard', {})).toThrow(
      "[Stack/Dashboard] endpoints, variants, inferenceComponents: got 'none of them', expected at least one of them.",
    );
  });
});
