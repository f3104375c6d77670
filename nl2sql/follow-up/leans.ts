import { typeOfId } from '#catalog/words/id-prefixes.ts';
import { hasRole, type Item, senseOf } from '../cover/item.ts';
import { resolveTypes } from '../decide/resolve-types.ts';
import type { Interpretation } from '../interpret.ts';
import type { GroupKey, Plan } from '../plan/plan.ts';
import { headOf } from '../read/heads.ts';
import type { Reading } from '../read/reading.ts';
import type { Turn } from '../translator.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { areWithin } from './base.ts';

/** How a question stands to the answer before it. */
export interface Leaning {
  /** It only makes sense together with that answer. */
  readonly leans: boolean;
  /** "List the buckets", after a count of public ones: the same resources, as rows. */
  readonly restates: boolean;
  /** "Show the databases", of accounts; "… in those Regions": the groups shown, not their rows. */
  readonly inGroups: GroupKey['kind'] | null;
}

export const standsAlone: Leaning = { leans: false, restates: false, inGroups: null };

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
      reading.having !== null ||
      reading.aggregate !== null ||
      reading.isAmount ||
      reading.isComparison ||
      reading.wantsWho ||
      reading.port !== null ||
      reading.isFragment ||
      reading.times.length > 0)
  );
}

/** Reads a question as one that leans on an answer, where its words do: "which were buckets", "in which regions". */
export function leaningOn(turn: Turn, interpreted: Interpretation, vocabulary: Vocabulary): Leaning {
  const { reading, items } = interpreted;
  bind(interpreted, turn.plan);
  if (isRelatedToRows(interpreted, turn.plan)) {
    reading.addOns = reading.addOns.filter((addOn) => addOn !== 'related');
    reading.hasPronoun = true;
  }
  const pointed = pointedGroups(items);
  const type = definiteType(interpreted, vocabulary);
  const asksForAccounts =
    turn.plan?.asksFor === 'account' ||
    (turn.plan?.source.kind === 'topic' && turn.plan.source.topic === 'accounts');
  const isOwn = turn.plan?.source.kind === 'types' ? turn.plan.source.types : [];
  const isSame = type !== undefined && (areWithin(isOwn, type) || areWithin(type, isOwn));
  // "List the buckets", of what was deleted: those of them.
  const isOfTopic =
    turn.plan?.source.kind === 'topic' &&
    ['changes', 'compliance', 'history'].includes(turn.plan.source.topic);
  if (isOfTopic && type !== undefined && isBare(reading)) {
    reading.isFragment = true;
    if (hasRole(items[0], 'ask')) reading.hasPronoun = true;
  }
  const restates = (isSame && isBare(reading)) || listsCounted(interpreted, turn.plan);
  // "what databases do they have", "what about buckets": the accounts have them.
  const isOfAccounts = turn.plan?.source.kind === 'topic';
  const isTheirs =
    reading.heads.length > 0 && !isSame && (reading.hasPronoun || (isOfAccounts && reading.isFragment));
  const inGroups =
    pointed !== undefined && reading.heads.length > 0
      ? pointed
      : asksForAccounts && !isSame && (type !== undefined || isTheirs)
        ? ('account' as const)
        : null;
  return { leans: restates || inGroups !== null || needsPrevious(reading), restates, inGroups };
}

/** "List the stopped ones", of what was counted: rows, not another count. */
function listsCounted({ reading, items }: Interpretation, plan: Plan | null): boolean {
  const asksForRows =
    hasRole(items[0], 'ask') && /^(list|show|give|display|get|find)/i.test(items[0]?.text ?? '');
  const isCount = plan?.measure.kind === 'count' && plan.groupBy.length === 0;
  return (
    asksForRows &&
    isCount &&
    reading.conditions.length > 0 &&
    reading.heads.length === 0 &&
    reading.topics.length === 0 &&
    reading.groupBy.length === 0 &&
    reading.measure === null
  );
}

