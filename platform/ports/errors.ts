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
