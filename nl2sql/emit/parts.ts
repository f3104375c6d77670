import { resourceTypeFacts } from '#catalog/resource-types.ts';
import { topicByName } from '#catalog/words/topics.ts';
import type { SqlSchema, SqlTable } from '#sql/schema.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import { asOfSource } from './as-of.ts';
import { conditionSql } from './conditions.ts';
import { ALIAS, type Branch } from './context.ts';
import { joinsAccounts } from './groups.ts';
import { number, text } from './literal.ts';

/** Every spelling of a tag key that the lake has, and whether its values differ in case alone ("Payments", "payments"). */
export interface TagSpelling {
  readonly keys: readonly string[];
  readonly mixesCase: boolean;
}

export interface EmitContext {
  readonly schema: SqlSchema;
  readonly now: Date;
  readonly tagOf: (key: string) => TagSpelling;
  /** A further condition on every row, as SQL over r. */
  readonly also?: string;
}

/** One branch with its WHERE: the tables of a family are read one by one and put together. */
export interface Part {
  readonly branch: Branch;
  readonly from: (needed: readonly string[]) => string;
  readonly where: readonly string[];
}

export function branchesOf(plan: Plan, context: EmitContext): readonly Branch[] {
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

export function fromOf(plan: Plan, branch: Branch): Part['from'] {
  const join = joinsAccounts(plan.groupBy, branch)
    ? ` LEFT JOIN accounts AS o ON o.account_id = ${ALIAS}.account_id`
    : '';
  return (needed) =>
    `${plan.asOf === null ? `${branch.table.name} AS ${ALIAS}` : asOfSource(plan.asOf.at, branch, needed)}${join}`;
}

export function whereOf(plan: Plan, branch: Branch): readonly string[] {
  const conditions: readonly Condition[] = plan.where;
  const within = plan.within === null ? [] : [withinSql(plan.within, plan)];
  return [...within, ...conditions.map((condition) => conditionSql(condition, branch))].filter(
    (sql) => sql !== 'TRUE',
  );
}

/** The rows of an earlier answer, by as much of their keys as was shown: a semi-join against what was shown. */
function withinSql(keys: NonNullable<Plan['within']>, { source }: Plan): string {
  if (keys.length === 0) return 'FALSE';
  const [first] = keys;
  // A rule tells of a global resource from the Region that it runs in.
  const isElsewhere = source.kind === 'topic' && source.topic === 'compliance';
  const parts = (['account_id', 'region', 'resource_type', 'resource_id'] as const).filter(
    (part) =>
      first?.[part] != null && keys.every((key) => key[part] !== null) && !(part === 'region' && isElsewhere),
  );
  const own = parts.map((part) => `${ALIAS}.${part}`).join(", ' ', ");
  const shown = keys.map((key) => text(parts.map((part) => key[part]).join(' ')));
  return `concat(${own}) IN (${shown.join(', ')})`;
}

/** `SELECT … FROM … WHERE …` of one part; for as-of questions the columns it reads are taken from the recorded configuration. */
export function selectSql(columns: readonly string[], part: Part): string {
  const where = part.where.length === 0 ? '' : `\nWHERE ${part.where.join('\n  AND ')}`;
  const needed = [
    ...new Set(
      [...`${columns.join(' ')} ${where}`.matchAll(/\br\.([a-z][a-z0-9_]*)/g)].map(([, name = '']) => name),
    ),
  ];
  return `SELECT ${columns.join(', ')}\nFROM ${part.from(needed)}${where}`;
}

export function orderBy(terms: readonly string[]): string {
  return terms.length === 0 ? '' : `\nORDER BY ${[...new Set(terms)].join(', ')}`;
}

export const limitSql = (limit: number | null): string => (limit === null ? '' : `\nLIMIT ${number(limit)}`);
