import { atomsOf } from '../lex/atoms.ts';
import type { CountedValue, Vocabulary } from '../vocabulary.ts';
import { mayHint, type ReadableTable } from './readable.ts';

/** What may reach a model beside the question: names of tables and columns, or also values that are not sensitive. */
export type ModelData = 'schema' | 'values';

const MOST = { accounts: 40, units: 30, tagKeys: 60, tagValues: 8, rules: 20, types: 80, columnValues: 15 };
const MOST_VALUE_TABLES = 4;

/**
 * Values of the lake that a question may mean, as far as the caller may read them: read with their own rights, and
 * never from a column that is sensitive. Rows of results are never among them.
 */
export async function lakeValues(
  question: string,
  vocabulary: Vocabulary,
  read: (table: string) => ReadableTable | undefined,
  tables: readonly ReadableTable[],
): Promise<Readonly<Record<string, unknown>>> {
  const near = nearTo(question);
  const hint = (table: string, column: string) => mayHint(read(table), column);
  const account = (column: string) => hint('accounts', column) || hint('resources', column);
  const accounts = vocabulary.accounts
    .map((one) => ({
      id: account('account_id') ? one.id : null,
      name: account('account_name') ? one.name : null,
      ou_path: hint('accounts', 'ou_path') ? one.ouPath : null,
      environment: account('environment') ? one.environment : null,
    }))
    .filter(({ id, name }) => id !== null || name !== null);
  const tags = hint('resource_tags', 'tag_key') || hint('resources', 'tags') ? vocabulary.tags : [];
  const mayValues = hint('resource_tags', 'tag_value') || hint('resources', 'tags');
  return {
    environments: hint('resources', 'environment') ? names(vocabulary.environments, 30) : [],
    regions: hint('resources', 'region') ? vocabulary.regions : [],
    accounts: first(accounts, MOST.accounts, (one) => near(one.name ?? '') + near(one.id ?? '')),
    organizational_units: hint('accounts', 'ou_path')
      ? first(vocabulary.organizationalUnits, MOST.units, near)
      : [],
    resource_types: hint('resources', 'resource_type') ? names(vocabulary.types, MOST.types) : [],
    tag_keys: first(tags, MOST.tagKeys, (tag) => near(tag.key)).map(({ key }) => key),
    tag_values: mayValues ? tagValues(tags, near) : [],
    rules: hint('compliance', 'rule_name') ? matching(vocabulary.rules, near).slice(0, MOST.rules) : [],
    column_values: await columnValues(vocabulary, tables),
    resources_named:
      hint('resources', 'resource_name') && hint('resources', 'resource_id')
        ? await named(question, vocabulary)
        : [],
  };
}

/** Tables and columns whose names were made from what items brought: names only, and data like any other. */
export function learnedNames(tables: readonly ReadableTable[]): Readonly<Record<string, unknown>> {
  return {
    more_tables: tables
      .filter(({ isLearned }) => isLearned)
      .map(({ table, columns, learned }) => ({
        table: table.name,
        columns: [...columns, ...learned].map(({ name, type }) => `${name} ${type}`),
      })),
    more_columns: tables
      .filter(({ isLearned, learned }) => !isLearned && learned.length > 0)
      .map(({ table, learned }) => ({
        table: table.name,
        columns: learned.slice(0, 40).map(({ name, type }) => `${name} ${type}`),
      })),
  };
}

/** How many words of the question a text shares, or holds. */
function nearTo(question: string): (text: string) => number {
  const plain = question.toLowerCase();
  const words = new Set(plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1));
  return (text) => {
    const own = text.toLowerCase();
    if (own.length > 1 && plain.includes(own)) return 10;
    return own.split(/[^\p{L}\p{N}]+/u).filter((word) => words.has(word)).length;
  };
}

const names = (values: readonly CountedValue[], most: number) =>
  values.slice(0, most).map(({ value }) => value);

function first<T>(values: readonly T[], most: number, score: (value: T) => number): readonly T[] {
  if (values.length <= most) return values;
  return values
    .map((value, at) => ({ value, at, score: score(value) }))
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, most)
    .map(({ value }) => value);
}

const matching = (values: readonly string[], near: (text: string) => number) =>
  values.filter((value) => near(value) > 0);

/** Values of tags whose key or value stands in the question. */
function tagValues(tags: Vocabulary['tags'], near: (text: string) => number): readonly unknown[] {
  return tags.flatMap(({ key, values }) => {
    const exact = values.filter(({ value }) => near(value) >= 10);
    const shown = near(key) > 0 ? [...exact, ...values.slice(0, MOST.tagValues)] : exact;
    return shown.length === 0
      ? []
      : [{ key, values: [...new Set(shown.map(({ value }) => value))].slice(0, MOST.tagValues) }];
  });
}

async function columnValues(
  vocabulary: Vocabulary,
  tables: readonly ReadableTable[],
): Promise<readonly unknown[]> {
  const typed = tables.filter(({ table }) => table.storage.kind === 'slice').slice(0, MOST_VALUE_TABLES);
  const found = await Promise.all(
    typed.map(async (readable) => {
      const values = await vocabulary.valuesOf(readable.table.name);
      const shown = [...values].filter(([column]) => mayHint(readable, column));
      return { table: readable.table.name, shown };
    }),
  );
  return found.flatMap(({ table, shown }) =>
    shown.length === 0
      ? []
      : [
          {
            table,
            values: Object.fromEntries(
              shown.map(([column, values]) => [column, values.slice(0, MOST.columnValues)]),
            ),
          },
        ],
  );
}

/** Resources that the question calls by name: quoted, or written like a name. */
async function named(question: string, vocabulary: Vocabulary): Promise<readonly unknown[]> {
  const words = atomsOf(question)
    .filter(({ kind, raw }) => kind === 'quoted' || /[\d_-]/.test(raw))
    .map(({ raw }) => raw)
    .filter((raw) => raw.length > 2)
    .slice(0, 3);
  const found = await Promise.all(words.map((word) => vocabulary.named(word)));
  return found.flat().slice(0, 6);
}
