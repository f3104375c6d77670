import { analyseOrRefuse } from '../analyse/analyse.ts';
import { clockEdits } from '../bound/clock.ts';
import { columnSqlType } from '../column-type.ts';
import { applyEdits, type Edit } from '../edit.ts';
import { parseOrRefuse } from '../parse.ts';
import type { EffectivePolicy } from '../policy.ts';
import type { SqlSchema, SqlTable } from '../schema.ts';
import { quoteName } from '../text.ts';
import { formatType, parseType } from '../types.ts';
import { shownAs } from './masked-value.ts';
import { type ColumnView, columnViews } from './masks.ts';
import { relationshipSource } from './relationships.ts';
import { rowFilter } from './row-filter.ts';
import { tableEdits } from './table-edits.ts';

export interface ScopeContext {
  readonly schema: SqlSchema;
  readonly policy: EffectivePolicy;
  readonly now: Date;
}

/**
 * The subquery, in brackets, that stands in for a table: a view's own SQL, only the rows and columns that the
 * caller may read. undefined where the table can stand as it is.
 * @param role `named` for a table that the caller names, `behind` for one that a view reads
 */
export function replacementOf(
  table: SqlTable,
  context: ScopeContext,
  role: 'named' | 'behind',
): string | undefined {
  const filter = rowFilter(table, context.policy, role);
  const seen = columnViews(table, context.schema, context.policy);
  // A view may need a column that the caller may not even name: behind it, there is a NULL.
  const views =
    role === 'named' ? seen : new Map([...seen].map(([name, view]) => [name, maskedAtLeast(view)]));
  const source = sourceOf(table, context);
  if (filter === undefined && views.size === 0 && source === undefined) return undefined;
  const list =
    views.size === 0 && source?.types === undefined ? '*' : selectList(table, views, source?.types);
  const from = source?.text ?? `inventory.${quoteName(table.name)}`;
  const where = filter === undefined ? '' : ` WHERE ${filter}`;
  return `(SELECT ${list} FROM ${from}${where})`;
}

const maskedAtLeast = (view: ColumnView): ColumnView => (view.kind === 'denied' ? { kind: 'masked' } : view);

interface Source {
  readonly text: string;
  /** Spelling of the types that differ from the declared ones, by column. */
  readonly types: ReadonlyMap<string, string> | undefined;
}

function sourceOf(table: SqlTable, context: ScopeContext): Source | undefined {
  if (table.storage.kind === 'view') return viewSource(table, table.storage.sql, context);
  const targets = relationshipSource(table, context.policy);
  return targets === undefined ? undefined : { text: targets, types: undefined };
}

/** A view's SQL with its own tables scoped and its clock set. */
function viewSource(table: SqlTable, sql: string, context: ScopeContext): Source {
  const { text, query } = parseOrRefuse(sql);
  const analysis = analyseOrRefuse(query, context.schema);
  const edits: Edit[] = [...clockEdits(query, context.now), ...tableEdits(analysis, context, 'behind')];
  const types = new Map<string, string>();
  for (const column of table.columns) {
    const made = analysis.columns.find((one) => one.name.toLowerCase() === column.name.toLowerCase());
    if (made === undefined) throw new Error(`the view ${table.name} does not make its column ${column.name}`);
    const declared = formatType(columnSqlType(column));
    if (
      formatType(parseType(made.type === 'unknown' ? declared : made.type)) !== declared ||
      made.type === 'unknown'
    ) {
      types.set(column.name, declared);
    }
  }
  return { text: `(${applyEdits(text, edits)}) AS "viewed"`, types };
}

function selectList(
  table: SqlTable,
  views: ReadonlyMap<string, ColumnView>,
  types: ReadonlyMap<string, string> | undefined,
): string {
  return table.columns
    .flatMap((column) => {
      const name = quoteName(column.name);
      const cast = types?.get(column.name);
      const value = cast === undefined ? name : `CAST(${name} AS ${cast})`;
      const shown = shownAs(column, table, views.get(column.name), value);
      if (shown === undefined) return [];
      return [shown === name ? name : `${shown} AS ${name}`];
    })
    .join(', ');
}
