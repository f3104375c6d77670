import { hasRole, type Item } from '../cover/item.ts';
import { conditionText, groupText, nounOf } from '../describe.ts';
import { pluralOf } from '../lex/stem.ts';
import { leavesOf } from '../plan/conditions.ts';
import { clashIn } from '../plan/contradictions.ts';
import type { Condition, GroupKey, Plan } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import { isVague } from '../read/vague.ts';
import { lastingUnknown, unmeasuredDays } from './lasting.ts';
import type { Outcome } from './outcome.ts';
import { foreignServices } from './subject.ts';

type Declined = Extract<Outcome, { kind: 'abstain' | 'clarify' }>;

/**
 * What the words of a question asked for must be found again in its plan. A word that was read and then changed
 * nothing would make an answer that is wrong and looks sure: such a plan is declined, with what could not be kept.
 */
export function unkept(plan: Plan, reading: Reading, items: readonly Item[]): Declined | undefined {
  return (
    lastingUnknown(reading) ??
    unmeasuredDays(asked(plan), plan) ??
    clashing(plan) ??
    lostGroup(plan, reading, items) ??
    lostFigure(plan, reading, items) ??
    lostColumn(plan, reading) ??
    lostService(plan, reading) ??
    lostVerb(reading) ??
    lostTopic(plan, reading) ??
    lostExistence(reading, items) ??
    lostScope(reading) ??
    lostHalf(plan, reading, items) ??
    lostEach(plan, reading, items) ??
    lostComparison(plan, reading) ??
    lostThreshold(plan, reading) ??
    vagueFlag(plan)
  );
}

/** Everything a plan keeps or counts rows by. */
const asked = (plan: Plan): readonly Condition[] => [
  ...plan.where,
  ...(plan.measure.kind === 'share' ? plan.measure.of : []),
];

const declined = (text: string, hint: string): Declined => ({ kind: 'abstain', text, hint });

function clashing(plan: Plan): Declined | undefined {
  const clash = clashIn(plan.where, plan.source.kind === 'types' ? plan.source.types : []);
  if (clash === undefined) return undefined;
  const [left, right] = [conditionText(clash.left), conditionText(clash.right)];
  const noun = nounOf(plan);
  if (clash.kind === 'opposed')
    return {
      kind: 'clarify',
      text: `No ${noun} can be “${left}” and “${right}” at once. Do you mean either of them, or each by itself? Ask for one, or say by what to group.`,
      choices: [],
    };
  return declined(
    `“${right}” takes nothing away from “${left}”. I cannot compare the lists of two places.`,
    'Ask for each of them by itself.',
  );
}

const same = (left: GroupKey, right: GroupKey): boolean => JSON.stringify(left) === JSON.stringify(right);

/** "Oldest volume per account", "percentage … per account": groups that the measure leaves no room for. */
function lostGroup(plan: Plan, reading: Reading, items: readonly Item[]): Declined | undefined {
  const counted = plan.measure.kind === 'count_groups' ? [plan.measure.key] : [];
  const kept = [...plan.groupBy, ...counted];
  const lost = reading.groupBy.find((key) => !kept.some((other) => same(other, key)));
  const isOrdered = reading.order?.by.kind === 'column' || reading.dimension !== null;
  const isExtreme =
    reading.superlative !== null &&
    ['oldest', 'newest', 'largest', 'smallest'].includes(reading.superlative.kind) &&
    reading.limit === null &&
    !isOrdered;
  const isPerEach = items.some((item) => hasRole(item, 'group') && /\b(per|each|every)\b/i.test(item.text));
  const hint = 'Leave out “per” or “by”, or ask for the list in SQL with GROUP BY.';
  const [only] = counted;
  if (only?.kind === 'column' && only.column.type === 'boolean')
    return declined(
      `I cannot count both sides of ${groupText(only)} at once.`,
      `Ask for ${nounOf(plan)} by ${groupText(only)}.`,
    );
  // "By region and encryption type": shown of each row where rows are listed, and nowhere else.
  const [flag] = reading.flags;
  if (flag !== undefined && plan.groupBy.length > 0 && plan.flags.length > 0)
    return declined(`I cannot group by “${conditionText(flag)}” as well.`, hint);
  // "AMIs older than a year", of which only instances tell: the age would be the instances'.
  const [lead] = plan.groupBy;
  const isAged = leavesOf(plan.where).some((leaf) => leaf.kind === 'time' && leaf.role === 'created');
  if (
    reading.heads.every(({ text }) => text === '') &&
    reading.dimension?.key.kind === 'column' &&
    lead?.kind === 'column' &&
    isAged
  )
    return declined(
      `When ${pluralOf(groupText(lead))} were created is not recorded, only when ${nounOf(plan)} were.`,
      `Ask for ${nounOf(plan)} by ${groupText(lead)}.`,
    );
  if (lost !== undefined) return declined(`I cannot tell this per ${groupText(lost)}.`, hint);
  if (isExtreme && plan.groupBy.length > 0 && plan.measure.kind === 'count')
    return declined(`I cannot pick the ${reading.superlative?.kind} of each group.`, hint);
  const isOne = isExtreme || plan.measure.kind === 'share' || plan.measure.kind === 'aggregate';
  if (isPerEach && isOne && kept.length === 0) return declined('I cannot tell this for each of them.', hint);
  return undefined;
}

