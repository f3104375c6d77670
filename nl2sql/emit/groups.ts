import { topics } from '#catalog/words/topics.ts';
import { keyColumnsOf } from '../plan/group-columns.ts';
import type { GroupKey } from '../plan/plan.ts';
import { timeColumnSql } from './conditions.ts';
import { ALIAS, type Branch, columnSql, hasColumn } from './context.ts';
import { isIn, text } from './literal.ts';
import type { EmitContext } from './parts.ts';

/** Columns of a group key: heading and SQL for the branch's table; undefined where it has no such thing. */
export function groupColumns(
  key: GroupKey,
  branch: Branch,
  tagOf: EmitContext['tagOf'],
): readonly { readonly name: string; readonly sql: string | undefined }[] {
  const own = (name: string) => (hasColumn(branch, name) ? `${ALIAS}.${name}` : undefined);
  const names = keyColumnsOf(key);
  const [name = ''] = names;
  switch (key.kind) {
    case 'account':
      return names.map((column) => ({ name: column, sql: own(column) }));
    case 'region':
      return [{ name, sql: own(name) }];
    case 'environment':
      return [{ name, sql: environmentSql(key, own(name)) }];
    case 'type':
      return [{ name, sql: own('resource_type') }];
    case 'zone':
      return [{ name, sql: own('availability_zone') }];
    case 'unit':
      return [{ name, sql: own('ou_path') ?? (hasColumn(branch, 'account_id') ? 'o.ou_path' : undefined) }];
    case 'service':
      return [
        {
          name,
          sql:
            own('service') ??
            (hasColumn(branch, 'resource_type') ? `split_part(${ALIAS}.resource_type, '::', 2)` : undefined),
        },
      ];
    case 'tag': {
      const map = hasColumn(branch, 'tags') ? 'tags' : 'cost_tags';
      const { keys, mixesCase } = tagOf(key.key);
      const values = keys.map((spelling) => `element_at(${ALIAS}.${map}, ${text(spelling)})`);
      const value = values.length === 1 ? (values[0] ?? '') : `coalesce(${values.join(', ')})`;
      if (!hasColumn(branch, map)) return [{ name, sql: undefined }];
      return [{ name, sql: mixesCase ? `lower(${value})` : value }];
    }
    case 'column':
      return [{ name, sql: columnSql(branch, key.column) }];
    case 'time': {
      const isTopic = topics.some((topic) => topic.table === branch.table.name && topic.timeColumn !== null);
      return [
        { name, sql: `date_trunc('${key.unit}', ${timeColumnSql(isTopic ? 'topic' : 'created', branch)})` },
      ];
    }
  }
}

/** "Prod and staging": each under the name it was asked by, however it is spelled in the lake. */
function environmentSql(
  { sets }: Extract<GroupKey, { kind: 'environment' }>,
  own: string | undefined,
): string | undefined {
  if (own === undefined || sets === undefined) return own;
  const cases = sets.map((set) => `WHEN ${isIn(own, set.values)} THEN ${text(set.name)}`);
  return `CASE ${cases.join(' ')} ELSE ${own} END`;
}

/** A group by OU needs the accounts beside the rows. */
export function joinsAccounts(keys: readonly GroupKey[], branch: Branch): boolean {
  return (
    keys.some((key) => key.kind === 'unit') &&
    !hasColumn(branch, 'ou_path') &&
    hasColumn(branch, 'account_id')
  );
}
