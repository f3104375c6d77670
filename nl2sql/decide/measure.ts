import { families } from '#catalog/words/families.ts';
import { isFlag, leavesOf, positive } from '../plan/conditions.ts';
import type { Condition, GroupKey, Plan } from '../plan/plan.ts';
import type { DecideInput } from './input.ts';
import { BY_COUNT, ordered } from './ordered.ts';
import type { Outcome } from './outcome.ts';
import { sizeOf } from './size.ts';

/** Places and times say which rows; a share is asked of the rest. */
const isPlace = (condition: Condition): boolean =>
  ['environment', 'account', 'unit', 'region', 'zone', 'time', 'type', 'service'].includes(
    condition.kind === 'not' ? condition.of.kind : condition.kind,
  );

/** What a rule said of a resource. */
const isVerdict = (condition: Condition): boolean =>
  leavesOf([condition]).every((leaf) => leaf.kind === 'topic_value' && leaf.column === 'compliance_type');

/** "Compare prod and dev": by the place that the question names several of. */
function comparedBy(plan: Plan): readonly GroupKey[] {
  for (const condition of plan.where) {
    const of = condition.kind === 'any' ? condition.of : [];
    const sets = of.flatMap((part) =>
      part.kind === 'environment' ? [{ name: part.name, values: part.values }] : [],
    );
    if (sets.length > 1 && sets.length === of.length) return [{ kind: 'environment', sets }];
    const [first] = of;
    if (first?.kind === 'account' || first?.kind === 'region') return [{ kind: first.kind }];
    // "On demand versus provisioned": of the property that both are values of.
    const isOfOne = (part: Condition) =>
      first?.kind === 'compare' && part.kind === 'compare' && part.column.name === first.column.name;
    if (first?.kind === 'compare' && first.operator === '=' && !first.column.isJson && of.every(isOfOne))
      return [{ kind: 'column', column: first.column }];
  }
  return [];
}

/** "How many are in production, staging and dev": of each; "in prod or staging": of both together. */
const countsEach = ({ measure, conditions, isShare }: DecideInput['reading']): boolean =>
  measure?.kind === 'count' && !isShare && conditions.every(({ joiner }) => joiner !== 'or');

/** Words that say a size is meant on disk, not in memory or of rows. */
const SAYS_DISK = /\b(storage|disks?|space|[gt]i?b|gigabytes?|terabytes?)\b/i;

/** What leads the question, unless one resource is named: then it is a column of that one. */
function namedDimension(reading: DecideInput['reading']): DecideInput['reading']['dimension'] {
  const { dimension } = reading;
  if (dimension?.key.kind !== 'column' || reading.identities.length === 0) return dimension;
  reading.columns.push(dimension.key.column);
  return null;
}

