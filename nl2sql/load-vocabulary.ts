import type { ColumnDefinition } from '#catalog/define-table.ts';
import type { QueryEngine, ResultValue } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import type { EffectivePolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import { type SqlTable, schemaOf } from '#sql/schema.ts';
import { text } from './emit/literal.ts';
import { BASE_COLUMNS } from './lexicon/table-words.ts';
import type { TagWord, Vocabulary } from './vocabulary.ts';

export interface VocabularyDeps {
  readonly engine: QueryEngine;
  readonly snapshot: CatalogueSnapshot;
  readonly policy: EffectivePolicy;
  readonly now: Date;
}

type Row = readonly ResultValue[];
const MOST_TAG_VALUES = 20_000;
/** A column with more distinct values than this holds names, not a vocabulary. */
const MOST_VALUES = 60;

type Rows = (sql: string) => Promise<readonly Row[]>;

/** What is read at once: plain data, the same for a generation and a caller's rights. */
export type VocabularyBase = Pick<
  Vocabulary,
  'types' | 'accounts' | 'organizationalUnits' | 'regions' | 'environments' | 'tags' | 'rules'
>;

function rowsOf(deps: VocabularyDeps): Rows {
  return async (sql) => {
    const prepared = prepare(sql, {
      schema: schemaOf(deps.snapshot),
      policy: deps.policy,
      rowLimit: MOST_TAG_VALUES,
      now: deps.now,
      engine: deps.engine.name,
    });
    if (!prepared.ok) return [];
    return (await deps.engine.run(prepared.query.checked, { snapshot: deps.snapshot })).rows;
  };
}

/** Reads the lake's words with the caller's own rights: what they may not read is no word to them. */
export async function readVocabularyBase(deps: VocabularyDeps): Promise<VocabularyBase> {
  const rows = rowsOf(deps);
  const [types, accounts, regions, environments, tags, rules] = await Promise.all([
    rows('SELECT resource_type, count(*) AS n FROM resources GROUP BY 1 ORDER BY 2 DESC, 1'),
    rows('SELECT account_id, account_name, ou_path, environment FROM accounts ORDER BY 1'),
    rows('SELECT DISTINCT region FROM resources WHERE region IS NOT NULL ORDER BY 1'),
    rows(
      "SELECT environment, count(*) AS n FROM resources WHERE environment IS NOT NULL AND environment <> '' GROUP BY 1 ORDER BY 2 DESC, 1",
    ),
    rows(
      `SELECT tag_key, tag_value, count(*) AS n FROM resource_tags WHERE tag_key NOT LIKE 'aws:%' AND tag_key <> 'Name' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT ${MOST_TAG_VALUES}`,
    ),
    rows('SELECT DISTINCT rule_name FROM compliance WHERE rule_name IS NOT NULL ORDER BY 1'),
  ]);
  const words = accounts.map((row) => ({
    id: word(row[0]),
    name: wordOrNull(row[1]),
    ouPath: wordOrNull(row[2]),
    environment: wordOrNull(row[3]),
  }));
  return {
    types: types.map(counted),
    accounts: words,
    organizationalUnits: unitsOf(words.map(({ ouPath }) => ouPath)),
    regions: regions.map((row) => word(row[0])),
    environments: environments.map(counted),
    tags: tagsOf(tags),
    rules: rules.map((row) => word(row[0])),
  };
}

/** A vocabulary over its base: names and values of typed columns are read when a question asks for them. */
export function vocabularyOver(base: VocabularyBase, deps: VocabularyDeps): Vocabulary {
  const rows = rowsOf(deps);
  const values = new Map<string, Promise<ReadonlyMap<string, readonly string[]>>>();
  return {
    ...base,
    valuesOf(table) {
      const known = values.get(table) ?? valuesOf(table, deps, rows);
      values.set(table, known);
      return known;
    },
    async named(name) {
      const plain = text(name.toLowerCase());
      const found = await rows(
        `SELECT DISTINCT r.resource_type, r.resource_id, r.resource_name FROM resources AS r WHERE lower(r.resource_id) = ${plain} OR lower(r.resource_name) = ${plain} OR lower(element_at(r.tags, 'Name')) = ${plain} OR r.arn = ${text(name)} ORDER BY 1, 2, 3 LIMIT 20`,
      );
      return found.map((row) => ({ type: word(row[0]), id: word(row[1]), name: wordOrNull(row[2]) }));
    },
  };
}

const word = (value: ResultValue | undefined): string =>
  typeof value === 'string' ? value : String(value ?? '');
const wordOrNull = (value: ResultValue | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
const counted = (row: Row) => ({ value: word(row[0]), count: Number(row[1] ?? 0) });

/** Every OU on the way to an account: a question may name one that only holds others. */
function unitsOf(paths: readonly (string | null)[]): readonly string[] {
  const units = new Set<string>();
  for (const path of paths) {
    const parts = (path ?? '').split('/').filter((part) => part !== '');
    for (let depth = 1; depth <= parts.length; depth += 1) units.add(`/${parts.slice(0, depth).join('/')}`);
    if (path !== null && !path.startsWith('/')) units.add(path);
  }
  return [...units].sort();
}

function tagsOf(rows: readonly Row[]): readonly TagWord[] {
  const byKey = new Map<string, { value: string; count: number }[]>();
  for (const row of rows) {
    const key = word(row[0]);
    byKey.set(key, [...(byKey.get(key) ?? []), { value: word(row[1]), count: Number(row[2] ?? 0) }]);
  }
  return [...byKey].map(([key, values]) => ({ key, values }));
}

/** Distinct values of the text columns of a typed table that have few of them. */
async function valuesOf(
  name: string,
  deps: VocabularyDeps,
  rows: Rows,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const table = schemaOf(deps.snapshot).table(name);
  const wanted = (table?.columns ?? []).filter(
    (column) => isVocabulary(column) && isFilled(table, column.name, deps),
  );
  const parts = wanted.map(
    (column) =>
      `(SELECT ${text(column.name)} AS column_name, r.${column.name} AS value FROM ${name} AS r WHERE r.${column.name} IS NOT NULL GROUP BY 2 LIMIT ${MOST_VALUES + 1})`,
  );
  const found = new Map<string, string[]>();
  for (let at = 0; at < parts.length; at += 40) {
    for (const row of await rows(parts.slice(at, at + 40).join(' UNION ALL ')))
      found.set(word(row[0]), [...(found.get(word(row[0])) ?? []), word(row[1])]);
  }
  return new Map([...found].filter(([, values]) => values.length <= MOST_VALUES));
}

const NAMES = /(_arn|_id|_ids|arn|_name|description|_address|_cidr|_url|_token|_time|_date|_uri)$/;

function isVocabulary(column: ColumnDefinition): boolean {
  const isText = column.type === 'varchar' && column.json !== true && column.sensitivity !== 'secret';
  return isText && !BASE_COLUMNS.has(column.name) && !NAMES.test(column.name);
}

/** Whether any file holds a value of the column, by the statistics that the catalogue keeps: most columns hold none. */
function isFilled(table: SqlTable | undefined, column: string, deps: VocabularyDeps): boolean {
  if (table?.storage.kind !== 'slice') return true;
  const files = deps.snapshot
    .partitions(table.storage.of)
    .filter(({ values }) => table.resourceTypes?.includes(values.resource_type ?? '') ?? true)
    .flatMap((partition) => partition.files);
  return files.some((file) => {
    const statistics = file.columns[column];
    return (
      statistics !== undefined && (statistics.nullCount === undefined || statistics.nullCount < file.rows)
    );
  });
}
