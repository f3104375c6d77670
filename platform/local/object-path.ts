import { join } from 'node:path';
import { AppError } from '#catalog/errors.ts';
import { STAGING_FOLDER } from './files.ts';

/** The key cannot be a path below a folder (empty or dotted segments, a leading slash, NUL, too long a name). */
export class ObjectKeyError extends AppError {
  override readonly name = 'ObjectKeyError';
  readonly code = 'store.object_key';
  readonly retryable = false;
}

/** Path of an object under the root. A key that would leave the root, or that a folder cannot hold, throws ObjectKeyError. */
export function objectPath(root: string, key: string): string {
  const segments = key.split('/');
  const impossible = segments.some(
    (segment) =>
      segment === '' ||
      segment === '.' ||
      segment === '..' ||
      segment.includes('\0') ||
      Buffer.byteLength(segment) > 255,
  );
  if (impossible || segments[0] === STAGING_FOLDER)
    throw new ObjectKeyError(`"${key}" cannot be a key of a local lake`);
  return join(root, ...segments);
}
