import { AppError } from '#catalog/errors.ts';

/** The key has no object. */
export class ObjectNotFoundError extends AppError {
  override readonly name = 'ObjectNotFoundError';
  readonly code = 'store.not_found';
  readonly retryable = false;
}

/** A conditional write found another state than it asked for: somebody else wrote first. */
export class PreconditionFailedError extends AppError {
  override readonly name = 'PreconditionFailedError';
  readonly code = 'store.precondition_failed';
  readonly retryable = false;
}

/** The service asks to come back later. */
export class ThrottledError extends AppError {
  override readonly name = 'ThrottledError';
  readonly code = 'platform.throttled';
  readonly retryable = true;
}

/** The engine could not run a checked query (a run-time error such as a division by zero). */
export class QueryFailedError extends AppError {
  override readonly name = 'QueryFailedError';
  readonly code = 'query.failed';
  readonly retryable = false;
}

/** The caller gave up, or the time limit ran out; the engine was told to stop. */
export class QueryCancelledError extends AppError {
  override readonly name = 'QueryCancelledError';
  readonly code = 'query.cancelled';
  readonly retryable = true;
}

/** There are no credentials, or they are not valid (any more). Nothing works until a person signs in again. */
export class CredentialsError extends AppError {
  override readonly name = 'CredentialsError';
  readonly code = 'platform.credentials';
  readonly retryable = false;
}

/** The credentials are good, but they do not allow this. */
export class AccessDeniedError extends AppError {
  override readonly name = 'AccessDeniedError';
  readonly code = 'platform.access_denied';
  readonly retryable = false;
}

/** What a service was told to use (a bucket, a table, a bus) does not exist there. */
export class PlaceMissingError extends AppError {
  override readonly name = 'PlaceMissingError';
  readonly code = 'platform.place_missing';
  readonly retryable = false;
}

/** The service cannot be reached, or it did not answer in time. */
export class UnreachableError extends AppError {
  override readonly name = 'UnreachableError';
  readonly code = 'platform.unreachable';
  readonly retryable = true;
}

/** The service had a fault of its own, or its answer makes no sense. */
export class ServiceFaultError extends AppError {
  override readonly name = 'ServiceFaultError';
  readonly code = 'platform.service_fault';
  readonly retryable = true;
}

/** The service does not take the request as it is; the same one will not do better later. */
export class RequestRefusedError extends AppError {
  override readonly name = 'RequestRefusedError';
  readonly code = 'platform.request_refused';
  readonly retryable = false;
}
