import { AppError } from '#catalog/errors.ts';
import { CredentialsError } from '#platform/ports/errors.ts';
import type { ObjectInfo, ObjectStore } from '#platform/ports/object-store.ts';
import { deliveryKeyOf } from './delivery-key.ts';
import type { DeliverySource, SourceFile } from './delivery-source.ts';
import { SourceUnreadableError } from './local-source.ts';
import { readAhead } from './read-ahead.ts';
import { listDeliveries } from './s3-listing.ts';
import type { S3Place } from './s3-url.ts';

type Bucket = Pick<ObjectStore, 'list' | 'head' | 'stream'>;

export interface S3SourceOptions extends S3Place {
  /** The bucket that the place names. */
  readonly store: Bucket;
  /** Only what was delivered from then on; lists of accounts always. */
  readonly since?: Date;
}

/**
 * Opens `s3://bucket/prefix`: a delivery tree, any folder, or a single object. What cannot be listed or read is a
 * SourceUnreadableError, as on a disk; credentials that are not valid end the run, for nothing else could be read either.
 */
export async function s3Source(options: S3SourceOptions): Promise<DeliverySource> {
  const { store, bucket, prefix, since } = options;
  const name = `s3://${bucket}/${prefix}`;
  const single = await singleObject(store, prefix);
  const root = single === undefined ? folderOf(prefix) : treeRootOf(prefix);
  const fileOf = (object: ObjectInfo): SourceFile => sourceFile(store, bucket, root, object);
  return {
    name,
    isSingleFile: single !== undefined,
    files: () =>
      single === undefined ? readAhead(files(options, name, root, since, fileOf)) : once(fileOf(single)),
    find: (key, told) => find(store, candidatesOf(key, told === bucket, root), fileOf),
  };
}

/** The object that the prefix names whole. It would be the first of a list, whose refusals say more than those of a HEAD. */
async function singleObject(store: Bucket, prefix: string): Promise<ObjectInfo | undefined> {
  if (prefix === '' || prefix.endsWith('/')) return undefined;
  const [first] = (await orUnreadable(() => store.list(prefix))).objects;
  return first?.key === prefix ? first : undefined;
}

async function* once(file: SourceFile): AsyncGenerator<SourceFile> {
  yield file;
}

async function* files(
  { store }: S3SourceOptions,
  name: string,
  root: string,
  since: Date | undefined,
  fileOf: (object: ObjectInfo) => SourceFile,
): AsyncGenerator<SourceFile> {
  let isEmpty = true;
  const list = (prefix: string, cursor: string | undefined) => orUnreadable(() => store.list(prefix, cursor));
  for await (const { object, isWanted } of listDeliveries(list, root, since)) {
    isEmpty = false;
    if (object.key.endsWith('/')) continue;
    const file = fileOf(object);
    if (isWanted || isTimeless(file)) yield file;
  }
  if (isEmpty) throw new SourceUnreadableError(`There is no object under ${name}.`);
}

/** Lists of accounts and the clock of a sample say what is so, not what happened: they count whenever they were written. */
function isTimeless({ fullPath, path }: SourceFile): boolean {
  const { kind } = deliveryKeyOf(fullPath, path, false);
  return kind === 'accounts' || kind === 'sample';
}

function sourceFile(store: Bucket, bucket: string, root: string, object: ObjectInfo): SourceFile {
  return {
    path: object.key.slice(root.length),
    fullPath: object.key,
    size: object.size,
    modifiedAt: object.lastModified,
    open: () => bytesOf(store, object.key, `s3://${bucket}/${object.key}`),
  };
}

async function* bytesOf(store: Bucket, key: string, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* await store.stream(key);
  } catch (error) {
    throw unreadable(error, name);
  }
}

/** Where a told key may lie: in this bucket as told, and below the tree's root with or without its leading folders. */
function candidatesOf(key: string, isSameBucket: boolean, root: string): readonly string[] {
  const parts = key.split('/').filter((part) => part !== '');
  const start = Math.max(0, parts.lastIndexOf('AWSLogs'));
  const below = Array.from({ length: start + 1 }, (_, skipped) => `${root}${parts.slice(skipped).join('/')}`);
  return [...new Set([...(isSameBucket ? [key] : []), ...below])];
}

/** An object that may not be read counts as missing: whoever sends events chooses the key in them. */
async function find(
  store: Bucket,
  candidates: readonly string[],
  fileOf: (object: ObjectInfo) => SourceFile,
): Promise<SourceFile | undefined> {
  for (const key of candidates) {
    try {
      const found = await store.head(key);
      if (found !== undefined) return fileOf(found);
    } catch (error) {
      if (!(error instanceof AppError) || error.retryable || error instanceof CredentialsError) throw error;
    }
  }
  return undefined;
}

async function orUnreadable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw unreadable(error);
  }
}

/** @param name what was read, where the error itself may not say it */
function unreadable(error: unknown, name?: string): unknown {
  if (!(error instanceof AppError) || error instanceof CredentialsError) return error;
  if (error instanceof SourceUnreadableError) return error;
  const place = name === undefined || error.message.includes(name) ? '' : `${name}: `;
  const hint = error.hint === undefined ? '' : ` ${error.hint}`;
  return new SourceUnreadableError(`${place}${error.message}${hint}`, { cause: error });
}

const folderOf = (prefix: string): string => (prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`);

/** The prefix that a single object's tree begins at, so that keys of oversized objects can be found. */
function treeRootOf(key: string): string {
  const start = key.lastIndexOf('AWSLogs/');
  return key.slice(0, start < 0 ? key.lastIndexOf('/') + 1 : start);
}
