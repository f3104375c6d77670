import type { Plan } from './plan.ts';

/**
 * "The fewest", "fewer than 5", of accounts: those that have none belong to the answer, and no resource tells of
 * them.
 */
export function countsNone(plan: Plan): boolean {
  const [key, ...more] = plan.groupBy;
  if (plan.source.kind !== 'types' || plan.measure.kind !== 'count') return false;
  if (plan.asOf !== null || plan.within !== null || key?.kind !== 'account' || more.length > 0) return false;
  const isLeast = plan.order?.by.kind === 'measure' && !plan.order.descending;
  const { having } = plan;
  const isBelow =
    having !== null &&
    (['<', '<='].includes(having.operator) || (having.operator === '=' && having.value === 0));
  return isLeast || isBelow;
}
