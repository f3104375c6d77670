import { identityKey } from '#catalog/identity-key.ts';
import type { NamedPredicate, PredicateVariant } from '#catalog/predicates/named-predicate.ts';
import { predicateByName, variantFor } from '#catalog/predicates/predicates.ts';
import { rulePredicates } from '#catalog/predicates/rules.ts';
import { services } from '#catalog/words/services.ts';
import { topics } from '#catalog/words/topics.ts';
import { wordsOfType } from '#catalog/words/type-words.ts';
import type { Condition } from '../plan/plan.ts';
import { ALIAS, type Branch, columnSql, hasColumn } from './context.ts';
import { isIn, number, text, timestamp } from './literal.ts';
import { asksForUnrecorded, recordersSql } from './recorded.ts';
import { relatedSql } from './related.ts';

type Of<K extends Condition['kind']> = Extract<Condition, { readonly kind: K }>;

/** SQL of a condition over the branch's table; FALSE where the table cannot hold what is asked. */
export function conditionSql(condition: Condition, branch: Branch): string {
  switch (condition.kind) {
    case 'all':
      return `(${condition.of.map((part) => conditionSql(part, branch)).join(' AND ')})`;
    case 'any':
      return anySql(condition.of, branch);
    case 'not':
      return notSql(condition.of, branch);
    case 'predicate':
      return predicateSql(condition, branch);
    case 'compare':
      return compareSql(condition, branch);
    case 'environment':
      return environmentSql(condition, branch);
    case 'account':
      return isIn(`${ALIAS}.account_id`, condition.ids);
    case 'unit':
      return hasColumn(branch, 'ou_path')
        ? isIn(`${ALIAS}.ou_path`, condition.paths)
        : `${ALIAS}.account_id IN (SELECT a.account_id FROM accounts AS a WHERE ${isIn('a.ou_path', condition.paths)})`;
    case 'region':
      return hasColumn(branch, 'region') ? isIn(`${ALIAS}.region`, condition.regions) : 'FALSE';
    case 'zone':
      return hasColumn(branch, 'availability_zone')
        ? `${ALIAS}.availability_zone = ${text(condition.zone)}`
        : 'FALSE';
    case 'tag':
      return tagSql(condition, branch);
    case 'name':
      return nameSql(condition, branch);
    case 'identity':
      return identitySql(condition.text, branch);
    case 'type':
      return hasColumn(branch, 'resource_type') ? isIn(`${ALIAS}.resource_type`, condition.types) : 'FALSE';
    case 'service':
      return serviceSql(condition, branch);
    case 'time':
      return timeSql(condition, branch);
    case 'related':
      return relatedSql(condition.to, branch, (inner, over) => conditionSql(inner, over));
    case 'rule':
      return ruleSql(condition, branch);
    case 'holds':
      return `${ALIAS}.account_id IN (${condition.types.map((type) => holdersSql(type, condition.where, branch)).join(' UNION ALL ')})`;
    case 'range':
      return rangeSql(condition, branch);
    case 'coverage':
      return `${ALIAS}.account_id IN (SELECT v.account_id FROM coverage AS v WHERE v.domain = 'config' AND v.account_id IS NOT NULL AND ${isIn(`v.${condition.column}`, condition.values)})`;
    case 'topic_value':
      return hasColumn(branch, condition.column)
        ? isIn(`${ALIAS}.${condition.column}`, condition.values)
        : 'FALSE';
  }
}

function anySql(parts: readonly Condition[], branch: Branch): string {
  const isAsked = asksForUnrecorded(parts);
  const sqlOf = (part: Condition) =>
    isAsked && part.kind === 'not' && part.of.kind === 'holds'
      ? `NOT (${conditionSql(part.of, branch)})`
      : conditionSql(part, branch);
  return `(${parts.map(sqlOf).join(' OR ')})`;
}

