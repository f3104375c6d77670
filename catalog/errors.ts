/** Options every error of the project takes. */
export interface AppErrorOptions {
  readonly cause?: unknown;
  /** What a person can do next; shown under the message. */
  readonly hint?: string;
}

/**
 * The base of every error that a user may see. `code` is stable and unique to the class, `retryable` says
 * whether the same call may succeed later. A bare `Error` means a bug of ours.
 */
export abstract class AppError extends Error {
  abstract readonly code: string;
  abstract readonly retryable: boolean;
  readonly hint: string | undefined;

  constructor(message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = options.hint;
  }
}
