import type { Plan } from '../plan/plan.ts';

const USERS = `(
SELECT a.account_id, a.group_id AS target_id, a.resource_type AS related_type, a.resource_id AS related_id, a.resource_name AS related_name FROM security_group_attachment AS a
UNION
SELECT e.account_id, e.target_resource_id AS target_id, e.resource_type AS related_type, e.resource_id AS related_id, e.resource_name AS related_name FROM relationships AS e WHERE e.target_resource_id IS NOT NULL
UNION
SELECT e.account_id, e.resource_id AS target_id, e.target_resource_type AS related_type, e.target_resource_id AS related_id, e.target_resource_name AS related_name FROM relationships AS e WHERE e.target_resource_id IS NOT NULL
)`;

/** Days of cost that "what does it cost" looks back. */
export const COST_DAYS = 30;

/** Puts beside each row what uses it, or what it cost; a row without either stays. */
export function withAddOns(plan: Plan, body: string, names: readonly string[]): string {
  if (plan.addOns.length === 0) return body;
  const columns = names.map((name) => `s.${name}`);
  const joins: string[] = [];
  if (plan.addOns.includes('related')) {
    columns.push('x.related_type', 'x.related_id', 'x.related_name');
    joins.push(
      `LEFT JOIN ${USERS} AS x ON x.account_id = s.account_id AND x.target_id = s.resource_id AND x.related_type NOT IN ('AWS::EC2::VPC', 'AWS::EC2::Subnet')`,
    );
  }
  if (plan.addOns.includes('cost')) {
    columns.push('c.cost', 'c.currency');
    joins.push(
      `LEFT JOIN (SELECT k.account_id, k.resource_id, k.currency, sum(k.unblended_cost) AS cost FROM cost_daily AS k WHERE k.day >= current_date - INTERVAL '${COST_DAYS}' DAY AND k.resource_id IS NOT NULL GROUP BY 1, 2, 3) AS c ON c.account_id = s.account_id AND c.resource_id = s.resource_id`,
    );
  }
  return `SELECT ${columns.join(', ')}\nFROM (\n${body}\n) AS s\n${joins.join('\n')}`;
}
