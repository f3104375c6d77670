import { pluralOf } from '../lex/stem.ts';
import { nounOfType } from '../lexicon/type-phrases.ts';
import { countsNone } from '../plan/counts-none.ts';
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
  const lacked = [
    ...plan.where.flatMap((condition) => negated(condition, false)),
    ...(countsNone(plan) && plan.source.kind === 'types'
      ? [{ types: plan.source.types, place: NOT_ZERO }]
      : []),
  ];
  return lacked.map(({ types, place }) => ({
    sql: `SELECT count(*) AS n, array_join(array_agg(coalesce(a.account_name, a.account_id) ORDER BY a.account_id), ', ') AS names FROM accounts AS a WHERE a.account_id NOT IN (${recordersSql(types)})`,
    text: `${place} whether they have ${types.map((type) => pluralOf(nounOfType(type))).join(' and ')} is not recorded ({n}): {names}.`,
    none: null,
  }));
}

interface Lacked {
  readonly types: readonly string[];
  /** What becomes of accounts that nobody knows this of. */
  readonly place: string;
}

const LEFT_OUT = 'Left out, since';
const LISTED = 'Listed too, though';
const NOT_ZERO = 'Not told as 0, since';

/** The types of what is lacked, wherever it stands under a "not". */
function negated(condition: Condition, isNot: boolean, place = LEFT_OUT): readonly Lacked[] {
  if (condition.kind === 'not') return negated(condition.of, !isNot, place);
  if (condition.kind === 'any') {
    const isAsked = asksForUnrecorded(condition.of);
    return condition.of.flatMap((part) => negated(part, isNot, isAsked ? LISTED : LEFT_OUT));
  }
  if (condition.kind === 'all') return condition.of.flatMap((part) => negated(part, isNot));
  if (!isNot) return [];
  if (condition.kind === 'holds') return [{ types: condition.types, place }];
  return condition.kind === 'related' && condition.to.kind === 'rows'
    ? [{ types: condition.to.types, place: LEFT_OUT }]
    : [];
}
