import type { Answer, Chart } from './contract.ts';

const NUMERIC = /^(tinyint|smallint|integer|bigint|real|double|decimal)/;
const TEMPORAL = /^(date|timestamp)/;
const MOST_BARS = 40;

/**
 * The chart a result asks for by its shape alone, or null where a table says it better: one category and
 * numbers make bars, one time and numbers a line. Declarative: names of columns, never code.
 */
export function chartOf(result: Pick<Answer, 'columns' | 'rows' | 'truncated'>, title: string): Chart | null {
  const { columns, rows, truncated } = result;
  if (truncated || rows.length < 2) return null;
  const numeric = columns.filter((column) => NUMERIC.test(column.type) && !looksLikeId(column.name));
  const others = columns.filter((column) => !numeric.includes(column));
  // An id beside its name (account_id beside account_name) is the same category twice.
  const labels = others.length > 1 ? others.filter((column) => !/(^|_)(id|arn)$/.test(column.name)) : others;
  const [x] = labels;
  if (numeric.length === 0 || numeric.length > 3 || labels.length !== 1 || x === undefined) return null;
  const y = numeric.map((column) => column.name);
  if (TEMPORAL.test(x.type)) return { kind: 'line', title, x: x.name, y };
  if (!x.type.startsWith('varchar') && x.type !== 'boolean') return null;
  return rows.length <= MOST_BARS ? { kind: 'bar', title, x: x.name, y } : null;
}

/** Account numbers and ports are digits, not quantities. */
function looksLikeId(name: string): boolean {
  return /(^|_)(id|account|port|version|number|code)$/.test(name);
}
