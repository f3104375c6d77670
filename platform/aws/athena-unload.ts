import type { S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import { QueryFailedError } from '../ports/errors.ts';
import type { ObjectInfo, ObjectStore } from '../ports/object-store.ts';
import type { UnloadedPartition, UnloadTarget } from '../ports/query-engine.ts';
import type { DataFile } from '../ports/table-catalogue.ts';
import { parquetFile } from './parquet-footer.ts';

/** The lake as files: UNLOAD writes there, and what it wrote is read back from there. */
export interface UnloadPlace {
  readonly s3: S3Client;
  readonly store: ObjectStore;
  readonly bucket: string;
}

const FOOTERS_AT_ONCE = 16;

/** The statement. Athena refuses a target that holds something, and more than 100 partitions. */
export function unloadText(text: string, target: UnloadTarget, bucket: string): string {
  const options = [
    "format = 'PARQUET'",
    "compression = 'ZSTD'",
    ...(target.partitionedBy.length === 0
      ? []
      : [`partitioned_by = ARRAY[${target.partitionedBy.map(quoted).join(', ')}]`]),
  ];
  return `UNLOAD (${text}) TO ${quoted(`s3://${bucket}/${target.location}/`)} WITH (${options.join(', ')})`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** @throws QueryFailedError where something lies below the location already */
export async function requireEmpty(store: ObjectStore, location: string): Promise<void> {
  const { objects } = await store.list(`${location}/`);
  if (objects.length > 0) throw new QueryFailedError('The target of UNLOAD is not empty.');
}

/** Removes what a statement that failed has left. */
export async function removeUnloaded(store: ObjectStore, location: string): Promise<void> {
  for (;;) {
    const { objects } = await store.list(`${location}/`);
    if (objects.length === 0) return;
    await store.delete(objects.map(({ key }) => key));
  }
}

/** What UNLOAD wrote, by partition, with rows and statistics from the files' footers. */
export async function unloaded(
  place: UnloadPlace,
  target: UnloadTarget,
): Promise<readonly UnloadedPartition[]> {
  const limit = pLimit(FOOTERS_AT_ONCE);
  const files = await Promise.all(
    (await written(place.store, target.location)).map((object) =>
      limit(() => parquetFile(place.s3, place.bucket, object)),
    ),
  );
  const partitions = new Map<string, { values: Record<string, string>; files: DataFile[] }>();
  for (const file of files) {
    if (file.rows === 0) continue;
    const values = valuesOf(file.key, target);
    const id = JSON.stringify(values);
    const partition = partitions.get(id) ?? { values, files: [] };
    partition.files.push(file);
    partitions.set(id, partition);
  }
  return [...partitions].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, partition]) => partition);
}

async function written(store: ObjectStore, location: string): Promise<readonly ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list(`${location}/`, cursor);
    found.push(...page.objects.filter(({ size }) => size > 0));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** The folders below the target spell the partition: `name=value`, as Hive escapes it. */
function valuesOf(key: string, target: UnloadTarget): Record<string, string> {
  const folders = key.slice(target.location.length + 1).split('/');
  return Object.fromEntries(
    target.partitionedBy.map((name, index) => {
      const folder = folders[index] ?? '';
      const value = folder.startsWith(`${name}=`) ? folder.slice(name.length + 1) : undefined;
      if (value === undefined) throw new QueryFailedError(`UNLOAD wrote ${key}, which names no ${name}.`);
      return [name, value === '__HIVE_DEFAULT_PARTITION__' ? '' : decodeURIComponent(value)];
    }),
  );
}