function holdersSql(type: string, where: readonly Condition[], branch: Branch): string {
  const inner = { ...branch, table: branch.tableOf(type), type };
  const conditions = where.map((condition) => conditionSql(condition, inner));
  return `SELECT ${ALIAS}.account_id FROM ${inner.table.name} AS ${ALIAS}${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`;
}

function rangeSql(condition: Of<'range'>, branch: Branch): string {
  if (hasColumn(branch, 'cidr_block')) return `${ALIAS}.cidr_block = ${text(condition.cidr)}`;
  if (branch.type !== 'AWS::EC2::SecurityGroup') return 'FALSE';
  const port =
    condition.port === null
      ? ''
      : ` AND (g.ip_protocol = '-1' OR (g.ip_protocol IN ('tcp', 'udp', '6', '17') AND g.from_port <= ${number(condition.port)} AND g.to_port >= ${number(condition.port)}))`;
  return `${ALIAS}.resource_id IN (SELECT g.group_id FROM ec2_security_group_rule AS g WHERE g.direction = 'ingress' AND g.cidr = ${text(condition.cidr)}${port})`;
}

/** "Not in production" and "not running" keep what has no value; of a predicate, what cannot be known is left out. */
function notSql(inner: Condition, branch: Branch): string {
  if (inner.kind === 'any') return `(${inner.of.map((part) => notSql(part, branch)).join(' AND ')})`;
  const sql = conditionSql(inner, branch);
  if (inner.kind === 'related' && inner.to.kind === 'rows')
    return `(NOT (${sql}) AND ${ALIAS}.account_id IN (${recordersSql(inner.to.types)}))`;
  if (inner.kind === 'holds')
    return `(NOT (${sql}) AND ${ALIAS}.account_id IN (${recordersSql(inner.types)}))`;
  if (inner.kind === 'predicate' && variantOf(inner.name, branch) === undefined) return 'FALSE';
  if (inner.kind === 'compare' && columnSql(branch, inner.column) === undefined) return 'FALSE';
  if (inner.kind === 'environment' || inner.kind === 'tag') return `NOT coalesce(${sql}, FALSE)`;
  if (inner.kind === 'compare' && ['=', 'like'].includes(inner.operator))
    return `NOT coalesce(${sql}, FALSE)`;
  return `NOT (${sql})`;
}

function variantOf(
  name: string,
  branch: Branch,
): { predicate: NamedPredicate; variant: PredicateVariant } | undefined {
  const predicate = predicateByName(name);
  const variant = predicate === undefined ? undefined : variantFor(predicate, branch.type ?? '');
  if (predicate === undefined || variant === undefined) return undefined;
  return variant.needs.every((column) => hasColumn(branch, column)) ? { predicate, variant } : undefined;
}

function predicateSql(condition: Of<'predicate'>, branch: Branch): string {
  const found = variantOf(condition.name, branch);
  if (found === undefined) return 'FALSE';
  const withPort = found.variant.sql.replaceAll(/\{port: ((?:[^{}]|\{port\})*)\}/g, (_, inner: string) =>
    condition.port === null ? '' : ` ${inner.replaceAll('{port}', number(condition.port))}`,
  );
  return `(${withPort
    .replaceAll('{t}', ALIAS)
    .replaceAll('{now}', timestamp(branch.now))
    .replaceAll('{days}', number(condition.days ?? found.predicate.days ?? 0))})`;
}

