import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { LlamaOnGpu } from '../../examples/llama-on-gpu';
import { ScaleToZero } from '../../examples/scale-to-zero';
import { SharedFleet } from '../../examples/shared-fleet';
import { Endpoint, InstanceType, Model } from '../../lib';
import { describe as describePath, describeTemplate } from '../../lib/cli/describe';
import { Template } from '../../lib/simulation/template/read-template';

type Properties = Record<string, unknown>;

const resource = (type: string, properties: Properties = {}) => ({ Type: `AWS::${type}`, Properties: properties });

/** An endpoint with one variant on its own instances, as a person would write it. */
const ENDPOINT = {
  Endpoint: resource('SageMaker::Endpoint', { EndpointConfigName: { 'Fn::GetAtt': ['Config', 'EndpointConfigName'] } }),
  Config: resource('SageMaker::EndpointConfig', {
    ProductionVariants: [
      { VariantName: 'A', ModelName: { 'Fn::GetAtt': ['Model', 'ModelName'] }, InstanceType: 'ml.g5.xlarge', InitialInstanceCount: 2 },
    ],
  }),
  Model: resource('SageMaker::Model', {
    PrimaryContainer: { Image: '1.dkr.ecr.eu-west-1.amazonaws.com/my/llm:7', ModelDataUrl: 's3://models/llm.tar.gz' },
  }),
};

const TARGET = {
  MinCapacity: 1,
  MaxCapacity: 4,
  ResourceId: 'endpoint/chat/variant/A',
  ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
  ServiceNamespace: 'sagemaker',
};

const tracking = (configuration: Properties) =>
  resource('ApplicationAutoScaling::ScalingPolicy', {
    PolicyType: 'TargetTrackingScaling',
    ScalingTargetId: { Ref: 'Target' },
    TargetTrackingScalingPolicyConfiguration: configuration,
  });

const steps = (configuration: Properties) =>
  resource('ApplicationAutoScaling::ScalingPolicy', {
    PolicyType: 'StepScaling',
    ScalingTargetId: { Ref: 'Target' },
    StepScalingPolicyConfiguration: configuration,
  });

const alarm = (properties: Properties) =>
  resource('CloudWatch::Alarm', {
    AlarmActions: [{ Ref: 'Steps' }],
    MetricName: 'Busy',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 10,
    Period: 10,
    EvaluationPeriods: 2,
    ...properties,
  });

/** What is printed of a scalable target between its headline and the resources. */
function printedScaling(policies: Record<string, unknown>, target: Properties = {}): string[] {
  const Target = resource('ApplicationAutoScaling::ScalableTarget', { ...TARGET, ...target });
  const rows = describeTemplate('x', { Resources: { Target, ...policies } }).split('\n');
  return rows.slice(
    1,
    rows.findIndex((row) => row.startsWith('  resources ')),
  );
}

/** A folder with files in it, gone after the test. */
function folderOf(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), 'describe-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

