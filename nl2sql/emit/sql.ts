import { resourceTypeFacts } from '#catalog/resource-types.ts';
import { topicByName } from '#catalog/words/topics.ts';
import type { SqlSchema, SqlTable } from '#sql/schema.ts';
import { leavesOf } from '../plan/conditions.ts';
import { keyColumnsOf } from '../plan/group-columns.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import { withAddOns } from './add-ons.ts';
import { addressSql } from './address.ts';
import { asOfSource } from './as-of.ts';
import { listColumns, type Output } from './columns.ts';
import { conditionSql, createdSql } from './conditions.ts';
import { ALIAS, type Branch, columnSql } from './context.ts';
import { groupColumns, joinsAccounts } from './groups.ts';
import { number, text } from './literal.ts';
import { topicColumns, topicOrder } from './topic-columns.ts';

export interface EmitContext {
  readonly schema: SqlSchema;
  readonly now: Date;
  /** Every spelling of a tag key that the lake has. */
  readonly tagKeys: (key: string) => readonly string[];
  /** A further condition on every row, as SQL over r. */
  readonly also?: string;
}

/** One branch with its WHERE: the tables of a family are read one by one and put together. */
interface Part {
  readonly branch: Branch;
  readonly from: (needed: readonly string[]) => string;
  readonly where: readonly string[];
}

/** Athena SQL for a plan. A plan that no table can answer is a bug of whoever made it. */
export function sqlOf(plan: Plan, context: EmitContext): string {
  if (plan.source.kind === 'address') return addressSql(plan.source.address);
  const parts = branchesOf(plan, context).map(
    (branch): Part => ({
      branch,
      from: fromOf(plan, branch),
      where: [...whereOf(plan, branch), ...(context.also === undefined ? [] : [context.also])],
    }),
  );
  if (plan.measure.kind === 'list' || plan.measure.kind === 'details') {
    return plan.groupBy.length > 0 ? groupedSql(plan, parts, context) : listSql(plan, parts);
  }
  if (plan.measure.kind === 'share') return shareSql(plan, parts);
  return groupedSql(plan, parts, context);
}

/** Conditions that no table of the plan can hold: a query with one would find nothing and seem sure of it. */
export function inapplicable(plan: Plan, context: EmitContext): readonly Condition[] {
  if (plan.source.kind === 'address') return [];
  const branches = branchesOf(plan, context);
  const leaves = leavesOf([...plan.where, ...(plan.measure.kind === 'share' ? plan.measure.of : [])]);
  return leaves.filter((leaf) => branches.every((branch) => conditionSql(leaf, branch) === 'FALSE'));
}

