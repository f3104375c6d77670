import type { Item } from '../cover/item.ts';
import { decide } from '../decide/decide.ts';
import type { DecideInput } from '../decide/input.ts';
import type { Outcome } from '../decide/outcome.ts';
import { nounOf, subjectOf } from '../describe.ts';
import { isFlag, positive } from '../plan/conditions.ts';
import type { Plan } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import type { Turn } from '../translator.ts';
import { areWithin, basePlan, headsOf, rowsBehind } from './base.ts';
import { besides, untoldOf } from './besides.ts';
import { asChanges } from './changes.ts';
import { hasCutGroups, keptGroups } from './groups.ts';
import { joined } from './join.ts';
import type { Leaning } from './leans.ts';
import { otherSubject } from './other-subject.ts';
import { isCutList, onlyTheFirst } from './rows.ts';
import { isUnchanged, nothingIn, saysNothing, tidy } from './unchanged.ts';
import { asksWider } from './widen.ts';

type Planned = Extract<Outcome, { kind: 'plan' }>;

/** Binds a follow-up to the answer before it: refines its plan, or keeps to the rows that were shown. */
export function refined(input: DecideInput, turn: Turn, leaning: Leaning, items: readonly Item[]): Outcome {
  const base = asksAgain(input.reading, turn) ?? basePlan(turn);
  if (base === undefined)
    return {
      kind: 'clarify',
      text: 'The last answer has no resources that this could refer to. Which resources do you mean?',
      choices: [],
    };
  const untold = untoldOf(input, base);
  if (untold !== undefined) return untold;
  if (asksWider(input.question, base))
    return {
      kind: 'clarify',
      text: 'The answer before was kept to a place, and this asks beyond it. Ask for it in full.',
      choices: [],
    };
  if (saysNothing(input.reading, items)) return nothingIn(input.question);
  if (countsOther(input.reading, base))
    return {
      kind: 'clarify',
      text: `I cannot tell whether all that these accounts have is meant, or only the ${nounOf(base)}. Ask for it in full.`,
      choices: [],
    };
  const outcome =
    otherSubject(input, base, turn, leaning) ??
    rankedGroups(input.reading, base) ??
    topGroups(input, base, turn, leaning) ??
    merged(input, base, turn, leaning);
  if (outcome.kind !== 'plan') return outcome;
  if (isUnchanged(outcome.plan, base, input.reading, leaning, items)) return nothingIn(input.question);
  const said = `This refines the answer to “${turn.question}” (${subjectOf(base)}).`;
  return { ...outcome, plan: tidy(outcome.plan), notes: [...outcome.notes, said] };
}

/** "How many Regions do they use", of accounts that have databases: of everything in them, or of those? */
const countsOther = (reading: Reading, base: Plan): boolean =>
  base.asksFor === 'account' &&
  reading.hasPronoun &&
  reading.dimension?.isCounted === true &&
  reading.dimension.key.kind !== 'account';

/** The follow-up's own plan, read of the same subject, put together with the plan before it. */
function merged(input: DecideInput, base: Plan, turn: Turn, leaning: Leaning): Outcome {
  const { reading } = input;
  const own = decide({ ...input, reading: ofSubject(reading, base) });
  if (own.kind === 'sql') return besides(input, base, turn);
  if (own.kind !== 'plan') return own;
  if (own.plan.source.kind === 'topic' && base.source.kind !== 'topic')
    return hasCutGroups(base) ? onlyTheFirst(base) : asChanges(own, base, turn, reading);
  const isOfRows = reading.hasPronoun || leaning.restates;
  const where = joined(input, base, own.plan, isOfRows);
  if ('kind' in where) return where;
  // "The newest 5", then "which of them are deletions": of those five, which cannot be found again.
  if (isCutList(base) && own.plan.limit === null && own.plan.where.length > 0) return onlyTheFirst(base);
  // "Who did it", of changes that were counted: the changes, which name who where that is known.
  if (reading.wantsWho && base.source.kind === 'topic' && base.groupBy.length > 0)
    return { ...own, plan: { ...rowsBehind(base), order: null, limit: null } };
  const asked = own.plan.where.filter(isFlag);
  // "Are they encrypted?": yes or no of each row that was shown.
  if (reading.isYesNo && reading.hasPronoun && asked.length > 0 && asked.length === own.plan.where.length)
    return { ...own, plan: { ...rowsBehind(base), flags: asked.map(positive) } };
  const shape = withThreshold(shaped(own.plan, base, reading, isOfRows), reading);
  const isOtherGroup = JSON.stringify(shape.groupBy) !== JSON.stringify(base.groupBy);
  // "Only those in prod", of the five largest: of those five, whatever is the largest there.
  const pointsBack = isOfRows || /\b(those|these|them)\b/i.test(input.question);
  const losesGroups = hasCutGroups(base) && (isOtherGroup || (pointsBack && reading.having === null));
  const kept = losesGroups ? keptGroups(base, turn, input.vocabulary) : undefined;
  if (kept !== undefined && 'kind' in kept) return kept;
  const isList = shape.measure.kind === 'list' && shape.groupBy.length === 0;
  const wasList = base.measure.kind === 'list' && base.groupBy.length === 0;
  const keepsLimit = isList ? wasList && base.within === null : !losesGroups && shape.groupBy.length > 0;
  const plan: Plan = {
    ...shape,
    source: narrower(own.plan.source, base.source),
    where: [...where.conditions, ...(kept === undefined ? [] : [kept.condition])],
    columns: [
      ...new Map([...base.columns, ...own.plan.columns].map((column) => [column.name, column])).values(),
    ],
    order: own.plan.order ?? (shape.measure.kind === base.measure.kind ? base.order : null),
    limit: own.plan.limit ?? (keepsLimit ? base.limit : null),
    asOf: own.plan.asOf ?? base.asOf,
    within: base.within,
    having: losesGroups && reading.having === null ? null : shape.having,
  };
  return { ...own, plan, notes: [...own.notes, ...where.notes, ...(kept === undefined ? [] : [kept.note])] };
}