describe('what is printed', () => {
  const flagship: Template = synthesized();

  test('of the flagship example', () => {
    expect(withoutHashes(describeTemplate('LlamaOnGpu', flagship))).toBe(
      `
LlamaOnGpu
  endpoint  llamaongpu-chat-endpoint-c0196465-8a5814e1, variant AllTraffic
  serves    NousResearch/Meta-Llama-3-8B-Instruct
  image     vllm:0.27.1-gpu-py312-cu130-ubuntu22.04-sagemaker
  instances 1 × ml.g5.2xlarge to begin with, LEAST_OUTSTANDING_REQUESTS
  scales    1 to 4 instances
    tracks  ConcurrentRequestsPerModel at 5
      out   when > 5 for 3 × 10 s, then waits 60 s
      in    when < 4.5 for 90 × 10 s, then waits 60 s; not before all agree
    guards  InvocationsPerInstance at 30 a minute
      out   when > 30 for 3 × 60 s, then waits 60 s
      in    when < 27 for 15 × 60 s, then waits 60 s; not before all agree
    steps   ConcurrentRequestsPerModel: +15 % at 6.5, +25 % at 7.5, +50 % at 10,
            +200 % at 15, +300 % at 20, +500 % at 30, +700 % at 40
      out   when >= 6.5 for 1 × 10 s, then waits 60 s
  resources 10: Role, Policy, Model, EndpointConfig, Endpoint, ScalableTarget,
            3 ScalingPolicy, Alarm
`.trim(),
    );
  });

  test('of the flagship example fits into a terminal', () => {
    expect(
      Math.max(
        ...describeTemplate('LlamaOnGpu', flagship)
          .split('\n')
          .map((row) => row.length),
      ),
    ).toBeLessThanOrEqual(80);
  });

  test('never is a blunder, whatever stands in place of a value', () => {
    const odd: unknown[] = [
      undefined,
      null,
      { Ref: 'X' },
      { 'Fn::If': ['Prod', { Ref: 'X' }, { Ref: 'AWS::NoValue' }] },
      'text',
      '',
      [],
      {},
      [null],
      true,
    ];
    const Conditions = { Prod: { 'Fn::Equals': [{ Ref: 'X' }, 'x'] } };
    const printed = [...mutants({ Resources: flagship.Resources }, odd)].map((mutant) =>
      describeTemplate('x', { ...(mutant as Template), Conditions }),
    );
    expect(printed.length).toBeGreaterThan(1000);
    expect(printed.filter((text) => /NaN|undefined|\[object/.test(text))).toEqual([]);
  });

  test('of an endpoint that does not scale', () => {
    expect(describeTemplate('Fixed', { Resources: ENDPOINT })).toBe(
      `
Fixed
  endpoint  Endpoint, variant A
  serves    s3://models/llm.tar.gz
  image     my/llm:7
  instances 2 × ml.g5.xlarge to begin with, RANDOM
  scales    not at all: the instance count stays as it is
  resources 3: Endpoint, EndpointConfig, Model
`.trim(),
    );
  });

  test('of components on managed instances, and of what else scales', () => {
    // GIVEN
    const ProductionVariants = [
      {
        VariantName: 'Fleet',
        InstanceType: 'ml.g6e.12xlarge',
        InitialInstanceCount: 1,
        ManagedInstanceScaling: { Status: 'ENABLED', MinInstanceCount: 0, MaxInstanceCount: 6 },
      },
      { VariantName: 'Cheap', ServerlessConfig: { MaxConcurrency: 5, MemorySizeInMB: 2048 } },
    ];
    const component = (name: string) => ({
      ResourceId: `inference-component/${name}`,
      ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
    });
    const provisioned = { ResourceId: 'endpoint/chat/variant/Cheap', ScalableDimension: 'sagemaker:variant:DesiredProvisionedConcurrency' };

    // WHEN
    const printed = describeTemplate('Shared', {
      Resources: {
        Endpoint: ENDPOINT.Endpoint,
        Config: resource('SageMaker::EndpointConfig', { ProductionVariants }),
        Llama: resource('ApplicationAutoScaling::ScalableTarget', { ...TARGET, ...component('llama'), MinCapacity: 0 }),
        Qwen: resource('ApplicationAutoScaling::ScalableTarget', { ...TARGET, ...component('qwen'), MaxCapacity: { Ref: 'Most' } }),
        Cheap: resource('ApplicationAutoScaling::ScalableTarget', { ...TARGET, ...provisioned }),
        Web: resource('ApplicationAutoScaling::ScalableTarget', {
          ...TARGET,
          ServiceNamespace: 'ecs',
          ScalableDimension: 'ecs:service:DesiredCount',
        }),
      },
    });

    // THEN
    expect(printed).toBe(
      `
Shared
  endpoint  Endpoint, variant Fleet
  instances 1 × ml.g6e.12xlarge to begin with, RANDOM
  scales    0 to 6 instances, as many as SageMaker needs for the copies
  endpoint  Endpoint, variant Cheap
  instances none: serverless
  scales    0 to 4 copies of inference-component/llama
  scales    1 to ? copies of inference-component/qwen
  scales    1 to 4 provisioned concurrent requests of endpoint/chat/variant/Cheap
  unknown   Qwen: MaxCapacity is \${Most}
  unknown   say it with --parameter 'Most=…'
  resources 6: Endpoint, EndpointConfig, 4 ScalableTarget
`.trim(),
    );
  });

  test('of instance pools', () => {
    const ProductionVariants = [
      {
        VariantName: 'A',
        InstancePools: [
          { InstanceType: 'ml.g5.xlarge', Priority: 2 },
          { InstanceType: 'ml.g6.xlarge', Priority: 1 },
        ],
      },
    ];
    const Resources = { ...ENDPOINT, Config: resource('SageMaker::EndpointConfig', { ProductionVariants }) };
    expect(describeTemplate('x', { Resources })).toContain('  instances ? × ml.g6.xlarge, else ml.g5.xlarge to begin with, RANDOM\n');
  });

  test.each<[string, Template, string]>([
    [
      'nothing of SageMaker',
      { Resources: { A: resource('S3::Bucket'), B: resource('S3::Bucket'), C: resource('SNS::Topic') } },
      '3: 2 Bucket, Topic',
    ],
    [
      'types of the same name',
      { Resources: { A: resource('IAM::Policy'), B: resource('IoT::Policy'), C: resource('IoT::Policy') } },
      '3: IAM::Policy, 2 IoT::Policy',
    ],
    [
      'resources of other vendors',
      { Resources: { A: { Type: 'Custom::Thing' }, B: { Type: 'Vendor::Service::Other::MODULE' } } },
      '2: Thing, MODULE',
    ],
    ['metadata only', { Resources: { CDKMetadata: { Type: 'AWS::CDK::Metadata' } } }, 'none'],
    ['nothing', {}, 'none'],
  ])('of a template with %s', (_, template, resources) => {
    expect(describeTemplate('Other', template)).toBe(`Other\n  resources ${resources}`);
  });
});

describe('of scaling is printed', () => {
  test('which resource scales, where the template has no endpoint', () => {
    expect(printedScaling({})).toEqual(['  scales    1 to 4 instances of endpoint/chat/variant/A']);
  });

  test('an unknown dimension by its name', () => {
    expect(printedScaling({}, { ScalableDimension: 'sagemaker:new:Count' })).toEqual([
      '  scales    1 to 4 sagemaker:new:Count of endpoint/chat/variant/A',
    ]);
  });

  test('one tracking policy, which need not agree with others', () => {
    const Policy = tracking({
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerInferenceComponentInvocationsPerCopy' },
      TargetValue: 100 / 3,
    });
    expect(printedScaling({ Policy }).slice(1)).toEqual([
      '    tracks  InvocationsPerCopy at 33.33',
      '      out   when > 33.33 for 3 × 60 s, then waits 300 s',
      '      in    when < 30 for 15 × 60 s, then waits 300 s',
    ]);
  });

  test('a tracking policy that never scales in, beside the one that does', () => {
    const Fast = tracking({
      PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution' },
      TargetValue: 5,
      DisableScaleIn: true,
      ScaleOutCooldown: 0,
    });
    const Slow = tracking({ CustomizedMetricSpecification: { MetricName: 'Latency' }, TargetValue: 0.005, ScaleInCooldown: 600 });
    expect(printedScaling({ Fast, Slow }).slice(1)).toEqual([
      '    tracks  ConcurrentRequestsPerCopy at 5',
      '      out   when > 5 for 3 × 10 s, then waits 0 s',
      '      in    never',
      '    tracks  Latency at 0.005',
      '      out   when > 0.005 for 3 × 60 s, then waits 300 s',
      '      in    when < 0.0045 for 15 × 60 s, then waits 600 s',
    ]);
  });

  test('a target that only CloudFormation knows', () => {
    const Policy = tracking({ CustomizedMetricSpecification: { MetricName: 'Busy' }, TargetValue: { Ref: 'Target' } });
    expect(printedScaling({ Policy }).slice(1)).toEqual([
      '    tracks  Busy at ?',
      '  unknown   Policy: TargetTrackingScalingPolicyConfiguration.TargetValue is ${Target}',
      "  unknown   say it with --parameter 'Target=…'",
    ]);
  });

  test('steps that scale in', () => {
    // GIVEN
    const Steps = steps({
      AdjustmentType: 'ChangeInCapacity',
      Cooldown: 120,
      StepAdjustments: [
        { MetricIntervalUpperBound: 0, MetricIntervalLowerBound: -2, ScalingAdjustment: -1 },
        { MetricIntervalUpperBound: -2, ScalingAdjustment: -2 },
      ],
    });
    const Alarm = alarm({ ComparisonOperator: 'LessThanOrEqualToThreshold', Threshold: 3 });

    // THEN
    expect(printedScaling({ Steps, Alarm }).slice(1)).toEqual([
      '    steps   Busy: −1 at 3, −2 at 1',
      '      in    when <= 3 for 2 × 10 s, then waits 120 s',
    ]);
  });

  test('exact capacities, out and in', () => {
    // GIVEN
    const Steps = steps({ AdjustmentType: 'ExactCapacity', StepAdjustments: [{ MetricIntervalUpperBound: 0, ScalingAdjustment: 0 }] });
    const Up = steps({
      AdjustmentType: 'ExactCapacity',
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 5, ScalingAdjustment: 2 },
        { MetricIntervalLowerBound: 5, ScalingAdjustment: 8 },
      ],
    });
    const Idle = alarm({ ComparisonOperator: 'LessThanThreshold', Threshold: 1 });
    const Busy = alarm({ AlarmActions: [{ Ref: 'Up' }] });

    // THEN
    expect(printedScaling({ Steps, Up, Idle, Busy }).slice(1)).toEqual([
      '    steps   Busy: to 0 at 1',
      '      in    when < 1 for 2 × 10 s, then waits 300 s',
      '    steps   Busy: to 2 at 10, to 8 at 15',
      '      out   when >= 10 for 2 × 10 s, then waits 300 s',
    ]);
  });

  test('an alarm at some of several datapoints, and at all of them', () => {
    const Steps = steps({ AdjustmentType: 'ChangeInCapacity', StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }] });
    const printed = (DatapointsToAlarm: number) => printedScaling({ Steps, Alarm: alarm({ EvaluationPeriods: 6, DatapointsToAlarm }) })[2];
    expect(printed(2)).toBe('      out   when >= 10 for 2 of 6 × 10 s, then waits 300 s');
    expect(printed(6)).toBe('      out   when >= 10 for 6 × 10 s, then waits 300 s');
  });

  test('steps from a threshold that only CloudFormation knows', () => {
    const Steps = steps({
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: [{ MetricIntervalLowerBound: 5, ScalingAdjustment: { Ref: 'Change' } }],
    });
    expect(printedScaling({ Steps, Alarm: alarm({ Threshold: { Ref: 'Threshold' }, EvaluationPeriods: undefined }) }).slice(1)).toEqual([
      '    steps   Busy: +? at ?',
      '      out   when >= ? for ? × 10 s, then waits 300 s',
      '  unknown   Steps: StepScalingPolicyConfiguration.StepAdjustments.0.ScalingAdjustment is ${Change}',
      '  unknown   Alarm: Threshold is ${Threshold}',
      "  unknown   say it with --parameter 'Change=…', --parameter 'Threshold=…'",
    ]);
  });

  test('steps that something else triggers than an alarm that goes into ALARM', () => {
    const Alarm = alarm({ AlarmActions: [], OKActions: [{ Ref: 'Steps' }] });
    expect(printedScaling({ Steps: steps({ AdjustmentType: 'ChangeInCapacity' }), Alarm }).at(-1)).toBe(
      '    steps   policy Steps, which the OKActions of Alarm trigger',
    );
  });

  test('a policy of another type', () => {
    const Policy = resource('ApplicationAutoScaling::ScalingPolicy', {
      PolicyType: 'PredictiveScaling',
      ScalingTargetId: { Ref: 'Target' },
    });
    expect(printedScaling({ Policy }).at(-1)).toBe('    other   policy Policy, PredictiveScaling');
  });

  test('steps without an alarm', () => {
    expect(printedScaling({ Steps: steps({ AdjustmentType: 'ChangeInCapacity' }) }).slice(1)).toEqual([
      '    steps   policy Steps, which no alarm of this template triggers',
    ]);
  });

  test('many steps over several rows', () => {
    const StepAdjustments = [0, 10, 20, 30, 40, 50].map((MetricIntervalLowerBound, i) => ({
      MetricIntervalLowerBound,
      ScalingAdjustment: i + 1,
    }));
    const Steps = steps({ AdjustmentType: 'PercentChangeInCapacity', StepAdjustments });
    expect(printedScaling({ Steps, Alarm: alarm({}) }).slice(1, 3)).toEqual([
      '    steps   Busy: +1 % at 10, +2 % at 20, +3 % at 30, +4 % at 40, +5 % at 50,',
      '            +6 % at 60',
    ]);
  });

  test('rows as full as a terminal allows, and no fuller', () => {
    const StepAdjustments = [0, 10, 20, 30].map((MetricIntervalLowerBound) => ({ MetricIntervalLowerBound, ScalingAdjustment: 1 }));
    const Steps = steps({ AdjustmentType: 'ChangeInCapacity', StepAdjustments });
    for (let length = 10; length <= 40; length++) {
      const [, row, next] = printedScaling({ Steps, Alarm: alarm({ MetricName: 'M'.repeat(length) }) });
      const overflow = next.startsWith('            ') ? `${row} ${next.trim().split(', ')[0]}`.length : 81;
      expect({ length, fits: row.length <= 80, wastes: overflow < 80 }).toEqual({ length, fits: true, wastes: false });
    }
  });

  test('the schedule', () => {
    const ScheduledActions = [
      { Schedule: 'cron(0 7 * * ? *)', ScalableTargetAction: { MinCapacity: 2, MaxCapacity: 8 } },
      { Schedule: 'cron(0 20 * * ? *)', ScalableTargetAction: { MinCapacity: 0 } },
      { Schedule: 'at(2030-01-01T00:00:00)', ScalableTargetAction: { MaxCapacity: 1 } },
    ];
    expect(printedScaling({}, { ScheduledActions }).slice(1)).toEqual([
      '    at      cron(0 7 * * ? *) UTC: min 2, max 8',
      '    at      cron(0 20 * * ? *) UTC: min 0',
      '    at      at(2030-01-01T00:00:00) UTC: max 1',
    ]);
  });
});

