import { headManifest } from '#ingest/compact/manifest.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { TablePartition } from '#platform/ports/table-catalogue.ts';

/** Columns that hold when something was told last, by table. Questions asked are generations too, so a commit says nothing. */
const TOLD = [
  ['delivery_told', 'told_at'],
  ['sighting', 'last_told_at'],
] as const;

/**
 * Seconds since the newest delivery or event that the lake holds was told, by the statistics of its files: nothing is
 * queried. Undefined for a lake that nothing was ever delivered to.
 */
export async function ageOfData(
  store: Pick<ObjectStore, 'get' | 'list'>,
  now: Date,
): Promise<number | undefined> {
  const head = await headManifest(store);
  if (head === undefined) return undefined;
  const newest = TOLD.flatMap(([table, column]) => timesIn(head.partitions[table] ?? [], column));
  if (newest.length === 0) return undefined;
  return Math.max(0, (now.getTime() - Math.max(...newest)) / 1000);
}

function timesIn(partitions: readonly TablePartition[], column: string): readonly number[] {
  return partitions
    .flatMap(({ files }) => files)
    .flatMap(({ columns }) => columns[column]?.max ?? [])
    .map(timeIn)
    .filter((time) => !Number.isNaN(time));
}

/** Engines write `2026-03-10 11:48:46.120` or ISO, in UTC. */
function timeIn(text: string): number {
  const iso = text.replace(' ', 'T');
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}
