import type { Account, Evaluation, EvaluationEnd, Facts, Row } from './model.ts';
import { timestampText } from './values.ts';

/** The newest evaluation of each resource by each rule, unless it has ceased to exist since (rules 31 and 32). */
export function complianceRows(facts: Facts, accounts: ReadonlyMap<string, Account>): readonly Row[] {
  const newest = new Map<string, Evaluation>();
  for (const evaluation of facts.evaluations) {
    const known = newest.get(keyOf(evaluation));
    if (known === undefined || isNewer(evaluation, known)) newest.set(keyOf(evaluation), evaluation);
  }
  return [...newest.values()]
    .filter(
      (evaluation) =>
        !facts.evaluationEnds.some((end) => isAbout(end, evaluation) && end.at >= evaluation.evaluatedAt),
    )
    .map((evaluation) => row(evaluation, accounts));
}

/** One row for each result, however often it was delivered, and one where results ceased to exist. */
export function complianceHistoryRows(facts: Facts, accounts: ReadonlyMap<string, Account>): readonly Row[] {
  const results = new Map<string, Row>();
  for (const each of facts.evaluations) {
    results.set(`${keyOf(each)}|${each.evaluatedAt}|${each.complianceType}`, {
      ...row(each, accounts),
      is_deleted: false,
    });
    for (const end of facts.evaluationEnds) {
      if (!isAbout(end, each) || end.at < each.evaluatedAt) continue;
      const {
        compliance_type: _,
        annotation: __,
        ...identity
      } = row({ ...each, evaluatedAt: end.at }, accounts);
      results.set(`${keyOf(each)}|${end.at}|ended`, { ...identity, is_deleted: true });
    }
  }
  return [...results.values()];
}

const isAbout = (end: EvaluationEnd, each: Evaluation): boolean =>
  end.accountId === each.accountId &&
  end.region === each.region &&
  end.resourceType === each.resourceType &&
  end.resourceId === each.resourceId;

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