describe('a path', () => {
  const BUCKET = { Resources: { A: resource('S3::Bucket') } };
  const TOPIC = { Resources: { A: resource('SNS::Topic') } };

  test('may be a template of any name', () => {
    const folder = folderOf({ 'mine.json': BUCKET, 'Other.template.json': TOPIC });
    expect(describePath(join(folder, 'mine.json'))).toBe('mine\n  resources 1: Bucket');
    expect(describePath(join(folder, 'Other.template.json'))).toBe('Other\n  resources 1: Topic');
  });

  test('may be a folder with several stacks, of which only the templates are read', () => {
    const folder = folderOf({
      'B.template.json': TOPIC,
      'A.template.json': BUCKET,
      'ANested1.nested.template.json': TOPIC,
      'manifest.json': {},
      'asset.1234/C.template.json': 'no template of ours',
    });
    expect(describePath(folder)).toBe('A\n  resources 1: Bucket\n\nANested1.nested\n  resources 1: Topic\n\nB\n  resources 1: Topic');
  });

  test('may be a folder with stages in stages, as the CDK writes them', () => {
    // GIVEN
    const app = new App({ outdir: folderOf({}) });
    const production = new Stage(app, 'Production');
    new Bucket(new Stack(production, 'Stack'), 'Bucket');
    new Bucket(new Stack(new Stage(production, 'Canary'), 'Stack'), 'Bucket');
    new Bucket(new Stack(app, 'Zero'), 'Bucket');

    // WHEN
    const printed = describePath(app.synth().directory);

    // THEN
    const names = printed.split('\n').filter((row) => row !== '' && !row.startsWith(' '));
    expect(names.map((name) => name.replace(/[0-9A-F]{8}$/, ''))).toEqual(['Zero', 'ProductionStack', 'ProductionCanaryStack']);
  });

  test('fails when there is none', () => {
    expect(() => describePath('/no/such')).toThrow('/no/such: no such file or folder. Run cdk synth first, or name a template.');
  });

  test('fails when the folder has no template', () => {
    const folder = folderOf({ 'manifest.json': {} });
    expect(() => describePath(folder)).toThrow(`${folder}: no *.template.json in this folder. Run cdk synth first, or name a template.`);
  });

  test('fails when one of the templates is not JSON', () => {
    const folder = folderOf({ 'A.template.json': BUCKET, 'B.template.json': 'Resources:\n  A:' });
    const file = join(folder, 'B.template.json');
    expect(() => describePath(folder)).toThrow(
      `${file}: not a template in JSON: it is written in YAML. Convert it, such as with cfn-flip (from PyPI): cfn-flip template.yaml template.json`,
    );
    writeFileSync(file, '<html>');
    expect(() => describePath(folder)).toThrow(`${file}: not a template in JSON: Unexpected token`);
  });

  test('may begin with the mark of an encoding', () => {
    const folder = folderOf({ 'A.template.json': `\uFEFF${JSON.stringify({ Resources: {} })}` });
    expect(describePath(folder)).toBe('A\n  resources none');
  });

  test('is described with the defaults of its parameters, or with what is given', () => {
    // GIVEN
    const folder = folderOf({
      'A.template.json': {
        Parameters: { Min: { Type: 'Number', Default: 2 }, Stage: { Type: 'String', Default: 'test' } },
        Mappings: { Bounds: { test: { Max: 3 }, prod: { Max: 9 } } },
        Conditions: { IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] } },
        Resources: {
          Target: resource('ApplicationAutoScaling::ScalableTarget', {
            ...TARGET,
            MinCapacity: { Ref: 'Min' },
            MaxCapacity: { 'Fn::FindInMap': ['Bounds', { Ref: 'Stage' }, 'Max'] },
          }),
          Bucket: { ...resource('S3::Bucket'), Condition: 'IsTest' },
        },
      },
    });

    // THEN
    expect(describePath(folder)).toBe('A\n  scales    2 to 3 instances of endpoint/chat/variant/A\n  resources 2: ScalableTarget, Bucket');
    expect(describePath(folder, { parameter: ['Min=4', 'Stage=prod'] })).toBe(
      'A\n  scales    4 to 9 instances of endpoint/chat/variant/A\n  resources 1: ScalableTarget',
    );
    expect(() => describePath(folder, { parameter: ['Min'] })).toThrow('--parameter Min: expected Name=value.');
  });

  test('says what only CloudFormation knows, and how to say it', () => {
    const Policy = resource('ApplicationAutoScaling::ScalingPolicy', {
      PolicyType: 'StepScaling',
      ScalingTargetId: { 'Fn::ImportValue': 't' },
    });
    const text = describeTemplate('x', {
      Resources: { Policy, Target: resource('ApplicationAutoScaling::ScalableTarget', { ...TARGET, MinCapacity: { Ref: 'Min' } }) },
    });
    expect(text.split('\n').filter((row) => row.startsWith('  unknown'))).toEqual([
      '  unknown   Policy: ScalingTargetId is ${{"Fn::ImportValue":"t"}}',
      '  unknown   Target: MinCapacity is ${Min}',
      "  unknown   say it with --parameter 't=…', --parameter 'Min=…'",
    ]);
  });

  test('fails when the JSON is something else than a template', () => {
    const file = join(folderOf({ 'package.json': { name: 'mine', dependencies: {} } }), 'package.json');
    expect(() => describePath(file)).toThrow(
      `${file}: not a CloudFormation template: it has no Resources, and 'name' is no section of one. Name a *.template.json that cdk synth wrote`,
    );
  });

  test('may be the template of an empty stack, which has no resources', () => {
    const folder = folderOf({ 'Empty.template.json': { Parameters: {}, Rules: {} } });
    expect(describePath(folder)).toBe('Empty\n  resources none');
  });

  test.each(['null', '[]', '5', '"text"'])('fails when the JSON is %s', (content) => {
    const file = join(folderOf({ 'a.json': content }), 'a.json');
    expect(() => describePath(file)).toThrow(`${file}: not a template: a template is a JSON object.`);
  });
});

