import type { EffectivePolicy } from '../policy.ts';
import type { SqlTable } from '../schema.ts';
import { quoteName } from '../text.ts';
import { rowFilter } from './row-filter.ts';

const TARGET = 'target_';
/** Separates type and id in a key; no type holds it. */
const IDENTITY = (type: string, id: string): string => `concat(${type}, '|', ${id})`;

/**
 * For a caller who may not read every resource, the edges without the ends outside their scope: an end is shown
 * only if the lake holds it among the resources that the caller may read. undefined where nothing is hidden.
 */
export function relationshipSource(table: SqlTable, policy: EffectivePolicy): string | undefined {
  if (table.name !== 'relationships') return undefined;
  const filter = rowFilter(
    { ...table, name: 'resources', columns: resourceColumns(table) },
    policy,
    'behind',
  );
  if (filter === undefined) return undefined;
  const readable = (id: string): string =>
    `SELECT ${IDENTITY('"resource_type"', id)} FROM inventory.resources WHERE (${filter}) AND ${id} IS NOT NULL`;
  const shown =
    `coalesce(${IDENTITY('"target_resource_type"', '"target_resource_id"')} IN (${readable('"resource_id"')}), FALSE)` +
    ` OR coalesce(${IDENTITY('"target_resource_type"', '"target_resource_name"')} IN (${readable('"resource_name"')}), FALSE)`;
  // What is denied stays in here: what else it hides is found by it, and the list around this leaves it out.
  const list = table.columns
    .map((column) => {
      const name = quoteName(column.name);
      return column.name.startsWith(TARGET)
        ? `CASE WHEN "target_is_readable" THEN ${name} END AS ${name}`
        : name;
    })
    .join(', ');
  return `(SELECT ${list} FROM (SELECT *, ${shown} AS "target_is_readable" FROM inventory.relationships) AS "edges") AS "shown"`;
}

/** Resources have tags, which a rule may select by; edges have not. */
const resourceColumns = (table: SqlTable): SqlTable['columns'] => [
  ...table.columns,
  { name: 'tags', type: 'varcharMap', sensitivity: 'internal', description: 'Tags.' },
];
