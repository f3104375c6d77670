import type { QueryEngine, ResultValue } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import type { EffectivePolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import { schemaOf } from '#sql/schema.ts';
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

/** Reads the lake's words with the caller's own rights: what they may not read is no word to them. */
export async function loadVocabulary(deps: VocabularyDeps): Promise<Vocabulary> {
  const rows = async (sql: string): Promise<readonly Row[]> => {
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
  const values = new Map<string, Promise<ReadonlyMap<string, readonly string[]>>>();
  return {
    types: types.map(counted),
    accounts: words,
    organizationalUnits: unitsOf(words.map(({ ouPath }) => ouPath)),
    regions: regions.map((row) => word(row[0])),
    environments: environments.map(counted),
    tags: tagsOf(tags),
    rules: rules.map((row) => word(row[0])),
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
  table: string,
  deps: VocabularyDeps,
  rows: (sql: string) => Promise<readonly Row[]>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const columns = schemaOf(deps.snapshot).table(table)?.columns ?? [];
  const wanted = columns.filter(
    (column) =>
      column.type === 'varchar' &&
      column.json !== true &&
      !BASE_COLUMNS.has(column.name) &&
      column.sensitivity !== 'secret' &&
      !/(_arn|_id|_ids|arn|_name|description|_address|_cidr|_url)$/.test(column.name),
  );
  const parts = wanted.map(
    ({ name }) =>
      `(SELECT ${text(name)} AS column_name, r.${name} AS value FROM ${table} AS r WHERE r.${name} IS NOT NULL GROUP BY 2 LIMIT ${MOST_VALUES + 1})`,
  );
  const found = new Map<string, string[]>();
  for (let at = 0; at < parts.length; at += 40) {
    for (const row of await rows(parts.slice(at, at + 40).join(' UNION ALL ')))
      found.set(word(row[0]), [...(found.get(word(row[0])) ?? []), word(row[1])]);
  }
  return new Map([...found].filter(([, values]) => values.length <= MOST_VALUES));
}
