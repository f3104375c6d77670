import { joinCompounds } from './cover/compounds.ts';
import { cover } from './cover/cover.ts';
import { hasRole, type Item, isUnknown, senseOf } from './cover/item.ts';
import { type Correction, correctTypos } from './cover/typos.ts';
import { resolveTypes } from './decide/resolve-types.ts';
import { namesIn, relatedPart, type Split } from './interpret-parts.ts';
import { showVague } from './interpret-shown.ts';
import { tableWords, topicTables, typesIn } from './interpret-tables.ts';
import { nameVersions } from './interpret-versions.ts';
import { type Atom, atomsOf } from './lex/atoms.ts';
import { pluralOf } from './lex/stem.ts';
import { impliedType } from './lexicon/implied-types.ts';
import { lexiconFor } from './lexicon/lexicon.ts';
import { nounOfType } from './lexicon/type-phrases.ts';
import { combined, leavesOf } from './plan/conditions.ts';
import type { ColumnRef } from './plan/plan.ts';
import { isNumeric } from './read/conditions.ts';
import { headOf } from './read/heads.ts';
import { read } from './read/read.ts';
import { Cursor, type Reading } from './read/reading.ts';
import type { TranslationRequest } from './translator.ts';

export interface Interpretation {
  readonly reading: Reading;
  readonly items: readonly Item[];
  readonly atoms: readonly Atom[];
  readonly corrections: readonly Correction[];
}

/**
 * Question → reading. First by the words that hold everywhere, to find what it is about; then again with the
 * columns and values of just those tables. A part that describes related resources ("attached to stopped
 * instances") is read on its own, with the words of its own tables.
 * @param context types of an earlier answer, whose columns a follow-up may name
 */
export async function interpret(
  request: TranslationRequest,
  context: readonly string[],
): Promise<Interpretation> {
  const corrected = correctTypos(atomsOf(request.question), lexiconFor(request.vocabulary));
  const interpreted = await interpretAtoms(request, corrected.atoms, context, 0);
  return { ...interpreted, corrections: corrected.corrections };
}

async function interpretAtoms(
  request: TranslationRequest,
  atoms: readonly Atom[],
  context: readonly string[],
  depth: number,
): Promise<Omit<Interpretation, 'corrections'>> {
  const { question, vocabulary } = request;
  const lexicon = lexiconFor(vocabulary);
  const setting = { now: request.now, zone: request.zone };
  const names = await namesIn(request, atoms, lexicon);
  const hasRules = cover({ question, atoms, indexes: [lexicon], setting, names }).some(
    (item) =>
      senseOf(item, 'topic')?.topic === 'compliance' || senseOf(item, 'topic_state')?.topic === 'compliance',
  );
  const first = joinCompounds(
    cover({ question, atoms, indexes: [lexicon], setting, names, hasRules }),
    atoms,
    question,
  );
  const split = depth === 0 ? relatedPart(first) : undefined;
  if (split !== undefined) return interpretRelated(request, atoms, context, split);
  const named = typesIn(first, vocabulary, context);
  const hasNoun = first.some((item) => {
    const head = headOf(item);
    return (
      head?.kind === 'slice' ||
      head?.kind === 'any_resource' ||
      (head?.kind === 'type' && head.strength !== 'tail')
    );
  });
  const isOpen = !hasNoun && context.length === 0 && !first.some((item, at) => isTopic(item, first[at - 1]));
  const implied = isOpen ? impliedType(atoms) : undefined;
  const types = implied === undefined ? named : [implied];
  const { index: own, columns } = await tableWords(request, types, topicTables(first, request));
  const covered =
    columns.length === 0
      ? first
      : cover({ question, atoms, indexes: [lexicon, own], setting, names, hasRules });
  const items = joinCompounds(covered, atoms, question);
  const reading = read(new Cursor(items, atoms, vocabulary, columns));
  // "what instance types do we use": the noun went into the column's name, but it is still the subject.
  const hasSubject =
    reading.heads.length > 0 || reading.hasPronoun || reading.isFragment || reading.topics.length > 0;
  const isOfHolders = leavesOf(reading.conditions.map(({ condition }) => condition)).some(
    ({ kind }) => kind === 'holds',
  );
  if (!hasSubject && !isOfHolders && usesColumn(reading, columns)) {
    // Behind "per" or "by", after an answer, a noun is what is grouped by: the subject was said before.
    const noun = first
      .map((item, at) => (context.length > 0 && hasRole(first[at - 1], 'group') ? undefined : headOf(item)))
      .find((head) => head?.kind === 'slice' || (head?.kind === 'type' && head.strength !== 'tail'));
    if (noun !== undefined) {
      reading.heads.push({ sense: noun, at: 0, text: '' });
      namedByColumn(reading);
    } else if (implied !== undefined) {
      const sense = {
        kind: 'type',
        types: [implied],
        noun: nounOfType(implied),
        family: null,
        strength: 'name',
      } as const;
      reading.heads.push({ sense, at: 0, text: '' });
      const [column] = reading.columns;
      const isLabel = column !== undefined && !isNumeric(column);
      // "key pairs in use": which there are, and how often.
      if (isLabel && reading.columns.length === 1 && reading.measure === null && reading.dimension === null)
        reading.dimension = { key: { kind: 'column', column }, at: 0, isCounted: false };
      // "which AMIs are in use": in use by them.
      reading.conditions = reading.conditions.filter(
        ({ condition }) => !(condition.kind === 'predicate' && condition.name === 'in_use'),
      );
      reading.notes.push(
        `This is asked of ${pluralOf(nounOfType(implied))}, which alone have such a property.`,
      );
    }
  }
  // "Show the tags of that": articles and the like are no words of their own, but the last of them points.
  const [before, last] = atoms.slice(-2).map(({ raw }) => raw.toLowerCase());
  const pointing = reading.heads.length === 0 ? /^(that|this|it|them|those|these)$/ : /^(that|this|it)$/;
  if (/^(of|about|for|on|in)$/.test(before ?? '') && pointing.test(last ?? '')) reading.hasPronoun = true;
  readWhatIsThere(reading, question, items);
  await showVague(reading, request);
  await nameVersions(reading, request);
  // "When was it created": the time itself is asked for.
  const asksWhen = hasRole(items[0], 'when') && reading.verb === 'created' && reading.times.length === 0;
  if (asksWhen) reading.order ??= { by: { kind: 'created' }, descending: false };
  if (hasRole(items[0], 'when')) showExpiry(reading, columns);
  return { reading, items, atoms };
}

