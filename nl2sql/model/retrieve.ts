import MiniSearch from 'minisearch';
import { resourceTypeFacts } from '#catalog/resource-types.ts';
import { families } from '#catalog/words/families.ts';
import { wordsOfType } from '#catalog/words/type-words.ts';
import type { Report } from '#sql/reports/report.ts';
import type { SqlSchema, SqlTable } from '#sql/schema.ts';
import type { Vocabulary } from '../vocabulary.ts';

interface TableEntry {
  readonly id: string;
  readonly name: string;
  readonly words: string;
  readonly about: string;
  readonly columns: string;
}

const spaced = (name: string): string => name.replaceAll('_', ' ');
const STOP = new Set(
  'a an the of in on to for and or is are was were be do does did we our us me my i you have has had there this that these those which what who where when how many much show list give all any with without not by at from it its them they please'.split(
    ' ',
  ),
);

/** Words without their plural, so that "buckets" finds "bucket". */
function term(word: string): string | null {
  const plain = word.toLowerCase();
  if (STOP.has(plain)) return null;
  return plain.length > 3 && plain.endsWith('s') && !plain.endsWith('ss') ? plain.slice(0, -1) : plain;
}

const options = {
  processTerm: term,
  tokenize: (text: string) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean),
};
const search = {
  prefix: (word: string) => word.length > 3,
  fuzzy: (word: string) => (word.length > 5 ? 0.2 : false),
  combineWith: 'OR' as const,
};

const indexes = new WeakMap<SqlSchema, WeakMap<Vocabulary, MiniSearch<TableEntry>>>();

/**
 * Tables that a question may be about, best first. Words are those of the catalogue; columns are searched in the
 * tables of types that the lake holds, whose names weigh more than those of types that it does not.
 */
export function tablesFor(text: string, schema: SqlSchema, vocabulary: Vocabulary): readonly string[] {
  const held = new Set(vocabulary.types.map(({ value }) => resourceTypeFacts(value).table));
  const found = indexOf(schema, vocabulary, held).search(text, {
    ...search,
    boost: { words: 3, name: 2, columns: 0.5 },
    boostDocument: (id) => (held.has(String(id)) ? 2 : 1),
  });
  const best = found[0]?.score ?? 0;
  return found.filter(({ score }) => score >= best / 5).map(({ id }) => String(id));
}

function indexOf(
  schema: SqlSchema,
  vocabulary: Vocabulary,
  held: ReadonlySet<string>,
): MiniSearch<TableEntry> {
  const byVocabulary = indexes.get(schema) ?? new WeakMap<Vocabulary, MiniSearch<TableEntry>>();
  indexes.set(schema, byVocabulary);
  const known = byVocabulary.get(vocabulary);
  if (known !== undefined) return known;
  const index = new MiniSearch<TableEntry>({ fields: ['name', 'words', 'about', 'columns'], ...options });
  index.addAll(
    schema
      .tables()
      .filter((table) => table.visibility === 'analyst')
      .map((table) => entryOf(table, held.has(table.name) || table.storage.kind !== 'slice')),
  );
  byVocabulary.set(vocabulary, index);
  return index;
}

function entryOf(table: SqlTable, withColumns: boolean): TableEntry {
  const types = table.storage.kind === 'slice' ? (table.resourceTypes ?? []) : [];
  const words = types.flatMap((type) => {
    const own = wordsOfType(type);
    const shared = families.filter((family) => family.types.includes(type)).flatMap(({ nouns }) => nouns);
    return [...(own?.nouns ?? []), ...(own?.defaults ?? []), ...shared];
  });
  return {
    id: table.name,
    name: spaced(table.name),
    words: words.join(' '),
    about: table.storage.kind === 'slice' ? '' : table.description,
    columns: withColumns ? table.columns.map(({ name }) => spaced(name)).join(' ') : '',
  };
}

/** Column names of a table by how well they match a text; those that match nothing are not there. */
export function columnsFor(text: string, names: readonly string[]): ReadonlyMap<string, number> {
  const index = new MiniSearch<{ id: string; words: string }>({ fields: ['words'], ...options });
  index.addAll(names.map((name) => ({ id: name, words: spaced(name) })));
  return new Map(index.search(text, search).map(({ id, score }) => [String(id), score]));
}

const reportIndexes = new WeakMap<readonly Report[], MiniSearch<{ id: number; text: string }>>();

/** Saved reports that resemble a question, best first. */
export function reportsFor(text: string, reports: readonly Report[]): readonly Report[] {
  let index = reportIndexes.get(reports);
  if (index === undefined) {
    index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'], ...options });
    index.addAll(
      reports.map(({ title, questions, subject }, id) => ({
        id,
        text: [title, subject, ...questions].join(' '),
      })),
    );
    reportIndexes.set(reports, index);
  }
  return index.search(text, search).flatMap(({ id }) => reports[Number(id)] ?? []);
}
