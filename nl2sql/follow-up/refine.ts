import { hasRole, type Item, senseOf } from '../cover/item.ts';
import { decide } from '../decide/decide.ts';
import type { DecideInput } from '../decide/input.ts';
import type { Outcome } from '../decide/outcome.ts';
import { conditionText, subjectOf } from '../describe.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import { headOf } from '../read/heads.ts';
import type { Reading } from '../read/reading.ts';
import type { Turn } from '../translator.ts';
import { basePlan, headsOf, rowsBehind } from './base.ts';
import { asChanges } from './changes.ts';
import { areApart, isPlace, sameDimension } from './dimensions.ts';
import { hasCutGroups, keptGroups } from './groups.ts';
import type { Leaning } from './leans.ts';
import { otherSubject } from './other-subject.ts';

type Planned = Extract<Outcome, { kind: 'plan' }>;

/** Binds a follow-up to the answer before it: refines its plan, or keeps to the rows that were shown. */
export function refined(input: DecideInput, turn: Turn, leaning: Leaning, items: readonly Item[]): Outcome {
  const base = basePlan(turn);
  if (base === undefined)
    return {
      kind: 'clarify',
      text: 'The last answer has no resources that this could refer to. Which resources do you mean?',
      choices: [],
    };
  const untold = untoldOf(input, base);
  if (untold !== undefined) return untold;
  const outcome =
    otherSubject(input, base, turn, leaning) ??
    rankedGroups(input.reading, base) ??
    merged(input, base, turn, leaning);
  if (outcome.kind !== 'plan') return outcome;
  if (isUnchanged(outcome.plan, base, input.reading, leaning, items))
    return {
      kind: 'clarify',
      text: `I found nothing in “${input.question.trim()}” that changes the answer before. What should be different?`,
      choices: [],
    };
  const said = `This refines the answer to “${turn.question}” (${subjectOf(base)}).`;
  return { ...outcome, plan: tidy(outcome.plan), notes: [...outcome.notes, said] };
}

/** "Who made them", "what uses them", of resources: the rows again would look like an answer. */
function untoldOf({ reading, question }: DecideInput, base: Plan): Outcome | undefined {
  const asksUsers = /^(what|which( \w+)?) (uses?|is using|are using)\b/i.test(question.trim());
  const isOfResources =
    base.source.kind !== 'topic' && reading.heads.length === 0 && reading.topics.length === 0;
  if (!isOfResources || reading.addOns.length > 0) return undefined;
  if (reading.wantsWho)
    return {
      kind: 'abstain',
      text: `Who did something to ${subjectOf(base)} is not recorded with them.`,
      hint: 'Ask what changed, and when; who did it is known only where CloudTrail is collected.',
    };
  if (asksUsers && reading.hasPronoun && reading.conditions.length === 0)
    return {
      kind: 'abstain',
      text: `I cannot tell what uses ${subjectOf(base)} without knowing which kind of resource you mean.`,
      hint: 'Name it: which instances use them?',
    };
  return undefined;
}

/** Words that ask for the rows before once more, and for nothing else of them. */
const ONCE_MORE = [
  'ask',
  'filler',
  'pronoun',
  'all',
  'possessive',
  'question',
  'be',
  'of',
  'in',
  'for',
  'to',
  'with',
  'and',
  'their',
  'details',
  'exist',
  'only',
  'how_many',
  'comma',
] as const;

/** A question of which nothing was kept would repeat the answer before as if it were a new one. */
function isUnchanged(
  plan: Plan,
  base: Plan,
  reading: Reading,
  leaning: Leaning,
  items: readonly Item[],
): boolean {
  const isTold = base.source.kind === 'topic' && reading.wantsWho;
  const asksForRows =
    isTold ||
    ((reading.hasPronoun || leaning.restates || reading.columns.length > 0) &&
      items.every(
        (item) =>
          hasRole(item, ...ONCE_MORE) || headOf(item) !== undefined || senseOf(item, 'column') !== undefined,
      ));
  return (
    !asksForRows && reading.measure === null && JSON.stringify(tidy(plan)) === JSON.stringify(tidy(base))
  );
}

/** The follow-up's own plan, read of the same subject, put together with the plan before it. */
function merged(input: DecideInput, base: Plan, turn: Turn, leaning: Leaning): Outcome {
  const { reading } = input;
  const own = decide({ ...input, reading: ofSubject(reading, base) });
  if (own.kind === 'sql') return besides(base, reading);
  if (own.kind !== 'plan') return own;
  if (own.plan.source.kind === 'topic' && base.source.kind !== 'topic')
    return asChanges(own, base, turn, reading);
  const isOfRows = reading.hasPronoun || leaning.restates;
  const where = joined(input, base, own.plan, isOfRows);
  if ('kind' in where) return where;
  const shape = withThreshold(shaped(own.plan, base, reading, isOfRows), reading);
  const isOtherGroup = JSON.stringify(shape.groupBy) !== JSON.stringify(base.groupBy);
  // "Only those in prod", of the five largest: of those five, whatever is the largest there.
  const losesGroups = hasCutGroups(base) && (isOtherGroup || (isOfRows && reading.having === null));
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
    having: losesGroups && reading.having === null ? null : shape.having,
  };
  return { ...own, plan, notes: [...own.notes, ...where.notes, ...(kept === undefined ? [] : [kept.note])] };
}

