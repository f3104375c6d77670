import type { Plan } from '../plan/plan.ts';
import type { SideCount } from '../translator.ts';
import { measureName } from './grouped.ts';
import type { EmitContext } from './parts.ts';
import { sqlOf } from './sql.ts';

/** Of the first few groups, how many more have as much as the first: it alone would be called the largest. */
export function tiesOf(plan: Plan, context: EmitContext): readonly SideCount[] {
  if (
    plan.groupBy.length === 0 ||
    plan.limit === null ||
    plan.order?.by.kind !== 'measure' ||
    plan.measure.kind === 'share'
  )
    return [];
  const rows = sqlOf({ ...plan, limit: null }, context).replace(/\nORDER BY [^\n]*$/, '');
  const direction = plan.order.descending ? ' DESC' : '';
  return [
    {
      sql: `SELECT count(*) - 1 AS n FROM (\nSELECT rank() OVER (ORDER BY t.${measureName(plan)}${direction} NULLS LAST) AS place\nFROM (\n${rows}\n) AS t\n) AS p\nWHERE p.place = 1`,
      text: 'The first does not stand alone. Others with the same number: {n}.',
      none: null,
    },
  ];
}
