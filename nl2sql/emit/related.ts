import { wordsOf } from '#catalog/naming.ts';
import { resourceTypeFacts } from '#catalog/resource-types.ts';
import { typeOfId } from '#catalog/words/id-prefixes.ts';
import type { Condition, RelatedTo } from '../plan/plan.ts';
import { ALIAS, type Branch, hasColumn } from './context.ts';
import { isIn, text } from './literal.ts';

/** Columns of typed tables that point at a resource by the beginning of its id. */
export const POINTERS: Readonly<Record<string, readonly string[]>> = {
  'vpc-': ['vpc_id', 'db_subnet_group_vpc_id', 'resources_vpc_config_vpc_id'],
  'subnet-': ['subnet_id'],
  'i-': ['instance_id', 'attachment_instance_id'],
  'ami-': ['image_id'],
  'eni-': ['network_interface_id'],
};

/**
 * Resources that are related to one or to several others. Config records an edge from either end and mirrors
 * nothing, so both directions are looked at, and the properties that name the other end too.
 */
export function relatedSql(
  to: RelatedTo,
  branch: Branch,
  sqlOf: (condition: Condition, branch: Branch) => string,
): string {
  return to.kind === 'named' ? namedSql(to, branch) : rowsSql(to, branch, sqlOf);
}

function namedSql(to: Extract<RelatedTo, { kind: 'named' }>, branch: Branch): string {
  const value = text(to.text);
  const isId = /^[a-z]+(-[a-z]+)?-[0-9a-f]{6,}$/.test(to.text) || to.text.startsWith('arn:');
  const byName = isId
    ? ''
    : ` OR e.target_resource_id IN (SELECT s.resource_id FROM resources AS s WHERE s.resource_name = ${value} OR element_at(s.tags, 'Name') = ${value})`;
  const ofType = to.types.length === 0 ? '' : ` AND ${isIn('e.target_resource_type', to.types)}`;
  const fromType = to.types.length === 0 ? '' : ` AND ${isIn('e.resource_type', to.types)}`;
  const fromName = isId
    ? ''
    : ` OR e.resource_id IN (SELECT s.resource_id FROM resources AS s WHERE element_at(s.tags, 'Name') = ${value})`;
  const parts = [
    `${ALIAS}.resource_id IN (SELECT e.resource_id FROM relationships AS e WHERE (e.target_resource_id = ${value} OR e.target_resource_name = ${value} OR e.target_arn = ${value}${byName})${ofType})`,
    `${ALIAS}.resource_id IN (SELECT e.target_resource_id FROM relationships AS e WHERE (e.resource_id = ${value} OR e.resource_name = ${value} OR e.arn = ${value}${fromName})${fromType} AND e.target_resource_id IS NOT NULL)`,
  ];
  if (to.text.startsWith('sg-'))
    parts.push(
      `${ALIAS}.resource_id IN (SELECT a.resource_id FROM security_group_attachment AS a WHERE a.group_id = ${value})`,
    );
  for (const [prefix, columns] of Object.entries(POINTERS)) {
    if (!to.text.startsWith(prefix)) continue;
    for (const column of columns) if (hasColumn(branch, column)) parts.push(`${ALIAS}.${column} = ${value}`);
  }
  return `(${parts.join(' OR ')})`;
}

function rowsSql(
  to: Extract<RelatedTo, { kind: 'rows' }>,
  branch: Branch,
  sqlOf: (condition: Condition, branch: Branch) => string,
): string {
  const rows = to.types.map((type) => {
    const table = resourceTypeFacts(type).table;
    const inner = to.where.map((condition) =>
      sqlOf(condition, { ...branch, table: branch.tableOf(type), type }),
    );
    return `SELECT ${ALIAS}.resource_id FROM ${table} AS ${ALIAS}${inner.length === 0 ? '' : ` WHERE ${inner.join(' AND ')}`}`;
  });
  const them = rows.join(' UNION ALL ');
  const parts = [
    `${ALIAS}.resource_id IN (SELECT e.resource_id FROM relationships AS e WHERE ${isIn('e.target_resource_type', to.types)} AND e.target_resource_id IN (${them}))`,
    `${ALIAS}.resource_id IN (SELECT e.target_resource_id FROM relationships AS e WHERE ${isIn('e.resource_type', to.types)} AND e.target_resource_id IS NOT NULL AND e.resource_id IN (${them}))`,
  ];
  for (const type of to.types) {
    const inner = { ...branch, table: branch.tableOf(type), type };
    const where = to.where.map((condition) => ` AND ${sqlOf(condition, inner)}`).join('');
    for (const column of pointersTo(type, branch))
      parts.push(`coalesce(${ALIAS}.${column} IN (${them}), FALSE)`);
    for (const column of pointersTo(branch.type, inner)) {
      const pointed = `SELECT ${ALIAS}.${column} FROM ${inner.table.name} AS ${ALIAS} WHERE ${ALIAS}.${column} IS NOT NULL${where}`;
      parts.push(`${ALIAS}.resource_id IN (${pointed})`);
      if (column.endsWith('_arn')) parts.push(`coalesce(${ALIAS}.arn IN (${pointed}), FALSE)`);
    }
  }
  if (to.types.includes('AWS::EC2::SecurityGroup'))
    parts.push(
      `${ALIAS}.resource_id IN (SELECT a.resource_id FROM security_group_attachment AS a WHERE a.group_id IN (${them}))`,
    );
  if (branch.type === 'AWS::EC2::SecurityGroup')
    parts.push(
      `${ALIAS}.resource_id IN (SELECT a.group_id FROM security_group_attachment AS a WHERE ${isIn('a.resource_type', to.types)} AND a.resource_id IN (${them}))`,
    );
  return `(${parts.join(' OR ')})`;
}

/** Columns of a table that hold the id of a resource of that type: load_balancer_arn of a listener, subnet_id of a gateway. */
export function pointersTo(type: string | null, branch: Branch): readonly string[] {
  if (type === null || type === branch.type) return [];
  const kind = wordsOf(type.split('::')[2] ?? '').join('_');
  const byPrefix = Object.entries(POINTERS).flatMap(([prefix, columns]) =>
    typeOfId(`${prefix}0123456789abcdef0`) === type ? columns : [],
  );
  return [...new Set([`${kind}_id`, `${kind}_arn`, ...byPrefix])].filter((column) =>
    branch.table.columns.some(({ name, type: held }) => name === column && held === 'varchar'),
  );
}
