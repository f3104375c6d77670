import { IDENTITY } from '#catalog/identity-key.ts';
import { predicateByName, variantFor } from '#catalog/predicates/predicates.ts';
import { families } from '#catalog/words/families.ts';
import { wordsOfType } from '#catalog/words/type-words.ts';
import type { SqlTable } from '#sql/schema.ts';
import { isFlag } from '../plan/conditions.ts';
import type { ColumnRef, Condition, Plan } from '../plan/plan.ts';
import { conditionSql } from './conditions.ts';
import { ALIAS, type Branch, columnSql, hasColumn } from './context.ts';
import { heading, text } from './literal.ts';

/** One column of the answer: its heading, its SQL for each table, and its type for the tables that lack it. */
export interface Output {
  readonly name: string;
  readonly type: string;
  sql(branch: Branch): string | undefined;
}

const MOST_COLUMNS = 16;
const TRINO: Readonly<Record<string, string>> = {
  varchar: 'varchar',
  bigint: 'bigint',
  double: 'double',
  boolean: 'boolean',
  timestamp: 'timestamp(3)',
  date: 'date',
  decimal: 'decimal(38,10)',
  varcharMap: 'map(varchar, varchar)',
  varcharArray: 'array(varchar)',
};
/** Too long to show unasked. */
const DOCUMENTS = new Set(['configuration', 'supplementary_configuration']);

const plain = (name: string, type = 'varchar'): Output => ({
  name,
  type,
  sql: (branch) => (hasColumn(branch, name) ? `${ALIAS}.${name}` : undefined),
});
const outputOf = (column: ColumnRef): Output => ({
  name: column.name,
  type: TRINO[column.type] ?? 'varchar',
  sql: (branch) => columnSql(branch, column),
});

/** The columns a list of resources shows: who and where, what was asked or filtered by, then what is telling for the type. */
export function listColumns(plan: Plan, branches: readonly Branch[]): readonly Output[] {
  const found = new Map<string, Output>();
  const add = (output: Output) => {
    if (!found.has(output.name) && branches.some((branch) => output.sql(branch) !== undefined))
      found.set(output.name, output);
  };
  for (const name of ['account_name', 'account_id', 'region']) add(plain(name));
  if (branches.length > 1 || plan.source.kind === 'resources') add(plain('resource_type'));
  for (const name of ['resource_id', 'resource_name']) add(plain(name));
  for (const column of plan.columns) add(outputOf(column));
  // Config leaves the name of many types empty: people keep it in a tag.
  if (plan.columns.some((column) => column.name === 'resource_name')) add(tagColumn(['Name']));
  for (const flag of plan.flags) add(flagColumn(flag));
  for (const output of conditionColumns(plan.where, branches)) add(output);
  if (plan.order?.by.kind === 'column') add(outputOf(plan.order.by.column));
  if (plan.measure.kind === 'details') {
    add(plain('arn'));
    add(plain('environment'));
  }
  for (const output of telling(plan, branches)) if (found.size < MOST_COLUMNS) add(output);
  if (plan.measure.kind === 'details') {
    for (const [name, type] of [
      ['created_at', 'timestamp(3)'],
      ['captured_at', 'timestamp(3)'],
      ['tags', 'map(varchar, varchar)'],
      ['configuration', 'varchar'],
    ] as const)
      add(plain(name, type));
  }
  return [...found.values()];
}

/** What a filter looked at is worth seeing beside the rows it kept. */
function conditionColumns(conditions: readonly Condition[], branches: readonly Branch[]): readonly Output[] {
  return conditions.flatMap((condition): readonly Output[] => {
    switch (condition.kind) {
      case 'all':
        return conditionColumns(condition.of, branches);
      case 'any':
        return new Set(condition.of.map((part) => (isFlag(part) ? flagColumn(part).name : ''))).size > 1 &&
          condition.of.every((part) => isFlag(part))
          ? condition.of.map(flagColumn)
          : conditionColumns(condition.of, branches);
      case 'not':
        return conditionColumns([condition.of], branches);
      case 'compare':
        return condition.operator === 'filled' && condition.column.isJson ? [] : [outputOf(condition.column)];
      case 'environment':
        return [plain('environment')];
      case 'zone':
        return [plain('availability_zone')];
      case 'tag':
        return [tagColumn(condition.keys)];
      case 'time':
        return condition.role === 'created'
          ? [{ name: 'created_at', type: 'timestamp(3)', sql: (branch) => createdOf(branch) }]
          : [];
      case 'predicate':
        return predicateColumns(condition.name, branches);
      default:
        return [];
    }
  });
}

