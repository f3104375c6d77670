import { topicByName } from '#catalog/words/topics.ts';
import { leavesOf } from '../plan/conditions.ts';
import { keyColumnsOf } from '../plan/group-columns.ts';
import type { Condition, GroupKey, Plan } from '../plan/plan.ts';
import { withAddOns } from './add-ons.ts';
import { addressSql } from './address.ts';
import { listColumns, type Output } from './columns.ts';
import { conditionSql, createdSql } from './conditions.ts';
import { ALIAS, type Branch, columnSql } from './context.ts';
import { groupedSql } from './grouped.ts';
import { groupColumns } from './groups.ts';
import {
  branchesOf,
  type EmitContext,
  fromOf,
  limitSql,
  orderBy,
  type Part,
  selectSql,
  whereOf,
} from './parts.ts';
import { topicColumns, topicOrder } from './topic-columns.ts';

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
  if (plan.measure.kind === 'share') return shareSql(plan, parts, context);
  return groupedSql(plan, parts, context);
}

/** Groups that no table of the plan has. */
export function missingGroups(plan: Plan, context: EmitContext): readonly GroupKey[] {
  if (plan.source.kind === 'address') return [];
  const branches = branchesOf(plan, context);
  return plan.groupBy.filter((key) =>
    branches.every((branch) =>
      groupColumns(key, branch, context.tagOf).every(({ sql }) => sql === undefined),
    ),
  );
}

/** Conditions that no table of the plan can hold: a query with one would find nothing and seem sure of it. */
export function inapplicable(plan: Plan, context: EmitContext): readonly Condition[] {
  if (plan.source.kind === 'address') return [];
  const branches = branchesOf(plan, context);
  const leaves = leavesOf([...plan.where, ...(plan.measure.kind === 'share' ? plan.measure.of : [])]);
  return [
    ...leaves.filter((leaf) => branches.every((branch) => conditionSql(leaf, branch) === 'FALSE')),
    ...branches.slice(0, 1).flatMap((branch) => leaves.flatMap((leaf) => unheld(leaf, branch))),
  ];
}

/** What is said of related resources must be recorded of those. */
function unheld(leaf: Condition, branch: Branch): readonly Condition[] {
  const rows =
    leaf.kind === 'holds' ? leaf : leaf.kind === 'related' && leaf.to.kind === 'rows' ? leaf.to : null;
  if (rows === null) return [];
  return leavesOf(rows.where).filter((inner) =>
    rows.types.some(
      (type) => conditionSql(inner, { ...branch, table: branch.tableOf(type), type }) === 'FALSE',
    ),
  );
}

/** Conditions that some tables of the plan cannot hold, with the types whose rows they leave out. */
export function partlyInapplicable(
  plan: Plan,
  context: EmitContext,
): readonly { readonly condition: Condition; readonly types: readonly string[] }[] {
  if (plan.source.kind !== 'types') return [];
  const branches = branchesOf(plan, context);
  return leavesOf(plan.where).flatMap((condition) => {
    const lacking = branches.filter((branch) => conditionSql(condition, branch) === 'FALSE');
    const types = lacking.flatMap(({ type }) => (type === null ? [] : [type]));
    return types.length === 0 || types.length === branches.length ? [] : [{ condition, types }];
  });
}

function listSql(plan: Plan, parts: readonly Part[]): string {
  const branches = parts.map((part) => part.branch);
  const isTopic = plan.source.kind === 'topic';
  const outputs: readonly Output[] = isTopic ? topicColumns(plan, branches[0]) : listColumns(plan, branches);
  const hidden: Output[] =
    orderName(plan) === 'created_at' && !isTopic && !outputs.some((output) => output.name === 'created_at')
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
  const orderedBy = orderName(plan);
  const asked =
    plan.order === null || !all.some(({ name }) => name === orderedBy)
      ? []
      : [`${orderedBy}${plan.order.descending ? ' DESC' : ''} NULLS LAST`];
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

/** What a list is ordered by; only rows that are counted have a measure, so that it orders no list. */
function orderName(plan: Plan): string | undefined {
  const by = plan.order?.by;
  if (by === undefined || by.kind === 'measure') return undefined;
  if (by.kind === 'column') return by.column.name;
  if (plan.source.kind === 'topic') return topicByName(plan.source.topic)?.timeColumn ?? undefined;
  return 'created_at';
}

/** A column that a list is to be ordered by and no table of the plan has: the order would be lost unseen. */
export function missingOrder(plan: Plan, context: EmitContext): string | undefined {
  const by = plan.order?.by;
  const isList =
    plan.groupBy.length === 0 && (plan.measure.kind === 'list' || plan.measure.kind === 'details');
  if (by === undefined || !isList || plan.source.kind === 'address') return undefined;
  if (by.kind === 'column')
    return branchesOf(plan, context).some((branch) => columnSql(branch, by.column) !== undefined)
      ? undefined
      : by.column.name;
  return by.kind !== 'measure' && orderName(plan) === undefined ? 'time' : undefined;
}

/** A column that was asked for and that no table of the plan has: the rows alone would look like the answer. */
export function missingColumn(plan: Plan, context: EmitContext): string | undefined {
  if (plan.source.kind === 'address') return undefined;
  const branches = branchesOf(plan, context);
  return plan.columns.find((column) => branches.every((branch) => columnSql(branch, column) === undefined))
    ?.name;
}

/** The column that is summed up, where no table of the plan has it. */
export function missingMeasure(plan: Plan, context: EmitContext): string | undefined {
  const { measure } = plan;
  if (measure.kind !== 'aggregate' || plan.source.kind === 'address') return undefined;
  return branchesOf(plan, context).some((branch) => columnSql(branch, measure.column) !== undefined)
    ? undefined
    : measure.column.name;
}

function selected(output: Output, branch: Branch): string {
  const sql = output.sql(branch);
  if (sql === undefined) return `CAST(NULL AS ${output.type}) AS ${output.name}`;
  return sql === `${ALIAS}.${output.name}` ? sql : `${sql} AS ${output.name}`;
}

/** How many of how many, and which percentage; of each group where there are any. */
function shareSql(plan: Plan, parts: readonly Part[], context: EmitContext): string {
  const of = plan.measure.kind === 'share' ? plan.measure.of : [];
  const names = plan.groupBy.flatMap(keyColumnsOf);
  const rows = parts.map((part) => {
    const keys = plan.groupBy
      .flatMap((key) => groupColumns(key, part.branch, context.tagOf))
      .map(({ name, sql }) => `${sql ?? 'CAST(NULL AS varchar)'} AS ${name}`);
    const match = of.map((condition) => conditionSql(condition, part.branch)).join(' AND ') || 'TRUE';
    return selectSql([...keys, `${match} AS is_match`], part);
  });
  const figures = [
    'count(*) AS total',
    'count_if(u.is_match) AS matching',
    'round(100.0 * count_if(u.is_match) / nullif(count(*), 0), 1) AS percentage',
  ];
  const grouping =
    names.length === 0
      ? ''
      : `\nGROUP BY ${names.map((_, at) => at + 1).join(', ')}${orderBy([`percentage${plan.order?.descending === false ? '' : ' DESC'} NULLS LAST`, ...names])}${limitSql(plan.limit)}`;
  return `SELECT ${[...names.map((name) => `u.${name}`), ...figures].join(', ')}\nFROM (\n${rows.join('\nUNION ALL\n')}\n) AS u${grouping}`;
}
