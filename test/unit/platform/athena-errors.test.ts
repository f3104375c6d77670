import { describe, expect, it } from 'vitest';
import { athenaFailed, BytesCutoffError, failureOf } from '#platform/aws/athena-errors.ts';
import {
  AccessDeniedError,
  CredentialsError,
  QueryCancelledError,
  QueryFailedError,
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