function synthesized(): Template {
  const app = new App();
  new LlamaOnGpu(app, 'LlamaOnGpu');
  return app.synth().getStackByName('LlamaOnGpu').template as Template;
}

function withoutHashes(text: string): string {
  return text.replace(/(?<=ChatEndpoint)[0-9A-F]+/g, '');
}

/** The template with each of its values in turn, at any depth, replaced by each of the substitutes. */
function* mutants(value: unknown, substitutes: readonly unknown[]): Generator<unknown> {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    for (const substitute of [...substitutes, ...mutants(child, substitutes)]) {
      yield Object.assign(Array.isArray(value) ? [...value] : { ...value }, { [key]: substitute });
    }
  }
}

describe('inference components', () => {
  const textOf = (Example: typeof SharedFleet | typeof ScaleToZero) =>
    describeTemplate('Fleet', Assertions.fromStack(new Example(new App(), 'Fleet')).toJSON()).replace(/[0-9A-F]{8,16}\b/g, '');

  test('stand with their copies, their scaling and their adapters', () => {
    const lines = textOf(SharedFleet).split('\n');
    expect(lines.filter((line) => !line.startsWith('    '))).toEqual([
      'Fleet',
      expect.stringMatching(/^ {2}endpoint {2}fleet-endpoint-[0-9a-f]{8}, variant AllTraffic$/),
      '  instances 1 × ml.g6e.12xlarge to begin with, LEAST_OUTSTANDING_REQUESTS',
      '  scales    1 to 4 instances, as many as SageMaker needs for the copies',
      '  component FleetLlama',
      '  serves    s3://my-bucket/llama-3-8b/',
      expect.stringMatching(/^ {2}image {5}djl-inference:/),
      '  copies    1 to begin with, each takes 1 accelerator device, 8 GiB of memory',
      '  scales    1 to 12 copies',
      '  adapter   FleetLlamaLegal of FleetLlama',
      '  serves    s3://my-bucket/adapters/legal.tar.gz',
      '  component FleetCoder',
      '  serves    Qwen/Qwen3-32B',
      expect.stringMatching(/^ {2}image {5}vllm:/),
      '  copies    1 to begin with, each takes 2 accelerator devices, 16 GiB of memory',
      '  scales    1 to 2 copies',
      expect.stringMatching(/^ {2}resources 21: /),
    ]);
  });

  test('wake up from zero', () => {
    expect(textOf(ScaleToZero)).toContain(
      ['    wakes   NoCapacityInvocationFailures: +1 at 1', '      out   when >= 1 for 1 × 30 s, then waits 300 s'].join('\n').slice(2),
    );
  });

  test('that do not scale are said not to', () => {
    const Fleet = resource('SageMaker::InferenceComponent', { EndpointName: 'e', Specification: { Container: { Image: 'lmi:1' } } });
    expect(describeTemplate('T', { Resources: { Fleet } })).toContain('scales    not at all: the copy count stays as it is');
  });
});

