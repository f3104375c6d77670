import { predicateByName, variantFor } from '#catalog/predicates/predicates.ts';
import { conditionText } from '../describe.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import type { Outcome } from './outcome.ts';

type Abstained = Extract<Outcome, { kind: 'abstain' }>;

const HINT = 'Leave the time out for all that are so now, or say “created more than … ago” for their age.';

/** "Stopped for 30 days": the inventory has the state, and no time since when. */
export function lastingUnknown(reading: Reading): Abstained | undefined {
  if (reading.lasting === null) return undefined;
  const { state, span } = reading.lasting;
  if (reading.topics.some(({ topic }) => topic === 'cost' || topic === 'metrics'))
    return {
      kind: 'abstain',
      text: `“${span}” does not say which time is meant.`,
      hint: 'Say “in the last …”, “since …” or “between … and …”.',
    };
  return {
    kind: 'abstain',
    text: `What is ${state === null ? 'so' : `“${state}”`} now is recorded, but not since when: I cannot tell what has been so ${span}.`,
    hint: HINT,
  };
}

/**
 * "Unused for 90 days": days count only where the predicate's own SQL measures them (a role's last use); of all
 * other types they would silently change nothing.
 */
export function unmeasuredDays(where: readonly Condition[], plan: Plan): Abstained | undefined {
  const types = plan.source.kind === 'types' ? plan.source.types : [];
  for (const [condition, leaf] of withPredicates(where)) {
    const predicate = predicateByName(leaf.name);
    if (leaf.days === null || predicate === undefined) continue;
    const variants = types.flatMap((type) => variantFor(predicate, type) ?? []);
    if (variants.every(({ sql }) => sql.includes('{days}'))) continue;
    return {
      kind: 'abstain',
      text: `What is “${conditionText(condition)}” now is recorded, but not since when: I cannot tell what has been so for ${leaf.days} days.`,
      hint: HINT,
    };
  }
  return undefined;
}

type Predicate = Extract<Condition, { kind: 'predicate' }>;

/** Every predicate, with the "not" around it. */
function withPredicates(where: readonly Condition[]): readonly (readonly [Condition, Predicate])[] {
  return where.flatMap((condition): readonly (readonly [Condition, Predicate])[] => {
    if (condition.kind === 'all' || condition.kind === 'any') return withPredicates(condition.of);
    if (condition.kind === 'predicate') return [[condition, condition]];
    if (condition.kind !== 'not') return [];
    return condition.of.kind === 'predicate' ? [[condition, condition.of]] : withPredicates([condition.of]);
  });
}