/** What the follow-up says may be told of some of the types alone ("still used?", of load balancers). */
const narrower = (own: Plan['source'], base: Plan['source']): Plan['source'] =>
  own.kind === 'types' &&
  base.kind === 'types' &&
  own.types.length < base.types.length &&
  areWithin(own.types, base.types)
    ? own
    : base;

/** "Top 5 oldest then", "and the newest one", after the oldest: of all that it was the oldest of. */
function asksAgain({ limit, superlative, hasPronoun }: Reading, { plan }: Turn): Plan | undefined {
  if (superlative === null || hasPronoun || plan === null || plan.limit === null) return undefined;
  if (limit === null && plan.limit > 1) return undefined;
  return plan.groupBy.length > 0 || plan.source.kind === 'address'
    ? undefined
    : { ...plan, limit: null, order: null };
}

/** The reading, of the subject that the answer before it had. */
function ofSubject(reading: Reading, base: Plan): Reading {
  // "Their names and regions": to be shown, as every list shows the Region.
  const isShown = reading.columns.length > 0 && reading.measure === null && reading.groupBy.length === 0;
  // "The tags of it": the tags with their values, not how often each key is used.
  const isTagsOfRows = reading.hasPronoun && reading.topics.some(({ topic }) => topic === 'tags');
  const dimension = isShown || isTagsOfRows ? null : reading.dimension;
  const bare = { ...reading, identities: [], hasPronoun: false, isFragment: false, dimension };
  if (base.source.kind !== 'topic') return { ...bare, heads: [...headsOf(base)] };
  const { topic } = base.source;
  const isOther = reading.topics.some((other) => other.topic !== topic);
  return { ...bare, topics: isOther ? reading.topics : [{ topic, form: 'noun', at: 0 }] };
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
    if (keepsGroups) return { ...own, groupBy: base.groupBy };
    // "total size", then "by account": the total size of each.
    const onlyGroups = own.groupBy.length > 0 && reading.measure === null && reading.aggregate === null;
    const isFigure = base.measure.kind === 'aggregate' || base.measure.kind === 'share';
    return onlyGroups && isFigure && !isOfRows ? { ...own, measure: base.measure, order: null } : own;
  }
  // "Which of them have more than 20", of groups: the groups.
  return isOfRows && reading.having === null ? rowsBehind(base) : base;
}

/** "Only where more than 5": of the groups, where there are any. */
const withThreshold = (plan: Plan, { having }: Reading): Plan =>
  having === null || plan.groupBy.length === 0 ? plan : { ...plan, having };

/** "top 3" of groups: the first of them, not of the resources in them. */
function rankedGroups(reading: Reading, base: Plan): Planned | undefined {
  const isMost = reading.superlative?.kind === 'most' || reading.superlative?.kind === 'fewest';
  const isBare =
    (reading.limit !== null || isMost) &&
    reading.heads.length === 0 &&
    reading.columns.length === 0 &&
    reading.groupBy.length === 0 &&
    reading.conditions.length === 0 &&
    reading.order === null &&
    (!reading.hasPronoun || isMost || reading.limit !== null);
  if (!isBare || base.groupBy.length === 0) return undefined;
  const descending = reading.superlative?.kind !== 'smallest' && reading.superlative?.kind !== 'fewest';
  const plan: Plan = { ...base, limit: reading.limit ?? 1, order: { by: { kind: 'measure' }, descending } };
  return { kind: 'plan', plan, notes: [], chart: reading.wantsChart };
}

/** "Only running ones, top 5", of groups: of those, the first groups. */
function topGroups(input: DecideInput, base: Plan, turn: Turn, leaning: Leaning): Outcome | undefined {
  const { reading } = input;
  const isTop =
    base.groupBy.length > 0 &&
    reading.limit !== null &&
    reading.conditions.length > 0 &&
    reading.heads.length === 0 &&
    reading.columns.length === 0 &&
    reading.groupBy.length === 0 &&
    reading.order === null &&
    !reading.hasPronoun;
  if (!isTop) return undefined;
  const outcome = merged(
    { ...input, reading: { ...reading, limit: null, superlative: null } },
    base,
    turn,
    leaning,
  );
  if (outcome.kind !== 'plan') return outcome;
  const descending = reading.superlative?.kind !== 'smallest' && reading.superlative?.kind !== 'fewest';
  return {
    ...outcome,
    plan: { ...outcome.plan, limit: reading.limit, order: { by: { kind: 'measure' }, descending } },
  };
}
