import { conditionText } from '../describe.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { SideCount } from '../translator.ts';
import { conditionSql } from './conditions.ts';
import type { Branch } from './context.ts';
import { branchesOf, type EmitContext, fromOf, type Part, selectSql, whereOf } from './parts.ts';

/**
 * How many resources a predicate leaves out because nobody recorded what it asks (a bucket whose policy and ACL were
 * never told is neither public nor not): without the number, "none is public" would be said of them too.
 */
export function undecidedSides(plan: Plan, context: EmitContext): readonly SideCount[] {
  if (plan.source.kind !== 'types' || plan.asOf !== null) return [];
  const asked = [...plan.where, ...(plan.measure.kind === 'share' ? plan.measure.of : [])];
  const open = asked.filter(isPredicate);
  if (open.length === 0) return [];
  const others = plan.where.filter((condition) => !open.includes(condition));
  const counts = branchesOf(plan, context)
    .map((branch) => partOf({ ...plan, where: others, groupBy: [] }, branch, open))
    .map((part) => selectSql(['count(*) AS n'], part));
  const sql =
    counts.length === 1
      ? (counts[0] ?? '')
      : `SELECT sum(u.n) AS n\nFROM (\n${counts.join('\nUNION ALL\n')}\n) AS u`;
  const said = open.map(conditionText).join(' and ');
  const place = plan.measure.kind === 'share' ? 'In the total, though' : 'Left out, since';
  return [{ sql, text: `${place} it is not recorded whether “${said}” holds of them: {n}.`, none: null }];
}

function partOf(plan: Plan, branch: Branch, open: readonly Condition[]): Part {
  const isUndecided = `(${open.map((condition) => conditionSql(condition, branch)).join(' AND ')}) IS NULL`;
  return { branch, from: fromOf(plan, branch), where: [...whereOf(plan, branch), isUndecided] };
}

function isPredicate(condition: Condition): boolean {
  switch (condition.kind) {
    case 'predicate':
      return true;
    case 'not':
      return isPredicate(condition.of);
    case 'any':
    case 'all':
      return condition.of.some(isPredicate);
    default:
      return false;
  }
}
