import { AppError } from '#catalog/errors.ts';

/** What `--lake` names cannot be a lake: answered like a folder without one. */
export class NoLakeError extends AppError {
  override readonly name = 'NoLakeError';
  readonly code = 'NO_LAKE';
  readonly retryable = false;
}

/** A file that Stocktake keeps in the lake cannot be read: it was changed by somebody, or written by another version. */
export class LakeUnreadableError extends AppError {
  override readonly name = 'LakeUnreadableError';
  readonly code = 'lake.unreadable';
  readonly retryable = false;
}

/** The lake, or a file that was named, cannot be read or written as it is. */
export class FileAccessError extends AppError {
  override readonly name = 'FileAccessError';
  readonly code = 'cli.file_access';
  readonly retryable = false;
}

/** The command line was used wrongly; exit status 2. */
export class UsageError extends AppError {
  override readonly name = 'UsageError';
  readonly code = 'cli.usage';
  readonly retryable = false;
}
