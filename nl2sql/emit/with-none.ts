import type { Plan } from '../plan/plan.ts';
import { conditionSql } from './conditions.ts';
import { ALIAS } from './context.ts';
import { number } from './literal.ts';
import { type EmitContext, limitSql, orderBy } from './parts.ts';
import { recordersSql } from './recorded.ts';

/**
 * The groups of a plan by account, given their SQL without threshold and order, with the accounts that have none
 * beside them: only those of which it is recorded that they would have been seen.
 */
export function withNoneSql(plan: Plan, grouped: string, context: EmitContext): string {
  const types = plan.source.kind === 'types' ? plan.source.types : [];
  const table = context.schema.table('accounts');
  const branch = table === undefined ? null : { table, type: null, now: context.now, tableOf: () => table };
  const places =
    branch === null
      ? []
      : plan.where
          .filter(({ kind }) => ['account', 'environment', 'unit'].includes(kind))
          .map((condition) => conditionSql(condition, branch));
  const isKnown = [`${ALIAS}.account_id IN (${recordersSql(types)})`, ...places].join(' AND ');
  const total = 'coalesce(g.total, 0)';
  const having =
    plan.having === null ? '' : `\n  AND ${total} ${plan.having.operator} ${number(plan.having.value)}`;
  const direction = plan.order?.by.kind === 'measure' && !plan.order.descending ? '' : ' DESC';
  return `SELECT ${ALIAS}.account_name, ${ALIAS}.account_id, ${total} AS total
FROM accounts AS ${ALIAS}
LEFT JOIN (
${grouped}
) AS g ON g.account_id = ${ALIAS}.account_id
WHERE (g.total IS NOT NULL OR (${isKnown}))${having}${orderBy([`total${direction}`, 'account_name', 'account_id'])}${limitSql(plan.limit)}`;
}
