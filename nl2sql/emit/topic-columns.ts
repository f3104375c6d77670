import { topicByName } from '#catalog/words/topics.ts';
import type { Plan } from '../plan/plan.ts';
import type { Output } from './columns.ts';
import { ALIAS, type Branch, hasColumn } from './context.ts';

const of = (name: string): Output => ({
  name,
  type: 'varchar',
  sql: (branch) => (hasColumn(branch, name) ? `${ALIAS}.${name}` : undefined),
});

/** What a topic's rows show: its own columns, then those asked for. */
export function topicColumns(plan: Plan, branch: Branch | undefined): readonly Output[] {
  const topic = plan.source.kind === 'topic' ? topicByName(plan.source.topic) : undefined;
  const usesEnvironment = JSON.stringify(plan.where).includes('"environment"');
  const names = new Set([
    ...(topic?.columns ?? []),
    ...(usesEnvironment ? ['environment'] : []),
    ...plan.columns.map((column) => column.name),
    ...(plan.order?.by.kind === 'column' ? [plan.order.by.column.name] : []),
  ]);
  return [...names].filter((name) => branch === undefined || hasColumn(branch, name)).map(of);
}

/** The topic's own order, made total by the columns that tell rows apart. */
export function topicOrder(plan: Plan, outputs: readonly Output[]): readonly string[] {
  const topic = plan.source.kind === 'topic' ? topicByName(plan.source.topic) : undefined;
  const shown = new Set(outputs.map((output) => output.name));
  const own = (topic?.orderBy ?? [])
    .filter(({ column }) => shown.has(column))
    .map(({ column, descending }) => `${column}${descending ? ' DESC' : ''} NULLS LAST`);
  const ties = [
    'account_id',
    'region',
    'resource_type',
    'resource_id',
    'rule_name',
    'tag_key',
    'valid_from',
    'change_type',
    'target_resource_id',
    'domain',
  ];
  const named = new Set((topic?.orderBy ?? []).map(({ column }) => column));
  return [...own, ...ties.filter((name) => shown.has(name) && !named.has(name))];
}
