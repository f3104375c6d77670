import { AppError } from '#catalog/errors.ts';
import { fromAws } from './errors.ts';

/** Glue refused one entry of a batch; the lake's own record is unchanged, and the next compaction tries again. */
export class GlueEntryError extends AppError {
  override readonly name = 'GlueEntryError';
  readonly code = 'catalogue.glue_entry';
  readonly retryable: boolean;

  constructor(message: string, retryable: boolean) {
    super(message, { hint: 'Run compaction again: it puts the catalogue in order first.' });
    this.retryable = retryable;
  }
}

/** For `.catch`: throws what the SDK threw as an error of the project. */
export const glueFailed =
  (doing: string) =>
  (error: unknown): never => {
    throw fromAws(error, { service: 'Glue', doing });
  };
