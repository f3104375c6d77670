import { columnTypes } from '#catalog/column-types.ts';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import type { PartTableDefinition } from '#catalog/parts/part-table.ts';
import { identityColumns } from '#catalog/tables/base-columns.ts';
import { literal, name } from './sql-text.ts';

/** Identity of a resource without its type, which is the partition and comes last. */
const identity = identityColumns
  .map(({ name: column }) => column)
  .filter((column) => column !== 'resource_type')
  .map((column) => `i.${column}`)
  .join(', ');

/** resource_tags of the types whose rows resource_item holds; partitioned by resource_type. */
export const tagsSql = (): string => `
SELECT ${identity}, t.tag_key, t.tag_value, i.resource_type
FROM resource_item AS i
CROSS JOIN UNNEST(i.tags) AS t(tag_key, tag_value)`;

const edgeText = (column: string): string =>
  `json_extract_scalar(t.edge, ${literal(`$.${column}`)}) AS ${column}`;

/** relationships likewise. The same edge written twice by one resource is one row. */
export const relationshipsSql = (): string => `
SELECT DISTINCT ${identity}, ${['relationship', 'target_resource_type', 'target_resource_id', 'target_resource_name', 'target_arn'].map(edgeText).join(', ')}, i.resource_type
FROM resource_item AS i
CROSS JOIN UNNEST(CAST(json_parse(i.stocktake_relationships) AS array(json))) AS t(edge)`;

function partValue(column: ColumnDefinition): string {
  const path = literal(`$.${column.name}`);
  if (column.type === 'varcharArray')
    return `TRY_CAST(json_extract(t.element, ${path}) AS array(varchar)) AS ${name(column.name)}`;
  const text = `json_extract_scalar(t.element, ${path})`;
  return `${column.type === 'varchar' ? text : `TRY_CAST(${text} AS ${columnTypes[column.type].trino})`} AS ${name(column.name)}`;
}

/** A column that the item alone does not tell: which of the accounts named are not known to the lake. */
const OUTSIDE = 'outside_account_ids';
const NAMED = 'principal_account_ids';

/** Whether rows of a part table depend on which accounts are known. */
export const dependsOnAccounts = (part: PartTableDefinition): boolean =>
  part.ownColumns.some((column) => column.name === OUTSIDE);

/** One part table likewise, from the elements that landing took apart. Reads accounts where it depends on them. */
export function partsSql(part: PartTableDefinition): string {
  const own = new Set(part.ownColumns.map((column) => column.name));
  const base = part.columns
    .map((column) => column.name)
    .filter((column) => !own.has(column) && column !== 'resource_type');
  const told = part.ownColumns.filter((column) => column.name !== OUTSIDE);
  const rows = `
SELECT ${base.map((column) => `i.${name(column)}`).join(', ')}, ${told.map(partValue).join(', ')}, i.resource_type
FROM resource_item AS i
CROSS JOIN UNNEST(CAST(json_parse(element_at(i.stocktake_parts, ${literal(part.name)})) AS array(json))) AS t(element)`;
  if (!dependsOnAccounts(part)) return rows;
  const columns = [...base, ...part.ownColumns.map((column) => column.name)].map((column) =>
    column === OUTSIDE
      ? `array_sort(array_intersect(p.${NAMED}, s.account_ids)) AS ${OUTSIDE}`
      : `p.${name(column)}`,
  );
  return `
WITH part AS (${rows}
),
stranger AS (
  SELECT coalesce(array_agg(DISTINCT u.account_id), CAST(ARRAY[] AS array(varchar))) AS account_ids
  FROM part CROSS JOIN UNNEST(part.${NAMED}) AS u(account_id)
  LEFT JOIN accounts AS a ON a.account_id = u.account_id
  WHERE a.account_id IS NULL
)
SELECT ${columns.join(', ')}, p.resource_type
FROM part AS p CROSS JOIN stranger AS s`;
}