/** Marks what leans by its form: a fragment, or a question of the rows shown. */
export function bind(interpreted: Interpretation, plan: Plan | null): void {
  const { reading, items, atoms } = interpreted;
  readPlaceById(interpreted, plan);
  const hasSubject = reading.heads.length > 0 || reading.topics.length > 0 || reading.identities.length > 0;
  const isOpen = reading.identities.length === 0 && !reading.asksWhatHappened;
  // "In which VPCs?", "behind which load balancers": of the rows shown, not all that there are.
  const asksWhere =
    /^(?:and )?(?:in|on|to|behind|under|from|of|for|by) (?:which|what)\b/i.test(
      atoms.map(({ raw }) => raw).join(' '),
    ) && reading.heads.some(({ sense }) => sense.kind === 'type');
  if ((asksWhere || isNounAlone(interpreted)) && plan?.source.kind === 'types') reading.hasPronoun = true;
  // "Was anything deleted?", of changes: of those, in the time that they are of.
  const isOfAll = reading.heads.every(({ sense }) => sense.kind === 'any_resource');
  if (plan?.source.kind === 'topic' && plan.source.topic === 'changes' && reading.verb !== null)
    if (isOfAll && reading.times.length === 0 && reading.identities.length === 0 && !reading.asksWhatHappened)
      reading.isFragment = true;
  const asksOfRows =
    hasRole(items[0], 'question') && hasRole(items[1], 'be', 'with', 'without', 'use') && isOpen;
  if (asksOfRows && (!hasSubject || (reading.isPast && reading.heads.length > 0))) reading.hasPronoun = true;
  const isSameTopic =
    (plan === null || plan.source.kind === 'topic') &&
    reading.heads.length === 0 &&
    reading.identities.length === 0 &&
    reading.topics.every(
      ({ topic }) => plan === null || (plan.source.kind === 'topic' && topic === plan.source.topic),
    );
  // "Which ones are in prod", "list the ones in dev", of groups or a count: the rows.
  const isOnes =
    /^(?:(?:and|ok|now|just|only|show|list|give|me|which|what|the) )*(?:which|what|the|list|show) (?:[\w-]+ ){0,2}ones\b|^(?:and )?which one\b/i.test(
      atoms.map(({ raw }) => raw).join(' '),
    );
  const isOfFigures = reading.topics.some(({ topic }) => topic === 'metrics' || topic === 'cost');
  if (isOnes && (!hasSubject || isOfFigures || isSameTopic) && reading.having === null)
    reading.hasPronoun = true;
  // "Any functions in there as well?": where the rows shown are.
  if (/\b(in|out|over) there\b/i.test(atoms.map(({ raw }) => raw).join(' ')) && reading.heads.length > 0)
    reading.isFragment = true;
  const leads = hasRole(items[0], 'in', 'for', 'of', 'group', 'or', 'except');
  if (leads && (!hasSubject || isSameTopic)) reading.isFragment = true;
  // "To security groups", of changes: to those that are of them.
  const isOfChanges = plan?.source.kind === 'topic' && /^(to|on|about)$/i.test(atoms[0]?.raw ?? '');
  if (isOfChanges && reading.topics.length === 0 && reading.identities.length === 0)
    reading.isFragment = true;
  // "In checkout accounts": a place, where accounts are not asked for.
  if (reading.isFragment && reading.dimension?.isNamed !== true && !asksWhich(interpreted))
    reading.dimension = null;
  // "which account has the most?": of what was counted.
  const isRanked = reading.superlative?.kind === 'most' || reading.superlative?.kind === 'fewest';
  const isOfNothing =
    reading.heads.length === 0 && reading.topics.length === 0 && reading.conditions.length === 0;
  const isTop = reading.limit !== null && reading.superlative !== null;
  if (reading.dimension !== null && (isRanked || isTop) && isOfNothing && isOpen) reading.isFragment = true;
  // "which rules?", "which accounts?": a word alone is asked of what was shown; "which accounts are there" is not.
  const content = items.filter((item) => !hasRole(item, 'filler', 'ask', 'question', 'how_many', 'comma'));
  const said = atoms.map(({ raw }) => raw.toLowerCase());
  const points = hasRole(items[0], 'question', 'how_many') || said.includes('the');
  const isAlone = content.length === 1 && !said.includes('all');
  if (
    isAlone &&
    points &&
    reading.dimension !== null &&
    reading.heads.length === 0 &&
    (!hasSubject || isSameTopic)
  )
    reading.isFragment = true;
}