function createdOf(branch: Branch): string | undefined {
  const own = branch.type === null ? undefined : wordsOfType(branch.type)?.created;
  if (!hasColumn(branch, 'created_at')) return undefined;
  return own !== undefined && hasColumn(branch, own)
    ? `coalesce(${ALIAS}.created_at, ${ALIAS}.${own})`
    : `${ALIAS}.created_at`;
}

export function tagColumn(keys: readonly string[]): Output {
  const [first = ''] = keys;
  const values = keys.map((key) => `element_at(${ALIAS}.tags, ${text(key)})`);
  const sql = values.length === 1 ? (values[0] ?? '') : `coalesce(${values.join(', ')})`;
  return {
    name: heading(first),
    type: 'varchar',
    sql: (branch) => (hasColumn(branch, 'tags') ? sql : undefined),
  };
}

/** The columns that a predicate reads, where they are short. */
function predicateColumns(name: string, branches: readonly Branch[]): readonly Output[] {
  const predicate = predicateByName(name);
  if (predicate === undefined) return [];
  const read = branches.map((branch) => variantFor(predicate, branch.type ?? '')?.needs ?? []);
  // Tables that mean different things by it have no column in common worth showing.
  const needs = new Set(read.flat().filter((need) => read.every((needed) => needed.includes(need))));
  return [...needs]
    .filter((need) => !DOCUMENTS.has(need) && ![...IDENTITY, 'tags', 'arn'].includes(need))
    .map((need) => ({
      name: need,
      type: typeOf(branches, Object.fromEntries(branches.map((branch) => [branch.type ?? '', need]))),
      sql: (branch) => {
        const variant = variantFor(predicate, branch.type ?? '');
        const definition = branch.table.columns.find((column) => column.name === need);
        return variant?.needs.includes(need) === true && definition !== undefined && definition.json !== true
          ? `${ALIAS}.${need}`
          : undefined;
      },
    }));
}

/** "Unencrypted, public, or without backups": which of them each row is. */
function flagColumn(condition: Condition): Output {
  const name =
    condition.kind === 'not' && condition.of.kind === 'predicate'
      ? condition.of.name
      : condition.kind === 'predicate'
        ? condition.name
        : '';
  const column = predicateByName(name)?.column ?? `is_${name}`;
  return {
    name: column,
    type: 'boolean',
    sql: (branch) => conditionSql({ kind: 'predicate', name, port: null, days: null }, branch),
  };
}

function telling(plan: Plan, branches: readonly Branch[]): readonly Output[] {
  const family =
    plan.source.kind === 'types'
      ? families.find((entry) => plan.source.kind === 'types' && entry.name === plan.source.family)
      : undefined;
  if (family !== undefined) {
    return Object.entries(family.columns).map(([name, columns]) => ({
      name,
      type: typeOf(branches, columns),
      sql: (branch) =>
        branch.type !== null &&
        columns[branch.type] !== undefined &&
        hasColumn(branch, columns[branch.type] ?? '')
          ? `${ALIAS}.${columns[branch.type]}`
          : undefined,
    }));
  }
  const [only] = branches;
  if (branches.length !== 1 || only === undefined) return [plain('created_at', 'timestamp(3)')];
  const names = only.type === null ? [] : (wordsOfType(only.type)?.telling ?? guessedColumns(only.table));
  return names.map((name) =>
    plain(
      name,
      TRINO[only.table.columns.find((column) => column.name === name)?.type ?? 'varchar'] ?? 'varchar',
    ),
  );
}

function typeOf(branches: readonly Branch[], columns: Readonly<Record<string, string>>): string {
  for (const branch of branches) {
    const definition = branch.table.columns.find((column) => column.name === columns[branch.type ?? '']);
    if (definition !== undefined) return TRINO[definition.type] ?? 'varchar';
  }
  return 'varchar';
}

const TELLING_WORDS = [
  'status',
  'state',
  'type',
  'engine',
  'engine_version',
  'version',
  'class',
  'size',
  'enabled',
  'scheme',
  'name',
  'protocol',
  'runtime',
];

/** For a type nobody reviewed: its short columns whose names promise a state, a kind or a size. */
function guessedColumns(table: SqlTable): readonly string[] {
  const own = table.columns.filter(
    (column) => column.json !== true && column.path !== undefined && column.sensitivity !== 'secret',
  );
  const isTelling = (name: string) =>
    TELLING_WORDS.some((word) => name === word || name.endsWith(`_${word}`));
  const first = own.filter((column) => isTelling(column.name) && column.name.split('_').length <= 3);
  return [...first, ...own.filter((column) => !first.includes(column))]
    .slice(0, 5)
    .map((column) => column.name);
}
