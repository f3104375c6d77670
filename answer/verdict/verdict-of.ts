import { resourceTypeFacts } from '#catalog/resource-types.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { type EffectivePolicy, matchesPattern } from '#sql/policy.ts';
import type { PreparedQuery } from '#sql/prepare.ts';
import { schemaOf } from '#sql/schema.ts';
import type { Verdict } from '../contract.ts';
import type { AnswerDeps, Caller } from '../deps.ts';
import type { RanQuery } from '../run-prepared.ts';
import { judge } from './judge.ts';
import { readCoverage, readRules } from './read-coverage.ts';

interface VerdictOfInput {
  readonly query: PreparedQuery;
  readonly snapshot: CatalogueSnapshot;
  readonly now: Date;
  readonly caller: Caller;
  /** null in a dry run. */
  readonly run: RanQuery | null;
}

/** The verdict of a prepared query over one look at the lake. */
export async function verdictOf(input: VerdictOfInput, deps: AnswerDeps): Promise<Verdict> {
  const { query, snapshot, now, caller, run } = input;
  const schema = schemaOf(snapshot);
  const touches = query.touches;
  const policy = forTables(
    caller.policy,
    touches.map((touch) => touch.table),
  );
  const needsCoverage = touches.some((touch) => touch.domain !== 'none');
  const needsRules = touches.some((touch) => touch.domain === 'compliance');
  return judge({
    touches,
    coverage: needsCoverage ? await readCoverage(schema, snapshot, policy, deps) : [],
    rules: needsRules ? await readRules(schema, snapshot, deps) : [],
    excuses: await deps.excuses(),
    now,
    rowCount: run?.rowCount ?? null,
    rowsAt: run === null ? null : rowsAt(query, run),
    isGlobalType: (type) => resourceTypeFacts(type).isGlobal,
    restricted: policy.grants !== null,
    mayReadType: (type) => mayReadType(policy, type),
  });
}

/** The caller's rights as far as they are about these tables. */
function forTables(policy: EffectivePolicy, tables: readonly string[]): EffectivePolicy {
  if (policy.grants === null) return policy;
  const grants = policy.grants.filter((grant) => tables.some((table) => matchesPattern(grant.tables, table)));
  return { ...policy, grants };
}

function mayReadType(policy: EffectivePolicy, type: string): boolean {
  return (
    policy.grants?.some(
      (grant) => grant.resourceTypes === null || matchesPattern(grant.resourceTypes, type),
    ) ?? true
  );
}

/** Rows of a place, where the result names the account and Region of each of its rows and holds all of them. */
function rowsAt(
  query: PreparedQuery,
  run: RanQuery,
): ((accountId: string, region: string | null) => number) | null {
  const accountAt = query.columns.findIndex((column) => column.name === 'account_id');
  const regionAt = query.columns.findIndex((column) => column.name === 'region');
  if (accountAt === -1 || regionAt === -1 || run.truncated) return null;
  return (accountId, region) =>
    run.rows.filter((row) => row[accountAt] === accountId && (region === null || row[regionAt] === region))
      .length;
}
