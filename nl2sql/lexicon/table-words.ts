import type { ColumnDefinition } from '#catalog/define-table.ts';
import { wordsOf } from '#catalog/naming.ts';
import { derivedColumns, knownValues, valueWords } from '#catalog/words/derived-columns.ts';
import { families } from '#catalog/words/families.ts';
import { wordsOfType } from '#catalog/words/type-words.ts';
import type { SqlTable } from '#sql/schema.ts';
import { stemsOf } from '../lex/atoms.ts';
import type { ColumnRef } from '../plan/plan.ts';
import type { PhraseIndex } from './phrase-index.ts';

/** A typed table among those a question is about. */
export interface TypeTable {
  readonly type: string;
  readonly table: SqlTable;
  /** Distinct values of its text columns that have few. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

const RANKS = { reviewed: 4, full: 3, trimmed: 2, suffix: 1 } as const;
const SILENT_ENDINGS = new Set([
  'name',
  'id',
  'arn',
  'value',
  'code',
  'enabled',
  'status',
  'count',
  'date',
  'time',
  'identifier',
]);

/** Base columns of every resource and what people call them. */
const BASE_WORDS: Readonly<Record<string, readonly string[]>> = {
  resource_name: ['name', 'resource name'],
  resource_id: ['id', 'resource id', 'identifier'],
  arn: ['arn'],
  created_at: [
    'creation date',
    'creation time',
    'created at',
    'create date',
    'age',
    'date created',
    'when created',
    'date of creation',
  ],
  captured_at: ['captured at', 'capture time', 'last seen', 'last captured', 'recorded at'],
  availability_zone: ['availability zone', 'az'],
  configuration: ['configuration', 'raw configuration', 'full configuration', 'json'],
  tags: ['tag', 'tags'],
  resource_type: ['resource type'],
  environment: ['environment'],
  account_name: ['account name'],
  account_id: ['account id', 'account number'],
  region: ['region'],
};

export const BASE_COLUMNS: ReadonlySet<string> = new Set([
  'account_id',
  'account_name',
  'region',
  'availability_zone',
  'resource_type',
  'resource_id',
  'resource_name',
  'arn',
  'environment',
  'created_at',
  'captured_at',
  'tags',
  'configuration',
  'supplementary_configuration',
  'source',
]);

/** Adds the columns of the tables by their words, and the values that occur in them; returns the columns. */
export function addTableWords(index: PhraseIndex, tables: readonly TypeTable[]): readonly ColumnRef[] {
  const refs = new Map<string, ColumnRef>();
  const phrases = new Map<string, { ref: string; rank: number; size: number }[]>();
  const say = (phrase: string, ref: string, rank: number) => {
    const key = stemsOf(phrase).join(' ');
    if (key === '') return;
    phrases.set(key, [...(phrases.get(key) ?? []), { ref, rank, size: ref.length }]);
  };
  const join = (
    name: string,
    definition: Pick<ColumnDefinition, 'type'> & { readonly json?: boolean },
    type: string | null,
    column: string,
    isDerived = false,
  ) => {
    const known = refs.get(name);
    const columns = type === null ? null : { ...(known?.columns ?? {}), [type]: column };
    refs.set(name, { name, type: definition.type, isJson: definition.json === true, columns, isDerived });
  };
  const [firstTable] = tables;
  if (firstTable !== undefined) {
    for (const definition of firstTable.table.columns) {
      if (!BASE_COLUMNS.has(definition.name)) continue;
      join(definition.name, definition, null, definition.name);
      for (const words of BASE_WORDS[definition.name] ?? []) say(words, definition.name, RANKS.full);
    }
  }
  for (const { type, table } of tables) {
    const own = new Set([...wordsOf(type.split('::')[2] ?? ''), ...wordsOf(type.split('::')[1] ?? '')]);
    const reviewed = wordsOfType(type)?.columns ?? {};
    for (const definition of table.columns) {
      if (BASE_COLUMNS.has(definition.name)) continue;
      const name = familyName(tables, type, definition.name) ?? definition.name;
      join(name, definition, type, definition.name);
      for (const words of reviewed[definition.name] ?? []) say(words, name, RANKS.reviewed);
      for (const [words, rank] of spokenNames(definition.name, own))
        if (!isOwnNoun(words, type)) say(words, name, rank);
    }
    for (const derived of derivedColumns) {
      if (derived.type !== type) continue;
      join(derived.name, { type: derived.columnType }, type, derived.name, true);
      for (const words of [derived.name.replaceAll('_', ' '), ...derived.words])
        say(words, derived.name, RANKS.reviewed);
    }
  }
  for (const [phrase, candidates] of phrases) {
    const best = Math.max(...candidates.map((candidate) => candidate.rank));
    const named = [
      ...new Set(
        candidates
          .filter((candidate) => candidate.rank === best)
          .sort((a, b) => a.size - b.size)
          .map((candidate) => candidate.ref),
      ),
    ];
    // A tail that several columns share says nothing.
    if (best === RANKS.suffix && named.length > 1) continue;
    const ref = refs.get(named[0] ?? '');
    if (ref !== undefined) index.add(phrase, { kind: 'column', column: ref, rank: best });
  }
  addValues(index, tables, refs);
  return [...refs.values()];
}

/** "volume" is what a volume_id identifies, but of volumes it is the subject, not the column. */
function isOwnNoun(words: string, type: string): boolean {
  const spoken = stemsOf(words).join(' ');
  const reviewed = wordsOfType(type);
  const nouns = [
    ...(reviewed?.nouns ?? []),
    ...(reviewed?.defaults ?? []),
    ...tailsOf(type),
    ...families.filter(({ types }) => types.includes(type)).flatMap((family) => family.nouns),
  ];
  return nouns.some((noun) => stemsOf(noun).join(' ') === spoken);
}

function tailsOf(type: string): readonly string[] {
  const kind = wordsOf(type.split('::')[2] ?? '');
  return kind.map((_, at) => kind.slice(at).join(' '));
}

function familyName(tables: readonly TypeTable[], type: string, column: string): string | undefined {
  if (tables.length < 2) return undefined;
  const family = families.find((entry) => tables.every((table) => entry.types.includes(table.type)));
  return Object.entries(family?.columns ?? {}).find(([, columns]) => columns[type] === column)?.[0];
}

const INVERTING: ReadonlySet<string> = new Set(
  'block blocked deny denied disable disabled exclude excluded ignore ignored no non not prevent restrict restricted skip suppress without'.split(
    ' ',
  ),
);

/** state_name → "state name", "state"; db_instance_class of a DB instance → "class"; long names by their unique tails. */
function spokenNames(column: string, own: ReadonlySet<string>): [string, number][] {
  const words = column.split('_');
  const names: [string, number][] = [[words.join(' '), RANKS.full]];
  const last = words.at(-1) ?? '';
  const trimmed = words.length > 1 && SILENT_ENDINGS.has(last) ? words.slice(0, -1) : words;
  if (trimmed !== words) names.push([trimmed.join(' '), RANKS.trimmed]);
  let from = 0;
  while (from < trimmed.length - 1 && own.has(trimmed[from] ?? '')) from += 1;
  if (from > 0)
    names.push([trimmed.slice(from).join(' '), RANKS.trimmed], [words.slice(from).join(' '), RANKS.trimmed]);
  if (words[0] === 'is' || words[0] === 'has') names.push([words.slice(1).join(' '), RANKS.trimmed]);
  // transit_encryption_enabled is “encryption in transit” to everybody.
  if (/(^|_)transit_encryption(_enabled)?$/.test(column))
    for (const said of ['encryption in transit', 'in transit encryption']) names.push([said, RANKS.full]);
  if (/(^|_)(at_rest_encryption|encryption_at_rest)(_options)?(_enabled)?$/.test(column))
    for (const said of ['encryption at rest', 'at rest encryption']) names.push([said, RANKS.full]);
  for (let start = 1; start < words.length; start += 1) {
    // block_public_policy is not "public policy": what turns the meaning round may not be left out.
    if (INVERTING.has(words[start - 1] ?? '')) break;
    const tail = words.slice(start);
    if (tail.length > 1 || !SILENT_ENDINGS.has(tail[0] ?? '')) names.push([tail.join(' '), RANKS.suffix]);
    const short = trimmed.slice(start);
    if (short.length > 1) names.push([short.join(' '), RANKS.suffix]);
  }
  return names;
}

function addValues(
  index: PhraseIndex,
  tables: readonly TypeTable[],
  refs: ReadonlyMap<string, ColumnRef>,
): void {
  for (const { type, table, values } of tables) {
    const known = knownValues[type] ?? {};
    for (const column of new Set([...values.keys(), ...Object.keys(known)])) {
      const ref = refOf(refs, type, column);
      if (ref === undefined || !table.columns.some((definition) => definition.name === column)) continue;
      for (const value of new Set([...(values.get(column) ?? []), ...(known[column] ?? [])])) {
        if (value.length < 2 || value.length > 60 || /^(true|false|\d+|none|null|n\/a|-)$/i.test(value))
          continue;
        index.addAll([value, value.replaceAll(/[_-]/g, ' '), value.replaceAll(/([a-z])([A-Z])/g, '$1 $2')], {
          kind: 'value',
          column: ref,
          values: [value],
          patterns: false,
          text: value,
        });
      }
    }
    // "m5 instances", "db.t3 instances": the family of an instance type.
    for (const column of ['instance_type', 'db_instance_class']) {
      const ref = refOf(refs, type, column);
      const families = new Set(
        (values.get(column) ?? []).map((value) => value.slice(0, value.lastIndexOf('.'))),
      );
      for (const family of ref === undefined ? [] : families)
        if (ref !== undefined && family !== '')
          index.add(family, {
            kind: 'value',
            column: ref,
            values: [`${family}.%`],
            patterns: true,
            text: family,
          });
    }
    for (const { words, column, patterns } of valueWords) {
      const ref = refOf(refs, type, column[type] ?? '');
      if (ref !== undefined)
        index.addAll(words, {
          kind: 'value',
          column: ref,
          values: patterns,
          patterns: true,
          text: words[0] ?? '',
        });
    }
  }
}

function refOf(refs: ReadonlyMap<string, ColumnRef>, type: string, column: string): ColumnRef | undefined {
  for (const ref of refs.values()) if (ref.columns?.[type] === column && !ref.isDerived) return ref;
  return undefined;
}
