import { describe, expect, it } from 'vitest';
import { athenaFailed, BytesCutoffError, failureOf } from '#platform/aws/athena-errors.ts';
import {
  AccessDeniedError,
  CredentialsError,
  QueryCancelledError,
  QueryFailedError,
  RequestRefusedError,
  ServiceFaultError,
  ThrottledError,
} from '#platform/ports/errors.ts';

describe("Athena's errors", () => {
  it.each(['CANCELLED', 'FAILED'] as const)(
    'tells the bytes cut-off (%s) with what was read and what helps',
    (State) => {
      const error = failureOf(
        { State, StateChangeReason: 'Bytes scanned limit was exceeded' },
        10 * 1024 ** 2,
      );
      expect(error).toBeInstanceOf(BytesCutoffError);
      expect(error.message).toContain('10.0 MB');
      expect(error.hint).toMatch(/fewer columns/);
      expect(error.retryable).toBe(false);
    },
  );

  it.each([
    [
      { ErrorCategory: 1, ErrorType: 3, ErrorMessage: 'Query exhausted resources' },
      ServiceFaultError,
      /too few resources/,
    ],
    [{ ErrorCategory: 1, ErrorType: 204, ErrorMessage: 'metastore' }, ServiceFaultError, /metastore/],
    [{ ErrorCategory: 1, ErrorType: 8, ErrorMessage: 'm' }, ServiceFaultError, /too few resources .* m$/],
    [{ ErrorCategory: 1, ErrorType: 9, ErrorMessage: 'm' }, ServiceFaultError, /could not run the query: m$/],
    [{ ErrorCategory: 1, ErrorMessage: 'm' }, ServiceFaultError, /could not run the query: m$/],
    [{ ErrorCategory: 1 }, ServiceFaultError, /could not run the query: it gave no reason\.$/],
    [
      { ErrorCategory: 2, Retryable: true, ErrorMessage: 'm' },
      ServiceFaultError,
      /could not run the query: m$/,
    ],
    [{ ErrorCategory: 2, Retryable: false }, QueryFailedError, /^The query failed\.$/],
    [{ ErrorCategory: 3, ErrorMessage: 'm' }, RequestRefusedError, /not for what it asks: m$/],
    [
      { ErrorCategory: 3, Retryable: false },
      RequestRefusedError,
      /not for what it asks: it gave no reason\.$/,
    ],
    [
      { ErrorCategory: 3, ErrorType: 9999, Retryable: true, ErrorMessage: 'other' },
      ServiceFaultError,
      /other/,
    ],
    [
      { ErrorCategory: 2, ErrorType: 1000, ErrorMessage: 'DIVISION_BY_ZERO: Division by zero' },
      QueryFailedError,
      /^Division by zero$/,
    ],
    [
      {
        ErrorCategory: 2,
        ErrorType: 1000,
        ErrorMessage: "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved",
      },
      QueryFailedError,
      /^Column 'x'/,
    ],
  ])('%o', (AthenaError, kind, text) => {
    const error = failureOf({ State: 'FAILED', AthenaError }, 0);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(text);
  });

  it('takes the reason where Athena gives no error, and blames no query without one', () => {
    const reason = 'SYNTAX_ERROR: line 1:8: Column x cannot be resolved';
    const told = failureOf({ State: 'FAILED', StateChangeReason: reason }, 0);
    expect(told).toBeInstanceOf(QueryFailedError);
    expect(told.message).toBe('Column x cannot be resolved');
    const mute = failureOf({ State: 'FAILED' }, 0);
    expect(mute).toBeInstanceOf(ServiceFaultError);
    expect(mute.message).toMatch(/no reason/);
  });

  it('tells who can do something about a failure that is neither Athena’s nor the query’s', () => {
    const error = failureOf({ State: 'FAILED', AthenaError: { ErrorCategory: 3 } }, 0);
    expect(error.retryable).toBe(false);
    expect(error.hint).toMatch(/whoever runs Stocktake/);
  });

  it('tells a query that somebody cancelled', () => {
    expect(failureOf({ State: 'CANCELLED', StateChangeReason: 'Query cancelled by user' }, 0)).toBeInstanceOf(
      QueryCancelledError,
    );
  });

  it.each([
    ['TooManyRequestsException', ThrottledError],
    ['ThrottlingException', ThrottledError],
    ['InvalidRequestException', QueryFailedError],
    ['ExpiredTokenException', CredentialsError],
    ['AccessDeniedException', AccessDeniedError],
    ['InternalServerException', ServiceFaultError],
  ])('knows %s', (name, kind) => {
    const error = Object.assign(new Error('why'), {
      name,
      $metadata: { httpStatusCode: name === 'InternalServerException' ? 500 : 400 },
    });
    expect(() => athenaFailed('starting a query')(error)).toThrow(kind);
  });
});
