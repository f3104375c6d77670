import { pluralOf } from '../lex/stem.ts';
import { leavesOf } from '../plan/conditions.ts';
import type { Plan } from '../plan/plan.ts';
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

/** Which accounts "accounts without X" leaves out, since nobody knows what they have. */
export function unrecordedSides(plan: Plan): readonly SideCount[] {
  return leavesOf(plan.where).flatMap((leaf) =>
    leaf.kind !== 'holds' ||
    !JSON.stringify(plan.where).includes(`{"kind":"not","of":${JSON.stringify(leaf)}`)
      ? []
      : [
          {
            sql: `SELECT count(*) AS n, array_join(array_agg(coalesce(a.account_name, a.account_id) ORDER BY a.account_id), ', ') AS names FROM accounts AS a WHERE a.account_id NOT IN (${recordersSql(leaf.types)})`,
            text: `Left out, since whether they have ${pluralOf(leaf.noun)} is not recorded ({n}): {names}.`,
            none: null,
          },
        ],
  );
}
