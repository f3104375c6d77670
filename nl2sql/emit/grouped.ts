import { countsNone } from '../plan/counts-none.ts';
import { keyColumnsOf } from '../plan/group-columns.ts';
import type { Plan } from '../plan/plan.ts';
import { type Branch, columnSql } from './context.ts';
import { groupColumns } from './groups.ts';
import { number } from './literal.ts';
import { type EmitContext, limitSql, orderBy, type Part, selectSql } from './parts.ts';
import { withNoneSql } from './with-none.ts';

/** Counts and sums, with or without groups. */
export function groupedSql(plan: Plan, parts: readonly Part[], context: EmitContext): string {
  if (countsNone(plan)) {
    const bare = groupedSql({ ...plan, having: null, order: null, limit: null }, parts, context);
    return withNoneSql(plan, bare.replace(/\nORDER BY [^\n]*$/, ''), context);
  }
  const keyNames = plan.groupBy.flatMap(keyColumnsOf);
  const keysOf = (branch: Branch) => plan.groupBy.flatMap((key) => groupColumns(key, branch, context.tagOf));
  const measure = measureOf(plan, context.tagOf);
  const counted =
    plan.measure.kind === 'aggregate' && plan.measure.counted === true ? ['count(*) AS total'] : [];
  const [only] = parts;
  const countsResources = plan.source.kind === 'topic' && plan.source.countsResources;
  let inner: string;
  let measureSql: string;
  if (parts.length === 1 && only !== undefined && !countsResources) {
    measureSql = measure.over((sql) => sql, only.branch);
    const keys = keysOf(only.branch)
      .map(({ name, sql }) => `${sql ?? 'CAST(NULL AS varchar)'} AS ${name}`)
      .map((sql) => sql.replace(/^r\.(\w+) AS \1$/, 'r.$1'));
    inner = selectSql([...keys, ...counted, `${measureSql} AS ${measure.name}`], only);
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
    inner = `SELECT ${[...keyNames, ...counted, `${measureSql} AS ${measure.name}`].join(', ')}\nFROM (\n${rows.join('\nUNION ALL\n')}\n) AS u`;
  }
  const group = keyNames.length === 0 ? '' : `\nGROUP BY ${keyNames.map((_, at) => at + 1).join(', ')}`;
  const conditions = [
    ...(plan.having === null ? [] : [`${measureSql} ${plan.having.operator} ${number(plan.having.value)}`]),
    ...(isRanking(plan) ? namedKeys(plan, keysOf, only, parts.length === 1 && !countsResources) : []),
  ];
  const having = conditions.length === 0 ? '' : `\nHAVING ${conditions.join(' AND ')}`;
  const byTime = plan.groupBy.some((key) => key.kind === 'time') && plan.limit === null;
  const descending = plan.order?.by.kind === 'measure' ? plan.order.descending : true;
  const order =
    keyNames.length === 0
      ? ''
      : orderBy(byTime ? keyNames : [`${measure.name}${descending ? ' DESC' : ''} NULLS LAST`, ...keyNames]);
  return inner + group + having + order + (keyNames.length === 0 ? '' : limitSql(plan.limit));
}

/** The first few of the values of a tag or property: what has no value is none of them. */
export const isRanking = (plan: Plan): boolean =>
  plan.limit !== null && plan.groupBy.some((key) => key.kind === 'tag' || key.kind === 'column');

function namedKeys(
  plan: Plan,
  keysOf: (branch: Branch) => ReturnType<typeof groupColumns>,
  only: Part | undefined,
  isDirect: boolean,
): readonly string[] {
  return plan.groupBy.flatMap((key, at) => {
    if (key.kind !== 'tag' && key.kind !== 'column') return [];
    const before = plan.groupBy.slice(0, at).flatMap(keyColumnsOf).length;
    const named = keyColumnsOf(key).map((name, offset) =>
      isDirect && only !== undefined ? (keysOf(only.branch)[before + offset]?.sql ?? name) : name,
    );
    return named.map((sql) => `${sql} IS NOT NULL`);
  });
}

/** The heading of what a plan counts or sums. */
export const measureName = (plan: Plan): string =>
  measureOf(plan, (key) => ({ keys: [key], mixesCase: false })).name;

/** The measure's heading; its SQL over one table, its input where tables are put together, and its SQL over those. */
function measureOf(
  plan: Plan,
  tagOf: EmitContext['tagOf'],
): {
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
      groupColumns(measure.key, branch, tagOf).at(-1)?.sql ?? 'CAST(NULL AS varchar)';
    return {
      name: 'total',
      over: (alias, branch) => alias(`count(DISTINCT ${inputOf(branch)})`),
      input: inputOf,
      outer: 'count(DISTINCT u.measured)',
    };
  }
  return { name: 'total', over: (alias) => alias('count(*)'), input: () => null, outer: 'count(*)' };
}
