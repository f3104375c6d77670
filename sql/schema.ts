import type { ColumnDefinition, TableDefinition } from '#catalog/define-table.ts';

/** A table as SQL sees it. */
export interface SqlTable {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly ColumnDefinition[];
  readonly visibility: TableDefinition['visibility'];
  readonly domain: TableDefinition['domain'];
  readonly partitionKeys: readonly string[];
  /** Types whose rows the table holds; absent means any. */
  readonly resourceTypes?: readonly string[];
  readonly storage: TableDefinition['storage'];
}

export interface SqlSchema {
  /** By name without case. */
  table(name: string): SqlTable | undefined;
  tables(): readonly SqlTable[];
}

/** A schema of exactly these tables; of two with one name, the later. */
export function schemaFrom(definitions: Iterable<SqlTable>): SqlSchema {
  const byName = new Map<string, SqlTable>();
  for (const definition of definitions) byName.set(definition.name.toLowerCase(), definition);
  const all = [...byName.values()];
  return { table: (name) => byName.get(name.toLowerCase()), tables: () => all };
}