function compareSql(condition: Of<'compare'>, branch: Branch): string {
  const sql = columnSql(branch, condition.column);
  if (sql === undefined) return 'FALSE';
  const [first] = condition.values;
  switch (condition.operator) {
    case 'true':
      return sql;
    case 'filled':
      // Half of all types have no name but the tag that is called so.
      if (condition.column.name === 'resource_name' && hasColumn(branch, 'tags'))
        return `coalesce(${sql}, element_at(${ALIAS}.tags, 'Name'), '') <> ''`;
      if (condition.column.isJson) return `coalesce(${sql}, '[]') NOT IN ('[]', '{}', 'null', '')`;
      if (condition.column.type === 'varchar') return `coalesce(${sql}, '') <> ''`;
      return condition.column.type === 'bigint' || condition.column.type === 'double'
        ? `coalesce(${sql}, 0) > 0`
        : `${sql} IS NOT NULL`;
    case 'like':
      return condition.values.length === 1
        ? `lower(${sql}) LIKE ${text(String(first).toLowerCase())}`
        : `(${condition.values.map((value) => `lower(${sql}) LIKE ${text(String(value).toLowerCase())}`).join(' OR ')})`;
    default:
      if (typeof first === 'number') return `${sql} ${condition.operator} ${number(first)}`;
      if (condition.column.type === 'timestamp' && first !== undefined)
        return `${sql} ${condition.operator} ${timestamp(first)}`;
      if (condition.operator === '=' && condition.column.type === 'varchar')
        return isIn(`lower(${sql})`, [
          ...new Set(condition.values.map((value) => String(value).toLowerCase())),
        ]);
      return `${sql} ${condition.operator} ${text(String(first))}`;
  }
}

function environmentSql(condition: Of<'environment'>, branch: Branch): string {
  if (hasColumn(branch, 'environment')) return isIn(`${ALIAS}.environment`, condition.values);
  return `${ALIAS}.account_id IN (SELECT a.account_id FROM accounts AS a WHERE ${isIn('a.environment', condition.values)})`;
}

function tagSql(condition: Of<'tag'>, branch: Branch): string {
  const map = hasColumn(branch, 'tags') ? 'tags' : hasColumn(branch, 'cost_tags') ? 'cost_tags' : undefined;
  if (map === undefined) {
    const wanted = condition.values === null ? '' : ` AND ${isIn('t.tag_value', condition.values)}`;
    return hasColumn(branch, 'resource_id')
      ? `${identityKey(ALIAS)} IN (SELECT ${identityKey('t')} FROM resource_tags AS t WHERE ${isIn('t.tag_key', condition.keys)}${wanted})`
      : 'FALSE';
  }
  const parts = condition.keys.map((key) => {
    const value = `element_at(${ALIAS}.${map}, ${text(key)})`;
    return condition.values === null ? `${value} IS NOT NULL` : isIn(value, condition.values);
  });
  return parts.length === 1 ? (parts[0] ?? 'FALSE') : `(${parts.join(' OR ')})`;
}

function nameSql(condition: Of<'name'>, branch: Branch): string {
  const plain = condition.text.toLowerCase();
  const escaped = plain.replaceAll(/[\\%_]/g, '\\$&');
  const pattern =
    condition.match === 'starts'
      ? `${escaped}%`
      : condition.match === 'ends'
        ? `%${escaped}`
        : `%${escaped}%`;
  const escaping = escaped === plain ? '' : " ESCAPE '\\'";
  const names = ['resource_name', 'resource_id', 'account_name'].filter(
    (name) => hasColumn(branch, name) && (name !== 'account_name' || !hasColumn(branch, 'resource_id')),
  );
  const values = [
    ...names.map((name) => `lower(${ALIAS}.${name})`),
    ...(hasColumn(branch, 'tags') ? [`lower(element_at(${ALIAS}.tags, 'Name'))`] : []),
  ];
  const parts = values.map((value) =>
    condition.match === 'is' ? `${value} = ${text(plain)}` : `${value} LIKE ${text(pattern)}${escaping}`,
  );
  return `(${parts.join(' OR ')})`;
}

/** A resource by its id, name, ARN or Name tag; an account by its number or name. */
function identitySql(identity: string, branch: Branch): string {
  if (!hasColumn(branch, 'resource_id'))
    return `(${ALIAS}.account_id = ${text(identity)} OR lower(${ALIAS}.account_name) = ${text(identity.toLowerCase())})`;
  const parts = [
    `${ALIAS}.resource_id = ${text(identity)}`,
    ...(hasColumn(branch, 'resource_name')
      ? [`lower(${ALIAS}.resource_name) = ${text(identity.toLowerCase())}`]
      : []),
  ];
  if (identity.startsWith('arn:') && hasColumn(branch, 'arn')) parts.push(`${ALIAS}.arn = ${text(identity)}`);
  if (hasColumn(branch, 'tags'))
    parts.push(`lower(element_at(${ALIAS}.tags, 'Name')) = ${text(identity.toLowerCase())}`);
  return `(${parts.join(' OR ')})`;
}

