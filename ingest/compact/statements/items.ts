import { columnTypes } from '#catalog/column-types.ts';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import { baseColumns } from '#catalog/tables/base-columns.ts';
import { itemColumns } from '../state-tables.ts';
import { environmentOfTagsSql } from './environment.ts';
import { list, literal, name, TELLING } from './sql-text.ts';

/** Values of the partition `holding`: what exists and is recorded, and what is remembered in case it comes back. */
export const HOLDINGS = ['resources', 'tombstone'] as const;

/** How long the content of a proved deletion is remembered; what is merely no longer recorded is kept. */
const TOMBSTONE_DAYS = 90;

const holding = `CASE
      WHEN NOT is_deleted AND is_recorded THEN 'resources'
      WHEN NOT is_deleted OR (is_absence AND valid_from > date_add('day', -${TOMBSTONE_DAYS}, CAST(now() AS timestamp(3)))) THEN 'tombstone' END`;

/** How a stored column is read from an alias of landing_item; `n` is the account's naming. */
function landed(column: ColumnDefinition, alias: string): string {
  switch (column.name) {
    case 'account_name':
      return 'n.account_name';
    case 'environment':
      return `coalesce(n.environment, ${environmentOfTagsSql(`${alias}.tags`)})`;
    case 'source':
      return `${alias}.source_kind`;
    case 'stocktake_state_id':
      return `coalesce(${alias}.state_id, -1)`;
    case 'stocktake_telling':
      return TELLING.replaceAll(/\b(source_kind|content_hash)\b/g, `${alias}.$1`);
    case 'stocktake_relationships':
      return `${alias}.relationships`;
    case 'stocktake_parts':
      return `${alias}.parts`;
    default:
      return `${alias}.${name(column.name)}`;
  }
}

/** How it is read from a stored row; names and environments are judged anew, since accounts.json may have changed. */
function stored(column: ColumnDefinition, alias: string): string {
  if (column.name === 'account_name' || column.name === 'environment') return landed(column, alias);
  return `${alias}.${name(column.name)}`;
}

/** A typed column's value from the map that landing extracted. */
function typed(column: ColumnDefinition, alias: string): string {
  const value = `element_at(${alias}.properties, ${literal(column.name)})`;
  return column.type === 'varchar' ? value : `TRY_CAST(${value} AS ${columnTypes[column.type].trino})`;
}

const plainBase = baseColumns.filter(({ name: column }) => column !== 'resource_type');

/**
 * One type's rows of resources and of tombstone: those kept from the files before, and those that landed and are newer or
 * better told. Tables: timeline, landing_item, account_naming, and stored_item (the type's old rows of both).
 * Partitioned by resource_type and holding.
 */
export function itemsSql(type: string, typedColumns: readonly ColumnDefinition[]): string {
  const columns = [...plainBase, ...itemColumns];
  const fromStored = [
    ...columns.map((column) => `${stored(column, 's')} AS ${name(column.name)}`),
    ...typedColumns.map((column) => `s.${name(column.name)}`),
  ];
  const fromLanding = [
    ...columns.map((column) => `${landed(column, 'l')} AS ${name(column.name)}`),
    ...typedColumns.map((column) => `${typed(column, 'l')} AS ${name(column.name)}`),
  ];
  const key = ['account_id', 'region', 'resource_id', 'captured_at'];
  const same = (alias: string) => key.map((column) => `${alias}.${column} = w.${column}`).join(' AND ');
  return `
WITH wanted AS (
  SELECT ${list(key)}, state_id, telling, holding
  FROM (
    SELECT ${list(key)}, state_id, telling, ${holding} AS holding
    FROM timeline WHERE resource_type = ${literal(type)} AND valid_to IS NULL
  ) AS newest
  WHERE holding IS NOT NULL
),
held AS (
  SELECT ${list(key, 'w')}, w.state_id FROM wanted AS w
  JOIN stored_item AS s ON ${same('s')} AND s.stocktake_state_id = w.state_id AND s.stocktake_telling = w.telling
),
picked AS (
  SELECT delivery_id, ordinal, holding FROM (
    SELECT l.delivery_id, l.ordinal, w.holding, h.account_id AS held_account_id,
      row_number() OVER (PARTITION BY ${list(key, 'l')}, w.state_id ORDER BY l.delivery_id, l.ordinal) AS place
    FROM landing_item AS l
    JOIN wanted AS w ON ${same('l')} AND coalesce(l.state_id, -1) = w.state_id
      AND ${TELLING.replaceAll(/\b(source_kind|content_hash)\b/g, 'l.$1')} = w.telling
    LEFT JOIN held AS h ON ${same('h')} AND h.state_id = w.state_id
    WHERE l.resource_type = ${literal(type)}
  ) AS told
  WHERE place = 1 AND held_account_id IS NULL
)
SELECT ${fromStored.join(', ')}, s.resource_type, w.holding
FROM stored_item AS s
JOIN wanted AS w ON ${same('s')} AND s.stocktake_state_id = w.state_id AND s.stocktake_telling = w.telling
LEFT JOIN account_naming AS n ON n.account_id = s.account_id
UNION ALL
SELECT ${fromLanding.join(', ')}, l.resource_type, p.holding
FROM landing_item AS l
JOIN picked AS p ON p.delivery_id = l.delivery_id AND p.ordinal = l.ordinal
LEFT JOIN account_naming AS n ON n.account_id = l.account_id
WHERE l.resource_type = ${literal(type)}`;
}
