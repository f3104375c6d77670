import { decide } from './decide/decide.ts';
import type { DecideInput } from './decide/input.ts';
import type { Outcome } from './decide/outcome.ts';
import { resolveTypes } from './decide/resolve-types.ts';
import { conditionText } from './describe.ts';
import { combined, leavesOf, positive } from './plan/conditions.ts';
import type { Condition, Plan } from './plan/plan.ts';
import type { Reading } from './read/reading.ts';
import type { Turn } from './translator.ts';

const MOST_KEYS = 1000;

/** Whether a reading only makes sense together with an earlier answer. */
export function needsPrevious(reading: Reading): boolean {
  if (reading.hasPronoun) return true;
  const hasSubject =
    reading.heads.length > 0 ||
    reading.topics.length > 0 ||
    reading.identities.length > 0 ||
    reading.addresses.length > 0 ||
    reading.asksWhatHappened ||
    reading.verb === 'deleted';
  if (reading.isFragment && (reading.heads.length > 0 || reading.verb !== null || reading.topics.length > 0))
    return true;
  const leads = reading.dimension !== null && !reading.isFragment;
  return (
    !hasSubject &&
    !leads &&
    reading.services.length === 0 &&
    (reading.conditions.length > 0 ||
      reading.groupBy.length > 0 ||
      reading.measure !== null ||
      reading.order !== null ||
      reading.columns.length > 0 ||
      reading.superlative !== null ||
      reading.limit !== null ||
      reading.isFragment ||
      reading.times.length > 0)
  );
}

/** Binds a follow-up to the answer before it: refines its plan, or keeps to the rows that were shown. */
export function refined(input: DecideInput, turn: Turn | undefined): Outcome {
  const { reading } = input;
  if (turn === undefined) return decide(input);
  const base = basePlan(turn);
  if (base === undefined)
    return {
      kind: 'clarify',
      text: 'The last answer has no resources that this could refer to. Which resources do you mean?',
      choices: [],
    };
  const other = otherSubject(input, base);
  if (other !== undefined) return other;
  const ranked = rankedGroups(reading, base);
  if (ranked !== undefined) return ranked;
  const own = decide({
    ...input,
    reading: { ...reading, heads: headsOf(base), identities: [], hasPronoun: false, isFragment: false },
  });
  if (own.kind !== 'plan') return own;
  const replaces = !reading.hasPronoun;
  const fresh = own.plan.where.filter((condition) => !isOfHead(condition, base));
  const isEither = reading.conditions[0]?.joiner === 'or' && replaces;
  const either = isEither ? alternative(base, fresh) : undefined;
  if (isEither && either === undefined)
    return {
      kind: 'clarify',
      text: 'Or instead of what? Ask for both in one question.',
      choices: [],
    };
  const added = either === undefined ? fresh : [either];
  const kept =
    either !== undefined
      ? base.where.slice(0, -1)
      : replaces
        ? base.where.filter((condition) => !added.some((other) => sameDimension(other, condition)))
        : base.where;
  const asksAnew =
    own.plan.measure.kind !== 'list' ||
    own.plan.groupBy.length > 0 ||
    own.plan.order !== null ||
    own.plan.columns.length > 0 ||
    own.plan.addOns.length > 0;
  // "average size instead": of the same groups.
  const keepsGroups = own.plan.measure.kind === 'aggregate' && own.plan.groupBy.length === 0 && replaces;
  const shape = asksAnew
    ? { ...own.plan, ...(keepsGroups ? { groupBy: base.groupBy } : {}) }
    : reading.hasPronoun
      ? {
          ...base,
          measure: base.measure.kind === 'details' ? base.measure : ({ kind: 'list' } as const),
          groupBy: [],
          having: null,
        }
      : base;
  const plan: Plan = {
    ...shape,
    source: base.source,
    where: [...kept, ...added],
    columns: [
      ...new Map([...base.columns, ...own.plan.columns].map((column) => [column.name, column])).values(),
    ],
    order: own.plan.order ?? (asksAnew && own.plan.measure.kind !== 'list' ? null : base.order),
    limit:
      own.plan.limit ??
      (base.within === null && own.plan.measure.kind === 'list' && own.plan.groupBy.length === 0
        ? base.limit
        : null),
    asOf: own.plan.asOf ?? base.asOf,
    within: base.within,
  };
  const notes =
    either === undefined
      ? own.notes
      : [...own.notes, `“Or” is beside the last condition: ${conditionText(either)}.`];
  return { ...own, plan, notes: [...notes, `This refines the answer to “${turn.question}”.`] };
}

