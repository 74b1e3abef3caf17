import { withoutAccounts } from './without-accounts';

/** What was asked for when AWS refused. */
export interface Asked {
  /** Such as `sagemaker:DescribeEndpoint`. */
  readonly action: string;
  readonly region: string;
}

/** An error of the AWS SDK as a sentence that says what to do. */
export function explainError(error: unknown, asked?: Asked): Error {
  const { name, message, code } = error as { readonly name?: string; readonly message?: string; readonly code?: string };
  const kind = [name, code].join(' ');
  const { action = 'The AWS SDK', region = '' } = asked ?? {};
  const said = withoutAccounts(message ?? String(error));
  const known = KNOWN.find(({ kinds, text }) => kinds?.test(kind) === true || text?.test(said) === true);
  return new Error(
    known === undefined ? `${action} failed: ${[name, said].filter(Boolean).join(': ')}` : known.explain(action, region, said),
  );
}

/** Whether the answer is that there is no such endpoint, configuration or component: SageMaker calls that invalid. */
export function isNotFound(error: unknown): boolean {
  const { name, message } = error as { readonly name?: string; readonly message?: string };
  return name === 'ResourceNotFound' || (name === 'ValidationException' && /could not find|does not exist/i.test(message ?? ''));
}

interface Known {
  /** By the name of the error, or its code. */
  readonly kinds?: RegExp;
  /** Where the name says too little: by its message. */
  readonly text?: RegExp;
  readonly explain: (action: string, region: string, said: string) => string;
}

const KNOWN: readonly Known[] = [
  {
    text: /region is missing/i,
    explain: () => 'No AWS region is known. Give one with --region, or set AWS_REGION.',
  },
  {
    kinds: /ExpiredToken|RequestExpired/,
    explain: () => 'The AWS credentials have expired. Get new ones, for instance with aws sso login.',
  },
  {
    text: /(session|token)\b.*\bexpired|aws (sso )?login/i,
    explain: () => 'The AWS session has expired. Run aws sso login for the profile in AWS_PROFILE.',
  },
  {
    text: /could not load credentials from any provider/i,
    explain: () =>
      'No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws configure or aws sso login.',
  },
  {
    kinds: /CredentialsProvider|TokenProvider/,
    explain: (_action, _region, said) => `The AWS credentials cannot be used: ${said} Check AWS_PROFILE and ~/.aws/config.`,
  },
  {
    kinds:
      /UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|InvalidAccessKeyId|MissingAuthenticationToken/,
    explain: (action) =>
      `AWS does not know the credentials (${action}). Check AWS_PROFILE or AWS_ACCESS_KEY_ID, whether the region is enabled for the account, and the clock of this machine.`,
  },
  {
    kinds: /FailedResourceAccess/,
    explain: (action) =>
      `${action}: Application Auto Scaling cannot read the alarms of its policies. The role of the scalable target needs cloudwatch:DescribeAlarms; the service-linked role has it.`,
  },
  {
    kinds: /AccessDenied|UnauthorizedOperation|NotAuthorized/,
    explain: (action, region) =>
      `Access denied to ${action} in ${region}. Allow that action to the identity that asks; the --help of the command lists all that it needs.`,
  },
  {
    kinds: /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceeded/,
    explain: (action, region) =>
      `AWS throttles ${action} in ${region}, after several attempts. Wait a minute and ask again, or for less at a time: verify takes one --stack, observe a shorter range.`,
  },
  {
    kinds: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|TimeoutError/,
    // The SDK may wrap the error of Node, whose code is in the message then.
    text: /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)\b/,
    explain: (action, region) =>
      `AWS cannot be reached for ${action} in ${region}. Check that there is such a region, the network and AWS_ENDPOINT_URL.`,
  },
];