/** "Which subnets?": nothing else is said, so that it is asked of what was shown. */
function isNounAlone({ reading, items }: Interpretation): boolean {
  return (
    reading.heads.some(({ sense }) => sense.kind === 'type') &&
    reading.conditions.length === 0 &&
    reading.measure === null &&
    items.length <= 3 &&
    items.some((item) => hasRole(item, 'question')) &&
    items.every((item) => hasRole(item, 'question', 'and', 'filler') || headOf(item) !== undefined)
  );
}

/** "For vpc-1", of subnets: those of it, not the VPC itself. */
function readPlaceById({ reading, items }: Interpretation, plan: Plan | null): void {
  const [identity, ...more] = reading.identities;
  const leads = hasRole(items[0], 'in', 'for', 'of', 'only');
  const isAlone =
    reading.heads.length === 0 && reading.topics.length === 0 && reading.conditions.length === 0;
  const type = identity === undefined ? undefined : typeOfId(identity);
  if (identity === undefined || more.length > 0 || !leads || !isAlone || plan?.source.kind !== 'types')
    return;
  if (type === undefined || plan.source.types.includes(type)) return;
  reading.identities = [];
  reading.isFragment = true;
  reading.conditions.push({
    condition: { kind: 'related', to: { kind: 'named', text: identity, types: [] }, text: `of ${identity}` },
    joiner: 'none',
  });
}

/** "Which volumes are attached to them": to the rows shown, unless the question has spoken of others first. */
function isRelatedToRows({ reading, items }: Interpretation, plan: Plan | null): boolean {
  if (!reading.addOns.includes('related') || reading.heads.length === 0 || plan?.source.kind !== 'types')
    return false;
  const at = items.findIndex((item) => hasRole(item, 'pronoun'));
  return at !== -1 && !items.slice(0, at).some((item) => hasRole(item, 'and') && item.text !== 'with');
}

/** "In which accounts", "by account": the dimension itself is asked for, not a place in it. */
function asksWhich({ reading, items }: Interpretation): boolean {
  return (
    reading.conditions.length === 0 || items.some((item) => hasRole(item, 'question', 'how_many', 'group'))
  );
}

/** "In those accounts": a word that points, and what it points at. */
function pointedGroups(items: readonly Item[]): GroupKey['kind'] | undefined {
  for (const [at, item] of items.entries()) {
    if (!hasRole(item, 'pronoun') && !/^same$/i.test(item.text)) continue;
    const next = items[at + 1];
    const key = senseOf(next, 'dimension')?.key;
    if (key === 'account' || key === 'region' || key === 'environment') return key;
  }
  return undefined;
}

/** The types of "the buckets": a noun behind an article, which has been spoken of before. */
function definiteType(
  { reading, items, atoms }: Interpretation,
  vocabulary: Vocabulary,
): readonly string[] | undefined {
  const [head] = reading.heads;
  if (reading.heads.length !== 1 || head === undefined || head.sense.kind !== 'type') return undefined;
  const item = items.find((candidate) => headOf(candidate) === head.sense || candidate.text === head.text);
  const before = item === undefined ? undefined : atoms[item.from - 1]?.raw.toLowerCase();
  if (before !== 'the') return undefined;
  const resolved = resolveTypes(head.sense, vocabulary);
  return resolved.kind === 'types' ? resolved.types : undefined;
}

/** Nothing is said of the noun itself: only how its rows are to be shown. */
const isBare = (reading: Reading): boolean =>
  reading.conditions.length === 0 &&
  reading.times.length === 0 &&
  reading.identities.length === 0 &&
  reading.topics.length === 0 &&
  reading.services.length === 0 &&
  reading.dimension === null &&
  reading.verb === null &&
  reading.port === null;
