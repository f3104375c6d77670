import type { ColumnDefinition } from '#catalog/define-table.ts';
import type { CheckedSql } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { analyseOrRefuse } from '../analyse/analyse.ts';
import type { Analysis } from '../analyse/analysis.ts';
import { type Diagnostic, Refusal } from '../diagnostic.ts';
import { parseOrRefuse } from '../parse.ts';

import { type SqlSchema, type SqlTable, schemaOf } from '../schema.ts';
import { quoteName } from '../text.ts';
import { constraintsOf } from '../touches/constraints.ts';
import { resourceTypesOf } from '../touches.ts';
import { emitQuery } from './emit-query.ts';
import { EmitState } from './emit-state.ts';
import { parquetForm, resultForm } from './result-form.ts';

/** What a translation is for: `rows` of an answer, or `files` of Parquet. */
export type DuckdbForm = 'rows' | 'files';

export interface DuckdbQuery {
  /** One SELECT. Its columns are c0, c1 … for rows, the query's own names for files. */
  readonly sql: string;
  /** It holds TRY: DuckDB must not share parts of its expressions, or they would fail outside of it. */
  readonly hasTry: boolean;
  /** Stored tables that the SQL names, in lower case. */
  readonly reads: readonly DuckdbRead[];
}

/** What a query reads of one table. */
export interface DuckdbRead {
  readonly name: string;
  /** Columns that the SQL names, in the table's order. */
  readonly columns: readonly ColumnDefinition[];
  /** Those of them, in lower case, whose values the result depends on. */
  readonly used: ReadonlySet<string>;
  /** The table whose files hold the rows: that of a slice. */
  readonly storedIn: string;
  /** Types whose partitions hold the rows of a slice; undefined means all rows. */
  readonly resourceTypes: readonly string[] | undefined;
  /** Types that the conditions leave; undefined means all. What is read is counted by these. */
  readonly touchedTypes: readonly string[] | undefined;
}

/**
 * DuckDB SQL with the rows of an analysed query. The same analysis always gives the same text.
 * @throws Refusal naming the construct that DuckDB would not run with Trino's result
 */
export function emitDuckdb(analysis: Analysis, form: DuckdbForm = 'rows'): DuckdbQuery {
  const state = new EmitState(analysis);
  const text = emitQuery(analysis.query, state);
  const context = state.castContext(analysis.query);
  const items = analysis.outputOf(analysis.query).map((field, index) => {
    const name = analysis.columns[index]?.name ?? `_col${index}`;
    if (form === 'files')
      return {
        from: `r.c${index}`,
        value: parquetForm(`r.c${index}`, field.type, context),
        name: quoteName(name),
      };
    return { from: `r.c${index}`, value: resultForm(`r.c${index}`, field.type, context), name: `c${index}` };
  });
  const isAsIs = form === 'rows' && items.every((item) => item.value === item.from);
  const sql = isAsIs
    ? text
    : `SELECT ${items.map((item) => `${item.value} AS ${item.name}`).join(', ')} FROM (${text}) AS r`;
  return { sql, hasTry: /\bTRY\(/.test(sql), reads: readsOf(analysis, sql, state.tableAliases) };
}

/** A column of a table as the emitted text names it; in a literal it only makes the list longer. */
const TABLE_COLUMN = /\b(r\d+)\."((?:[^"]|"")+)"/g;

function readsOf(
  analysis: Analysis,
  sql: string,
  aliases: ReadonlyMap<string, string>,
): readonly DuckdbRead[] {
  const named = new Map<string, Set<string>>();
  for (const [, alias = '', column = ''] of sql.matchAll(TABLE_COLUMN)) {
    const table = aliases.get(alias);
    if (table === undefined) continue;
    named.set(table, (named.get(table) ?? new Set()).add(column.replaceAll('""', '"').toLowerCase()));
  }
  const uses = new Map<string, { readonly table: SqlTable; readonly used: Set<string> }>();
  for (const use of analysis.tables) {
    const name = use.table.name.toLowerCase();
    const entry = uses.get(name) ?? { table: use.table, used: new Set<string>() };
    for (const column of use.columns) entry.used.add(column.toLowerCase());
    uses.set(name, entry);
  }
  const constraints = constraintsOf(analysis.query, analysis, NO_CLOCK);
  const typesOf = (name: string) =>
    analysis.tables
      .filter((use) => use.table.name.toLowerCase() === name)
      .map((use) => resourceTypesOf(use.table, constraints.get(use)));
  return [...uses].map(([name, { table, used }]) => ({
    name,
    columns: table.columns.filter((column) => named.get(name)?.has(column.name.toLowerCase()) ?? false),
    used,
    storedIn: table.storage.kind === 'slice' ? table.storage.of : table.name,
    resourceTypes: table.storage.kind === 'slice' ? table.resourceTypes : undefined,
    touchedTypes: touchedTypes(typesOf(name)),
  }));
}

/** Checked text holds times instead of a clock, so which time it is does not matter. */
const NO_CLOCK = new Date(0);

function touchedTypes(types: readonly (readonly string[] | null)[]): readonly string[] | undefined {
  return types.includes(null) ? undefined : [...new Set(types.flatMap((one) => one ?? []))].sort();
}

/** Why DuckDB cannot run a query; empty where it can. `prepare` refuses by these. */
export function duckdbProblems(analysis: Analysis): readonly Diagnostic[] {
  try {
    emitDuckdb(analysis);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [error.diagnostic];
    throw error;
  }
}

/**
 * Checked SQL as DuckDB SQL. What it could not say was refused when the query was prepared, so an error here is
 * a bug, except for a type that cannot be written to files.
 */
export function toDuckdb(
  checked: CheckedSql,
  snapshot: CatalogueSnapshot,
  form: DuckdbForm = 'rows',
): DuckdbQuery {
  return translateWith(checked, schemaOf(snapshot), form);
}

export function translateWith(
  checked: Pick<CheckedSql, 'text'>,
  schema: SqlSchema,
  form: DuckdbForm = 'rows',
): DuckdbQuery {
  const { query } = parseOrRefuse(checked.text);
  return emitDuckdb(analyseOrRefuse(query, schema), form);
}
