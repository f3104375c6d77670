import { AppError } from '#catalog/errors.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { DeliverySource, SourceFile } from './delivery-source.ts';

type Readable = Pick<ObjectStore, 'head' | 'stream'>;

/** An object of a bucket, not yet read; undefined where there is none. */
export async function bucketFile(store: Readable, key: string): Promise<SourceFile | undefined> {
  const info = await store.head(key);
  if (info === undefined) return undefined;
  return {
    path: key,
    fullPath: key,
    size: info.size,
    modifiedAt: info.lastModified,
    open: () => bytesOf(store, key),
  };
}

async function* bytesOf(store: Readable, key: string): AsyncGenerator<Uint8Array> {
  yield* await store.stream(key);
}

/** One object as a source: what a notification of S3 names. */
export function objectSource(file: SourceFile, store: Readable): DeliverySource {
  return {
    name: file.fullPath,
    isSingleFile: false,
    files: () => once(file),
    find: (key) => bucketFile(store, key),
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

async function* once(file: SourceFile): AsyncGenerator<SourceFile> {
  yield file;
}

/**
 * Finds objects in the buckets that events name. A bucket that may not be read counts as one without the object: whoever
 * sends events chooses the name in them.
 */
export function bucketFinder(open: (bucket: string) => Readable): Pick<DeliverySource, 'find'> {
  return {
    async find(key, bucket) {
      if (!BUCKET_NAME.test(bucket) || key === '') return undefined;
      try {
        return await bucketFile(open(bucket), key);
      } catch (error) {
        if (error instanceof AppError && !error.retryable) return undefined;
        throw error;
      }
    },
  };
}
