import { wordsOfType } from '#catalog/words/type-words.ts';
import { pluralOf } from '../lex/stem.ts';
import { leavesOf, positive } from '../plan/conditions.ts';
import type { ColumnRef, Condition, GroupKey, Plan } from '../plan/plan.ts';
import type { DecideInput } from './input.ts';
import type { Outcome } from './outcome.ts';

/** Places and times say which rows; a share is asked of the rest. */
const isPlace = (condition: Condition): boolean =>
  ['environment', 'account', 'unit', 'region', 'zone', 'time', 'type', 'service'].includes(
    condition.kind === 'not' ? condition.of.kind : condition.kind,
  );

/** What a rule said of a resource. */
const isVerdict = (condition: Condition): boolean =>
  leavesOf([condition]).every((leaf) => leaf.kind === 'topic_value' && leaf.column === 'compliance_type');

const isFlag = (condition: Condition): boolean =>
  condition.kind === 'predicate' || (condition.kind === 'not' && condition.of.kind === 'predicate');

/** "Compare prod and dev": by the place that the question names several of. */
function comparedBy(plan: Plan): readonly GroupKey[] {
  for (const condition of plan.where) {
    const [first] = condition.kind === 'any' ? condition.of : [];
    if (first?.kind === 'environment' || first?.kind === 'account' || first?.kind === 'region')
      return [{ kind: first.kind }];
  }
  return [];
}

/** What leads the question, unless one resource is named: then it is a column of that one. */
const SAYS_DISK = /\b(storage|disks?|space|[gt]i?b|gigabytes?|terabytes?)\b/i;

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
  if (reading.isComparison && groups.length === 0) groups.push(...comparedBy(plan));
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
  // "the most common instance type": of what is named, how many there are of each.
  if (
    isRanked &&
    groups.length === 0 &&
    reading.columns.length === 1 &&
    label?.type === 'varchar' &&
    !label.isJson
  )
    groups.push({ kind: 'column', column: label });
  const limit = groupLimit(input);
  if (reading.measure?.kind === 'aggregate')
    return ready({
      ...plan,
      measure: reading.measure,
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
        measure: { kind: 'aggregate', function: aggregate, column: size },
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
  // "how many VPCs and subnets": of each, since their sum is nothing.
  if (reading.measure?.kind === 'count' && plan.source.kind === 'types' && reading.heads.length > 1)
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

function ordered(
  plan: Plan,
  input: DecideInput,
  notes: string[],
): Extract<Outcome, { kind: 'plan' | 'clarify' }> {
  const { reading } = input;
  const ready = (result: Plan) => ({ kind: 'plan', plan: result, notes, chart: null }) as const;
  const { superlative } = reading;
  if (superlative === null) {
    const order = reading.order?.by.kind === 'measure' ? bySize(plan, input) : reading.order;
    if (order === undefined)
      return {
        kind: 'clarify',
        text: 'In order of what? Name the property: by size, by creation, by name.',
        choices: [],
      };
    return ready({
      ...plan,
      order: order === null && reading.limit !== null && plan.source.kind !== 'topic' ? null : order,
    });
  }
  const limit = reading.limit ?? (isPlural(input) ? 10 : 1);
  if (superlative.kind === 'oldest' || superlative.kind === 'newest') {
    if (plan.source.kind === 'topic') return ready({ ...plan, order: null, limit });
    notes.push('Age is the recorded time of creation; resources without one come last.');
    return ready({
      ...plan,
      order: { by: { kind: 'created' }, descending: superlative.kind === 'newest' },
      limit,
    });
  }
  const isOrdered = reading.order?.by.kind === 'column';
  if (isOrdered && (superlative.kind === 'most' || superlative.kind === 'fewest'))
    return ready({ ...plan, order: reading.order, limit });
  const [measure] = reading.columns.filter(({ type }) => ['bigint', 'double', 'decimal'].includes(type));
  // "the most storage": by the number that it is said of.
  if (measure !== undefined && (superlative.kind === 'most' || superlative.kind === 'fewest'))
    return ready({
      ...plan,
      order: { by: { kind: 'column', column: measure }, descending: superlative.kind === 'most' },
      limit,
    });
  if (superlative.kind === 'most' || superlative.kind === 'fewest') {
    const noun = plan.source.kind === 'types' ? pluralOf(plan.source.noun) : 'resources';
    const by = ['accounts', 'regions'].map((key) => ({
      label: `by ${key}`,
      question: `Which ${key} have the ${superlative.kind} ${noun}`,
    }));
    return {
      kind: 'clarify',
      text: `The ${superlative.kind} ${noun} by what: account, Region, a tag?`,
      choices: by,
    };
  }
  const descending = superlative.kind === 'largest';
  if (reading.order !== null) return ready({ ...plan, order: { ...reading.order, descending }, limit });
  const column = sizeOf(plan);
  if (column === undefined) {
    if (reading.limit !== null && plan.source.kind === 'topic') return ready({ ...plan, limit });
    return {
      kind: 'clarify',
      text: `By which measure? I know no size of ${plan.source.kind === 'types' ? plan.source.noun : 'these'}s to put them in order.`,
      choices: [],
    };
  }
  notes.push(`Largest and smallest are by ${column.name}.`);
  return ready({ ...plan, order: { by: { kind: 'column', column }, descending }, limit });
}

/** "Biggest first", of a list: by the number that is shown, else by the size of the type. */
function bySize(plan: Plan, { reading }: DecideInput): Plan['order'] | undefined {
  const descending = reading.order?.descending ?? true;
  if (plan.source.kind !== 'types') return plan.source.kind === 'topic' ? null : undefined;
  const numbers = reading.columns.filter(({ type }) => ['bigint', 'double', 'decimal'].includes(type));
  const column = numbers[0] ?? sizeOf(plan);
  return column === undefined || numbers.length > 1
    ? undefined
    : { by: { kind: 'column', column }, descending };
}

function isPlural(input: DecideInput): boolean {
  const head = input.reading.heads[0]?.text ?? '';
  return /s$/i.test(head) && !/ss$/i.test(head);
}

/** What "largest" means for the types asked about. */
export function sizeOf(plan: Plan): ColumnRef | undefined {
  if (plan.source.kind !== 'types') return undefined;
  const sizes = plan.source.types.map((type) => [type, wordsOfType(type)?.size?.column] as const);
  const named = sizes.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  const [first] = named;
  if (first === undefined || named.length < plan.source.types.length) return undefined;
  return {
    name: first[1],
    type: 'bigint',
    isJson: false,
    columns: Object.fromEntries(named),
    isDerived: first[1] === 'vcpus',
  };
}
