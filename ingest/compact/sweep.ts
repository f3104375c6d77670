import { ObjectNotFoundError } from '#platform/ports/errors.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import { listAll } from './landing-files.ts';
import { type Manifest, readManifest } from './manifest.ts';

/** How long what is no longer needed is kept, in milliseconds of the machine's clock (objects carry its time). */
export interface Retention {
  /** A superseded generation: longer than the longest query may run. */
  readonly generationMs: number;
  /** Landing objects that a generation contains. */
  readonly landingMs: number;
}

export const defaultRetention: Retention = { generationMs: 60 * 60_000, landingMs: 24 * 60 * 60_000 };

const DELETE_AT_ONCE = 1000;

/**
 * Removes what no reader can need any more: manifests and files of generations superseded long enough ago, files of
 * runs that lost or died, and landing that is contained. Anything a running compaction may still write or read
 * belongs to a later sequence than the head's, or to a generation in its grace period.
 */
export async function sweep(store: ObjectStore, head: Manifest, retention: Retention): Promise<void> {
  const now = Date.now();
  const manifests = await listAll(store, 'manifests/');
  const needed = new Set<string>();
  const kept: Manifest[] = [head];
  for (const [index, { key }] of manifests.entries()) {
    const supersededAt = manifests[index + 1]?.lastModified.getTime();
    if (supersededAt === undefined || now - supersededAt < retention.generationMs) {
      needed.add(key);
      if (supersededAt !== undefined) kept.push(...(await manifestIfThere(store, key)));
    }
  }
  const files = new Set(
    kept
      .flatMap(({ partitions }) => Object.values(partitions).flat())
      .flatMap((partition) => partition.files.map(({ key }) => key)),
  );
  const written = [...(await listAll(store, 'tables/')), ...(await listAll(store, 'staging/'))];
  const stale = written.filter(({ key }) => !files.has(key) && sequenceOf(key) <= head.sequence);
  const contained = new Set(head.contained);
  const landed = await listAll(store, 'landing/');
  const consumed = landed.filter(
    ({ key, lastModified }) => contained.has(key) && now - lastModified.getTime() >= retention.landingMs,
  );
  await remove(store, [
    ...stale.map(({ key }) => key),
    ...consumed.map(({ key }) => key),
    ...manifests.map(({ key }) => key).filter((key) => !needed.has(key)),
  ]);
}

/** Removes the files of a run that lost its commit. */
export async function removeGeneration(store: ObjectStore, generation: string): Promise<void> {
  const written = [...(await listAll(store, 'tables/')), ...(await listAll(store, `staging/${generation}/`))];
  await remove(
    store,
    written
      .map(({ key }) => key)
      .filter((key) => key.includes(`generation=${generation}/`) || key.startsWith(`staging/${generation}/`)),
  );
}

async function remove(store: ObjectStore, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += DELETE_AT_ONCE)
    await store.delete(keys.slice(from, from + DELETE_AT_ONCE));
}

async function manifestIfThere(store: ObjectStore, key: string): Promise<readonly Manifest[]> {
  try {
    return [await readManifest(store, key)];
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return [];
    throw error;
  }
}

/** The sequence that a file's generation was made for: `generation=0000000007-ab12cd34/`. */
function sequenceOf(key: string): number {
  const found = /(?:generation=|^staging\/)(\d{10})-/.exec(key)?.[1];
  return found === undefined ? Number.POSITIVE_INFINITY : Number(found);
}
