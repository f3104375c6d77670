import {
  ModelAccessDeniedError,
  ModelCancelledError,
  ModelError,
  ModelInvalidRequestError,
  ModelNotFoundError,
  ModelNotReadyError,
  ModelProtocolError,
  ModelQuotaError,
  ModelStreamBrokenError,
  ModelThrottledError,
  ModelTimeoutError,
  ModelUnavailableError,
} from '../ports/model-errors.ts';
import { hintFor } from './hints.ts';

/** Where a call was going, for hints. */
export interface BedrockPlace {
  readonly modelId: string;
  readonly region: string;
  readonly profile: string | null;
}

const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredTokenException',
  'ExpiredToken',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'InvalidClientTokenId',
]);

/**
 * What the SDK threw, as an error of the project. Names are those of the service's published model.
 * @param streaming the reply had begun: what breaks then is the stream, whatever broke it
 */
export function modelErrorOf(error: unknown, place: BedrockPlace, streaming: boolean): ModelError {
  if (error instanceof ModelError) return error;
  const name = error instanceof Error ? error.name : '';
  const told = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  if (CREDENTIALS.has(name)) {
    return new ModelAccessDeniedError('There are no valid AWS credentials for Bedrock.', {
      ...options,
      hint: hintFor(
        place.profile === null
          ? 'Sign in, or name a profile with --profile.'
          : `Sign in again: aws sso login --profile ${place.profile}`,
      ),
    });
  }
  switch (name) {
    case 'ThrottlingException':
      return new ModelThrottledError('Bedrock has too many requests for this model at the moment.', options);
    case 'ModelNotReadyException':
      return new ModelNotReadyError('The model is not ready yet.', options);
    case 'ModelTimeoutException':
    case 'TimeoutError':
      return new ModelTimeoutError('The model took too long to reply.', options);
    case 'AbortError':
      return new ModelCancelledError('The question was given up before the model replied.', options);
    case 'AccessDeniedException':
      return new ModelAccessDeniedError(`Bedrock does not let you use ${place.modelId} in ${place.region}.`, {
        ...options,
        hint: hintFor(
          `Allow bedrock:InvokeModelWithResponseStream on it, request access to the model in the Bedrock console for Region ${place.region}, or name another Region with --aws-region. Some models answer only through an inference profile (us., eu. or global. before the id).`,
        ),
      });
    case 'ResourceNotFoundException':
      return new ModelNotFoundError(`Bedrock has no model ${place.modelId} in ${place.region}.`, {
        ...options,
        hint: hintFor('Check --model and --aws-region; `aws bedrock list-foundation-models` lists them.'),
      });
    case 'ServiceQuotaExceededException':
      return new ModelQuotaError('The account’s quota for this model is used up.', {
        ...options,
        hint: hintFor('Raise the quota in Service Quotas, or use another model or Region.'),
      });
    case 'ValidationException':
    case 'ConflictException':
    case 'SerializationException':
      return new ModelInvalidRequestError(`Bedrock does not take the request: ${firstLine(told)}`, {
        ...options,
        hint: hintFor(
          'The model may not know tools, prompt caching or a temperature; docs/how-to/use-a-model.md says how to switch each off.',
        ),
      });
    case 'ModelStreamErrorException':
      return broken(error);
    case 'ModelErrorException':
    case 'InternalServerException':
    case 'ServiceUnavailableException':
      return streaming
        ? broken(error)
        : new ModelUnavailableError('Bedrock could not run the model at the moment.', options);
    default:
      return otherError(error, told, place, streaming);
  }
}

function otherError(error: unknown, told: string, place: BedrockPlace, streaming: boolean): ModelError {
  if (streaming) return broken(error);
  if (/region is missing/i.test(told)) {
    return new ModelInvalidRequestError('No AWS Region is set for Bedrock.', {
      cause: error,
      hint: hintFor('Give --aws-region, or set AWS_REGION.'),
    });
  }
  if (/could not load credentials|could not resolve credentials|profile .* (not|could)/i.test(told)) {
    return new ModelAccessDeniedError('There are no AWS credentials for Bedrock.', {
      cause: error,
      hint: hintFor('Sign in, or name a profile with --profile.'),
    });
  }
  if (isNetwork(error)) {
    return new ModelUnavailableError(`Bedrock cannot be reached in ${place.region}.`, { cause: error });
  }
  return new ModelProtocolError(`Bedrock’s reply could not be read: ${firstLine(told)}`, { cause: error });
}

const broken = (error: unknown) =>
  new ModelStreamBrokenError('The model’s reply broke off in the middle; nothing of it is used.', {
    cause: error,
  });

function isNetwork(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(E[A-Z]+|ERR_HTTP2|ERR_TLS|UND_ERR)/.test(code);
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 300);