/** Decides between a list, a count, groups, a sum, a share, details; and in which order how many. */
export function measured(
  plan: Plan,
  input: DecideInput,
): Extract<Outcome, { kind: 'plan' | 'clarify' | 'abstain' }> {
  const { reading } = input;
  const notes: string[] = [];
  const ready = (result: Plan) => ({ kind: 'plan', plan: result, notes, chart: null }) as const;
  const groups: GroupKey[] = [...reading.groupBy];
  if (plan.source.kind === 'address') return ready(plan);
  const flags = plan.where.filter((condition) => isFlag(condition));
  if (reading.isYesNo && reading.identities.length > 0 && flags.length > 0)
    return ready({
      ...plan,
      where: plan.where.filter((condition) => !isFlag(condition)),
      flags: flags.map(positive),
    });
  if ((reading.isComparison || countsEach(reading)) && groups.length === 0 && reading.dimension === null)
    groups.push(...comparedBy(plan));
  if (reading.isShare) {
    const isResults = plan.source.kind === 'topic' && plan.source.topic === 'compliance';
    // Of results, what the rule said is the share; which rule and which resources say whose.
    const isAsked = (condition: Condition) => (isResults ? isVerdict(condition) : !isPlace(condition));
    const asked = plan.where.filter(isAsked);
    const of: readonly Condition[] =
      asked.length === 0 && isResults
        ? [{ kind: 'topic_value', column: 'compliance_type', values: ['COMPLIANT'] }]
        : asked;
    if (isResults) notes.push('A share of all results, those that do not apply included.');
    if (of.length === 0)
      return {
        kind: 'clarify',
        text: 'A percentage of what? Say which property the resources should have.',
        choices: [],
      };
    const leading =
      plan.source.kind === 'topic' || reading.dimension === null || reading.heads.length === 0
        ? []
        : [reading.dimension.key];
    const keys = [...leading, ...groups];
    return ready({
      ...plan,
      measure: { kind: 'share', of },
      groupBy: keys,
      order: { by: { kind: 'measure' }, descending: !isLeast(reading) },
      limit: keys.length > 0 ? groupLimit(input) : null,
      where: plan.where.filter((condition) => !isAsked(condition)),
      columns: [],
    });
  }
  const dimension = namedDimension(reading);
  const isOwnDimension =
    plan.source.kind === 'topic' &&
    (plan.source.topic === 'accounts' ||
      (plan.source.topic === 'coverage' && dimension?.isCounted === false)) &&
    (dimension?.key.kind === 'account' ||
      dimension?.key.kind === 'region' ||
      (dimension?.key.kind === 'unit' && plan.where.length > 0)) &&
    !(plan.source.topic === 'accounts' && dimension.key.kind === 'region');
  const isTagsOfOne =
    plan.source.kind === 'topic' && plan.source.topic === 'tags' && reading.identities.length > 0;
  if (
    dimension !== null &&
    !isTagsOfOne &&
    !(dimension.isNamed === true && plan.source.kind === 'types') &&
    !isOwnDimension &&
    !groups.some((key) => JSON.stringify(key) === JSON.stringify(dimension.key))
  ) {
    if (dimension.isCounted && groups.length === 0 && reading.having === null)
      return ready({
        ...plan,
        measure: { kind: 'count_groups', key: dimension.key },
        columns: [],
        order: null,
      });
    groups.unshift(dimension.key);
  }
  if (reading.isDistinct && reading.columns.length > 0 && groups.length === 0)
    groups.push(...reading.columns.map((column): GroupKey => ({ kind: 'column', column })));
  const [label] = reading.columns;
  const isRanked = reading.superlative?.kind === 'most' || reading.superlative?.kind === 'fewest';
  // "the most common instance type", "instance classes by count": of what is named, how many there are of each.
  if (
    (isRanked || isByCount(input)) &&
    groups.length === 0 &&
    reading.columns.length === 1 &&
    label?.type === 'varchar' &&
    !label.isJson
  )
    groups.push({ kind: 'column', column: label });
  const limit = groupLimit(input);
  // "Average CPU": how busy they are, or how many they have?
  const isOfCpu = reading.measure?.kind === 'aggregate' && reading.measure.column.name === 'vcpus';
  if (
    isOfCpu &&
    reading.measure?.kind === 'aggregate' &&
    reading.measure.function !== 'sum' &&
    isBusyCpu(input)
  )
    return {
      kind: 'clarify',
      text: '“CPU” may be how many vCPUs they have, or how busy those are, which only metrics tell. Which do you mean?',
      choices: ['vCPUs', 'CPU utilization'].map((label) => ({
        label,
        question: input.question.replace(/\bcpus?\b/i, label),
      })),
    };
  const both = countsToo(reading);
  if (reading.measure?.kind === 'aggregate')
    return ready({
      ...plan,
      measure: { ...reading.measure, ...both },
      groupBy: groups,
      columns: [],
      having: reading.having,
      order: { by: { kind: 'measure' }, descending: reading.superlative?.kind !== 'fewest' },
      limit: groups.length > 0 ? limit : null,
    });
  const aggregate = reading.aggregate?.function ?? (reading.isAmount ? 'sum' : undefined);
  if (aggregate !== undefined && reading.measure === null) {
    const largest = reading.isAmount || saysSize(input.question) ? sizeOf(plan) : undefined;
    // "How much storage do the instances have": their size is told in vCPUs, which is no answer.
    const isOther = SAYS_DISK.test(input.question) && !/size|storage|bytes/.test(largest?.name ?? '');
    const size = isOther ? undefined : largest;
    if (size !== undefined && (aggregate !== 'sum' || reading.isAmount))
      return ready({
        ...plan,
        measure: { kind: 'aggregate', function: aggregate, column: size, ...both },
        groupBy: groups,
        columns: [],
      });
    if (aggregate !== 'sum' || reading.isAmount)
      return {
        kind: 'clarify',
        text: 'Of which property? Name a number that the resources have (size, memory, allocated storage …).',
        choices: [],
      };
  }
  const [asked] = reading.columns;
  // "memory of all lambdas in total": a number that is asked for in total is summed.
  const isTotal = /\b(in total|altogether)\b/i.test(input.question) && reading.measure === null;
  if (isTotal && asked?.type === 'bigint' && reading.columns.length === 1 && reading.limit === null)
    return ready({
      ...plan,
      measure: { kind: 'aggregate', function: 'sum', column: asked },
      groupBy: groups,
      columns: [],
    });
  // "vCPUs by region": the number itself is what is counted.
  if (
    groups.length > 0 &&
    asked?.type === 'bigint' &&
    reading.columns.length === 1 &&
    reading.heads.every(({ text }) => text === '')
  )
    return ready({
      ...plan,
      measure: { kind: 'aggregate', function: 'sum', column: asked },
      groupBy: groups,
      columns: [],
      order: { by: { kind: 'measure' }, descending: true },
      limit,
    });
  if (groups.length > 0) {
    // Aurora's clusters hold instances: each kind by itself, where all groups are shown.
    const isWhole = reading.having === null && limit === null && !groups.some(({ kind }) => kind === 'type');
    if (overlaps(plan) && isWhole) groups.push({ kind: 'type' });
    const isFewest = isLeast(reading);
    return ready({
      ...plan,
      measure: countedRules(plan, reading) ?? { kind: 'count' },
      groupBy: groups,
      columns: [],
      having: reading.having,
      order: {
        by: { kind: 'measure' },
        descending: reading.order?.by.kind === 'measure' ? reading.order.descending : !isFewest,
      },
      limit,
    });
  }
  const counter = reading.columns.find(({ type }) => type === 'bigint');
  if (
    reading.measure?.kind === 'count' &&
    plan.source.kind === 'topic' &&
    plan.source.topic === 'coverage' &&
    counter
  )
    return ready({
      ...plan,
      measure: { kind: 'aggregate', function: 'sum', column: counter },
      columns: [],
      order: null,
    });
  // "how many VPCs and subnets": of each, since their sum is nothing; Aurora's clusters hold instances.
  const isOfEach = reading.heads.length > 1 || overlaps(plan);
  if (reading.measure?.kind === 'count' && plan.source.kind === 'types' && isOfEach)
    return ready({
      ...plan,
      measure: { kind: 'count' },
      groupBy: [{ kind: 'type' }],
      columns: [],
      order: { by: { kind: 'measure' }, descending: true },
      limit: null,
      addOns: [],
    });
  if (reading.measure?.kind === 'count' && !listsToo(plan, input))
    return ready({
      ...plan,
      measure: countedRules(plan, reading) ?? { kind: 'count' },
      columns: [],
      order: null,
      limit: null,
      addOns: [],
    });
  const isNamed = reading.identities.length > 0;
  const wantsDetails =
    reading.wantsDetails || (isNamed && reading.columns.length === 0 && reading.addOns.length === 0);
  const measure =
    wantsDetails && plan.source.kind !== 'topic'
      ? ({ kind: 'details' } as const)
      : ({ kind: 'list' } as const);
  return ordered({ ...plan, measure }, input, notes);
}

