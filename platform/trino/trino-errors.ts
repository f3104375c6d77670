import type { AppError } from '#catalog/errors.ts';
import { QueryCancelledError, QueryFailedError, ServiceFaultError } from '../ports/errors.ts';

/** An error as Trino's protocol tells it. */
export interface TrinoFailure {
  readonly errorName: string;
  /** USER_ERROR, INTERNAL_ERROR, INSUFFICIENT_RESOURCES or EXTERNAL. */
  readonly errorType: string;
  readonly message: string;
}

const CANCELLED = new Set([
  'USER_CANCELED',
  'ADMINISTRATIVELY_KILLED',
  'ADMINISTRATIVELY_PREEMPTED',
  'EXCEEDED_TIME_LIMIT',
  'ABANDONED_QUERY',
]);

/** Whether the server has only just started, so that nothing of the statement has run. */
export const isNotReady = ({ errorName }: TrinoFailure): boolean =>
  errorName === 'NO_NODES_AVAILABLE' || errorName === 'SERVER_STARTING_UP';

/** Trino's error as one of ours, with `cause` for those who want its name. */
export function failureOf(failure: TrinoFailure): AppError {
  const message = failure.message.replace(/^line \d+:\d+: /, '');
  const options = { cause: failure };
  if (CANCELLED.has(failure.errorName))
    return new QueryCancelledError(`Trino stopped the query: ${message}`, options);
  switch (failure.errorType) {
    case 'INSUFFICIENT_RESOURCES':
      return new ServiceFaultError(`Trino had too few resources for this query: ${message}`, {
        ...options,
        hint: 'Ask for less at once, or try again in a moment.',
      });
    case 'INTERNAL_ERROR':
    case 'EXTERNAL':
      return new ServiceFaultError(`Trino could not run the query: ${message}`, {
        ...options,
        hint: 'Try again in a moment.',
      });
    default:
      return new QueryFailedError(message, options);
  }
}
