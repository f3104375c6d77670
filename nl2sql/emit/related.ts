import { identityKey, type Reach, reachKey, reachOf } from '#catalog/identity-key.ts';
import { wordsOf } from '#catalog/naming.ts';
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

const OWN = identityKey(ALIAS);

function namedSql(to: Extract<RelatedTo, { kind: 'named' }>, branch: Branch): string {
  const value = text(to.text);
  const isId = /^[a-z]+(-[a-z]+)?-[0-9a-f]{6,}$/.test(to.text) || to.text.startsWith('arn:');
  const byName = isId
    ? ''
    : ` OR concat(e.account_id, ' ', e.target_resource_id) IN (SELECT concat(s.account_id, ' ', s.resource_id) FROM resources AS s WHERE s.resource_name = ${value} OR element_at(s.tags, 'Name') = ${value})`;
  const ofType = to.types.length === 0 ? '' : ` AND ${isIn('e.target_resource_type', to.types)}`;
  const fromType = to.types.length === 0 ? '' : ` AND ${isIn('e.resource_type', to.types)}`;
  const fromName = isId
    ? ''
    : ` OR ${identityKey('e')} IN (SELECT ${identityKey('s')} FROM resources AS s WHERE element_at(s.tags, 'Name') = ${value})`;
  const parts = [
    `${OWN} IN (SELECT ${identityKey('e')} FROM relationships AS e WHERE (e.target_resource_id = ${value} OR e.target_resource_name = ${value} OR e.target_arn = ${value}${byName})${ofType})`,
    ...toldOf(
      branch.type,
      to.types,
      `(e.resource_id = ${value} OR e.resource_name = ${value} OR e.arn = ${value}${fromName})${fromType}`,
    ),
  ];
  if (to.text.startsWith('sg-'))
    parts.push(
      `${OWN} IN (SELECT ${identityKey('a')} FROM security_group_attachment AS a WHERE a.group_id = ${value})`,
    );
  // A group lies in a VPC and is attached to what is in it: the VPC itself does not use it.
  const isUse = to.text.startsWith('sg-') && branch.type === null;
  for (const [prefix, columns] of Object.entries(POINTERS)) {
    if (!to.text.startsWith(prefix)) continue;
    for (const column of columns) if (hasColumn(branch, column)) parts.push(`${ALIAS}.${column} = ${value}`);
  }
  return isUse
    ? `((${parts.join(' OR ')}) AND ${ALIAS}.resource_type <> 'AWS::EC2::VPC')`
    : `(${parts.join(' OR ')})`;
}

/** The two ways in which an edge tells its other end: by its id, else by its name alone. */
const ENDS = [
  { told: 'target_resource_id', own: 'resource_id', alone: '' },
  { told: 'target_resource_name', own: 'resource_name', alone: ' AND e.target_resource_id IS NULL' },
] as const;

/** Ids that are nobody else's are never told by a name alone. */
const endsOf = (reach: Reach) => (reach === 'everywhere' ? ENDS.slice(0, 1) : ENDS);

/** Conditions on a row of `type` (null: of any) that edges from others name. */
function toldOf(type: string | null, others: readonly string[], where: string): readonly string[] {
  const ofType = type === null ? '' : ` AND e.target_resource_type = ${text(type)}`;
  const typed = (sql: string, column: string) => (type === null ? `concat(${column}, ' ', ${sql})` : sql);
  const told = (reach: Reach) =>
    endsOf(reach).map((end) => {
      const own = reachKey(ALIAS, typed(`${ALIAS}.${end.own}`, `${ALIAS}.resource_type`), reach);
      const other = reachKey('e', typed(`e.${end.told}`, 'e.target_resource_type'), reach);
      // A row without a name is not named: NULL would drop it from what "not related" keeps.
      return `coalesce(${own} IN (SELECT ${other} FROM relationships AS e WHERE ${where}${ofType} AND e.${end.told} IS NOT NULL${end.alone}), FALSE)`;
    });
  if (type !== null) return told(reachOf(type, others));
  const isAnywhere = `(${ALIAS}.region = 'global' OR ${ALIAS}.resource_type = 'AWS::S3::Bucket')`;
  return [...told('region'), ...told('account').map((sql) => `(${isAnywhere} AND ${sql})`)];
}

function rowsSql(
  to: Extract<RelatedTo, { kind: 'rows' }>,
  branch: Branch,
  sqlOf: (condition: Condition, branch: Branch) => string,
): string {
  const branchOf = (type: string): Branch => ({ ...branch, table: branch.tableOf(type), type });
  const them = (type: string, value: string, more: readonly string[] = []) => {
    const inner = branchOf(type);
    const where = [...to.where.map((condition) => sqlOf(condition, inner)), ...more];
    return `SELECT ${value} FROM ${inner.table.name} AS ${ALIAS}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`;
  };
  const parts = to.types.flatMap((type) => {
    const reach = reachOf(type, branch.type === null ? [] : [branch.type]);
    const named = endsOf(reach).map(
      (end) =>
        `${OWN} IN (SELECT ${identityKey('e')} FROM relationships AS e WHERE e.target_resource_type = ${text(type)}${end.alone} AND ${reachKey('e', `e.${end.told}`, reach)} IN (${them(type, reachKey(ALIAS, `${ALIAS}.${end.own}`, reach))}))`,
    );
    const pointed = pointersTo(branch.type, branchOf(type)).flatMap((column) => {
      const values = them(type, `${ALIAS}.${column}`, [`${ALIAS}.${column} IS NOT NULL`]);
      return [
        `${ALIAS}.resource_id IN (${values})`,
        ...(column.endsWith('_arn') ? [`coalesce(${ALIAS}.arn IN (${values}), FALSE)`] : []),
      ];
    });
    return [
      ...named,
      ...toldOf(
        branch.type,
        [type],
        `e.resource_type = ${text(type)} AND ${identityKey('e')} IN (${them(type, OWN)})`,
      ),
      ...pointersTo(type, branch).map(
        (column) => `coalesce(${ALIAS}.${column} IN (${them(type, `${ALIAS}.resource_id`)}), FALSE)`,
      ),
      ...pointed,
      ...(type === 'AWS::EC2::SecurityGroup'
        ? [
            `${OWN} IN (SELECT ${identityKey('a')} FROM security_group_attachment AS a WHERE a.group_id IN (${them(type, `${ALIAS}.resource_id`)}))`,
          ]
        : []),
      ...(branch.type === 'AWS::EC2::SecurityGroup'
        ? [
            `${ALIAS}.resource_id IN (SELECT a.group_id FROM security_group_attachment AS a WHERE a.resource_type = ${text(type)} AND ${identityKey('a')} IN (${them(type, OWN)}))`,
          ]
        : []),
    ];
  });
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
