import { AppError } from '#catalog/errors.ts';

/** A table would lose a column, or a column its type: only additive change keeps old files readable. */
export class SchemaChangeError extends AppError {
  override readonly name = 'SchemaChangeError';
  readonly code = 'catalogue.schema_change';
  readonly retryable = false;
}
