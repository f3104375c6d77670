import type { ColumnTypeName } from '#catalog/column-types.ts';
import type { PartFanOut, PartSource, PartTableDefinition } from '#catalog/parts/part-table.ts';
import { partTablesOf } from '#catalog/parts.ts';
import { isObject, type JsonObject, type JsonValue, jsonText } from '../decode/json-value.ts';
import { elementsAt, valueAt } from './json-path.ts';
import { policyStatements } from './policy-statements.ts';
import { typedText } from './typed-text.ts';

/** A row of a part table: column → canonical text, or a list of texts; a column left out is NULL. */
export type PartRow = Readonly<Record<string, string | readonly string[]>>;

interface PreparedTable {
  readonly table: PartTableDefinition;
  readonly types: ReadonlyMap<string, ColumnTypeName>;
}

const prepared = new Map<string, readonly PreparedTable[]>();

function preparedTables(type: string): readonly PreparedTable[] {
  const known = prepared.get(type);
  if (known !== undefined) return known;
  const tables = partTablesOf(type).map((table) => ({
    table,
    types: new Map(table.ownColumns.map((column) => [column.name, column.type])),
  }));
  // Types are the owner's text too: only those that have part tables are remembered.
  if (tables.length > 0) prepared.set(type, tables);
  return tables;
}

/**
 * Rows of the part tables that an item has, as JSON text by table. Null where its type has no part tables; a table of the type
 * without rows is an empty list.
 * @param item `{configuration, supplementaryConfiguration}` as cleaned
 */
export function partsOf(type: string, item: JsonObject): ReadonlyMap<string, string> | null {
  const tables = preparedTables(type);
  if (tables.length === 0) return null;
  const parts = new Map<string, string>();
  for (const { table, types } of tables) {
    const rows = [
      ...table.sources
        .filter(({ resourceTypes }) => resourceTypes.includes(type))
        .flatMap((source) => rowsOf(item, source, types)),
      ...(table.policies ?? [])
        .filter(({ resourceTypes }) => resourceTypes.includes(type))
        .flatMap((source) => policyStatements(item, source)),
    ];
    parts.set(table.name, JSON.stringify(rows));
  }
  return parts;
}

function rowsOf(
  item: JsonObject,
  source: PartSource,
  types: ReadonlyMap<string, ColumnTypeName>,
): readonly PartRow[] {
  return elementsAt(item, source.path).flatMap((element) => {
    const base = columnsOf(item, element, source.columns, source.constants, types);
    const rows = fannedOut(item, element, base, source.fanOut ?? [], types);
    const { needs } = source;
    return needs === undefined ? rows : rows.filter((row) => row[needs] !== undefined);
  });
}

function fannedOut(
  item: JsonObject,
  element: JsonValue,
  base: PartRow,
  fanOut: readonly PartFanOut[],
  types: ReadonlyMap<string, ColumnTypeName>,
): readonly PartRow[] {
  const rows = fanOut.flatMap((fan) => {
    if (fan.unless !== undefined && elementsAt(element, fan.unless).length > 0) return [];
    return elementsAt(element, fan.path).map((inner) => ({
      ...base,
      ...columnsOf(item, inner, fan.columns, fan.constants, types),
    }));
  });
  return rows.length === 0 ? [base] : rows;
}

function columnsOf(
  item: JsonObject,
  element: JsonValue,
  columns: Readonly<Record<string, string>>,
  constants: Readonly<Record<string, string>> | undefined,
  types: ReadonlyMap<string, ColumnTypeName>,
): PartRow {
  const row: Record<string, string> = { ...constants };
  for (const [column, path] of Object.entries(columns)) {
    const value = path.startsWith('/') ? valueAt(item, path.slice(1)) : valueAt(element, path);
    const text = columnText(value, types.get(column) ?? 'varchar');
    if (text !== null) row[column] = text;
  }
  return row;
}

function columnText(value: JsonValue | undefined, type: ColumnTypeName): string | null {
  if (value === undefined || value === null) return null;
  if (isObject(value) || Array.isArray(value)) return type === 'varchar' ? jsonText(value) : null;
  return typedText(value, type) ?? null;
}
