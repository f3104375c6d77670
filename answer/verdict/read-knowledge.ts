import type { EffectivePolicy } from '#sql/policy.ts';
import type { TableTouch } from '#sql/touches.ts';
import type { CoverageRow, RuleResults, TypeAtPlace } from './coverage-row.ts';
import type { Knowledge } from './knowledge.ts';
import { GLOBAL, millisecondsOf } from './places.ts';
import { type ReadDeps, readCoverage, readHeldTypes, readRules, readTypesBefore } from './read-coverage.ts';

export type KnowledgeOf = (touch: TableTouch) => Promise<Knowledge>;

/**
 * Reads what the judgement of each table reference rests on: each thing once, and what only some judgements need
 * (results of rules, versions before the first snapshot) only for those.
 *
 * @param policy The caller's rights to the tables that the query names.
 */
export function knowledgeReader(policy: EffectivePolicy, deps: ReadDeps): KnowledgeOf {
  const coverage = memoised((at: Date | null) => readCoverage(policy, at, deps));
  const ofGlobal = globalRights(policy);
  const globalCoverage =
    ofGlobal === policy ? coverage : memoised((at: Date | null) => readCoverage(ofGlobal, at, deps));
  const rules = memoised((condition: string | null) => readRules(condition, deps));
  const held = memoised((types: readonly string[]) => readHeldTypes(types, deps));
  const versions = memoised((asked: { of: string; at: Date; types: readonly string[] | null }) =>
    readTypesBefore(
      asked.of === 'resource_changes' ? asked.of : 'resource_history',
      asked.at,
      asked.types,
      deps,
    ),
  );
  return async (touch) => {
    const at = touch.asOf ?? touch.window?.to ?? null;
    const rows = await coverage(at);
    const results = touch.domain === 'compliance' ? await rules(touch.ruleCondition) : [];
    const assessed = touch.domain === 'compliance' ? assessedTypes(touch, results) : [];
    const before = at !== null && rows.some((row) => isBefore(row, at));
    return {
      coverage: rows,
      globalCoverage: await globalCoverage(at),
      results,
      holds: isAmong(await held(assessed)),
      knewVersions: isAmong(
        before ? await versions({ of: touch.storedIn, at, types: touch.resourceTypes }) : [],
      ),
    };
  };
}

/** Rights to global resources, in whatever Region a recorder includes them. */
function globalRights(policy: EffectivePolicy): EffectivePolicy {
  if (policy.grants === null || policy.grants.every(({ regions }) => regions === null)) return policy;
  const grants = policy.grants
    .filter(({ regions }) => regions === null || regions.includes(GLOBAL))
    .map((grant) => ({ ...grant, regions: null }));
  return { ...policy, grants };
}

const assessedTypes = (touch: TableTouch, results: readonly RuleResults[]): readonly string[] =>
  [...new Set(touch.resourceTypes ?? results.flatMap(({ resource_type }) => resource_type ?? []))].sort();

const isBefore = (row: CoverageRow, at: Date): boolean =>
  row.domain === 'config' &&
  (row.first_snapshot_at === null || millisecondsOf(row.first_snapshot_at) > at.getTime());

function isAmong(places: readonly TypeAtPlace[]) {
  const known = new Set(places.map((one) => keyOf(one.account_id, one.region, one.resource_type)));
  const anyType = new Set(places.map((one) => keyOf(one.account_id, one.region, null)));
  return (accountId: string, region: string, types: readonly string[] | null): boolean =>
    types === null
      ? anyType.has(keyOf(accountId, region, null))
      : types.some((type) => known.has(keyOf(accountId, region, type)));
}

const keyOf = (...parts: readonly (string | null)[]): string => JSON.stringify(parts);

function memoised<Asked, Read>(read: (asked: Asked) => Promise<Read>): (asked: Asked) => Promise<Read> {
  const known = new Map<string, Promise<Read>>();
  return (asked) => {
    const key = JSON.stringify(asked);
    const reading = known.get(key) ?? read(asked);
    known.set(key, reading);
    return reading;
  };
}