function serviceSql(condition: Of<'service'>, branch: Branch): string {
  const words = services.find((entry) => entry.service === condition.service);
  if (hasColumn(branch, 'service')) return isIn(`${ALIAS}.service`, words?.costNames ?? [condition.label]);
  if (hasColumn(branch, 'namespace') && words?.metricNamespace !== undefined)
    return `${ALIAS}.namespace = ${text(words.metricNamespace)}`;
  return hasColumn(branch, 'resource_type')
    ? `${ALIAS}.resource_type LIKE ${text(`AWS::${condition.service}::%`)}`
    : 'FALSE';
}

/** When a resource was created: as recorded for every type, else by the type's own property. */
export function createdSql(branch: Branch): string {
  const own = branch.type === null ? undefined : wordsOfType(branch.type)?.created;
  return own !== undefined && hasColumn(branch, own)
    ? `coalesce(${ALIAS}.created_at, ${ALIAS}.${own})`
    : `${ALIAS}.created_at`;
}

export function timeColumnSql(role: Of<'time'>['role'], branch: Branch): string {
  const topic = topics.find((entry) => entry.table === branch.table.name);
  if (role === 'topic' && topic?.timeColumn != null) return `${ALIAS}.${topic.timeColumn}`;
  return role === 'changed' ? `${ALIAS}.captured_at` : createdSql(branch);
}

function timeSql(condition: Of<'time'>, branch: Branch): string {
  const column = timeColumnSql(condition.role, branch);
  const isDate = branch.table.columns.some(
    (definition) => `${ALIAS}.${definition.name}` === column && definition.type === 'date',
  );
  const literal = (iso: string) => (isDate ? `DATE ${text(iso.slice(0, 10))}` : timestamp(iso));
  const parts = [
    ...(condition.from === null ? [] : [`${column} >= ${literal(condition.from)}`]),
    ...(condition.to === null ? [] : [`${column} < ${literal(condition.to)}`]),
  ];
  const inRange = parts.length > 1 ? `(${parts.join(' AND ')})` : (parts[0] ?? 'TRUE');
  const isCreation = condition.role === 'created' && hasColumn(branch, 'resource_id');
  return isCreation ? `(${inRange} OR ${createdByChange(condition, column)})` : inRange;
}

/**
 * Config records no time of creation for some types (Lambda functions, security groups): then the change that told
 * it counts. By account and type as well, since a name is nobody's alone.
 */
function createdByChange(condition: Of<'time'>, column: string): string {
  const range = [
    ...(condition.from === null ? [] : [`c.changed_at >= ${timestamp(condition.from)}`]),
    ...(condition.to === null ? [] : [`c.changed_at < ${timestamp(condition.to)}`]),
  ];
  const told = `SELECT ${identityKey('c')} FROM resource_changes AS c WHERE ${["c.change_type = 'CREATE'", ...range].join(' AND ')}`;
  return `(${column} IS NULL AND ${identityKey(ALIAS)} IN (${told}))`;
}

function ruleSql(condition: Of<'rule'>, branch: Branch): string {
  return hasColumn(branch, 'rule_name')
    ? `(${ruleNamesSql(condition.name)} AND ${ALIAS}.compliance_type = 'NON_COMPLIANT')`
    : 'FALSE';
}

/** Results of the managed rules that tell a predicate, whatever they said. */
export function ruleNamesSql(name: string): string {
  const rule = rulePredicates.find((entry) => entry.name === name);
  return `(${(rule?.rules ?? []).map((each) => `${ALIAS}.rule_name LIKE ${text(`%${each}%`)}`).join(' OR ')})`;
}
