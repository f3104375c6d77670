import { AppError } from '#catalog/errors.ts';
import {
  AccessDeniedError,
  CredentialsError,
  PlaceMissingError,
  PreconditionFailedError,
  RequestRefusedError,
  ServiceFaultError,
  ThrottledError,
  UnreachableError,
} from '../ports/errors.ts';
import { hintFor } from './hints.ts';

/** What was being done when the SDK threw, for messages. */
export interface AwsCall {
  /** As people call it: `S3`, `DynamoDB`. */
  readonly service: string;
  /** Continues "… failed while": `reading s3://bucket/key`. */
  readonly doing: string;
  /** The profile whose credentials were used, for the hint. */
  readonly profile?: string;
}

/** Names of the services' published models and of the SDK's own providers. */
const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'TokenRefreshRequired',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidToken',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'RequestExpired',
]);
const EXPIRED = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'TokenRefreshRequired',
  'TokenProviderError',
  'RequestExpired',
]);
const THROTTLED = new Set([
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'BandwidthLimitExceeded',
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
]);
const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AllAccessDisabled',
  'Forbidden',
  'UnauthorizedOperation',
  'UnauthorizedAccess',
]);
const MISSING = new Set([
  'NoSuchBucket',
  'ResourceNotFoundException',
  'NoSuchDeliveryChannelException',
  'NoSuchConfigurationRecorderException',
]);
const PRECONDITION = new Set(['PreconditionFailed', 'ConditionalCheckFailedException']);

/** The HTTP status of an SDK error; undefined where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}

/** Whether the SDK error has one of these names. */
export const isNamed = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

/**
 * What the SDK threw, as an error of the project. Errors of the project pass through, so it may be used around code that throws
 * both. By name where the service gives one, by HTTP status where it does not (an answer to HEAD has no body).
 */
export function fromAws(error: unknown, call: AwsCall): AppError {
  if (error instanceof AppError) return error;
  const name = error instanceof Error ? error.name : '';
  const told = firstLine(error instanceof Error ? error.message : String(error));
  const status = statusOf(error);
  const options = { cause: error };
  if (CREDENTIALS.has(name) || isMissingProfile(told)) return credentialsError(name, told, call, error);
  if (THROTTLED.has(name) || status === 429)
    return new ThrottledError(`${call.service} asks to come back later (${call.doing}).`, {
      ...options,
      hint: 'It was tried several times. Try again in a minute.',
    });
  if (PRECONDITION.has(name) || status === 412)
    return new PreconditionFailedError(`Somebody else wrote first (${call.doing}).`, options);
  if (DENIED.has(name) || status === 403)
    return new AccessDeniedError(`Access denied while ${call.doing}${saying(told, name)}.`, {
      ...options,
      hint: hintFor(
        `The ${identityOf(call)} lacks a permission, or a policy of the resource or its KMS key denies it.`,
      ),
    });
  if (MISSING.has(name))
    return new PlaceMissingError(`${call.service} has no such place: ${told} (${call.doing}).`, options);
  if (/region is missing/i.test(told))
    return new RequestRefusedError('No AWS Region is set.', {
      ...options,
      hint: hintFor(
        call.profile === undefined
          ? 'Set AWS_REGION, or name a profile that has a region.'
          : `Set AWS_REGION, or give profile "${call.profile}" a region; \`aws configure list-profiles\` shows the profiles there are.`,
      ),
    });
  if (status === undefined && isNetwork(error))
    return new UnreachableError(`${call.service} cannot be reached while ${call.doing}: ${told}.`, {
      ...options,
      hint: hintFor('Check the network, the Region and AWS_ENDPOINT_URL.'),
    });
  if (status !== undefined && status >= 400 && status < 500)
    return new RequestRefusedError(`${call.service} refuses ${call.doing}: ${name} ${told}.`, options);
  return new ServiceFaultError(`${call.service} failed while ${call.doing}: ${name} ${told}.`, options);
}

function credentialsError(name: string, told: string, call: AwsCall, cause: unknown): CredentialsError {
  const signIn = hintFor(
    call.profile === undefined
      ? 'Sign in (aws sso login, or new keys in the environment), or name a profile with --profile.'
      : `Sign in again: aws sso login --profile ${call.profile}`,
  );
  if (EXPIRED.has(name) || /expired/i.test(told))
    return new CredentialsError(`The AWS credentials have expired (${call.doing}).`, { cause, hint: signIn });
  if (isMissingProfile(told))
    return new CredentialsError(`There are no AWS credentials for profile "${call.profile ?? ''}".`, {
      cause,
      hint: hintFor('`aws configure list-profiles` shows the profiles of this machine.'),
    });
  if (name === 'CredentialsProviderError')
    return new CredentialsError('There are no AWS credentials.', { cause, hint: signIn });
  return new CredentialsError(`AWS does not accept the credentials (${call.doing}): ${told}`, {
    cause,
    hint: signIn,
  });
}

const isMissingProfile = (told: string): boolean =>
  /profile .*(not be found|not found|could not)|could not resolve credentials using profile/i.test(told);

const identityOf = (call: AwsCall): string =>
  call.profile === undefined ? 'identity in use' : `profile ${call.profile}`;

/** The service's own words, unless it had none. */
const saying = (told: string, name: string): string =>
  told === '' || told === name || told === 'UnknownError' ? '' : `: ${told.replace(/\.$/, '')}`;

function isNetwork(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(E[A-Z_]+|UND_ERR|ERR_TLS)/.test(code) || isNamed(error, 'TimeoutError', 'NetworkingError');
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 300);
