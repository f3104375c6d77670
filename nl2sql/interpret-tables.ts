import { resourceTypeFacts } from '#catalog/resource-types.ts';
import { topicByName } from '#catalog/words/topics.ts';
import { hasRole, type Item, senseOf, sensesOf } from './cover/item.ts';
import { resolveTypes } from './decide/resolve-types.ts';
import { PhraseIndex } from './lexicon/phrase-index.ts';
import { addTableWords, type TypeTable } from './lexicon/table-words.ts';
import { addTopicWords, type TopicTable } from './lexicon/topic-words.ts';
import type { ColumnRef } from './plan/plan.ts';
import { headOf } from './read/heads.ts';
import type { TranslationRequest } from './translator.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Types whose tables the question may speak of: those of its first nouns, else those of the earlier answer. */
export function typesIn(
  items: readonly Item[],
  vocabulary: TranslationRequest['vocabulary'],
  context: readonly string[],
): readonly string[] {
  const heads = items.map((item, at) =>
    // "how many per VPC", after subnets: what it is grouped by, not what it is about.
    (context.length > 0 && hasRole(items[at - 1], 'group')) ||
    (senseOf(item, 'service') !== undefined && headOf(items[at + 1])?.kind === 'any_resource')
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
  // A word that some type ends in ("launch", "node") may as well be a column or a value of what was shown.
  const isTail = first === -1 && types.length > 0;
  return types.length > 0 ? [...new Set([...(isTail ? context : []), ...types])] : context;
}

/** Tables of the topics that the question names. */
export function topicTables(items: readonly Item[], request: TranslationRequest): readonly TopicTable[] {
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

interface TableWords {
  readonly index: PhraseIndex;
  readonly columns: readonly ColumnRef[];
}

const made = new WeakMap<Vocabulary, Map<string, TableWords>>();

/** The columns and values of the tables that a question is about, as phrases; made once for each set of tables. */
export async function tableWords(
  request: TranslationRequest,
  types: readonly string[],
  topics: readonly TopicTable[],
): Promise<TableWords> {
  const known = made.get(request.vocabulary) ?? new Map<string, TableWords>();
  made.set(request.vocabulary, known);
  const key = [...types, ...topics.map(({ topic }) => topic.name)].join(' ');
  const before = known.get(key);
  if (before !== undefined) return before;
  const index = new PhraseIndex();
  const columns = [...addTableWords(index, await tablesOf(request, types)), ...addTopicWords(index, topics)];
  const words = { index, columns };
  known.set(key, words);
  return words;
}