/** "top 3" of groups: the first of them, not of the resources in them. */
function rankedGroups(reading: Reading, base: Plan): Outcome | undefined {
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

/** "or checkout-prod": beside the condition said last, where the follow-up brings just one. */
function alternative(base: Plan, fresh: readonly Condition[]): Condition | undefined {
  const last = base.where.at(-1);
  const [only] = fresh;
  if (last === undefined || only === undefined || fresh.length > 1) return undefined;
  return { kind: 'any', of: [...(last.kind === 'any' ? last.of : [last]), only] };
}

/** The plan to refine; where the rows were cut to the first few, or came from other SQL, the rows themselves. */
function basePlan(turn: Turn): Plan | undefined {
  const within =
    turn.keysComplete && turn.keys.length > 0 && turn.keys.length <= MOST_KEYS
      ? turn.keys.map(({ account_id, resource_id }) => ({ account_id, resource_id }))
      : null;
  if (turn.plan !== null && turn.plan.source.kind !== 'address') {
    const isCut = turn.plan.limit !== null && turn.plan.measure.kind === 'list';
    return isCut && within !== null ? { ...turn.plan, limit: null, within } : turn.plan;
  }
  if (within === null) return undefined;
  const types = [
    ...new Set(turn.keys.map((key) => key.resource_type).filter((type): type is string => type !== null)),
  ];
  const source: Plan['source'] =
    types.length === 1 ? { kind: 'types', types, family: null, noun: 'resource' } : { kind: 'resources' };
  return {
    source,
    where: [],
    measure: { kind: 'list' },
    groupBy: [],
    columns: [],
    having: null,
    order: null,
    limit: null,
    asOf: null,
    within,
    addOns: [],
    flags: [],
  };
}

function headsOf(plan: Plan): Reading['heads'] {
  if (plan.source.kind === 'types')
    return [
      {
        sense: {
          kind: 'type',
          types: plan.source.types,
          noun: plan.source.noun,
          family: plan.source.family ?? (plan.source.types.length > 1 ? 'shown' : null),
          strength: 'name',
        },
        at: 0,
        text: plan.source.noun,
      },
    ];
  return [{ sense: { kind: 'any_resource' }, at: 0, text: 'resources' }];
}

const isOfHead = (condition: Condition, plan: Plan): boolean =>
  condition.kind === 'type' && plan.source.kind === 'types';

function sameDimension(a: Condition, b: Condition): boolean {
  const kindOf = (condition: Condition): string => {
    const [leaf] = leavesOf([condition]);
    if (leaf === undefined) return '';
    if (leaf.kind === 'compare') return `compare ${leaf.column.name}`;
    if (leaf.kind === 'predicate') return `predicate ${leaf.name}`;
    if (leaf.kind === 'tag') return `tag ${leaf.keys.join(' ')}`;
    if (leaf.kind === 'topic_value') return `topic_value ${leaf.column}`;
    return leaf.kind;
  };
  // "not in Python", then "except Java": what is left out adds up; "in Ohio", then "not in Ohio" turns round.
  if (a.kind === 'not' || b.kind === 'not')
    return JSON.stringify(positive(a)) === JSON.stringify(positive(b));
  return ['environment', 'account', 'unit', 'region', 'zone', 'time'].includes(kindOf(a))
    ? kindOf(a) === kindOf(b)
    : kindOf(a) === kindOf(b) && JSON.stringify(a) !== JSON.stringify(b);
}

/** "Only security groups", of changes or results: those about resources of that type. */
function narrowed(input: DecideInput, base: Plan, types: readonly string[], noun: string): Outcome {
  const where = [...base.where.filter(({ kind }) => kind !== 'type'), ...combined(input.reading.conditions)];
  const plan: Plan = { ...base, where: [...where, { kind: 'type', types, noun }] };
  return { kind: 'plan', plan, notes: [], chart: input.reading.wantsChart };
}

/** "What instances do they have", of accounts: what lies in the same places, where places were all that chose them. */
function inAccounts(input: DecideInput, base: Plan): Outcome {
  const arePlaces = base.where.every(({ kind }) => ['unit', 'environment', 'account'].includes(kind));
  if (!arePlaces || base.having !== null || base.limit !== null || base.groupBy.length > 0)
    return {
      kind: 'clarify',
      text: 'I cannot carry those accounts over. Name the accounts, or what they have in common.',
      choices: [],
    };
  const fresh = decide({ ...input, reading: { ...input.reading, hasPronoun: false, isFragment: false } });
  if (fresh.kind !== 'plan') return fresh;
  return { ...fresh, plan: { ...fresh.plan, where: [...fresh.plan.where, ...base.where] } };
}

/** "What about buckets?": the same question of another type. "Which security groups do they use?": what is related to the rows. */
function otherSubject(input: DecideInput, base: Plan): Outcome | undefined {
  const head = input.reading.heads.find(({ sense }) => sense.kind === 'type')?.sense;
  if (head === undefined || head.kind !== 'type') return undefined;
  const resolved = resolveTypes(head, input.vocabulary);
  if (resolved.kind !== 'types') return undefined;
  const isSame =
    base.source.kind === 'types' &&
    resolved.types.every((type) => base.source.kind === 'types' && base.source.types.includes(type));
  if (isSame) return undefined;
  if (base.source.kind === 'topic' && base.source.topic === 'accounts') return inAccounts(input, base);
  if (base.source.kind === 'topic') return narrowed(input, base, resolved.types, resolved.noun);
  const fresh = decide({ ...input, reading: { ...input.reading, hasPronoun: false, isFragment: false } });
  if (fresh.kind !== 'plan') return fresh;
  if (input.reading.hasPronoun && base.source.kind === 'types') {
    const related: Condition = {
      kind: 'related',
      to: { kind: 'rows', types: base.source.types, where: base.where },
      text: `related to those ${base.source.noun}s`,
    };
    return { ...fresh, plan: { ...fresh.plan, where: [...fresh.plan.where, related] } };
  }
  const places = base.where.filter(
    (condition) =>
      ['environment', 'account', 'unit', 'region', 'zone', 'time', 'predicate'].includes(
        leavesOf([condition])[0]?.kind ?? '',
      ) && !fresh.plan.where.some((own) => sameDimension(own, condition)),
  );
  const own = combined(input.reading.conditions);
  const keepsShape =
    own.length === 0 && fresh.plan.measure.kind === 'list' && fresh.plan.groupBy.length === 0;
  return {
    ...fresh,
    plan: {
      ...fresh.plan,
      where: [...fresh.plan.where, ...places],
      ...(keepsShape
        ? {
            measure: base.measure.kind === 'count' ? base.measure : fresh.plan.measure,
            groupBy: base.groupBy.filter((key) => key.kind !== 'column'),
          }
        : {}),
    },
  };
}