test('two variants stand each with its own scaling and weight', () => {
  const variant = (VariantName: string, InitialVariantWeight: number) => ({
    VariantName,
    InitialVariantWeight,
    InstanceType: 'ml.g5.xlarge',
  });
  const target = (name: string, MaxCapacity: number) =>
    resource('ApplicationAutoScaling::ScalableTarget', { ...TARGET, ResourceId: `endpoint/chat/variant/${name}`, MaxCapacity });
  const text = describeTemplate('T', {
    Resources: {
      Endpoint: resource('SageMaker::Endpoint', { EndpointName: 'chat', EndpointConfigName: { Ref: 'Config' } }),
      Config: resource('SageMaker::EndpointConfig', { ProductionVariants: [variant('A', 9), variant('B', 1), variant('C', 1)] }),
      OfB: target('B', 2),
      OfA: target('A', 8),
    },
  });

  expect(text.split('\n').filter((line) => /endpoint|scales/.test(line))).toEqual([
    '  endpoint  chat, variant A, weight 9',
    '  scales    1 to 8 instances',
    '  endpoint  chat, variant B',
    '  scales    1 to 2 instances',
    '  endpoint  chat, variant C',
    '  scales    not at all: the instance count stays as it is',
  ]);
});

test('a component names its endpoint where that is not the only one of the template', () => {
  const Llama = resource('SageMaker::InferenceComponent', { EndpointName: 'fleet-prod', Specification: { Container: { Image: 'lmi:1' } } });
  expect(describeTemplate('T', { Resources: { Llama } })).toContain('  component Llama on fleet-prod');
  expect(describeTemplate('T', { Resources: { ...ENDPOINT, Llama } })).toContain('  component Llama\n');
});