/** "When do our certificates expire": of all of them the day, not those that expire soon. */
function showExpiry(reading: Reading, columns: readonly ColumnRef[]): void {
  const isSoon = ({ condition }: Reading['conditions'][number]) =>
    condition.kind === 'predicate' && condition.name === 'expiring' && condition.days === null;
  const expiry = columns.find(({ name }) => name === 'not_after');
  if (expiry === undefined || !reading.conditions.some(isSoon)) return;
  reading.conditions = reading.conditions.filter((condition) => !isSoon(condition));
  reading.columns.push(expiry);
  reading.order = { by: { kind: 'column', column: expiry }, descending: false };
}

/** Words that ask what there is, and say nothing more. */
const WHAT_IS_THERE =
  /^(?:so|ok|okay|hi|hey|please|can|you|show|list|tell|give|see|me|us|what|whats|what's|what’s|s|is|are|do|does|we|i|all|everything|anything|have|has|got|own|owns|there|here|in|inside|under|of|on|my|our|the|this|contain|contains|exactly|currently|now|account|env|environment|region|ou|org|organization|estate|inventory|lake|a|an|overview|summary|breakdown|quick|short|brief|general|about|running)$/i;

/** What is grouped by ("per account") is no subject, though it is a topic too. */
const isTopic = (item: Item, before: Item | undefined): boolean =>
  senseOf(item, 'topic') !== undefined &&
  !(hasRole(before, 'group') && senseOf(item, 'dimension') !== undefined);

/** "What do we have in checkout-prod": all resources there, told by type. */
function readWhatIsThere(reading: Reading, question: string, items: readonly Item[]): void {
  // "in the sandbox account": the word says what the name is, and is no subject.
  const at = reading.dimension?.at ?? 0;
  const isOfPlace =
    reading.dimension?.key.kind === 'account' &&
    /^account$/i.test(items[at]?.text ?? '') &&
    [items[at - 1], items[at + 1]].some((item) => senseOf(item, 'account') !== undefined);
  // "What is running in Sydney": what is there, of which only some can run.
  const isRunning = /\brunning\b/i.test(question) && reading.verbs.length === 1 && reading.times.length === 0;
  const isOpen =
    reading.heads.length === 0 &&
    reading.topics.length === 0 &&
    reading.identities.length === 0 &&
    (reading.dimension === null || isOfPlace) &&
    reading.services.length === 0 &&
    reading.columns.length === 0 &&
    reading.groupBy.every(({ kind }) => kind === 'type') &&
    reading.measure === null &&
    (reading.verb === null || isRunning) &&
    reading.aggregate === null &&
    reading.superlative === null &&
    !reading.hasPronoun &&
    !reading.isFragment &&
    reading.unplaced.length === 0;
  const isPlaces = reading.conditions.every(({ condition }) =>
    ['account', 'environment', 'unit', 'region', 'tag'].includes(condition.kind),
  );
  const values = reading.conditions.flatMap(({ condition }) =>
    condition.kind === 'tag' ? (condition.values ?? []).map((value) => value.toLowerCase()) : [],
  );
  const isRead = (item: Item) => isPlaceName(item) || values.includes(item.text.toLowerCase());
  const words = items.flatMap((item) => (isRead(item) ? [] : item.text.split(/\s+/)));
  const asks = words.some((word) => /^(what|whats|what['’]s|everything|anything|all)$/i.test(word));
  if (!isOpen || !isPlaces || !asks || !words.every((word) => WHAT_IS_THERE.test(word))) return;
  reading.heads.push({ sense: { kind: 'any_resource' }, at: 0, text: '' });
  if (reading.groupBy.length === 0) reading.groupBy.push({ kind: 'type' });
  reading.dimension = null;
  if (isRunning) reading.verb = null;
  if (isRunning) reading.verbs = [];
  if (isRunning)
    reading.notes.push(
      '“Running” is read as being there: stopped instances and idle resources are counted too.',
    );
  reading.notes.push('What there is is told by type; ask for one type to see its resources.');
}

/** Names of places, tags with their values, and what it is told by: read already. */
const isPlaceName = (item: Item): boolean =>
  item.atom?.kind === 'account_id' ||
  hasRole(item, 'group', 'how_many', 'comma', 'tag', 'tagged') ||
  item.senses.some(({ kind }) =>
    ['account', 'environment', 'unit', 'region', 'tag_key', 'tag_value', 'dimension'].includes(kind),
  );

/** "FIFO queues", "Lambda layers": one column's name is all that was said. */
function namedByColumn(reading: Reading): void {
  const [column] = reading.columns;
  const isAll = reading.columns.length === 1 && reading.measure === null && reading.dimension === null;
  if (column === undefined || !isAll) return;
  const text = column.name.replaceAll('_', ' ');
  if (column.type === 'boolean') {
    reading.columns = [];
    reading.conditions.push({
      condition: { kind: 'compare', column, operator: 'true', values: [], text },
      joiner: 'and',
    });
    return;
  }
  const [head] = reading.heads;
  const noun = head?.sense.kind === 'type' ? (head.sense.noun.split(' ').at(-1) ?? '') : '';
  if (noun !== '' && text.endsWith(` ${noun}`))
    reading.decline ??= `“${text}” is a property with several values: say which one it should have.`;
  if (column.isJson)
    reading.decline ??= `“${text}” is recorded only as a property of other resources, not by itself.`;
}

function usesColumn(reading: Reading, columns: readonly ColumnRef[]): boolean {
  const own = columns.filter((column) => column.columns !== null).map((column) => column.name);
  const used = JSON.stringify([
    reading.columns,
    reading.groupBy,
    reading.dimension,
    reading.conditions,
    reading.order,
    reading.measure,
  ]);
  // With its type: a predicate may bear the same name (“encrypted”).
  return own.some((name) => used.includes(`"name":"${name}","type":`));
}

async function interpretRelated(
  request: TranslationRequest,
  atoms: readonly Atom[],
  context: readonly string[],
  split: Split,
): Promise<Omit<Interpretation, 'corrections'>> {
  const main = await interpretAtoms(
    request,
    [...atoms.slice(0, split.at), ...atoms.slice(split.to)],
    context,
    1,
  );
  const part = await interpretAtoms(request, atoms.slice(split.from, split.to), [], 1);
  const heads = part.reading.heads.flatMap(({ sense }) => {
    if (sense.kind === 'slice') return [sense.type];
    const resolved = sense.kind === 'type' ? resolveTypes(sense, request.vocabulary) : undefined;
    return resolved?.kind === 'types' ? resolved.types : [];
  });
  const text = request.question
    .slice(atoms[split.at]?.start ?? 0, atoms[split.to - 1]?.end ?? 0)
    .replace(/^(not|without|never|except|but not)\s+/i, '')
    .replace(/^(have|has|having)\b/i, 'with');
  const condition = {
    kind: 'related',
    to: { kind: 'rows', types: heads, where: combined(part.reading.conditions) },
    text,
  } as const;
  main.reading.conditions.push({
    condition: split.negated ? { kind: 'not', of: condition } : condition,
    joiner: 'and',
  });
  main.reading.unplaced.push(...part.reading.unplaced);
  if (part.reading.identities.length > 0 || heads.length === 0)
    main.reading.decline ??= `I could not read “${text}”.`;
  return main;
}

/** The words of a question that nothing is known about. */
export function unknownWords(items: readonly Item[]): readonly Item[] {
  return items.filter((item) => isUnknown(item));
}
