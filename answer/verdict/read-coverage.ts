import type { Clock } from '#platform/ports/clock.ts';
import type { QueryEngine, ResultValue } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { type EffectivePolicy, ownerPolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import type { SqlSchema } from '#sql/schema.ts';
import { quoteString } from '#sql/text.ts';
import {
  type CoverageRow,
  CoverageRowSchema,
  type RuleResults,
  RuleResultsSchema,
  type TypeAtPlace,
  TypeAtPlaceSchema,
} from './coverage-row.ts';
import { placesFilter } from './places-filter.ts';

export interface ReadDeps {
  readonly engine: QueryEngine;
  readonly clock: Clock;
  readonly schema: SqlSchema;
  readonly snapshot: CatalogueSnapshot;
}

const COVERAGE_SQL = `
SELECT account_id, account_name, account_status, region, domain, recorder_state, recorded_types, excluded_types,
  includes_global_types, first_snapshot_at, last_snapshot_at, last_event_at, items, rejected, missed_by_events, verdict
FROM coverage`;

/**
 * Coverage with what each recorder was set to at a time. A time before its first known setting is answered with
 * that one. The rest of the row is as of now.
 */
const coverageAt = (time: string): string => `
SELECT c.account_id, c.account_name, c.account_status, c.region, c.domain,
  CASE WHEN s.account_id IS NULL THEN c.recorder_state WHEN s.is_stopped THEN 'stopped' ELSE 'recording' END AS recorder_state,
  CASE WHEN s.account_id IS NULL THEN c.recorded_types WHEN s.records_all THEN ARRAY['*'] ELSE s.listed_types END AS recorded_types,
  CASE WHEN s.account_id IS NULL THEN c.excluded_types ELSE s.excluded_types END AS excluded_types,
  CASE WHEN s.account_id IS NULL THEN c.includes_global_types ELSE s.includes_global END AS includes_global_types,
  c.first_snapshot_at, c.last_snapshot_at, c.last_event_at, c.items, c.rejected, c.missed_by_events, c.verdict
FROM (${COVERAGE_SQL}) AS c
LEFT JOIN (
  SELECT account_id, region, is_stopped, records_all, includes_global, listed_types, excluded_types
  FROM (
    SELECT account_id, region, is_stopped, records_all, includes_global, listed_types, excluded_types,
      row_number() OVER (PARTITION BY account_id, region ORDER BY
        CASE WHEN captured_at <= ${time} THEN 0 ELSE 1 END,
        CASE WHEN captured_at <= ${time} THEN captured_at END DESC, captured_at, state_id DESC) AS place
    FROM recorder_setting WHERE resource_type = 'AWS::Config::ConfigurationRecorder'
  ) AS ranked
  WHERE place = 1
) AS s ON s.account_id = c.account_id AND s.region = c.region AND c.domain = 'config'`;

const withEnvironment = (sql: string): string => `
SELECT c.*, a.environment AS account_environment
FROM (${sql}) AS c
LEFT JOIN accounts AS a ON a.account_id = c.account_id`;

/**
 * Coverage as judged now, of the places that the caller's rights to these tables include. Rights to the table
 * coverage itself are another matter: whoever may read a table may know what its answers cover.
 *
 * @param at What the recorders were set to at this time; null for what they are set to now.
 */
export async function readCoverage(
  policy: EffectivePolicy,
  at: Date | null,
  deps: ReadDeps,
): Promise<readonly CoverageRow[]> {
  const table = deps.schema.table('coverage');
  const filter = table === undefined ? undefined : placesFilter(table, policy);
  const sql = at === null ? COVERAGE_SQL : coverageAt(timestampText(at));
  const own = filter === undefined ? sql : `SELECT * FROM (${sql}) AS c WHERE ${filter}`;
  const rows = (await readRows(withEnvironment(own), deps)).map((row) => CoverageRowSchema.parse(row));
  // An engine may give rows in any order, and a verdict names the first places.
  return rows.sort((a, b) => compare(placeKey(a), placeKey(b)));
}

const placeKey = (row: CoverageRow): string =>
  JSON.stringify([row.account_name, row.account_id, row.region, row.domain]);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Which Config rules have results, about what, and where.
 *
 * @param condition SQL over the columns of `compliance`; null for every rule.
 */
export async function readRules(condition: string | null, deps: ReadDeps): Promise<readonly RuleResults[]> {
  const sql = `SELECT DISTINCT account_id, region, rule_name, resource_type FROM compliance${condition === null ? '' : ` WHERE ${condition}`}`;
  return (await readRows(sql, deps)).map((row) => RuleResultsSchema.parse(row));
}

/** Where resources of these types exist. */
export async function readHeldTypes(
  types: readonly string[],
  deps: ReadDeps,
): Promise<readonly TypeAtPlace[]> {
  if (types.length === 0) return [];
  const sql = `SELECT DISTINCT account_id, region, resource_type FROM resources WHERE ${anyOf(types)}`;
  return (await readRows(sql, deps)).map((row) => TypeAtPlaceSchema.parse(row));
}

/** Tables that keep the past, with the time of a row. */
const TIMES = { resource_history: 'valid_from', resource_changes: 'changed_at' } as const;

/** Where versions, or changes, of these types (null: of any) are known from before a time. */
export async function readTypesBefore(
  table: keyof typeof TIMES,
  at: Date,
  types: readonly string[] | null,
  deps: ReadDeps,
): Promise<readonly TypeAtPlace[]> {
  const day = at.toISOString().slice(0, 10);
  const ofTypes = types === null ? '' : ` AND ${anyOf(types)}`;
  const sql = `SELECT DISTINCT account_id, region, resource_type FROM ${table}
    WHERE day <= DATE '${day}' AND ${TIMES[table]} <= ${timestampText(at)}${ofTypes}`;
  return (await readRows(sql, deps)).map((row) => TypeAtPlaceSchema.parse(row));
}

const anyOf = (types: readonly string[]): string => `resource_type IN (${types.map(quoteString).join(', ')})`;

const timestampText = (time: Date): string =>
  `TIMESTAMP '${time.toISOString().replace('T', ' ').replace('Z', '')}'`;

async function readRows(
  sql: string,
  { engine, clock, schema, snapshot }: ReadDeps,
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
