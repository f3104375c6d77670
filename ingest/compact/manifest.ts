import { z } from 'zod';
import { type ColumnTypeName, columnTypes } from '#catalog/column-types.ts';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import { AppError } from '#catalog/errors.ts';
import { ObjectNotFoundError, PreconditionFailedError } from '#platform/ports/errors.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { TablePartition } from '#platform/ports/table-catalogue.ts';

/**
 * The commit record of a generation: the whole lake as it then is. `manifests/<sequence>.json` is written once, by a
 * conditional put; whoever loses that put has changed nothing.
 */
export interface Manifest {
  readonly sequence: number;
  readonly generation: string;
  readonly committedAt: string;
  /** Table → its partitions, with files, rows and footer statistics. A table without files has none. */
  readonly partitions: Readonly<Record<string, readonly TablePartition[]>>;
  /** Resource type → columns that items brought, in order of arrival. */
  readonly learned: Readonly<Record<string, readonly ColumnDefinition[]>>;
  /** Landing objects (and questions asked) contained, as far as they still exist. */
  readonly contained: readonly string[];
}

const Statistics = z.object({
  bytes: z.number(),
  nullCount: z.number().optional(),
  min: z.string().optional(),
  max: z.string().optional(),
});
const File = z.object({
  key: z.string(),
  rows: z.number(),
  bytes: z.number(),
  columns: z.record(z.string(), Statistics),
});
const Partition = z.object({
  values: z.record(z.string(), z.string()),
  location: z.string(),
  generation: z.string(),
  files: z.array(File),
});
const Column = z.object({
  name: z.string(),
  type: z.enum(Object.keys(columnTypes) as [ColumnTypeName, ...ColumnTypeName[]]),
  description: z.string(),
  sensitivity: z.enum(['public', 'internal', 'sensitive', 'secret']),
  path: z.string().optional(),
  json: z.boolean().optional(),
});
const ManifestSchema = z.object({
  sequence: z.number().int().positive(),
  generation: z.string(),
  committedAt: z.string(),
  partitions: z.record(z.string(), z.array(Partition)),
  learned: z.record(z.string(), z.array(Column)),
  contained: z.array(z.string()),
});

/** A manifest does not read as one: the lake was written by another version, or by hand. */
export class ManifestUnreadableError extends AppError {
  override readonly name = 'ManifestUnreadableError';
  readonly code = 'lake.manifest_unreadable';
  readonly retryable = false;
}

const FOLDER = 'manifests/';
const keyOf = (sequence: number): string => `${FOLDER}${String(sequence).padStart(10, '0')}.json`;

/** Keys of all manifests, oldest first. */
export async function manifestKeys(store: Pick<ObjectStore, 'list'>): Promise<readonly string[]> {
  const keys: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list(FOLDER, cursor);
    keys.push(...page.objects.map(({ key }) => key));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return keys;
}

/** The newest committed manifest; undefined where the lake has none. */
export async function headManifest(store: Pick<ObjectStore, 'get' | 'list'>): Promise<Manifest | undefined> {
  for (;;) {
    const newest = (await manifestKeys(store)).at(-1);
    if (newest === undefined) return undefined;
    try {
      return await readManifest(store, newest);
    } catch (error) {
      // Old manifests are swept; the newest never is, so somebody has committed meanwhile.
      if (!(error instanceof ObjectNotFoundError)) throw error;
    }
  }
}

export async function readManifest(store: Pick<ObjectStore, 'get'>, key: string): Promise<Manifest> {
  const text = Buffer.from(await store.get(key)).toString('utf8');
  try {
    return ManifestSchema.parse(JSON.parse(text)) as Manifest;
  } catch (error) {
    throw new ManifestUnreadableError(`${key} is not a manifest of this version`, {
      cause: error,
      hint: 'stocktake rebuild makes the lake anew.',
    });
  }
}

/** Commits: false where another writer has committed this sequence, or a later one, first. */
export async function commitManifest(
  store: Pick<ObjectStore, 'put' | 'list' | 'delete'>,
  manifest: Manifest,
): Promise<boolean> {
  const key = keyOf(manifest.sequence);
  try {
    await store.put(key, Buffer.from(JSON.stringify(manifest)), { ifNoneMatch: '*' });
  } catch (error) {
    if (error instanceof PreconditionFailedError) return false;
    throw error;
  }
  // A writer that slept while its sequence number was swept away would find it free again.
  const newest = (await manifestKeys(store)).at(-1);
  if (newest === undefined || newest <= key) return true;
  const isNext = newest === keyOf(manifest.sequence + 1);
  if (!isNext) await store.delete([key]);
  return isNext;
}
