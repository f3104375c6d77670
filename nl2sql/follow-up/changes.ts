import { topicByName } from '#catalog/words/topics.ts';
import type { Outcome } from '../decide/outcome.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import type { Turn } from '../translator.ts';
import { keysOf } from './base.ts';
import { sameDimension } from './dimensions.ts';

type Planned = Extract<Outcome, { kind: 'plan' }>;

/**
 * "And deleted?", "which of them changed yesterday": the question has moved from resources to what is told of them.
 * Their types, places and times hold there as well; what else chose them does only by the rows themselves.
 */
export function asChanges(own: Planned, base: Plan, turn: Turn, reading: Reading): Outcome {
  const { source } = own.plan;
  const kept = base.where
    .map((condition): Condition => (condition.kind === 'time' ? { ...condition, role: 'topic' } : condition))
    .filter((condition) => !own.plan.where.some((other) => sameDimension(other, condition)));
  const ofTypes: readonly Condition[] =
    base.source.kind === 'types' ? [{ kind: 'type', types: base.source.types, noun: base.source.noun }] : [];
  const hasOwnType = own.plan.where.some(({ kind }) => kind === 'type');
  const types = hasOwnType ? [] : ofTypes;
  const what = source.kind === 'topic' ? (topicByName(source.topic)?.rows ?? 'rows') : 'rows';
  const isHeld = kept.every(({ kind }) => HELD.includes(kind));
  if (!reading.hasPronoun && isHeld)
    return { ...own, plan: { ...own.plan, where: [...types, ...kept, ...own.plan.where] } };
  const within = keysOf(turn);
  if (within === null)
    return {
      kind: 'clarify',
      text: `I cannot find the ${what} of just the rows shown. Say which resources you mean, or what they have in common.`,
      choices: [],
    };
  return { ...own, plan: { ...own.plan, where: [...types, ...own.plan.where], within } };
}

const HELD: readonly string[] = ['environment', 'account', 'region', 'time', 'type'];
