import { coverageState } from '#catalog/tables/coverage.ts';
import { headManifest } from '#ingest/compact/manifest.ts';
import { Workspace } from '#ingest/compact/workspace.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { QueryEngine } from '#platform/ports/query-engine.ts';

/** The place whose data is the oldest of all that should be fresh. */
export interface OldestPlace {
  readonly accountId: string;
  readonly region: string;
  /** Since its last complete snapshot or event, whichever is newer. */
  readonly seconds: number;
}

/** A recorder that was switched off, or whose account was suspended, is silent by somebody's decision. */
const OLDEST_SQL = `
SELECT account_id, region, CAST(greatest(coalesce(last_snapshot_at, last_event_at), coalesce(last_event_at, last_snapshot_at)) AS varchar) AS told_at
FROM coverage_state
WHERE domain = 'config' AND region IS NOT NULL AND recorder_state <> 'stopped'
  AND coalesce(account_status, 'ACTIVE') = 'ACTIVE' AND coalesce(last_snapshot_at, last_event_at) IS NOT NULL
ORDER BY told_at, account_id, region
LIMIT 1`;

/**
 * The account and Region that was heard of longest ago, of those that record: one that fell silent is found however much the
 * others tell. Undefined for a lake that nothing was ever delivered to.
 */
export async function oldestPlace(
  deps: { readonly store: Pick<ObjectStore, 'get' | 'list'>; readonly engine: QueryEngine },
  now: Date,
): Promise<OldestPlace | undefined> {
  const head = await headManifest(deps.store);
  if (head === undefined) return undefined;
  const { columns, partitionKeys } = coverageState;
  const partitions = head.partitions.coverage_state ?? [];
  const { rows } = await new Workspace(deps.engine, head.generation, now).run(OLDEST_SQL, {
    coverage_state: { columns, partitionKeys, partitions },
  });
  const [accountId, region, toldAt] = rows[0] ?? [];
  if (accountId === undefined) return undefined;
  const seconds = Math.max(0, (now.getTime() - timeIn(String(toldAt))) / 1000);
  return { accountId: String(accountId), region: String(region), seconds };
}

/** Engines write `2026-03-10 11:48:46.120`, in UTC. */
const timeIn = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`);
