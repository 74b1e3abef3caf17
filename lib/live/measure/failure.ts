import { explainError } from '../explain-error';
import { withoutAccounts } from '../without-accounts';

/** Why a request has no whole answer. */
export interface Failure {
  readonly kind: FailureKind;
  /** What AWS or the container said, without account numbers. */
  readonly message: string;
}

/** Every kind, in the order in which they are told, with the words of the table. */
export const FAILURES = {
  throttled: 'throttled by AWS',
  noCapacity: 'no copy in service',
  unavailable: 'SageMaker unavailable',
  internal: 'internal failure of SageMaker',
  modelError: 'error of the container',
  refused: 'refused by the container',
  modelStreamError: 'stream broken by the container',
  internalStreamFailure: 'stream broken by SageMaker',
  errorInStream: 'error inside of a stream',
  emptyAnswer: 'empty answer',
  timedOut: 'timed out',
  network: 'connection failed',
  invalid: 'invalid request',
  notFound: 'not found',
  denied: 'access denied',
  credentials: 'credentials refused',
  other: 'other errors',
} as const;

export type FailureKind = keyof typeof FAILURES;

/** These would be the same for every further request. */
const ALWAYS: readonly FailureKind[] = ['notFound', 'denied', 'credentials'];
/** And these, unless another one was answered: then they are about this one. */
const UNANSWERED: readonly FailureKind[] = ['invalid', 'refused'];

/** Whether there is no use in sending more. */
export function isHopeless({ kind }: Failure, hasAnswered: boolean): boolean {
  return ALWAYS.includes(kind) || (UNANSWERED.includes(kind) && !hasAnswered);
}

const LONGEST_MESSAGE = 300;

/** What went wrong with one request. */
export function failureOf(error: unknown): Failure {
  const { name = '', message, code = '' } = error as { readonly name?: string; readonly message?: string; readonly code?: string };
  const said = withoutAccounts(message ?? String(error)).slice(0, LONGEST_MESSAGE);
  const kind = KINDS.find((one) => one.of(`${name} ${code}`, said, error))?.kind ?? 'other';
  return { kind, message: kind === 'other' && name !== '' ? `${name}: ${said}` : said };
}

interface Kind {
  readonly kind: FailureKind;
  readonly of: (name: string, message: string, error: unknown) => boolean;
}

const named = (names: RegExp) => (name: string) => names.test(name);

const NETWORK = /ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|TimeoutError/;

const KINDS: readonly Kind[] = [
  { kind: 'noCapacity', of: (_, message) => /has no capacity to process this request/i.test(message) },
  { kind: 'notFound', of: (name, message) => /Validation|NotFound/.test(name) && /not found|could not find|does not exist/i.test(message) },
  { kind: 'throttled', of: named(/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/) },
  { kind: 'modelStreamError', of: named(/^ModelStreamError/) },
  { kind: 'internalStreamFailure', of: named(/^InternalStreamFailure/) },
  { kind: 'refused', of: (name, _, error) => name.startsWith('ModelError') && isClientError(error) },
  { kind: 'modelError', of: named(/^ModelError|^ModelNotReady/) },
  { kind: 'unavailable', of: named(/ServiceUnavailable/) },
  { kind: 'internal', of: named(/InternalFailure|InternalDependency|InternalServer/) },
  { kind: 'denied', of: named(/AccessDenied|UnauthorizedOperation|NotAuthorized/) },
  {
    kind: 'credentials',
    of: named(
      /ExpiredToken|RequestExpired|UnrecognizedClient|InvalidClientToken|InvalidSignature|SignatureDoesNotMatch|Credentials|TokenProvider/,
    ),
  },
  { kind: 'invalid', of: named(/Validation/) },
  // The SDK may wrap the error of Node, whose name is in the message then.
  { kind: 'network', of: (name, message) => NETWORK.test(name) || NETWORK.test(message) },
];

/** A container that says 429 or 408 is busy; another 4XX is about what was sent. */
function isClientError(error: unknown): boolean {
  const { OriginalStatusCode: status = 0 } = error as { readonly OriginalStatusCode?: number };
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** What a user does about a failure that stops everything. */
export function explainHopeless({ kind, message }: Failure, error: unknown, endpoint: string, region: string): Error {
  const action = 'sagemaker:InvokeEndpointWithResponseStream';
  switch (kind) {
    case 'notFound':
      return new Error(
        `${endpoint} does not take the request in ${region}: ${message} Check --endpoint, --variant, --component and --region.`,
      );
    case 'denied':
      return new Error(
        `Access denied to ${action} in ${region}. Allow it and sagemaker:InvokeEndpoint to this identity, on the endpoint and, ` +
          'with --component, on the inference component.',
      );
    case 'refused':
      return new Error(
        `The container of ${endpoint} refuses the request: ${message} Choose what it understands with --format or --body; ` +
          'a trace may ask for more tokens than the model has room for.',
      );
    case 'invalid':
      return new Error(`SageMaker refuses the request to ${endpoint} in ${region}: ${message}`);
    default:
      return explainError(error, { action, region });
  }
}
