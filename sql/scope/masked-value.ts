import { columnTypes } from '#catalog/column-types.ts';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import type { SqlTable } from '../schema.ts';
import { quoteName, quoteString } from '../text.ts';
import type { ColumnView, MaskCondition } from './masks.ts';

/** What stands in place of a column's value for a caller, as SQL over the table's own columns; undefined for nothing at all. */
export function shownAs(
  column: ColumnDefinition,
  table: SqlTable,
  view: ColumnView | undefined,
  value: string,
): string | undefined {
  const nothing = `CAST(NULL AS ${columnTypes[column.type].trino})`;
  switch (view?.kind) {
    case 'denied':
      return undefined;
    case 'masked':
      return nothing;
    case 'masked-for':
      return `CASE WHEN ${ofTypes(column, table, view.resourceTypes)} THEN ${nothing} ELSE ${value} END`;
    case 'masked-where': {
      const hidden = view.conditions.map((one) => conditionText(column, table, one)).join(' OR ');
      return `CASE WHEN ${hidden} THEN ${nothing} ELSE ${value} END`;
    }
    case 'as-is':
    case undefined:
      return value;
  }
}

function conditionText(column: ColumnDefinition, table: SqlTable, condition: MaskCondition): string {
  const { resourceTypes, holds } = condition;
  const parts: string[] = [];
  if (resourceTypes !== null && table.columns.some((one) => one.name === 'resource_type'))
    parts.push(ofTypes(column, table, resourceTypes));
  if (holds !== null) parts.push(holdsText(column, holds));
  return parts.length === 1 ? (parts[0] ?? 'TRUE') : `(${parts.join(' AND ')})`;
}

/** The end of an edge has a type of its own. */
function ofTypes(column: ColumnDefinition, table: SqlTable, types: readonly string[]): string {
  const target = 'target_resource_type';
  const isTarget = column.name.startsWith('target_') && table.columns.some((one) => one.name === target);
  return `${quoteName(isTarget ? target : 'resource_type')} IN (${types.map(quoteString).join(', ')})`;
}

/** Without case; an empty text stands in every other and tells nothing. */
function holdsText(column: ColumnDefinition, holds: string): string {
  return `strpos(lower(${asText(column)}), nullif(lower(${quoteName(holds)}), '')) > 0`;
}

function asText({ name, type }: ColumnDefinition): string {
  const quoted = quoteName(name);
  if (type === 'varcharArray') return `array_join(${quoted}, ' ')`;
  if (type === 'varcharMap') {
    return `concat(array_join(map_keys(${quoted}), ' '), ' ', array_join(map_values(${quoted}), ' '))`;
  }
  return quoted;
}
