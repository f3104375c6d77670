import { pluralOf } from '../lex/stem.ts';
import { nounOfType } from '../lexicon/type-phrases.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { SideCount } from '../translator.ts';
import { isIn, text } from './literal.ts';

/** Accounts of which a place records these types and delivers: of all others nobody knows what they lack. */
export function recordersSql(types: readonly string[]): string {
  const recorded = types.map((type) => {
    const has = (column: string, value: string) => `contains(v.${column}, ${text(value)})`;
    return `coalesce(${has('recorded_types', '*')} OR ${has('recorded_types', type)}, FALSE) AND NOT coalesce(${has('excluded_types', type)}, FALSE)`;
  });
  return `SELECT v.account_id FROM coverage AS v WHERE v.domain = 'config' AND v.account_id IS NOT NULL AND ${isIn('v.verdict', ['fresh', 'stale'])} AND ${recorded.join(' AND ')}`;
}

/** "… or are not recorded": who asks for those of whom nobody knows is given them. */
export const asksForUnrecorded = (conditions: readonly Condition[]): boolean =>
  conditions.some((condition) => condition.kind === 'not' && condition.of.kind === 'coverage');

/** Which accounts are left out of "without X", "not in X", since nobody knows what they have. */
export function unrecordedSides(plan: Plan): readonly SideCount[] {
  const lacked = plan.where.flatMap((condition) => negated(condition, false));
  return lacked.map(({ types, isListed }) => ({
    sql: `SELECT count(*) AS n, array_join(array_agg(coalesce(a.account_name, a.account_id) ORDER BY a.account_id), ', ') AS names FROM accounts AS a WHERE a.account_id NOT IN (${recordersSql(types)})`,
    text: `${isListed ? 'Listed too, though' : 'Left out, since'} whether they have ${types.map((type) => pluralOf(nounOfType(type))).join(' and ')} is not recorded ({n}): {names}.`,
    none: null,
  }));
}

interface Lacked {
  readonly types: readonly string[];
  /** Accounts that nobody knows this of are listed. */
  readonly isListed: boolean;
}

/** The types of what is lacked, wherever it stands under a "not". */
function negated(condition: Condition, isNot: boolean, isListed = false): readonly Lacked[] {
  if (condition.kind === 'not') return negated(condition.of, !isNot, isListed);
  if (condition.kind === 'any') {
    const isAsked = asksForUnrecorded(condition.of);
    return condition.of.flatMap((part) => negated(part, isNot, isAsked));
  }
  if (condition.kind === 'all') return condition.of.flatMap((part) => negated(part, isNot));
  if (!isNot) return [];
  if (condition.kind === 'holds') return [{ types: condition.types, isListed }];
  return condition.kind === 'related' && condition.to.kind === 'rows'
    ? [{ types: condition.to.types, isListed: false }]
    : [];
}
