import { AppError } from '#catalog/errors.ts';

/** The command line was used wrongly; exit status 2. */
export class UsageError extends AppError {
  override readonly name = 'UsageError';
  readonly code = 'cli.usage';
  readonly retryable = false;
}
