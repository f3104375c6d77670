import type { Edit } from '../edit.ts';
import type { Query } from '../tree/nodes.ts';

/** The edit that keeps a result to `rows` rows; undefined where the query limits itself to as many or fewer. */
export function rowLimitEdit(query: Query, rows: number): Edit | undefined {
  const { limit } = query;
  if (limit === null) return { node: query, text: ` LIMIT ${rows}`, as: 'limit' };
  if (limit.form === 'all') return { node: limit, text: String(rows), as: 'rowCount' };
  if (limit.count === null || limit.count.value <= BigInt(rows)) return undefined;
  return { node: limit.count, text: String(rows), as: 'rowCount' };
}