/** Averages, least and greatest values; of two figures at once only one would be told. */
function lostFigure(plan: Plan, reading: Reading, items: readonly Item[]): Declined | undefined {
  const asked = [...new Set(reading.figures)].filter((figure) => figure !== 'sum');
  const told = plan.measure.kind === 'aggregate' ? plan.measure.function : null;
  const hint = 'Ask for one figure at a time: average memory_size of Lambda functions, by runtime.';
  // "How many and how much storage": two figures; "how many GB" is one.
  const isBoth =
    items.some((item) => hasRole(item, 'how_many')) && items.some((item) => hasRole(item, 'how_much'));
  const tellsBoth = plan.measure.kind === 'aggregate' && plan.measure.counted === true;
  const isCounted = ((reading.isCounted && asked.length > 0) || isBoth) && !tellsBoth;
  if (asked.length > 1 || isCounted) return declined('I can only tell one figure at a time.', hint);
  if (reading.isSum && told !== 'sum') return declined('I cannot tell that sum.', hint);
  const [figure] = asked;
  if (figure === undefined || figure === told) return undefined;
  if (figure === 'avg') return declined('I cannot tell that average.', hint);
  return plan.order === null ? declined(`I cannot tell that ${figure}imum.`, hint) : undefined;
}

/** "How many buckets and their names": what is counted shows no columns. */
function lostColumn(plan: Plan, reading: Reading): Declined | undefined {
  const isList = ['list', 'details'].includes(plan.measure.kind) && plan.groupBy.length === 0;
  if (isList) return undefined;
  const used = JSON.stringify([plan.groupBy, plan.measure, plan.order, plan.where, plan.having]);
  // "In subnets of vpc-1": the column only says by way of what they are related.
  const isWay = (name: string) => name.endsWith('_id') && plan.where.some(({ kind }) => kind === 'related');
  // "By month of launch": the time that the months are of.
  const isOfMonths = plan.groupBy.some(({ kind }) => kind === 'time');
  const lost = reading.columns.find(
    ({ name, type }) =>
      !used.includes(`"name":"${name}"`) && !isWay(name) && !(isOfMonths && type === 'timestamp'),
  );
  if (lost === undefined) return undefined;
  return declined(
    `I cannot tell “${lost.name.replaceAll('_', ' ')}” beside a count.`,
    'Ask for the list, or for the count alone.',
  );
}

/** "Alarms for RDS": a service beside resources of another, which their table does not tell. */
function lostService(plan: Plan, reading: Reading): Declined | undefined {
  if (plan.source.kind !== 'types') return undefined;
  const [lost] = foreignServices(reading, plan.source.types);
  if (lost === undefined || leavesOf(plan.where).some(({ kind }) => kind === 'service')) return undefined;
  return declined(
    `I cannot tell what “${lost.label}” says of ${nounOf(plan)}.`,
    'Say it with a property of theirs, or ask for the resources of that service.',
  );
}

function lostVerb(reading: Reading): Declined | undefined {
  const verbs = [...new Set(reading.verbs)];
  if (verbs.length < 2 || verbs.length > 2) return undefined;
  return declined(
    `“${verbs.join('” and “')}” are two questions.`,
    'Ask for one of them, or for all changes: what changed yesterday?',
  );
}

/** "Busiest day of changes", "tag coverage": of two tables only one is read. */
function lostTopic(plan: Plan, reading: Reading): Declined | undefined {
  const [metric] = reading.metrics;
  const nouns = new Set(
    reading.topics
      .filter(({ topic, form }) => form === 'noun' || topic === 'metrics' || topic === 'cost')
      .filter(({ topic }) => !(topic === 'cost' && plan.addOns.includes('cost')))
      .map(({ topic }) => topic),
  );
  nouns.delete('accounts');
  if (metric === undefined && nouns.size < 2) return undefined;
  return declined(
    metric === undefined
      ? `I cannot tell ${[...nouns].join(' and ')} at once.`
      : `I cannot tell metrics together with ${nounOf(plan)}.`,
    'Ask for each by itself.',
  );
}

