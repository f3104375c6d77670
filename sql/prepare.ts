import type { CheckedSql, ResultColumn } from '#platform/ports/query-engine.ts';
import { type Access, analyseOrRefuse } from './analyse/analyse.ts';
import type { Analysis } from './analyse/analysis.ts';
import { clockEdits } from './bound/clock.ts';
import { rowLimitEdit } from './bound/row-limit.ts';
import { checkBounded } from './check/bounded.ts';
import { MAX_BYTES } from './check/nesting.ts';
import { requireSameTree } from './check/same-tree.ts';
import { brandChecked } from './checked.ts';
import { type Diagnostic, Refusal, refuse } from './diagnostic.ts';
import { duckdbProblems } from './dialect/to-duckdb.ts';
import { applyEdits, type Edit } from './edit.ts';
import { parseOrRefuse } from './parse.ts';
import type { EffectivePolicy } from './policy.ts';
import type { SqlSchema } from './schema.ts';
import { columnViews } from './scope/masks.ts';
import { tableEdits } from './scope/table-edits.ts';
import { type TableTouch, touchesOf } from './touches.ts';
import type { Query } from './tree/nodes.ts';

export interface PrepareOptions {
  readonly schema: SqlSchema;
  /** `ownerPolicy` for no named user. */
  readonly policy: EffectivePolicy;
  /** Most rows of the result; null for no limit. */
  readonly rowLimit: number | null;
  /** What the query's clock says. */
  readonly now: Date;
  /** Constructs that this engine's dialect does not have are refused by name. */
  readonly engine: 'duckdb' | 'athena' | 'trino';
  /** Compaction: internal tables may be named, and nothing limits the size of the work. */
  readonly internal?: boolean;
}

export interface PreparedQuery {
  /** What runs: the caller's text, scoped, bounded, its views expanded and its clock set. */
  readonly checked: CheckedSql;
  /** The caller's text without comments. */
  readonly shownSql: string;
  /** Counts the rows of the query without our limit; null where our limit cannot cut. */
  readonly counting: CheckedSql | null;
  /** Per table that the caller names, in the order of the text. */
  readonly touches: readonly TableTouch[];
  /** Per stored table that is read once views and rights are in place: what a price counts. */
  readonly reads: readonly TableTouch[];
  /** The limit that was put on the result; null where the query limits itself to fewer rows, or nothing does. */
  readonly rowLimit: number | null;
  readonly columns: readonly ResultColumn[];
}

export type PrepareResult =
  | { readonly ok: true; readonly query: PreparedQuery }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Checks a query and makes it ready to run: parse, analyse, scope to the caller, bound, set the clock; then
 * parse and analyse the edited text again and verify that nothing but the edits changed.
 */
export function prepare(sql: string, options: PrepareOptions): PrepareResult {
  try {
    return { ok: true, query: prepareOrRefuse(sql, options) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, diagnostics: [error.diagnostic] };
    throw error;
  }
}

function prepareOrRefuse(sql: string, options: PrepareOptions): PreparedQuery {
  const { schema, policy, now } = options;
  const { text, query } = parseOrRefuse(sql);
  const analysis = analyseOrRefuse(query, schema, accessOf(options));
  if (options.internal !== true) checkBounded(query, analysis, now);
  const context = { schema, policy, now };
  const edits = [...clockEdits(query, now), ...tableEdits(analysis, context, 'named')];
  const limit = options.rowLimit === null ? undefined : rowLimitEdit(query, options.rowLimit);
  const final = checkEdited(text, query, limit === undefined ? edits : [...edits, limit], schema);
  requireSameColumns(analysis, final.analysis);
  if (options.engine === 'duckdb') {
    const [problem] = duckdbProblems(final.analysis);
    // Its place is one in the edited text, which the caller has not written.
    if (problem !== undefined) refuse(problem.code, problem.message, null, problem.hint);
  }
  const reads = touchesOf(final.query, final.analysis, { policy, now, text: final.text });
  const tables = [...new Set(reads.map((read) => read.table))];
  return {
    checked: brandChecked(final.text, tables, final.analysis.columns),
    shownSql: text,
    counting: limit === undefined ? null : countingOf(text, query, edits, tables),
    touches: touchesOf(query, analysis, { policy, now, text }),
    reads,
    rowLimit: limit === undefined ? null : options.rowLimit,
    columns: analysis.columns,
  };
}

/** What the caller may name. */
function accessOf({ schema, policy, internal }: PrepareOptions): Access {
  return {
    table: (table) => {
      if (table.visibility === 'internal') return internal === true ? 'read' : 'internal';
      return policy.mayReadTable(table.name) ? 'read' : 'forbidden';
    },
    deniedColumns: (table) => {
      const views = columnViews(table, schema, policy);
      return new Set([...views].filter(([, view]) => view.kind === 'denied').map(([name]) => name));
    },
  };
}

function checkEdited(
  text: string,
  before: Query,
  edits: readonly Edit[],
  schema: SqlSchema,
): { text: string; query: Query; analysis: Analysis } {
  const edited = applyEdits(text, edits);
  if (Buffer.byteLength(edited, 'utf8') > MAX_BYTES) {
    refuse('SQL_TOO_LARGE', 'The query with the conditions of your policy is too long.', null);
  }
  const parsed = parseOrRefuse(edited);
  requireSameTree(before, parsed.query, edits);
  return { text: parsed.text, query: parsed.query, analysis: analyseOrRefuse(parsed.query, schema) };
}

/** Edits may not change what comes out. */
function requireSameColumns(before: Analysis, after: Analysis): void {
  const shape = (analysis: Analysis) =>
    analysis.columns.map((column) => `${column.name} ${column.type}`).join('\n');
  if (shape(before) !== shape(after)) {
    throw new Error(`the edits changed the result from\n${shape(before)}\nto\n${shape(after)}`);
  }
}

/** Counts the rows of the query with all edits but the limit. */
function countingOf(
  text: string,
  before: Query,
  edits: readonly Edit[],
  tables: readonly string[],
): CheckedSql {
  const counting = `SELECT count(*) AS "row_count" FROM (${applyEdits(text, edits)}) AS "counted"`;
  const { query } = parseOrRefuse(counting);
  const [from] = query.body.kind === 'select' ? query.body.from : [];
  if (from?.kind !== 'aliased' || from.relation.kind !== 'subqueryRelation') {
    throw new Error('the counting query has another shape');
  }
  requireSameTree(before, from.relation.query, edits);
  return brandChecked(counting, tables, [{ name: 'row_count', type: 'bigint' }]);
}
