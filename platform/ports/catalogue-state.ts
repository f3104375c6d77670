import { SchemaChangeError } from './schema-change-error.ts';
import type { CatalogueSnapshot, CatalogueTable, TablePartition } from './table-catalogue.ts';

/**
 * The whole catalogue as plain data: what a catalogue that is one document (a file, memory) keeps, and the
 * meaning of the port's two writes. A Glue catalogue keeps the same facts in Glue.
 */
export interface CatalogueState {
  readonly generation: { readonly id: string; readonly committedAt: string } | null;
  readonly tables: Readonly<Record<string, CatalogueTable>>;
  readonly partitions: Readonly<Record<string, readonly TablePartition[]>>;
}

export const emptyCatalogue: CatalogueState = { generation: null, tables: {}, partitions: {} };

/** Identity of a partition inside its table. */
export function partitionId(values: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(values).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Adds tables and columns; throws SchemaChangeError where a column would go or change its type. */
export function withTables(state: CatalogueState, tables: readonly CatalogueTable[]): CatalogueState {
  const next: Record<string, CatalogueTable> = { ...state.tables };
  for (const table of tables) {
    const columns = new Map(table.columns.map((column) => [column.name, column]));
    for (const before of next[table.name]?.columns ?? []) {
      const after = columns.get(before.name);
      if (after === undefined)
        throw new SchemaChangeError(`Table ${table.name} would lose column ${before.name}`);
      if (after.type !== before.type) {
        throw new SchemaChangeError(
          `Column ${table.name}.${before.name} would change from ${before.type} to ${after.type}`,
        );
      }
    }
    next[table.name] = table;
  }
  return { ...state, tables: next };
}

/** Replaces and removes partitions; doing it again changes nothing. */
export function withPartitions(
  state: CatalogueState,
  changes: readonly { readonly table: string; readonly partition: TablePartition }[],
  removed: readonly { readonly table: string; readonly values: Readonly<Record<string, string>> }[],
  generation: { readonly id: string; readonly committedAt: Date },
): CatalogueState {
  const touched = new Map<string, Map<string, TablePartition>>();
  const partitionsOf = (table: string) => {
    let found = touched.get(table);
    if (found === undefined) {
      found = new Map((state.partitions[table] ?? []).map((each) => [partitionId(each.values), each]));
      touched.set(table, found);
    }
    return found;
  };
  for (const each of removed) partitionsOf(each.table).delete(partitionId(each.values));
  for (const each of changes)
    partitionsOf(each.table).set(partitionId(each.partition.values), each.partition);
  const partitions = { ...state.partitions };
  for (const [table, list] of touched) partitions[table] = [...list.values()];
  return {
    ...state,
    generation: { id: generation.id, committedAt: generation.committedAt.toISOString() },
    partitions,
  };
}

/** One consistent look at a state, which itself never changes. */
export function snapshotOf(state: CatalogueState): CatalogueSnapshot {
  return {
    generation: state.generation?.id,
    committedAt: state.generation === null ? undefined : new Date(state.generation.committedAt),
    table: (name) => (Object.hasOwn(state.tables, name) ? state.tables[name] : undefined),
    tables: () => Object.values(state.tables),
    partitions: (table) => (Object.hasOwn(state.partitions, table) ? (state.partitions[table] ?? []) : []),
  };
}