/** "How many NAT gateways and where are they", "… and their sizes": a list says how many there are, and the rest. */
function listsToo(plan: Plan, { reading }: DecideInput): boolean {
  if (plan.source.kind !== 'types') return false;
  return reading.wantsRows || (reading.columns.length > 0 && plan.order === null);
}

/** "The most failing rules": a rule counts once, on however many resources it fails. */
function countedRules(plan: Plan, reading: DecideInput['reading']): Plan['measure'] | undefined {
  const isRules =
    plan.source.kind === 'topic' &&
    plan.source.topic === 'compliance' &&
    reading.heads.length === 0 &&
    reading.topics.some(({ topic, text }) => topic === 'compliance' && /\brules$/i.test(text ?? ''));
  if (!isRules) return undefined;
  const column = {
    name: 'rule_name',
    type: 'varchar',
    isJson: false,
    columns: null,
    isDerived: false,
  } as const;
  return { kind: 'count_groups', key: { kind: 'column', column } };
}

const isBusyCpu = ({ question }: DecideInput): boolean =>
  /\bcpus?\b/i.test(question) && !/\b(vcpus?|cores?|counts?|number)\b/i.test(question);

/** "How many, and how much storage is that": both figures. */
function countsToo(reading: DecideInput['reading']): { readonly counted?: true } {
  const { aggregate, heads, isAmount, isCounted, countsTwice } = reading;
  const [head] = heads;
  // "How many volumes and their total size": counted before a sum is asked for.
  const isAfter = aggregate?.function === 'sum' && head !== undefined && aggregate.at > head.at;
  return isCounted && (isAmount || countsTwice || isAfter) ? { counted: true } : {};
}

const isByCount = ({ question, reading }: DecideInput): boolean =>
  reading.order?.by.kind === 'measure' && BY_COUNT.test(question);

/** An average "age" or "number" is none of the size that a type has. */
const saysSize = (question: string): boolean => /\b(size|storage|capacity|space|large|big)\b/i.test(question);

const isLeast = ({ superlative }: DecideInput['reading']): boolean =>
  superlative?.kind === 'fewest' || superlative?.kind === 'smallest';

/** "Which account has the most": one; "top 5": five; "which accounts have the most": ten. */
function groupLimit(input: DecideInput): number | null {
  const { reading } = input;
  if (reading.limit !== null) return reading.limit;
  if (reading.superlative === null) return null;
  return /s$/i.test(reading.dimension?.text ?? '') ? 10 : 1;
}

const overlaps = ({ source }: Plan): boolean =>
  source.kind === 'types' &&
  families.some(({ name, overlaps: holds }) => holds === true && name === source.family);
