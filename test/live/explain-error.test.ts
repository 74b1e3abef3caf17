import { explainError, isNotFound } from '../../lib/live/explain-error';
import { withoutAccounts } from '../../lib/live/without-accounts';
import { serviceError } from './fake-account';

const ASKED = { action: 'cloudwatch:DescribeAlarms', region: 'eu-west-1' };
const explain = (name: string, message = '') => explainError(serviceError(name, message), ASKED).message;

describe('an error of AWS is explained:', () => {
  test.each<[string, string, string, RegExp]>([
    ['no region', 'Error', 'Region is missing', /^No AWS region is known\. Give one with --region, or set AWS_REGION\.$/],
    [
      'no credentials',
      'CredentialsProviderError',
      'Could not load credentials from any providers',
      /^No AWS credentials were found\. Set AWS_PROFILE/,
    ],
    [
      'no such profile',
      'CredentialsProviderError',
      'Could not resolve credentials using profile: [prod] in configuration/credentials file(s).',
      /^The AWS credentials cannot be used: .*\[prod\].* Check AWS_PROFILE/,
    ],
    [
      'an expired token',
      'ExpiredTokenException',
      'The security token included in the request is expired',
      /^The AWS credentials have expired/,
    ],
    [
      'an expired session',
      'CredentialsProviderError',
      'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
      /^The AWS session has expired\. Run aws sso login/,
    ],
    [
      'unknown credentials',
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      /^AWS does not know the credentials/,
    ],
    ['a clock that is wrong', 'InvalidSignatureException', 'Signature not yet current', /the clock of this machine\.$/],
    [
      'a missing right',
      'AccessDeniedException',
      'User is not authorized',
      /^Access denied to cloudwatch:DescribeAlarms in eu-west-1\. Allow that action/,
    ],
    ['a missing right, in older words', 'AccessDenied', '', /^Access denied to cloudwatch:DescribeAlarms/],
    [
      'a role that cannot read alarms',
      'FailedResourceAccessException',
      '',
      /The role of the scalable target needs cloudwatch:DescribeAlarms/,
    ],
    ['throttling', 'ThrottlingException', 'Rate exceeded', /^AWS throttles cloudwatch:DescribeAlarms in eu-west-1, after several attempts/],
    ['throttling, in other words', 'Throttling', 'Rate exceeded', /^AWS throttles/],
    [
      'a request that takes too long',
      'TimeoutError',
      'socket hang up',
      /^AWS cannot be reached for cloudwatch:DescribeAlarms in eu-west-1/,
    ],
    [
      'anything else, without account numbers',
      'InternalFailure',
      'role arn:aws:iam::123456789012:role/Chat of 123456789012 broke',
      /^cloudwatch:DescribeAlarms failed: InternalFailure: role role\/Chat of … broke$/,
    ],
  ])('%s', (_, name, message, expected) => {
    expect(explain(name, message)).toMatch(expected);
  });

  test('a host that there is not, by the code of the error', () => {
    const error = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    expect(explainError(error, ASKED).message).toMatch(
      /^AWS cannot be reached .* Check that there is such a region, the network and AWS_ENDPOINT_URL\.$/,
    );
  });
});

test.each([
  ['ValidationException', 'Could not find endpoint "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/chat".', true],
  ['ValidationException', 'Could not find inference component', true],
  ['ResourceNotFound', '', true],
  ['ValidationException', '1 validation error detected', false],
  ['AccessDeniedException', 'Could not find', false],
])('%s %s is absence: %s', (name, message, expected) => {
  expect(isNotFound(serviceError(name, message))).toBe(expected);
});

test.each([
  ['arn:aws:sagemaker:eu-west-1:123456789012:endpoint/chat', 'endpoint/chat'],
  ['"arn:aws-cn:iam::123456789012:role/a/b", and more', '"role/a/b", and more'],
  ['pull 123456789012.dkr.ecr.eu-west-1.amazonaws.com/vllm:1', 'pull ….dkr.ecr.eu-west-1.amazonaws.com/vllm:1'],
  ['arn:aws:s3:::bucket/key is 1234567890123 bytes', 'bucket/key is 1234567890123 bytes'],
])('%s is shown as %s', (text, expected) => {
  expect(withoutAccounts(text)).toBe(expected);
});
