import type { Account, Evaluation, Row } from './model.ts';
import { timestampText } from './values.ts';

/** The newest evaluation of each resource by each rule (rules 31 and 32). */
export function complianceRows(
  evaluations: readonly Evaluation[],
  accounts: ReadonlyMap<string, Account>,
): readonly Row[] {
  const newest = new Map<string, Evaluation>();
  for (const evaluation of evaluations) {
    const key = keyOf(evaluation);
    const known = newest.get(key);
    if (known === undefined || isNewer(evaluation, known)) newest.set(key, evaluation);
  }
  return [...newest.values()].map((evaluation) => row(evaluation, accounts));
}

/** One row for each result, however often it was delivered. */
export function complianceHistoryRows(
  evaluations: readonly Evaluation[],
  accounts: ReadonlyMap<string, Account>,
): readonly Row[] {
  const results = new Map(
    evaluations.map((each) => [`${keyOf(each)}|${each.evaluatedAt}|${each.complianceType}`, each]),
  );
  return [...results.values()].map((evaluation) => row(evaluation, accounts));
}

const keyOf = (each: Evaluation): string =>
  [each.accountId, each.region, each.ruleName, each.resourceType, each.resourceId].join('|');

/** Of two at the same time, the one with an annotation, then the greater result as text: a choice, but a fixed one. */
function isNewer(left: Evaluation, right: Evaluation): boolean {
  if (left.evaluatedAt !== right.evaluatedAt) return left.evaluatedAt > right.evaluatedAt;
  if ((left.annotation === null) !== (right.annotation === null)) return left.annotation !== null;
  return (left.complianceType ?? '') > (right.complianceType ?? '');
}

const row = (each: Evaluation, accounts: ReadonlyMap<string, Account>): Row => ({
  account_id: each.accountId,
  account_name: accounts.get(each.accountId)?.name ?? null,
  region: each.region,
  rule_name: each.ruleName,
  resource_type: each.resourceType,
  resource_id: each.resourceId,
  compliance_type: each.complianceType,
  annotation: each.annotation,
  evaluated_at: timestampText(each.evaluatedAt),
});
