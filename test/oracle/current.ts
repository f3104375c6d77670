import { baseColumns, identityColumns } from './base-columns.ts';
import type { Account, Row } from './model.ts';
import { type Recorders, records } from './recorders.ts';
import { type Entry, reportersOf } from './timeline.ts';
import type { ToldResource } from './versions.ts';

/**
 * The version of a resource that exists now, or nothing: deleted, or of a type that no recorder which
 * reported it still records (rules 12 and 13).
 */
export function currentEntry(
  resource: ToldResource,
  timeline: readonly Entry[],
  recorders: Recorders,
): Entry | undefined {
  const last = timeline.at(-1);
  if (last === undefined || last.isDeleted) return undefined;
  const isGlobal = resource.identity.region === 'global';
  const reporters = reportersOf(resource);
  const isRecorded =
    reporters.length === 0 ||
    reporters.some((place) =>
      records(recorders.stateAt(place, Number.POSITIVE_INFINITY), resource.identity.resourceType, isGlobal),
    );
  return isRecorded ? last : undefined;
}

export function resourceRow(entry: Entry, accounts: ReadonlyMap<string, Account>): Row {
  return baseColumns(entry.version.chosen.item, entry.source, accounts);
}

/** One row a tag of a resource that exists. */
export function tagRows(entry: Entry, accounts: ReadonlyMap<string, Account>): readonly Row[] {
  const { item } = entry.version.chosen;
  return Object.entries(item.tags).map(([tag_key, tag_value]) => ({
    ...identityColumns(item, accounts),
    tag_key,
    tag_value,
  }));
}

/** One row an edge as recorded; the same edge written twice is one (rule 29). */
export function relationshipRows(entry: Entry, accounts: ReadonlyMap<string, Account>): readonly Row[] {
  const { item } = entry.version.chosen;
  const rows = item.relationships.map((edge) => ({
    ...identityColumns(item, accounts),
    relationship: edge.name,
    target_resource_type: edge.targetType,
    target_resource_id: edge.targetId,
    target_resource_name: edge.targetName,
  }));
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
