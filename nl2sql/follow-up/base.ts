import { emptyPlan } from '../decide/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import type { Head } from '../read/reading.ts';
import type { Turn } from '../translator.ts';

/** Keys that a query may list; more are not carried over. */
const MOST_KEYS = 1000;

/** The rows of a turn by their keys, where all of them are known. */
export function keysOf(turn: Turn): Plan['within'] {
  return turn.keysComplete && turn.keys.length > 0 && turn.keys.length <= MOST_KEYS ? turn.keys : null;
}

/** The plan to refine; where the rows were cut to the first few, or came from other SQL, the rows themselves. */
export function basePlan(turn: Turn): Plan | undefined {
  const within = keysOf(turn);
  if (turn.plan !== null && turn.plan.source.kind !== 'address') {
    // A change or a result is not found again by the resource that it is of.
    const isCut =
      turn.plan.source.kind !== 'topic' &&
      turn.plan.limit !== null &&
      turn.plan.measure.kind === 'list' &&
      turn.plan.groupBy.length === 0;
    return isCut && within !== null ? { ...turn.plan, limit: null, within } : turn.plan;
  }
  if (within === null) return undefined;
  const types = [
    ...new Set(turn.keys.map((key) => key.resource_type).filter((type): type is string => type !== null)),
  ];
  const source: Plan['source'] =
    types.length === 1 ? { kind: 'types', types, family: null, noun: 'resource' } : { kind: 'resources' };
  return { ...emptyPlan, source, within };
}

/** The types whose columns and values a follow-up may name without saying what of. */
export function typesShown(turn: Turn | undefined): readonly string[] {
  if (turn?.plan?.source.kind === 'types') return turn.plan.source.types;
  const types = new Set(
    (turn?.keys ?? []).map((key) => key.resource_type).filter((type): type is string => type !== null),
  );
  return types.size === 1 ? [...types] : [];
}

/** The subject of a plan as the noun of a question. */
export function headsOf(plan: Plan): readonly { sense: Head; at: number; text: string }[] {
  if (plan.source.kind !== 'types') return [{ sense: { kind: 'any_resource' }, at: 0, text: 'resources' }];
  const { types, noun } = plan.source;
  const family = plan.source.family ?? (types.length > 1 ? 'shown' : null);
  return [{ sense: { kind: 'type', types, noun, family, strength: 'name' }, at: 0, text: noun }];
}

/** The rows behind counts, sums and groups. */
export const rowsBehind = (plan: Plan): Plan => ({
  ...plan,
  measure: plan.measure.kind === 'details' ? plan.measure : { kind: 'list' },
  groupBy: [],
  having: null,
  asksFor: null,
});

/** Whether every type of one is among those of the other. */
export const areWithin = (some: readonly string[], all: readonly string[]): boolean =>
  some.length > 0 && some.every((type) => all.includes(type));