/** "What do they cost?": told beside the rows; what is summed up by service or by metric is not of just those rows. */
function besides(base: Plan, reading: Reading): Outcome {
  const isCost = reading.topics.some(({ topic }) => topic === 'cost');
  if (isCost && base.source.kind === 'types' && reading.groupBy.length === 0 && reading.times.length === 0)
    return {
      kind: 'plan',
      plan: { ...rowsBehind(base), measure: { kind: 'list' }, addOns: ['cost'] },
      notes: [],
      chart: null,
    };
  return {
    kind: 'abstain',
    text: `I cannot tell ${isCost ? 'the cost' : 'metrics'} of just the rows shown.`,
    hint: 'Ask for it in full, with the resources, the place and the time that you mean.',
  };
}

/** The reading, of the subject that the answer before it had. */
function ofSubject(reading: Reading, base: Plan): Reading {
  // "Their names and regions": to be shown, as every list shows the Region.
  const isShown = reading.columns.length > 0 && reading.measure === null && reading.groupBy.length === 0;
  const dimension = isShown ? null : reading.dimension;
  const bare = { ...reading, identities: [], hasPronoun: false, isFragment: false, dimension };
  if (base.source.kind !== 'topic') return { ...bare, heads: [...headsOf(base)] };
  const { topic } = base.source;
  const isOther = reading.topics.some((other) => other.topic !== topic);
  return { ...bare, topics: isOther ? reading.topics : [{ topic, form: 'noun', at: 0 }] };
}

/** The conditions of both, those that the follow-up replaces left out. */
function joined(
  { reading, vocabulary }: DecideInput,
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
  const [rule] = fresh.filter(({ kind }) => kind === 'rule');
  if (
    rule !== undefined &&
    base.where.some((condition) => condition.kind === 'rule' && !same(condition, rule))
  )
    return {
      kind: 'clarify',
      text: 'A result is one rule’s: I cannot tell which resources two rules find fault with. Ask for each of them.',
      choices: [],
    };
  const behindPort = openOnPort(base, fresh);
  if (behindPort !== undefined) return { conditions: behindPort, notes: [] };
  const added = reading.isFragment ? leftOutToo(base, fresh) : fresh;
  const isKept = (condition: Condition) =>
    isOfRows
      ? !added.some((other) => same(other, condition))
      : !added.some(
          (other) => sameDimension(other, condition) || areApart(other, condition, vocabulary.accounts),
        );
  return { conditions: [...base.where.filter(isKept), ...added], notes: [] };
}

/** "Open to the internet", then "on port 22": open to it on that port, not by one rule and on the port by another. */
function openOnPort(base: Plan, fresh: readonly Condition[]): readonly Condition[] | undefined {
  const [only] = fresh;
  const isPort = only?.kind === 'predicate' && only.name === 'allows_port' && only.port !== null;
  const isOpen = (condition: Condition) =>
    condition.kind === 'predicate' && condition.name === 'open_to_internet';
  if (!isPort || fresh.length > 1 || !base.where.some(isOpen)) return undefined;
  return base.where.map((condition) =>
    condition.kind === 'predicate' && isOpen(condition) ? { ...condition, port: only.port } : condition,
  );
}

const same = (left: Condition, right: Condition): boolean => JSON.stringify(left) === JSON.stringify(right);

/** "Exclude sandbox", then "and dev": that is left out as well. */
function leftOutToo(base: Plan, fresh: readonly Condition[]): readonly Condition[] {
  const last = base.where.at(-1);
  const [only] = fresh;
  const isMore =
    last?.kind === 'not' &&
    only !== undefined &&
    fresh.length === 1 &&
    only.kind === last.of.kind &&
    isPlace(only);
  return isMore && !same(last.of, only) ? [{ kind: 'not', of: only }] : fresh;
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
    if (keepsGroups) return { ...own, groupBy: base.groupBy };
    // "total size", then "by account": the total size of each.
    const onlyGroups = own.groupBy.length > 0 && reading.measure === null && reading.aggregate === null;
    const isFigure = base.measure.kind === 'aggregate' || base.measure.kind === 'share';
    return onlyGroups && isFigure && !isOfRows ? { ...own, measure: base.measure, order: null } : own;
  }
  return isOfRows ? rowsBehind(base) : base;
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

/** An order or a limit that belongs to another shape of answer goes with it. */
function tidy(plan: Plan): Plan {
  const isList = plan.measure.kind === 'list' || plan.measure.kind === 'details';
  if (plan.groupBy.length > 0)
    return { ...plan, order: plan.order?.by.kind === 'measure' ? plan.order : null };
  if (!isList) return { ...plan, order: null, limit: null };
  return plan.order?.by.kind === 'measure' ? { ...plan, order: null } : plan;
}
