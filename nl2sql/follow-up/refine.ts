import { decide } from '../decide/decide.ts';
import type { DecideInput } from '../decide/input.ts';
import type { Outcome } from '../decide/outcome.ts';
import { conditionText, subjectOf } from '../describe.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import type { Turn } from '../translator.ts';
import { basePlan, headsOf, rowsBehind } from './base.ts';
import { asChanges } from './changes.ts';
import { sameDimension } from './dimensions.ts';
import { hasCutGroups, keptGroups } from './groups.ts';
import type { Leaning } from './leans.ts';
import { otherSubject } from './other-subject.ts';

type Planned = Extract<Outcome, { kind: 'plan' }>;

/** Binds a follow-up to the answer before it: refines its plan, or keeps to the rows that were shown. */
export function refined(input: DecideInput, turn: Turn, leaning: Leaning): Outcome {
  const base = basePlan(turn);
  if (base === undefined)
    return {
      kind: 'clarify',
      text: 'The last answer has no resources that this could refer to. Which resources do you mean?',
      choices: [],
    };
  const outcome =
    otherSubject(input, base, turn, leaning) ??
    rankedGroups(input.reading, base) ??
    merged(input, base, turn, leaning);
  if (outcome.kind !== 'plan') return outcome;
  const said = `This refines the answer to “${turn.question}” (${subjectOf(base)}).`;
  return { ...outcome, plan: tidy(outcome.plan), notes: [...outcome.notes, said] };
}

/** The follow-up's own plan, read of the same subject, put together with the plan before it. */
function merged(input: DecideInput, base: Plan, turn: Turn, leaning: Leaning): Outcome {
  const { reading } = input;
  const own = decide({ ...input, reading: ofSubject(reading, base) });
  if (own.kind !== 'plan') return own;
  if (own.plan.source.kind === 'topic' && base.source.kind !== 'topic')
    return asChanges(own, base, turn, reading);
  const isOfRows = reading.hasPronoun || leaning.restates;
  const where = joined(input, base, own.plan, isOfRows);
  if ('kind' in where) return where;
  const shape = withThreshold(shaped(own.plan, base, reading, isOfRows), reading);
  const losesGroups = hasCutGroups(base) && JSON.stringify(shape.groupBy) !== JSON.stringify(base.groupBy);
  const kept = losesGroups ? keptGroups(base, turn, input.vocabulary) : undefined;
  if (kept !== undefined && 'kind' in kept) return kept;
  const isList = shape.measure.kind === 'list' && shape.groupBy.length === 0;
  const wasList = base.measure.kind === 'list' && base.groupBy.length === 0;
  const keepsLimit = isList ? wasList && base.within === null : !losesGroups && shape.groupBy.length > 0;
  const plan: Plan = {
    ...shape,
    source: base.source,
    where: [...where.conditions, ...(kept === undefined ? [] : [kept.condition])],
    columns: [
      ...new Map([...base.columns, ...own.plan.columns].map((column) => [column.name, column])).values(),
    ],
    order: own.plan.order ?? (shape.measure.kind === base.measure.kind ? base.order : null),
    limit: own.plan.limit ?? (keepsLimit ? base.limit : null),
    asOf: own.plan.asOf ?? base.asOf,
    within: base.within,
  };
  return { ...own, plan, notes: [...own.notes, ...where.notes, ...(kept === undefined ? [] : [kept.note])] };
}

/** The reading, of the subject that the answer before it had. */
function ofSubject(reading: Reading, base: Plan): Reading {
  const bare = { ...reading, identities: [], hasPronoun: false, isFragment: false };
  if (base.source.kind !== 'topic') return { ...bare, heads: [...headsOf(base)] };
  const { topic } = base.source;
  const isOther = reading.topics.some((other) => other.topic !== topic);
  return { ...bare, topics: isOther ? reading.topics : [{ topic, form: 'noun', at: 0 }] };
}

