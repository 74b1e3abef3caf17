import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EXAMPLES } from '../examples';
import { gateFindings } from './support/template-gate';

// The first template waits for the validator to start.
jest.setTimeout(60_000);

/** Regions that have all instance types of the examples. */
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'];

/** Examples whose stack is made of the CDK's own constructs: their templates would say what the CDK does. They have tests of their own. */
const CDK_ONLY = ['DeliveryPipeline'];

test('there are examples', () => {
  expect(Object.keys(EXAMPLES)).not.toEqual([]);
});

describe.each(Object.entries(EXAMPLES))('example %s', (id, Example) => {
  const template = Template.fromStack(new Example(new App(), id)).toJSON();

  test.each(REGIONS)('passes the template gate in %s', (region) => {
    expect(gateFindings(template, region)).toEqual([]);
  });

  if (!CDK_ONLY.includes(id)) {
    test('renders the template on record', () => {
      expect(withoutTheCdksOwn(template)).toMatchSnapshot();
    });
  }
});

describe('LlamaOnGpu with a bucket of its own', () => {
  const app = new App({ context: { modelBucket: 'my-bucket', modelPrefix: 'weights/' } });
  const template = Template.fromStack(new EXAMPLES.LlamaOnGpu(app, 'LlamaOnGpu')).toJSON();

  test.each(REGIONS)('passes the template gate in %s', (region) => {
    expect(gateFindings(template, region)).toEqual([]);
  });

  test('loads the weights from there', () => {
    const [model] = Object.values(Template.fromJSON(template).findResources('AWS::SageMaker::Model'));
    expect(model.Properties.PrimaryContainer).toMatchObject({
      Environment: { SM_VLLM_MODEL: '/opt/ml/model' },
      ModelDataSource: { S3DataSource: { S3Uri: 's3://my-bucket/weights/', CompressionType: 'None' } },
    });
  });
});

/** Without what another version of the CDK, another machine or another build of an asset would change. */
function withoutTheCdksOwn(template: Record<string, Record<string, unknown>>): unknown {
  const own = new Set(['BootstrapVersion', 'CheckBootstrapVersion', 'CDKMetadata', 'CDKMetadataAvailable']);
  const sections = Object.entries(template).map(([name, section]): [string, Record<string, unknown>] => {
    const entries = Object.entries(section).filter(([id]) => !own.has(id));
    // Mappings are long tables of regions, with tests of their own.
    return [name, Object.fromEntries(name === 'Mappings' ? entries.map(([id]) => [id, '<table>']) : entries)];
  });
  const kept = Object.fromEntries(sections.filter(([, section]) => Object.keys(section).length > 0));
  return JSON.parse(JSON.stringify(kept).replace(/[0-9a-f]{64}/g, '<asset hash>'));
}
