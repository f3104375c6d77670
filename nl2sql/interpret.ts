import { resourceTypeFacts } from '#catalog/resource-types.ts';
import { topicByName } from '#catalog/words/topics.ts';
import { joinCompounds } from './cover/compounds.ts';
import { cover } from './cover/cover.ts';
import { hasRole, type Item, isUnknown, senseOf, sensesOf } from './cover/item.ts';
import { type Correction, correctTypos } from './cover/typos.ts';
import { resolveTypes } from './decide/resolve-types.ts';
import { type Atom, atomsOf } from './lex/atoms.ts';
import { pluralOf } from './lex/stem.ts';
import { impliedType } from './lexicon/implied-types.ts';
import { lexiconFor } from './lexicon/lexicon.ts';
import { PhraseIndex } from './lexicon/phrase-index.ts';
import type { Sense } from './lexicon/senses.ts';
import { addTableWords, type TypeTable } from './lexicon/table-words.ts';
import { addTopicWords, type TopicTable } from './lexicon/topic-words.ts';
import { nounOfType } from './lexicon/type-phrases.ts';
import { combined } from './plan/conditions.ts';
import type { ColumnRef } from './plan/plan.ts';
import { headOf } from './read/heads.ts';
import { read } from './read/read.ts';
import { Cursor, type Reading } from './read/reading.ts';
import { isStrongRelation } from './read/relations.ts';
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
  const first = cover({ question, atoms, indexes: [lexicon], setting, names });
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
  const isOpen =
    !hasNoun && context.length === 0 && !first.some((item) => senseOf(item, 'topic') !== undefined);
  const implied = isOpen ? impliedType(atoms) : undefined;
  const types = implied === undefined ? named : [implied];
  const own = new PhraseIndex();
  const columns = [
    ...addTableWords(own, await tablesOf(request, types)),
    ...addTopicWords(own, topicTables(first, request)),
  ];
  const covered =
    columns.length === 0 ? first : cover({ question, atoms, indexes: [lexicon, own], setting, names });
  const items = joinCompounds(covered, atoms, question);
  const reading = read(new Cursor(items, atoms, vocabulary, columns));
  // "what instance types do we use": the noun went into the column's name, but it is still the subject.
  const hasSubject =
    reading.heads.length > 0 || reading.hasPronoun || reading.isFragment || reading.topics.length > 0;
  if (!hasSubject && usesColumn(reading, columns)) {
    const noun = first
      .map((item) => headOf(item))
      .find((head) => head?.kind === 'slice' || (head?.kind === 'type' && head.strength !== 'tail'));
    if (noun !== undefined) reading.heads.push({ sense: noun, at: 0, text: '' });
    else if (implied !== undefined) {
      const sense = {
        kind: 'type',
        types: [implied],
        noun: nounOfType(implied),
        family: null,
        strength: 'name',
      } as const;
      reading.heads.push({ sense, at: 0, text: '' });
      const [column] = reading.columns;
      const isLabel = column !== undefined && !['bigint', 'double', 'decimal'].includes(column.type);
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
  return { reading, items, atoms };
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
  return own.some((name) => used.includes(`"name":"${name}"`));
}

/** Types whose tables the question may speak of: those of its first nouns, else those of the earlier answer. */
function typesIn(
  items: readonly Item[],
  vocabulary: TranslationRequest['vocabulary'],
  context: readonly string[],
): readonly string[] {
  const heads = items.map((item, at) =>
    senseOf(item, 'service') !== undefined && headOf(items[at + 1])?.kind === 'any_resource'
      ? undefined
      : headOf(item),
  );
  const isName = (head: ReturnType<typeof headOf>) =>
    head?.kind === 'slice' || (head?.kind === 'type' && head.strength !== 'tail');
  const first = heads.findIndex(isName);
  const start = first === -1 ? heads.findIndex((head) => head?.kind === 'type') : first;
  const types: string[] = [];
  for (let at = start; at >= 0 && at < items.length; at += 1) {
    const head = heads[at];
    if (head?.kind === 'slice') types.push(head.type);
    else if (head?.kind === 'type') {
      const resolved = resolveTypes(head, vocabulary);
      if (resolved.kind === 'types') types.push(...resolved.types);
    } else if (!hasRole(items[at], 'and', 'or', 'comma')) break;
  }
  return types.length > 0 ? [...new Set(types)] : context;
}

/** Tables of the topics that the question names. */
function topicTables(items: readonly Item[], request: TranslationRequest): readonly TopicTable[] {
  const names = new Set(
    items.flatMap((item) => [
      ...sensesOf(item, 'topic').map(({ topic }) => topic),
      ...sensesOf(item, 'topic_state').map(({ topic }) => topic),
    ]),
  );
  return [...names].flatMap((name) => {
    const topic = topicByName(name);
    const table = topic === undefined ? undefined : request.schema.table(topic.table);
    return topic === undefined || table === undefined ? [] : [{ topic, table }];
  });
}

async function tablesOf(
  request: TranslationRequest,
  types: readonly string[],
): Promise<readonly TypeTable[]> {
  const tables: TypeTable[] = [];
  for (const type of types) {
    const table = request.schema.table(resourceTypeFacts(type).table);
    if (table !== undefined)
      tables.push({ type, table, values: await request.vocabulary.valuesOf(table.name) });
  }
  return tables;
}

interface Split {
  /** Atom index of the relation word, of the part's first word, and where it ends. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly negated: boolean;
}

/** "volumes attached to *stopped instances*": a strong relation word, then a noun that is not itself named. */
function relatedPart(items: readonly Item[]): Split | undefined {
  for (let at = 1; at < items.length; at += 1) {
    const item = items[at];
    if (
      item === undefined ||
      !isStrongRelation(item) ||
      (senseOf(item, 'predicate') !== undefined && !/ to$| with$| by$/.test(item.text))
    )
      continue;
    const hasHeadBefore = items.slice(0, at).some((before) => headOf(before) !== undefined);
    if (!hasHeadBefore) continue;
    let noun = at + 1;
    while (noun < items.length && noun <= at + 4 && headOf(items[noun]) === undefined) noun += 1;
    const head = headOf(items[noun]);
    const between = items.slice(at + 1, noun);
    const isSimple = between.every((part) => hasRole(part, 'filler', 'possessive', 'all'));
    if (head === undefined || head.kind === 'any_resource' || between.some((part) => part.atom !== undefined))
      continue;
    const after = items[noun + 1];
    const isNamed =
      after?.atom !== undefined || senseOf(after, 'identity') !== undefined || hasRole(after, 'named');
    if (isNamed) continue;
    const end = items.findIndex(
      (part, index) => index > noun && hasRole(part, 'group', 'order', 'descending', 'ascending'),
    );
    const to = end === -1 ? (items.at(-1)?.to ?? item.to) : (items[end]?.from ?? item.to);
    const negated = hasRole(items[at - 1], 'not', 'without', 'except');
    if (isSimple && senseOf(items[noun], 'type')?.strength === 'tail') continue;
    return {
      at: negated ? (items[at - 1]?.from ?? item.from) : item.from,
      from: items[at + 1]?.from ?? item.to,
      to,
      negated,
    };
  }
  return undefined;
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
  const text = request.question.slice(atoms[split.at]?.start ?? 0, atoms[split.to - 1]?.end ?? 0);
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

/** Resources that exist under words of the question: unknown words, names, ids, and words written together. */
async function namesIn(
  request: TranslationRequest,
  atoms: readonly Atom[],
  lexicon: PhraseIndex,
): Promise<readonly { from: number; to: number; sense: Sense }[]> {
  const found: { from: number; to: number; sense: Sense }[] = [];
  for (let from = 0; from < atoms.length; ) {
    let to = from + 1;
    while (atoms[to]?.glued === true && atoms[to]?.kind === 'word') to += 1;
    const atom = atoms[from];
    const isRun = to > from + 1;
    const text = isRun
      ? request.question.slice(atom?.start ?? 0, atoms[to - 1]?.end ?? 0)
      : (atom?.raw ?? '');
    const isCandidate =
      isRun ||
      atom?.kind === 'name' ||
      atom?.kind === 'id' ||
      atom?.kind === 'quoted' ||
      atom?.kind === 'arn' ||
      (atom?.kind === 'word' && !lexicon.knows(atom.stem) && text.length > 2);
    if (isCandidate) {
      const matches = await request.vocabulary.named(text);
      if (matches.length > 0) found.push({ from, to, sense: { kind: 'identity', text, matches } });
    }
    from = to;
  }
  return found;
}

/** The words of a question that nothing is known about. */
export function unknownWords(items: readonly Item[]): readonly Item[] {
  return items.filter((item) => isUnknown(item));
}
