import { AppError } from '#catalog/errors.ts';

/** What a log may say of an error. Messages of errors quote values of rows and texts of questions: they are left out. */
export interface ErrorDescription {
  readonly name: string;
  /** Of the project's own errors. */
  readonly code?: string;
  readonly retryable?: boolean;
  /** Where it was thrown, for errors that nobody foresaw. */
  readonly frames?: readonly string[];
  /** Request id of AWS, for its support. */
  readonly awsRequestId?: string;
  readonly cause?: ErrorDescription;
}

const MOST_FRAMES = 8;
const MOST_CAUSES = 4;

/** An error without its message: class, code, stack frames, and the same of what caused it. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error };
  const { $metadata } = error as { readonly $metadata?: { readonly requestId?: string } };
  return {
    name: error.name,
    ...(error instanceof AppError
      ? { code: error.code, retryable: error.retryable }
      : { frames: framesOf(error) }),
    ...($metadata?.requestId === undefined ? {} : { awsRequestId: $metadata.requestId }),
    ...(error.cause === undefined || depth >= MOST_CAUSES
      ? {}
      : { cause: describeError(error.cause, depth + 1) }),
  };
}

function framesOf(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, MOST_FRAMES);
}
