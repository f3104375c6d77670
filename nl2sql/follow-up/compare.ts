import type { Outcome } from '../decide/outcome.ts';
import { conditionText, subjectOf } from '../describe.ts';
import type { EmitContext } from '../emit/parts.ts';
import { sqlOf } from '../emit/sql.ts';
import type { Condition, GroupKey, Plan } from '../plan/plan.ts';
import type { Turn } from '../translator.ts';
import { keyOf, sameDimension } from './dimensions.ts';

/** "What is the difference?", "compare them", "both together": of the last two answers. */
export type Wish = 'difference' | 'compare' | 'together';

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

/** Puts the last two answers beside each other, where they differ in one thing; says so where they do not. */
export function compared(
  wish: Wish,
  answered: readonly Turn[],
  groupBy: readonly GroupKey[],
  context: EmitContext,
): Outcome {
  const [earlier, later] = answered.slice(-2).map((turn) => turn.plan);
  const word = { difference: 'the difference', compare: 'what to compare', together: 'what to put together' }[
    wish
  ];
  const declined: Outcome = {
    kind: 'clarify',
    text: `I cannot tell ${word}: I need two answers that differ in one thing (prod and dev, say). Name both in one question.`,
    choices: [],
  };
  if (earlier == null || later == null || !same(earlier.source, later.source)) return declined;
  if ([earlier, later].some((plan) => plan.limit !== null || plan.having !== null || plan.within !== null))
    return declined;
  if (wish === 'difference') return difference(earlier, later, context) ?? declined;
  const pair = differing(earlier, later) ?? alternatives(later);
  if (pair === undefined) return declined;
  const [before, after] = pair;
  const key = keyOf(after);
  const isTogether = wish === 'together';
  if (!isTogether && groupBy.length === 0 && key === undefined) return declined;
  const either: Condition = { kind: 'any', of: [before, after] };
  const groups = groupBy.length > 0 || isTogether || key === undefined ? groupBy : [key];
  const isGrouped = groups.length > 0;
  const plan: Plan = {
    ...later,
    where: later.where.map((condition) => (same(condition, after) ? either : condition)),
    measure: isGrouped && later.measure.kind === 'list' ? { kind: 'count' } : later.measure,
    groupBy: isGrouped ? groups : later.groupBy,
    order: isGrouped ? { by: { kind: 'measure' }, descending: true } : later.order,
    limit: null,
  };
  const note = `“${conditionText(before)}” and “${conditionText(after)}”, of the last two answers, are put together.`;
  return { kind: 'plan', plan, notes: [note], chart: null };
}

/** "Only prod and staging", then "compare them": both are in one answer already. */
function alternatives(plan: Plan): readonly [Condition, Condition] | undefined {
  const lists = plan.where.flatMap((condition) => (condition.kind === 'any' ? [condition.of] : []));
  const [first, second, ...more] = lists.length === 1 ? (lists[0] ?? []) : [];
  return first !== undefined && second !== undefined && more.length === 0 ? [first, second] : undefined;
}

/** The one condition in which two plans differ, as each has it. */
function differing(earlier: Plan, later: Plan): readonly [Condition, Condition] | undefined {
  const only = (plan: Plan, other: Plan) =>
    plan.where.filter((condition) => !other.where.some((known) => same(known, condition)));
  const [before, ...more] = only(earlier, later);
  const [after, ...others] = only(later, earlier);
  if (before === undefined || after === undefined || more.length > 0 || others.length > 0) return undefined;
  return sameDimension(after, before) ? [before, after] : undefined;
}

/** Two figures and how far they are apart; lists are counted. */
function difference(earlier: Plan, later: Plan, context: EmitContext): Outcome | undefined {
  const figures = [earlier, later].map(
    (plan): Plan =>
      plan.measure.kind === 'list' && plan.groupBy.length === 0
        ? { ...plan, measure: { kind: 'count' }, columns: [], order: null, limit: null, addOns: [] }
        : plan,
  );
  const [first, second] = figures;
  const isFigure = (plan: Plan) =>
    plan.groupBy.length === 0 && (plan.measure.kind === 'count' || plan.measure.kind === 'aggregate');
  const isCut = earlier.limit !== null || later.limit !== null;
  if (first === undefined || second === undefined || isCut || !figures.every(isFigure)) return undefined;
  if (!same(first.measure, second.measure) || same(first.where, second.where)) return undefined;
  const name = /AS ((?:total|average|smallest|largest)\w*)/.exec(sqlOf(first, context))?.[1];
  if (name === undefined) return undefined;
  return {
    kind: 'sql',
    sql: `SELECT a.${name} AS earlier_${name}, b.${name} AS later_${name}, abs(a.${name} - b.${name}) AS difference\nFROM (\n${sqlOf(first, context)}\n) AS a\nCROSS JOIN (\n${sqlOf(second, context)}\n) AS b`,
    subject: `difference between ${subjectOf(first)} and ${subjectOf(second)}`,
    notes: [`The difference of the last two answers: ${subjectOf(first)}, and ${subjectOf(second)}.`],
    chart: null,
  };
}
