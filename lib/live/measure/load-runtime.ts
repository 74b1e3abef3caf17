import { explainError } from '../explain-error';
import { isAbsent } from '../is-absent';
import { StreamingEndpoint } from './streaming-endpoint';

const PACKAGE = '@aws-sdk/client-sagemaker-runtime';

/** Where requests go. */
export interface Destination {
  readonly endpointName: string;
  /** @default - as the endpoint's weights divide the requests */
  readonly variantName?: string;
  readonly inferenceComponentName?: string;
  /** @default - that of the SDK: AWS_REGION, or the profile's */
  readonly region?: string;
  /** How many streams there are at once at most. */
  readonly maxStreams: number;
}

/**
 * The endpoint, by the SDK's own client and environment: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL, and so on.
 *
 * @throws where the client is not installed, or no region or credentials are known: before anything is sent
 */
export async function connectRuntime(destination: Destination): Promise<StreamingEndpoint> {
  const { InvokeEndpointWithResponseStreamCommand, SageMakerRuntimeClient } = loadRuntime();
  const { endpointName, variantName, inferenceComponentName, region, maxStreams } = destination;
  // With fewer sockets than streams, requests would queue in this client and look like slow first tokens.
  const agent = { keepAlive: true, maxSockets: maxStreams };
  const client = new SageMakerRuntimeClient({
    ...(region === undefined ? {} : { region }),
    // One attempt is no retry: whoever measures wants to see the failure.
    maxAttempts: 1,
    // AWS_RETRY_MODE=adaptive would hold back in this client what is sent after a throttle.
    retryMode: 'standard',
    requestHandler: { httpAgent: agent, httpsAgent: agent, connectionTimeout: 10_000, requestTimeout: 0, socketTimeout: 0 },
  });
  try {
    const knownRegion = await client.config.region();
    // Asked for here, they are known when the first request is measured; without any, nothing is sent.
    await client.config.credentials();
    return {
      region: knownRegion,
      close: () => client.destroy(),
      async *stream(body, abortSignal) {
        const command = new InvokeEndpointWithResponseStreamCommand({
          EndpointName: endpointName,
          TargetVariant: variantName,
          InferenceComponentName: inferenceComponentName,
          ContentType: 'application/json',
          Body: body,
        });
        const { Body = [] } = await client.send(command, { abortSignal });
        for await (const { PayloadPart, ModelStreamError, InternalStreamFailure } of Body) {
          const failure = ModelStreamError ?? InternalStreamFailure;
          if (failure !== undefined) {
            throw failure;
          }
          yield PayloadPart?.Bytes ?? new Uint8Array();
        }
      },
    };
  } catch (error) {
    client.destroy();
    throw explainError(error);
  }
}

/**
 * As a `require` in a function it fails only when it is called.
 *
 * @throws with what to install
 */
// eslint-disable-next-line @typescript-eslint/no-require-imports
export function loadRuntime(load: (name: string) => unknown = (name) => require(name)): typeof import('@aws-sdk/client-sagemaker-runtime') {
  try {
    return load(PACKAGE) as typeof import('@aws-sdk/client-sagemaker-runtime');
  } catch (error) {
    if (!isAbsent(error, [PACKAGE])) {
      throw error;
    }
    throw new Error(
      `Install this client of the AWS SDK to use measure; those who only import constructs do without:\n  npm install --save-dev ${PACKAGE}`,
    );
  }
}
