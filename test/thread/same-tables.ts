import type { QueryEngine, ResultValue } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot, TableCatalogue } from '#platform/ports/table-catalogue.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import { schemaOf } from '#sql/schema.ts';

/** A lake and what reads it. */
interface Readable {
  readonly catalogue: TableCatalogue;
  readonly engine: QueryEngine;
}

/** Columns that tell when and by which way a row came, which differs from lake to lake by design. */
const OF_THE_WAY: Readonly<Record<string, readonly string[]>> = {
  rejected_records: ['received_at', 'dead_letter_key', 'source'],
};

const IS_EVENT = "source_kind IN ('event', 'notice')";
/** Columns that name what brought a row, and when: an event comes in a file of many on this machine, and as a message from the queue. */
const OF_A_FILE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  delivery_told: { delivery_id: IS_EVENT, ordinal: IS_EVENT, source_key: IS_EVENT },
  // An event without an id of its own is called by what brought it and its place there.
  sighting: { delivery_id: IS_EVENT, ordinal: IS_EVENT, envelope_id: "envelope_id LIKE '%/%'" },
};
/** That a file of events was read to its end is told once a file; of a message nothing is. */
const HAS_ENDS = 'delivery_told';
const IS_END_OF_EVENTS = "source_kind = 'event' AND message_type IS NULL AND source_key LIKE 'events/%'";

const isTold = (table: string, column: string): boolean =>
  !column.startsWith('ingested_') && OF_THE_WAY[table]?.includes(column) !== true;

/** All that a table tells, apart from the way. */
function selectOf(table: string, columns: readonly string[]): string {
  const told = columns.map((name) => {
    const isOfAFile = OF_A_FILE[table]?.[name];
    return isOfAFile === undefined
      ? `"${name}"`
      : `CASE WHEN ${isOfAFile} THEN NULL ELSE "${name}" END AS "${name}"`;
  });
  const rows = table === HAS_ENDS ? ` WHERE NOT coalesce(${IS_END_OF_EVENTS}, false)` : '';
  return `SELECT ${told.join(', ')} FROM "${table}"${rows}`;
}

/** Tables with their columns, partition keys, and rows by partition. */
export function shapeOf(snapshot: CatalogueSnapshot): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    snapshot.tables().map(({ name, columns, partitionKeys }) => [
      name,
      {
        columns: columns.map((column) => `${column.name} ${column.type}`),
        partitionKeys,
        partitions: snapshot
          .partitions(name)
          .map(({ values, files }) => [
            values,
            name === HAS_ENDS || files.reduce((sum, file) => sum + file.rows, 0),
          ]),
      },
    ]),
  );
}

/** Every table that has rows, typed ones and the coverage that is computed as it is read included. */
export function tablesWithRows(snapshot: CatalogueSnapshot): readonly string[] {
  const types = new Set(snapshot.partitions('resources').map(({ values }) => values.resource_type));
  const stored = snapshot
    .tables()
    .filter(
      ({ name, resourceTypes }) =>
        snapshot.partitions(name).length > 0 || resourceTypes?.some((type) => types.has(type)),
    );
  return [...stored.map(({ name }) => name), 'coverage'].sort();
}

/** The rows of a table in an order of their own, as texts, without what tells of the way. */
export async function contentOf(
  table: string,
  { catalogue, engine }: Readable,
  now: Date,
): Promise<readonly string[]> {
  const snapshot = await catalogue.snapshot();
  const columns = schemaOf(snapshot).table(table)?.columns ?? [];
  const names = columns.map(({ name }) => name).filter((name) => isTold(table, name));
  const prepared = prepare(selectOf(table, names), {
    schema: schemaOf(snapshot),
    policy: ownerPolicy,
    rowLimit: null,
    now,
    engine: engine.name,
    internal: true,
  });
  if (!prepared.ok) throw new Error(`${table}: ${JSON.stringify(prepared.diagnostics)}`);
  const { rows } = await engine.run(prepared.query.checked, { snapshot });
  return rows
    .map((row) => JSON.stringify(Object.fromEntries(row.map((value, at) => [names[at], inOrder(value)]))))
    .sort();
}

/** Keys of maps have no order. */
function inOrder(value: ResultValue): ResultValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(inOrder);
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Rows that only one of the two lakes has, a line each. */
export async function differences(
  tables: readonly string[],
  expected: Readable,
  found: Readable,
  now: Date,
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const table of tables) {
    const [wanted, had] = [await contentOf(table, expected, now), await contentOf(table, found, now)];
    if (JSON.stringify(wanted) === JSON.stringify(had)) continue;
    lines.push(`${table}: ${wanted.length} rows, not ${had.length}`);
    lines.push(...wanted.filter((row) => !had.includes(row)).map((row) => `- ${row}`));
    lines.push(...had.filter((row) => !wanted.includes(row)).map((row) => `+ ${row}`));
  }
  return lines;
}