/** "Existed yesterday but are gone now": the time is when it was there, not when it went. */
function lostExistence(reading: Reading, items: readonly Item[]): Declined | undefined {
  const existed = items.find((item) => hasRole(item, 'exist') && /^(existed|were there)$/i.test(item.text));
  if (existed === undefined || reading.verb !== 'deleted' || reading.times.length === 0) return undefined;
  return declined(
    `“${existed.text}” is said of one time and “deleted” of another.`,
    'Ask what was deleted since then, or what was there as of that time.',
  );
}

/** "How many does each have": one number for all would look like the answer. */
function lostEach(plan: Plan, reading: Reading, items: readonly Item[]): Declined | undefined {
  const isEach = items.some((item) => /^each$/i.test(item.text));
  if (!isEach || !reading.isCounted || plan.measure.kind !== 'count' || plan.groupBy.length > 0)
    return undefined;
  return declined(
    'I cannot tell what “each” is of.',
    'Say by what to count: per account, per Region, by type.',
  );
}

/** "… and which", "…, and on which server". */
function isAfterAnd(items: readonly Item[], at: number): boolean {
  let before = at - 1;
  while (before > 0 && hasRole(items[before], 'in', 'for', 'to', 'filler') && !hasRole(items[before], 'and'))
    before -= 1;
  return hasRole(items[before], 'and', 'comma');
}

/** "How many roles, and which have admin access": the number of all, and some of them. */
function lostHalf(plan: Plan, reading: Reading, items: readonly Item[]): Declined | undefined {
  const second = items.findIndex(
    (item, at) =>
      at > 1 &&
      ((hasRole(item, 'question') && isAfterAnd(items, at)) ||
        (hasRole(item, 'and') && /\b(which|what|who)$/i.test(item.text))),
  );
  if (second === -1) return undefined;
  const isOfTwo = reading.heads.some(({ at }) => at > second) && reading.heads.some(({ at }) => at < second);
  const isPart =
    reading.isCounted && plan.measure.kind === 'count' && plan.groupBy.length === 0 && plan.where.length > 0;
  if (!isPart && !isOfTwo) return undefined;
  return declined('These are two questions, and I can only answer one at a time.', 'Ask for each by itself.');
}

/** "More than 5", of what is not counted in groups. */
function lostThreshold(plan: Plan, reading: Reading): Declined | undefined {
  if (reading.having === null || plan.having !== null) return undefined;
  return declined(
    `I cannot tell what there should be ${reading.having.operator} ${reading.having.value} of.`,
    'Say by what to count first: accounts with more than 5 buckets.',
  );
}

/** "Compare", "the difference", with nothing on the other side. */
function lostComparison(plan: Plan, reading: Reading): Declined | undefined {
  if (!reading.isComparison || plan.groupBy.length > 0) return undefined;
  return declined(
    'I cannot tell what to compare with what.',
    'Name both sides in one question (instances in prod versus dev), or say by what to group.',
  );
}

/** "Without a security group open to the internet", "not encrypted with KMS": how far the "not" reaches is not told. */
function lostScope(reading: Reading): Declined | undefined {
  const isBare = (condition: Condition) =>
    condition.kind === 'predicate' && condition.name === 'allows_port' && condition.port === null;
  if (
    reading.port === null &&
    reading.conditions.some(({ condition }) => condition.kind === 'not' && isBare(condition.of))
  )
    return declined(
      'I cannot tell which rules are meant: none whatever, or none that lets the internet in?',
      'Ask for security groups that are not open to the internet, or that are open on a port.',
    );
  for (const [index, { condition }] of reading.conditions.entries()) {
    const next = reading.conditions[index + 1];
    if (condition.kind !== 'not' || next === undefined || next.joiner !== 'none') continue;
    const hasThing =
      condition.of.kind === 'related' ||
      (condition.of.kind === 'compare' && condition.of.operator === 'filled') ||
      condition.of.kind === 'holds';
    const isProperty = next.condition.kind === 'predicate';
    const isMeans =
      condition.of.kind === 'predicate' &&
      next.condition.kind === 'compare' &&
      next.condition.operator === 'filled';
    if ((hasThing && isProperty) || isMeans)
      return declined(
        `I cannot tell how far “${conditionText(condition)}” reaches: to “${conditionText(next.condition)}” as well?`,
        'Say the two conditions one after the other, with “and” between them.',
      );
  }
  return undefined;
}

/** "Without detailed monitoring" of a column that says "disabled": an empty column is not what is meant. */
function vagueFlag(plan: Plan): Declined | undefined {
  for (const leaf of leavesOf(asked(plan))) {
    if (leaf.kind !== 'compare' || leaf.operator !== 'filled') continue;
    if (!isVague(leaf.column)) continue;
    const { name } = leaf.column;
    return declined(
      `${name} tells more than yes or no.`,
      `Say which value it should have; “${plan.source.kind === 'types' ? plan.source.noun : 'resource'}s by ${name.replaceAll('_', ' ')}” shows which there are.`,
    );
  }
  return undefined;
}
