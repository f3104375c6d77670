import { baseColumns, identityColumns } from './base-columns.ts';
import { changedPaths } from './changed-paths.ts';
import type { Account, Json, Place, Row, Snapshot } from './model.ts';
import { placeText } from './model.ts';
import type { Entry } from './timeline.ts';
import { timestampText } from './values.ts';
import type { ToldResource } from './versions.ts';

/** One row a version or deletion; the end of each is the beginning of the next. */
export function historyRows(
  timeline: readonly Entry[],
  accounts: ReadonlyMap<string, Account>,
): readonly Row[] {
  return timeline.map((entry, index) => {
    const { item } = entry.version.chosen;
    const times = {
      valid_from: timestampText(entry.at),
      valid_to: timestampText(timeline[index + 1]?.at ?? null),
      is_deleted: entry.isDeleted,
      change_source: entry.source,
    };
    // Rule 16: of a proved deletion the design fixes which resource, when and that it is deleted; no more.
    if (entry.source === 'absence') return { ...identityColumns(item, accounts), ...times };
    return { ...baseColumns(item, entry.source, accounts), status: item.status, ...times };
  });
}

/** Rows of resource_changes for one resource. */
export function changeRows(
  resource: ToldResource,
  timeline: readonly Entry[],
  snapshots: readonly Snapshot[],
  accounts: ReadonlyMap<string, Account>,
): readonly Row[] {
  return timeline.flatMap((entry, index) => {
    const previous = timeline[index - 1];
    const type = changeType(resource, entry, previous, snapshots);
    if (type === null) return [];
    const { item } = entry.version.chosen;
    const before = timeline.slice(0, index).findLast(({ isDeleted }) => !isDeleted);
    const base = {
      ...identityColumns(item, accounts),
      changed_at: timestampText(entry.at),
      change_type: type,
      change_source: entry.source,
      before: type === 'CREATE' ? null : configurationOf(before),
      after: entry.isDeleted ? null : configurationOf(entry),
    };
    // Rule 19: paths are those of an update between two versions that are both known.
    if (type !== 'UPDATE' || before === undefined) return [base];
    return [{ ...base, changed_paths: changedPaths(before.version.chosen.item, item) }];
  });
}

const configurationOf = (entry: Entry | undefined): Json => entry?.version.chosen.item.configuration ?? null;

/** Rules 17 and 18. Null: history, not a change. */
function changeType(
  resource: ToldResource,
  entry: Entry,
  previous: Entry | undefined,
  snapshots: readonly Snapshot[],
): 'CREATE' | 'UPDATE' | 'DELETE' | null {
  if (entry.isDeleted) return 'DELETE';
  if (previous?.isDeleted === true) return 'CREATE';
  const told = entry.version.tellings.flatMap(({ source, changeType }) =>
    source === 'event' ? [changeType] : [],
  );
  if (told.includes('CREATE')) return 'CREATE';
  if (previous !== undefined) return 'UPDATE';
  if (told.includes('UPDATE')) return 'UPDATE';
  return isFirstSightLater(resource, snapshots) ? 'CREATE' : null;
}

/** Whether the resource was first seen after the first complete snapshot of the recorder that saw it. */
function isFirstSightLater(resource: ToldResource, snapshots: readonly Snapshot[]): boolean {
  const tellings = resource.versions.flatMap(({ tellings }) => tellings);
  const first = Math.min(...tellings.map(({ sightedAt }) => sightedAt));
  const recorders = tellings.flatMap(({ sightedAt, recorder }) =>
    sightedAt === first && recorder !== null ? [recorder] : [],
  );
  return recorders.length > 0 && recorders.every((recorder) => firstSnapshotAt(recorder, snapshots) < first);
}

/** Time of a recorder's first complete snapshot; Infinity where there is none. */
export function firstSnapshotAt(recorder: Place, snapshots: readonly Snapshot[]): number {
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...snapshots
      .filter((snapshot) => snapshot.complete && placeText(snapshot.recorder) === placeText(recorder))
      .map(({ takenAt }) => takenAt),
  );
}
