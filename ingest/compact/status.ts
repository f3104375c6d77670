import type { ObjectStore } from '#platform/ports/object-store.ts';
import { landedSince } from './landing-files.ts';
import { headManifest } from './manifest.ts';

/** What the tables of a lake cannot say of themselves: the commit they show, and what waits behind it. */
export interface LakeStatus {
  /** Null where nothing has been committed yet. */
  readonly generation: string | null;
  readonly committedAt: Date | null;
  /** Landing objects and questions asked that no generation contains. */
  readonly waiting: { readonly objects: number; readonly bytes: number; readonly oldestAt: Date | null };
}

/** Looks at manifests and landing only; what arrived, is late or was rejected is in coverage and rejected_records. */
export async function lakeStatus(deps: {
  readonly store: Pick<ObjectStore, 'get' | 'list'>;
}): Promise<LakeStatus> {
  const head = await headManifest(deps.store);
  const landed = await landedSince(deps.store, new Set(head?.contained ?? []));
  const fresh = new Set(landed.fresh);
  const waiting = landed.existing.filter(({ key }) => fresh.has(key));
  const times = waiting.map(({ lastModified }) => lastModified.getTime());
  return {
    generation: head?.generation ?? null,
    committedAt: head === undefined ? null : new Date(head.committedAt),
    waiting: {
      objects: waiting.length,
      bytes: waiting.reduce((sum, { size }) => sum + size, 0),
      oldestAt: times.length === 0 ? null : new Date(Math.min(...times)),
    },
  };
}