/** The conditions of both, those that the follow-up replaces left out. */
function joined(
  { reading }: DecideInput,
  base: Plan,
  own: Plan,
  isOfRows: boolean,
): { readonly conditions: readonly Condition[]; readonly notes: readonly string[] } | Outcome {
  const fresh = own.where.filter(({ kind }) => !(kind === 'type' && base.source.kind === 'types'));
  if (reading.conditions[0]?.joiner === 'or' && !isOfRows) {
    const either = alternative(base, fresh);
    if (either === undefined)
      return { kind: 'clarify', text: 'Or instead of what? Ask for both in one question.', choices: [] };
    return {
      conditions: [...base.where.slice(0, -1), either],
      notes: [`“Or” is beside the last condition: ${conditionText(either)}.`],
    };
  }
  const isKept = (condition: Condition) =>
    isOfRows
      ? !fresh.some((other) => JSON.stringify(other) === JSON.stringify(condition))
      : !fresh.some((other) => sameDimension(other, condition));
  return { conditions: [...base.where.filter(isKept), ...fresh], notes: [] };
}

/** "or checkout-prod": beside the condition said last, where the follow-up brings just one. */
function alternative(base: Plan, fresh: readonly Condition[]): Condition | undefined {
  const last = base.where.at(-1);
  const [only] = fresh;
  if (last === undefined || only === undefined || fresh.length > 1) return undefined;
  return { kind: 'any', of: [...(last.kind === 'any' ? last.of : [last]), only] };
}

/** What is measured, and of which groups. */
function shaped(own: Plan, base: Plan, reading: Reading, isOfRows: boolean): Plan {
  const asksAnew =
    own.measure.kind !== 'list' ||
    own.groupBy.length > 0 ||
    own.order !== null ||
    own.columns.length > 0 ||
    own.addOns.length > 0;
  // "Which of them are in prod", of accounts that were asked for: the accounts.
  if (base.asksFor === 'account' && reading.hasPronoun && base.groupBy.length > 0) {
    if (own.measure.kind === 'count' && own.groupBy.length === 0)
      return { ...own, measure: { kind: 'count_groups', key: { kind: 'account' } } };
    if (!asksAnew) return base;
  }
  if (asksAnew) {
    // "average size instead": of the same groups.
    const keepsGroups = own.measure.kind === 'aggregate' && own.groupBy.length === 0 && !isOfRows;
    // "sort by count": the same groups in that order.
    const onlyOrders = own.order !== null && own.columns.length === 0 && own.addOns.length === 0;
    if (onlyOrders && own.measure.kind === 'list' && own.order?.by.kind === 'measure') return base;
    return keepsGroups ? { ...own, groupBy: base.groupBy } : own;
  }
  return isOfRows ? rowsBehind(base) : base;
}

/** "Only where more than 5": of the groups, where there are any. */
const withThreshold = (plan: Plan, { having }: Reading): Plan =>
  having === null || plan.groupBy.length === 0 ? plan : { ...plan, having };

/** "top 3" of groups: the first of them, not of the resources in them. */
function rankedGroups(reading: Reading, base: Plan): Planned | undefined {
  const isBare =
    reading.limit !== null &&
    reading.heads.length === 0 &&
    reading.columns.length === 0 &&
    reading.groupBy.length === 0 &&
    reading.conditions.length === 0 &&
    reading.order === null &&
    !reading.hasPronoun;
  if (!isBare || base.groupBy.length === 0) return undefined;
  const descending = reading.superlative?.kind !== 'smallest' && reading.superlative?.kind !== 'fewest';
  const plan: Plan = { ...base, limit: reading.limit, order: { by: { kind: 'measure' }, descending } };
  return { kind: 'plan', plan, notes: [], chart: reading.wantsChart };
}

/** An order or a limit that belongs to another shape of answer goes with it. */
function tidy(plan: Plan): Plan {
  const isList = plan.measure.kind === 'list' || plan.measure.kind === 'details';
  if (plan.groupBy.length > 0)
    return { ...plan, order: plan.order?.by.kind === 'measure' ? plan.order : null };
  if (!isList) return { ...plan, order: null, limit: null };
  return plan.order?.by.kind === 'measure' ? { ...plan, order: null } : plan;
}
