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

const holdingAt = (now: Date): string => {
  const since = new Date(now.getTime() - TOMBSTONE_DAYS * 86_400_000)
    .toISOString()
    .slice(0, 23)
    .replace('T', ' ');
  return `CASE
      WHEN NOT is_deleted AND is_recorded THEN 'resources'
      WHEN NOT is_deleted OR (is_absence AND valid_from > TIMESTAMP '${since}') THEN 'tombstone' END`;
};

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

/** Columns of the files that are no typed ones; the type is their partition. */
const itemFileColumns = [
  ...baseColumns.filter(({ name: column }) => column !== 'resource_type'),
  ...itemColumns,
];

export interface ItemsInput {
  readonly type: string;
  /** Those that some row may have; the others are left out of the files and read as NULL. */
  readonly typedColumns: readonly ColumnDefinition[];
  /** Whether the type has rows in stored_item, and in landing_item: what cannot give rows is not asked. */
  readonly isStored: boolean;
  readonly hasLanded: boolean;
  readonly now: Date;
}

const key = ['account_id', 'region', 'resource_id', 'captured_at'];
const isWanted = (alias: string): string =>
  key.map((column) => `${alias}.${column} = w.${column}`).join(' AND ');

/**
 * One type's rows of resources and of tombstone: those kept from the files before, and those that landed and are newer or
 * better told. Tables: timeline, landing_item, account_naming, and stored_item (the type's old rows of both).
 * Partitioned by resource_type and holding.
 */
export function itemsSql(input: ItemsInput): string {
  const { type, isStored, hasLanded, now } = input;
  const queries = [
    ...(isStored ? [[`held AS (${heldSql})`, storedSql(input)] as const] : []),
    ...(hasLanded ? [[`picked AS (${pickedSql(type, isStored)})`, landedSql(input)] as const] : []),
  ];
  return `
WITH wanted AS (
  SELECT ${list(key)}, state_id, telling, holding
  FROM (
    SELECT ${list(key)}, state_id, telling, ${holdingAt(now)} AS holding
    FROM timeline WHERE resource_type = ${literal(type)} AND valid_to IS NULL
  ) AS newest
  WHERE holding IS NOT NULL
),
${queries.map(([named]) => named).join(',\n')}
${queries.map(([, query]) => query).join('\nUNION ALL')}`;
}

const heldSql = `
  SELECT ${list(key, 'w')}, w.state_id FROM wanted AS w
  JOIN stored_item AS s ON ${isWanted('s')} AND s.stocktake_state_id = w.state_id AND s.stocktake_telling = w.telling
`;

const pickedSql = (type: string, isStored: boolean): string => `
  SELECT delivery_id, ordinal, holding FROM (
    SELECT l.delivery_id, l.ordinal, w.holding,
      row_number() OVER (PARTITION BY ${list(key, 'l')}, w.state_id ORDER BY l.delivery_id, l.ordinal) AS place
    FROM landing_item AS l
    JOIN wanted AS w ON ${isWanted('l')} AND coalesce(l.state_id, -1) = w.state_id
      AND ${TELLING.replaceAll(/\b(source_kind|content_hash)\b/g, 'l.$1')} = w.telling${
        isStored ? `\n    LEFT JOIN held AS h ON ${isWanted('h')} AND h.state_id = w.state_id` : ''
      }
    WHERE l.resource_type = ${literal(type)}${isStored ? ' AND h.account_id IS NULL' : ''}
  ) AS told
  WHERE place = 1
`;

const storedSql = ({ typedColumns }: ItemsInput): string => `
SELECT ${[
  ...itemFileColumns.map((column) => `${stored(column, 's')} AS ${name(column.name)}`),
  ...typedColumns.map((column) => `s.${name(column.name)}`),
].join(', ')}, s.resource_type, w.holding
FROM stored_item AS s
JOIN wanted AS w ON ${isWanted('s')} AND s.stocktake_state_id = w.state_id AND s.stocktake_telling = w.telling
LEFT JOIN account_naming AS n ON n.account_id = s.account_id`;

const landedSql = ({ type, typedColumns }: ItemsInput): string => `
SELECT ${[
  ...itemFileColumns.map((column) => `${landed(column, 'l')} AS ${name(column.name)}`),
  ...typedColumns.map((column) => `${typed(column, 'l')} AS ${name(column.name)}`),
].join(', ')}, l.resource_type, p.holding
FROM landing_item AS l
JOIN picked AS p ON p.delivery_id = l.delivery_id AND p.ordinal = l.ordinal
LEFT JOIN account_naming AS n ON n.account_id = l.account_id
WHERE l.resource_type = ${literal(type)}`;
