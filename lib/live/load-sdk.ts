import type { Account } from './account';
import { explainError } from './explain-error';
import { isAbsent } from './is-absent';

const PACKAGES = ['@aws-sdk/client-sagemaker', '@aws-sdk/client-application-auto-scaling', '@aws-sdk/client-cloudwatch'];

/** How often a call is tried that AWS throttles or that does not get through; the SDK waits longer each time. */
const ATTEMPTS = 5;

export interface ConnectOptions {
  /** @default - that of the SDK: AWS_REGION, or the profile's */
  readonly region?: string;
}

/**
 * The account that the SDK's own environment leads to: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, and so on.
 *
 * The SDK comes in here and nowhere else, when it is needed: who only imports constructs has no use for it.
 *
 * @throws where its clients are not installed, or no region is known
 */
export async function connect({ region }: ConnectOptions = {}): Promise<Account> {
  const [{ SageMaker }, { ApplicationAutoScaling }, { CloudWatch }] = loadSdk();
  const config = {
    ...(region === undefined ? {} : { region }),
    maxAttempts: ATTEMPTS,
    retryMode: 'adaptive',
    // A network that swallows packets must not hold up a pipeline.
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  };
  const sagemaker = new SageMaker(config);
  const autoScaling = new ApplicationAutoScaling(config);
  const cloudWatch = new CloudWatch(config);
  return {
    region: await regionOf(sagemaker.config),
    describeEndpoint: (input) => sagemaker.describeEndpoint(input),
    describeEndpointConfig: (input) => sagemaker.describeEndpointConfig(input),
    describeInferenceComponent: (input) => sagemaker.describeInferenceComponent(input),
    describeScalableTargets: (input) => autoScaling.describeScalableTargets(input),
    describeScalingPolicies: (input) => autoScaling.describeScalingPolicies(input),
    describeScheduledActions: (input) => autoScaling.describeScheduledActions(input),
    describeScalingActivities: (input) => autoScaling.describeScalingActivities(input),
    describeAlarms: (input) => cloudWatch.describeAlarms(input),
    describeAlarmHistory: (input) => cloudWatch.describeAlarmHistory(input),
    getMetricData: (input) => cloudWatch.getMetricData(input),
  };
}

type Sdk = [
  typeof import('@aws-sdk/client-sagemaker'),
  typeof import('@aws-sdk/client-application-auto-scaling'),
  typeof import('@aws-sdk/client-cloudwatch'),
];

/**
 * A `require` in a function stays what it is in JavaScript, and fails only when it is called; `import()` would want a loader of its
 * own in every test.
 *
 * @throws with what to install
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export function loadSdk(load: (name: string) => unknown = (name) => require(name)): Sdk {
  try {
    return PACKAGES.map(load) as Sdk;
  } catch (error) {
    if (!isAbsent(error, PACKAGES)) {
      throw error;
    }
    throw new Error(
      `Install the clients of the AWS SDK to ask an account; those who only import constructs do without:\n  npm install --save-dev ${PACKAGES.join(' ')}`,
    );
  }
}

async function regionOf(config: { readonly region: () => Promise<string> }): Promise<string> {
  try {
    return await config.region();
  } catch (error) {
    throw explainError(error);
  }
}