test('a shadow variant stands under its endpoint, with what it serves and how it scales', () => {
  // GIVEN
  const stack = new Stack(new App(), 'Stack');
  const endpoint = new Endpoint(stack, 'Endpoint');
  const model = Model.fromModelName(stack, 'Model', 'llama');
  endpoint.addProductionVariant('Current', { model, instanceType: InstanceType.G5_2XLARGE });
  const shadow = endpoint.addShadowVariant('Next', { model, instanceType: InstanceType.G6_2XLARGE });
  shadow.autoScaleInstanceCount({ maxCapacity: 4 }).scaleOnConcurrency('Concurrency', { targetConcurrentRequestsPerModel: 5 });

  // WHEN
  const lines = describeTemplate('Stack', Assertions.fromStack(stack).toJSON()).split('\n');

  // THEN
  expect(lines[3]).toMatch(/^ {2}scales +not at all/);
  expect(lines.slice(4, 8)).toEqual([
    expect.stringMatching(/^ {2}endpoint {2}stack-endpoint-.*, shadow variant Next$/),
    '  instances 1 × ml.g6.2xlarge to begin with, LEAST_OUTSTANDING_REQUESTS',
    '  scales    1 to 4 instances',
    '    tracks  ConcurrentRequestsPerModel at 5',
  ]);
});
