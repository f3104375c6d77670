import type { Outcome } from '../decide/outcome.ts';
import { nounOf } from '../describe.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { Turn } from '../translator.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { rowsBehind } from './base.ts';
import { hasCutGroups, keptGroups } from './groups.ts';

/** Resources that a condition may name one by one. */
const MOST_NAMED = 200;

export interface ShownRows {
  readonly plan: Plan;
  readonly notes: readonly string[];
}

/** The rows of an answer, whatever it made of them: within the groups, and among the first few, that were shown. */
export function rowsShown(base: Plan, turn: Turn, vocabulary: Vocabulary): ShownRows | Outcome {
  const rows = rowsBehind(base);
  if (hasCutGroups(base)) {
    const kept = keptGroups(base, turn, vocabulary);
    if ('kind' in kept) return kept;
    return { plan: { ...rows, where: [...rows.where, kept.condition], limit: null }, notes: [kept.note] };
  }
  if (isCutList(base)) return onlyTheFirst(base);
  return { plan: rows, notes: [] };
}

/** A list of the first few, whose rows are not known one by one. */
export const isCutList = (base: Plan): boolean =>
  base.limit !== null && base.groupBy.length === 0 && base.measure.kind === 'list' && base.within === null;

export const onlyTheFirst = (base: Plan): Outcome => ({
  kind: 'clarify',
  text: `I cannot carry over just the first ${base.limit ?? 'few'} ${nounOf(base)}. Ask in full, or without “first” or “top”.`,
  choices: [],
});

/** The rows of a plan as conditions, for tables that only know them as something related. */
export function asConditions({ where, within }: Plan): readonly Condition[] | undefined {
  if (within === null) return where;
  if (within.length > MOST_NAMED) return undefined;
  const named = within.map(
    ({ account_id, resource_id }): Condition => ({
      kind: 'all',
      of: [
        { kind: 'account', ids: [account_id], label: account_id },
        { kind: 'identity', text: resource_id },
      ],
    }),
  );
  return [...where, { kind: 'any', of: named }];
}
