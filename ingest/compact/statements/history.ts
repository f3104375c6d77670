import { baseColumns } from '#catalog/tables/base-columns.ts';
import { environmentOfTagsSql } from './environment.ts';
import { list, literal, name, same, TELLING, VERSION } from './sql-text.ts';

const told = (alias: string): string => TELLING.replaceAll(/\b(source_kind|content_hash)\b/g, `${alias}.$1`);

/** Base columns that come from the telling itself, whatever row shows them. */
const content = baseColumns
  .map(({ name: column }) => column)
  .filter(
    (column) =>
      ![
        'account_id',
        'account_name',
        'region',
        'resource_type',
        'resource_id',
        'environment',
        'captured_at',
        'source',
      ].includes(column),
  );

/** The content of a proved deletion is gone; who it was, is not. */
const goneWith = new Set(['configuration', 'supplementary_configuration']);

/**
 * resource_history of the days concerned: the old rows that still hold, and the rows of `fresh` with the content that
 * landed or that an old row has. Tables: fresh, gone (timeline rows), history_kept (old files of these days),
 * history_source (old files of the days whose content is needed), landing_item, account_naming.
 * Partitioned by day, that of valid_from.
 */
export const historySql = (days: readonly string[] | null): string => `
WITH wanted AS (
  SELECT DISTINCT ${list(VERSION)}, telling FROM fresh${inDays('valid_from', days)}
),
picked AS (
  SELECT ${list(VERSION)}, telling, delivery_id, ordinal FROM (
    SELECT ${list(VERSION, 'w')}, w.telling, l.delivery_id, l.ordinal,
      row_number() OVER (PARTITION BY ${list(VERSION, 'w')} ORDER BY l.delivery_id, l.ordinal) AS place
    FROM landing_item AS l
    JOIN wanted AS w ON ${same(['account_id', 'region', 'resource_type', 'resource_id', 'captured_at'], 'l', 'w')}
      AND coalesce(l.state_id, -1) = w.state_id AND ${told('l')} = w.telling
  ) AS landed
  WHERE place = 1
),
content AS (
  SELECT ${list(VERSION, 'p')}, ${content.map((column) => `l.${name(column)}`).join(', ')}, l.status, l.source_kind AS source,
    l.changed_paths AS stocktake_changed_paths
  FROM picked AS p
  JOIN landing_item AS l ON l.delivery_id = p.delivery_id AND l.ordinal = p.ordinal
  UNION ALL
  SELECT ${list(VERSION, 'w')}, ${content.map((column) => `h.${name(column)}`).join(', ')}, h.status, h.source, h.stocktake_changed_paths
  FROM history_source AS h
  JOIN wanted AS w ON ${same(['account_id', 'region', 'resource_type', 'resource_id'], 'h', 'w')}
    AND h.stocktake_version_at = w.captured_at AND h.stocktake_state_id = w.state_id AND h.stocktake_telling = w.telling
  LEFT JOIN picked AS p ON ${same(VERSION, 'p', 'w')}
  WHERE h.change_source <> 'absence' AND p.delivery_id IS NULL
)
SELECT ${baseColumns.map(({ name: column }) => (column === 'account_name' ? 'n.account_name' : column === 'environment' ? `coalesce(n.environment, ${environmentOfTagsSql('h.tags')}) AS environment` : `h.${name(column)}`)).join(', ')},
  h.valid_from, h.valid_to, h.status, h.is_deleted, h.change_source,
  h.stocktake_version_at, h.stocktake_state_id, h.stocktake_telling, h.stocktake_changed_paths, h.day
FROM history_kept AS h
LEFT JOIN gone AS g ON ${same(['account_id', 'region', 'resource_type', 'resource_id', 'valid_from'], 'g', 'h')}
  AND g.captured_at = h.stocktake_version_at AND g.state_id = h.stocktake_state_id AND g.is_absence = (h.change_source = 'absence')
LEFT JOIN account_naming AS n ON n.account_id = h.account_id
WHERE g.account_id IS NULL
UNION ALL
SELECT ${baseColumns.map(({ name: column }) => freshColumn(column)).join(', ')},
  f.valid_from, f.valid_to, CASE WHEN f.is_absence THEN 'ResourceDeleted' ELSE c.status END, f.is_deleted,
  CASE WHEN f.is_absence THEN 'absence' ELSE c.source END,
  f.captured_at, f.state_id, f.telling, CASE WHEN NOT f.is_absence THEN c.stocktake_changed_paths END, CAST(f.valid_from AS date)
FROM fresh AS f
JOIN content AS c ON ${same(VERSION, 'f', 'c')}
LEFT JOIN account_naming AS n ON n.account_id = f.account_id${inDays('f.valid_from', days)}`;

/** Restricts to days where a write takes only some of them; null means all. */
export function inDays(
  time: string,
  days: readonly string[] | null,
  joint: 'WHERE' | 'AND' = 'WHERE',
): string {
  return days === null
    ? ''
    : ` ${joint} CAST(${time} AS date) IN (${days.map((day) => `DATE ${literal(day)}`).join(', ')})`;
}

function freshColumn(column: string): string {
  switch (column) {
    case 'account_id':
    case 'region':
    case 'resource_type':
    case 'resource_id':
      return `f.${column}`;
    case 'account_name':
      return 'n.account_name';
    case 'environment':
      return `coalesce(n.environment, ${environmentOfTagsSql('c.tags')})`;
    case 'captured_at':
      return 'f.valid_from';
    case 'source':
      return `CASE WHEN f.is_absence THEN 'snapshot' ELSE c.source END`;
    default:
      return goneWith.has(column)
        ? `CASE WHEN NOT f.is_absence THEN c.${name(column)} END`
        : `c.${name(column)}`;
  }
}