function branchesOf(plan: Plan, context: EmitContext): readonly Branch[] {
  const tableOf = (type: string): SqlTable =>
    context.schema.table(resourceTypeFacts(type).table) ?? {
      name: resourceTypeFacts(type).table,
      description: '',
      columns: [],
      visibility: 'analyst',
      domain: 'config',
      partitionKeys: [],
      storage: { kind: 'slice', of: 'resources' },
    };
  const named = (name: string): SqlTable => {
    const table = context.schema.table(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  };
  switch (plan.source.kind) {
    case 'types':
      return plan.source.types.map((type) => ({ table: tableOf(type), type, now: context.now, tableOf }));
    case 'topic':
      return [
        {
          table: named(topicByName(plan.source.topic)?.table ?? plan.source.topic),
          type: null,
          now: context.now,
          tableOf,
        },
      ];
    default:
      return [{ table: named('resources'), type: null, now: context.now, tableOf }];
  }
}

function fromOf(plan: Plan, branch: Branch): Part['from'] {
  const join = joinsAccounts(plan.groupBy, branch)
    ? ` LEFT JOIN accounts AS o ON o.account_id = ${ALIAS}.account_id`
    : '';
  return (needed) =>
    `${plan.asOf === null ? `${branch.table.name} AS ${ALIAS}` : asOfSource(plan.asOf.at, branch, needed)}${join}`;
}

function whereOf(plan: Plan, branch: Branch): readonly string[] {
  const conditions: readonly Condition[] = plan.where;
  const within = plan.within === null ? [] : [withinSql(plan.within)];
  return [...within, ...conditions.map((condition) => conditionSql(condition, branch))].filter(
    (sql) => sql !== 'TRUE',
  );
}

/** The rows of an earlier answer, by their keys: a semi-join against what was shown. */
function withinSql(keys: NonNullable<Plan['within']>): string {
  if (keys.length === 0) return 'FALSE';
  return `${ALIAS}.account_id || ' ' || ${ALIAS}.resource_id IN (${keys.map((key) => text(`${key.account_id} ${key.resource_id}`)).join(', ')})`;
}

/** `SELECT … FROM … WHERE …` of one part; for as-of questions the columns it reads are taken from the recorded configuration. */
function selectSql(columns: readonly string[], part: Part): string {
  const where = part.where.length === 0 ? '' : `\nWHERE ${part.where.join('\n  AND ')}`;
  const needed = [
    ...new Set(
      [...`${columns.join(' ')} ${where}`.matchAll(/\br\.([a-z][a-z0-9_]*)/g)].map(([, name = '']) => name),
    ),
  ];
  return `SELECT ${columns.join(', ')}\nFROM ${part.from(needed)}${where}`;
}

function orderBy(terms: readonly string[]): string {
  return terms.length === 0 ? '' : `\nORDER BY ${[...new Set(terms)].join(', ')}`;
}

const limitSql = (limit: number | null): string => (limit === null ? '' : `\nLIMIT ${number(limit)}`);

function listSql(plan: Plan, parts: readonly Part[]): string {
  const branches = parts.map((part) => part.branch);
  const isTopic = plan.source.kind === 'topic';
  const outputs: readonly Output[] = isTopic ? topicColumns(plan, branches[0]) : listColumns(plan, branches);
  const hidden: Output[] =
    plan.order?.by.kind === 'created' && !outputs.some((output) => output.name === 'created_at')
      ? [{ name: 'created_at', type: 'timestamp(3)', sql: createdSql }]
      : [];
  const all = [...outputs, ...hidden];
  const selects = parts.map((part) =>
    selectSql(
      all.map((output) => selected(output, part.branch)),
      part,
    ),
  );
  const tie = isTopic
    ? topicOrder(plan, outputs)
    : ['account_name', 'account_id', 'region', 'resource_type', 'resource_id'].filter((name) =>
        outputs.some((output) => output.name === name),
      );
  const asked =
    plan.order === null ? [] : [`${orderName(plan)}${plan.order.descending ? ' DESC' : ''} NULLS LAST`];
  const body =
    selects.length === 1
      ? (selects[0] ?? '')
      : `SELECT ${all.map((output) => output.name).join(', ')}\nFROM (\n${selects.join('\nUNION ALL\n')}\n) AS u`;
  return (
    withAddOns(
      plan,
      body,
      outputs.map((output) => output.name),
    ) +
    orderBy([...asked, ...tie]) +
    limitSql(plan.limit)
  );
}

function orderName(plan: Plan): string {
  const by = plan.order?.by;
  if (by?.kind === 'column') return by.column.name;
  return by?.kind === 'time' ? 'changed_at' : 'created_at';
}

function selected(output: Output, branch: Branch): string {
  const sql = output.sql(branch);
  if (sql === undefined) return `CAST(NULL AS ${output.type}) AS ${output.name}`;
  return sql === `${ALIAS}.${output.name}` ? sql : `${sql} AS ${output.name}`;
}

/** Counts and sums, with or without groups. */
function groupedSql(plan: Plan, parts: readonly Part[], context: EmitContext): string {
  const keyNames = plan.groupBy.flatMap(keyColumnsOf);
  const keysOf = (branch: Branch) =>
    plan.groupBy.flatMap((key) => groupColumns(key, branch, context.tagKeys));
  const measure = measureOf(plan);
  const [only] = parts;
  const countsResources = plan.source.kind === 'topic' && plan.source.countsResources;
  let inner: string;
  let measureSql: string;
  if (parts.length === 1 && only !== undefined && !countsResources) {
    measureSql = measure.over((sql) => sql, only.branch);
    const keys = keysOf(only.branch)
      .map(({ name, sql }) => `${sql ?? 'CAST(NULL AS varchar)'} AS ${name}`)
      .map((sql) => sql.replace(/^r\.(\w+) AS \1$/, 'r.$1'));
    inner = selectSql([...keys, `${measureSql} AS ${measure.name}`], only);
  } else {
    const distinct = countsResources ? 'SELECT DISTINCT' : 'SELECT';
    const identity = countsResources
      ? [
          'r.account_id AS key_account',
          'r.region AS key_region',
          'r.resource_type AS key_type',
          'r.resource_id AS key_id',
        ]
      : [];
    const rows = parts.map((part) => {
      const keys = keysOf(part.branch).map(({ name, sql }) => `${sql ?? 'CAST(NULL AS varchar)'} AS ${name}`);
      const value = measure.input(part.branch);
      const columns = [...keys, ...identity, ...(value === null ? [] : [`${value} AS measured`])];
      return selectSql(columns.length === 0 ? ['1 AS one'] : columns, part).replace(/^SELECT/, distinct);
    });
    measureSql = measure.outer;
    inner = `SELECT ${[...keyNames, `${measureSql} AS ${measure.name}`].join(', ')}\nFROM (\n${rows.join('\nUNION ALL\n')}\n) AS u`;
  }
  const group = keyNames.length === 0 ? '' : `\nGROUP BY ${keyNames.map((_, at) => at + 1).join(', ')}`;
  const having =
    plan.having === null ? '' : `\nHAVING ${measureSql} ${plan.having.operator} ${number(plan.having.value)}`;
  const byTime = plan.groupBy.some((key) => key.kind === 'time') && plan.limit === null;
  const descending = plan.order?.by.kind === 'measure' ? plan.order.descending : true;
  const order =
    keyNames.length === 0
      ? ''
      : orderBy(byTime ? keyNames : [`${measure.name}${descending ? ' DESC' : ''} NULLS LAST`, ...keyNames]);
  return inner + group + having + order + (keyNames.length === 0 ? '' : limitSql(plan.limit));
}

/** The measure's heading; its SQL over one table, its input where tables are put together, and its SQL over those. */
function measureOf(plan: Plan): {
  name: string;
  over: (alias: (sql: string) => string, branch: Branch) => string;
  input: (branch: Branch) => string | null;
  outer: string;
} {
  const { measure } = plan;
  if (measure.kind === 'aggregate') {
    const inputOf = (branch: Branch) => columnSql(branch, measure.column) ?? 'CAST(NULL AS bigint)';
    const name = `${{ sum: 'total', avg: 'average', min: 'smallest', max: 'largest' }[measure.function]}_${measure.column.name}`;
    return {
      name,
      over: (alias, branch) => alias(`${measure.function}(${inputOf(branch)})`),
      input: inputOf,
      outer: `${measure.function}(u.measured)`,
    };
  }
  if (measure.kind === 'count_groups') {
    const inputOf = (branch: Branch) =>
      groupColumns(measure.key, branch, (key) => [key]).at(-1)?.sql ?? 'CAST(NULL AS varchar)';
    return {
      name: 'total',
      over: (alias, branch) => alias(`count(DISTINCT ${inputOf(branch)})`),
      input: inputOf,
      outer: 'count(DISTINCT u.measured)',
    };
  }
  return { name: 'total', over: (alias) => alias('count(*)'), input: () => null, outer: 'count(*)' };
}

/** How many of how many, and which percentage. */
function shareSql(plan: Plan, parts: readonly Part[]): string {
  const of = plan.measure.kind === 'share' ? plan.measure.of : [];
  const rows = parts.map((part) =>
    selectSql(
      [`${of.map((condition) => conditionSql(condition, part.branch)).join(' AND ') || 'TRUE'} AS is_match`],
      part,
    ),
  );
  return `SELECT count(*) AS total, count_if(u.is_match) AS matching, round(100.0 * count_if(u.is_match) / nullif(count(*), 0), 1) AS percentage\nFROM (\n${rows.join('\nUNION ALL\n')}\n) AS u`;
}
