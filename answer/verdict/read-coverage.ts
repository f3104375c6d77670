import type { Clock } from '#platform/ports/clock.ts';
import type { QueryEngine, ResultValue } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { type EffectivePolicy, ownerPolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import type { SqlSchema } from '#sql/schema.ts';
import { rowFilter } from '#sql/scope/row-filter.ts';
import { type CoverageRow, CoverageRowSchema, type RuleResults, RuleResultsSchema } from './coverage-row.ts';

const COVERAGE_SQL = `
SELECT account_id, account_name, account_status, region, domain, recorder_state, recorded_types, excluded_types,
  includes_global_types, first_snapshot_at, last_snapshot_at, last_event_at, items, rejected, missed_by_events, verdict
FROM coverage`;

const withEnvironment = (sql: string): string => `
SELECT c.*, a.environment AS account_environment
FROM (${sql}) AS c
LEFT JOIN accounts AS a ON a.account_id = c.account_id`;

const RULES_SQL = 'SELECT DISTINCT account_id, region, rule_name FROM compliance';

interface CoverageDeps {
  readonly engine: QueryEngine;
  readonly clock: Clock;
}

/**
 * Coverage as judged now, of the places that the caller's rights to these tables include. Rights to the table
 * coverage itself are another matter: whoever may read a table may know what its answers cover.
 */
export async function readCoverage(
  schema: SqlSchema,
  snapshot: CatalogueSnapshot,
  policy: EffectivePolicy,
  deps: CoverageDeps,
): Promise<readonly CoverageRow[]> {
  const table = schema.table('coverage');
  const filter = table === undefined ? undefined : rowFilter(table, policy, 'behind');
  const sql = filter === undefined ? COVERAGE_SQL : `${COVERAGE_SQL} WHERE ${filter}`;
  return (await readRows(withEnvironment(sql), schema, snapshot, deps)).map((row) =>
    CoverageRowSchema.parse(row),
  );
}

/** Which Config rules have results, and where. */
export async function readRules(
  schema: SqlSchema,
  snapshot: CatalogueSnapshot,
  deps: CoverageDeps,
): Promise<readonly RuleResults[]> {
  return (await readRows(RULES_SQL, schema, snapshot, deps)).map((row) => RuleResultsSchema.parse(row));
}

async function readRows(
  sql: string,
  schema: SqlSchema,
  snapshot: CatalogueSnapshot,
  { engine, clock }: CoverageDeps,
): Promise<readonly Record<string, ResultValue>[]> {
  const prepared = prepare(sql, {
    schema,
    policy: ownerPolicy,
    rowLimit: null,
    now: clock.now(),
    engine: engine.name,
    internal: true,
  });
  if (!prepared.ok)
    throw new Error(`our own coverage query is refused: ${prepared.diagnostics[0]?.message ?? ''}`);
  const { columns, rows } = await engine.run(prepared.query.checked, { snapshot });
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null])),
  );
}
