import type { ColumnDefinition, TableDefinition } from '#catalog/define-table.ts';
import { allTables, tableByName } from '#catalog/tables.ts';
import type { CatalogueSnapshot, CatalogueTable } from '#platform/ports/table-catalogue.ts';

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

const schemas = new WeakMap<CatalogueSnapshot, SqlSchema>();

/**
 * The tables of a lake: those of catalog/ with the columns that items brought, and the typed tables of types that
 * nobody published. Columns of the 413 typed tables are only made when a query names them.
 */
export function schemaOf(snapshot: CatalogueSnapshot): SqlSchema {
  let schema = schemas.get(snapshot);
  if (schema === undefined) {
    schema = lakeSchema(snapshot);
    schemas.set(snapshot, schema);
  }
  return schema;
}

function lakeSchema(snapshot: CatalogueSnapshot): SqlSchema {
  const known = new Map<string, SqlTable>();
  let all: readonly SqlTable[] | undefined;
  const table = (name: string): SqlTable | undefined => {
    const key = name.toLowerCase();
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = lakeTable(tableByName(key), snapshot.table(key));
    if (found !== undefined) known.set(key, found);
    return found;
  };
  return {
    table,
    tables: () => {
      all ??= [...new Set([...allTables(), ...snapshot.tables()].map((one) => one.name))].flatMap(
        (name) => table(name) ?? [],
      );
      return all;
    },
  };
}

function lakeTable(
  declared: TableDefinition | undefined,
  stored: CatalogueTable | undefined,
): SqlTable | undefined {
  if (declared === undefined) return stored === undefined ? undefined : learnedTable(stored);
  if (stored === undefined) return declared;
  let columns: readonly ColumnDefinition[] | undefined;
  return {
    name: declared.name,
    description: declared.description,
    visibility: declared.visibility,
    domain: declared.domain,
    partitionKeys: declared.partitionKeys,
    storage: declared.storage,
    ...(declared.resourceTypes === undefined ? {} : { resourceTypes: declared.resourceTypes }),
    get columns() {
      if (columns === undefined) {
        const names = new Set(declared.columns.map((column) => column.name));
        columns = [...declared.columns, ...stored.columns.filter((column) => !names.has(column.name))];
      }
      return columns;
    },
  };
}

/** A table that only the lake knows: the typed table of a type nobody published. Anything else is internal. */
function learnedTable(stored: CatalogueTable): SqlTable {
  const isTyped = stored.resourceTypes !== undefined;
  return {
    name: stored.name,
    description: stored.description,
    columns: stored.columns,
    visibility: isTyped ? 'analyst' : 'internal',
    domain: isTyped ? 'config' : 'none',
    partitionKeys: stored.partitionKeys,
    ...(stored.resourceTypes === undefined ? {} : { resourceTypes: stored.resourceTypes }),
    storage: isTyped ? { kind: 'slice', of: 'resources' } : { kind: 'stored' },
  };
}
