import { AppError } from '#catalog/errors.ts';
import { ThrottledError } from '../ports/errors.ts';

/** Glue refused a change of the catalogue; the lake's own record is unchanged, and the next compaction tries again. */
export class GlueError extends AppError {
  override readonly name = 'GlueError';
  readonly code = 'catalogue.glue';
  readonly retryable: boolean;

  constructor(message: string, options: { readonly cause?: unknown; readonly retryable: boolean }) {
    super(message, {
      cause: options.cause,
      hint: 'Run compaction again: it puts the catalogue in order first.',
    });
    this.retryable = options.retryable;
  }
}

const THROTTLED = new Set(['ThrottlingException', 'Throttling', 'OperationTimeoutException']);
const PASSING = new Set(['InternalServiceException', 'ConcurrentModificationException']);

/** Whether an error of the SDK, or of one entry of a batch, has this name. */
export const isNamed = (error: unknown, name: string): boolean =>
  error instanceof Error ? error.name === name : false;

/** An error of the SDK as one of ours. */
export function fromGlue(error: unknown, doing: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  if (THROTTLED.has(error.name))
    return new ThrottledError(`Glue asks to come back later (${doing}).`, { cause: error });
  return new GlueError(`Glue failed while ${doing}: ${error.message}`, {
    cause: error,
    retryable: PASSING.has(error.name),
  });
}
