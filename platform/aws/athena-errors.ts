import type { QueryExecutionStatus } from '@aws-sdk/client-athena';
import { AppError } from '#catalog/errors.ts';
import {
  QueryCancelledError,
  QueryFailedError,
  RequestRefusedError,
  ServiceFaultError,
  ThrottledError,
} from '../ports/errors.ts';
import { fromAws, isNamed } from './errors.ts';

/** The workgroup's limit of bytes a query stopped it. AWS bills what it had read. */
export class BytesCutoffError extends AppError {
  override readonly name = 'BytesCutoffError';
  readonly code = 'query.bytes_cutoff';
  readonly retryable = false;
}

/** https://docs.aws.amazon.com/athena/latest/ug/error-reference.html */
const SYSTEM_CATEGORY = 1;
const OTHER_CATEGORY = 3;
const LAST_OF_EXHAUSTED = 8;

/** What became of an execution that ended without a result. */
export function failureOf(status: QueryExecutionStatus, bytesScanned: number): AppError {
  const reason = status.AthenaError?.ErrorMessage ?? status.StateChangeReason ?? '';
  if (/bytes scanned limit was exceeded/i.test(`${reason} ${status.StateChangeReason ?? ''}`)) {
    return new BytesCutoffError(
      `The query was stopped: it had read ${inMegabytes(bytesScanned)} and would have gone over the limit a query has.`,
      {
        hint: 'Name accounts, Regions, types or days, or fewer columns, so that less has to be read. What was read is billed.',
      },
    );
  }
  if (status.State === 'CANCELLED') return new QueryCancelledError('The query was cancelled.');
  const message = messageOf(reason);
  const { ErrorCategory, ErrorType, Retryable } = status.AthenaError ?? {};
  if (ErrorCategory === SYSTEM_CATEGORY && ErrorType !== undefined && ErrorType <= LAST_OF_EXHAUSTED) {
    return new ServiceFaultError(`Athena had too few resources for this query. ${message}`.trim(), {
      hint: 'Ask for less at once, or try again in a moment.',
    });
  }
  // Without a category and without a word, nothing says that the query itself is to blame.
  const isUnexplained = ErrorCategory === undefined && message === '';
  if (ErrorCategory === SYSTEM_CATEGORY || Retryable === true || isUnexplained)
    return new ServiceFaultError(`Athena could not run the query: ${message || GAVE_NO_REASON}`, {
      hint: 'Try again in a moment.',
    });
  if (ErrorCategory === OTHER_CATEGORY)
    return new RequestRefusedError(
      `Athena could not run the query, and not for what it asks: ${message || GAVE_NO_REASON}`,
      {
        hint: 'The same will happen again. Tell whoever runs Stocktake: Athena’s history has the execution.',
      },
    );
  return new QueryFailedError(message || 'The query failed.');
}

const GAVE_NO_REASON = 'it gave no reason.';

/** Trino's message without its error name and the query's place, which the caller never wrote. */
const messageOf = (reason: string): string =>
  reason.replace(/^[A-Z][A-Z0-9_]+: /, '').replace(/^line \d+:\d+: /, '');

const inMegabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

/** For `.catch`: throws what the SDK threw as an error of the project. */
export const athenaFailed =
  (doing: string) =>
  (error: unknown): never => {
    const options = { cause: error, hint: 'Try again in a moment.' };
    if (isNamed(error, 'TooManyRequestsException'))
      throw new ThrottledError('Athena runs as many queries as this account may run at once.', options);
    if (isNamed(error, 'InvalidRequestException'))
      throw new QueryFailedError(messageOf((error as Error).message) || 'The query failed.', {
        cause: error,
      });
    throw fromAws(error, { service: 'Athena', doing });
  };
