import type { Edit } from '../edit.ts';
import type { ClockExpression, FunctionCall, Query } from '../tree/nodes.ts';
import { nodesOf } from '../tree/walk.ts';

/** Edits that put the time of the question in place of everything that asks an engine's clock. All times are UTC. */
export function clockEdits(query: Query, now: Date): Edit[] {
  const edits: Edit[] = [];
  for (const node of nodesOf(query)) {
    const text = clockLiteral(node as ClockExpression | FunctionCall, now);
    if (text !== undefined) edits.push({ node, text, as: 'expression' });
  }
  return edits;
}

/** SQL of the value that a node reads from the clock; undefined for any other node. */
export function clockLiteral(node: ClockExpression | FunctionCall, now: Date): string | undefined {
  if (node.kind === 'functionCall') {
    if (node.arguments.length > 0) return undefined;
    if (node.name === 'now') return `TIMESTAMP '${stamp(now, 3)} UTC'`;
    return node.name === 'current_timezone' ? "CAST('UTC' AS varchar)" : undefined;
  }
  if (node.kind !== 'clock') return undefined;
  const precision = node.precision ?? 3;
  const [day = '', time = ''] = stamp(now, precision).split(' ');
  switch (node.function) {
    case 'current_date':
      return `DATE '${stamp(now, 3).slice(0, 10)}'`;
    case 'current_timestamp':
      return `TIMESTAMP '${day} ${time} UTC'`;
    case 'localtimestamp':
      return `TIMESTAMP '${day} ${time}'`;
    case 'current_time':
      return `TIME '${time}+00:00'`;
    case 'localtime':
      return `TIME '${time}'`;
  }
}

/** `YYYY-MM-DD hh:mm:ss.fff` with the digits of a second asked for, rounded. */
function stamp(now: Date, precision: number): string {
  const unit = 10 ** Math.max(0, 3 - precision);
  const rounded = new Date(Math.round(now.getTime() / unit) * unit);
  const [whole = '', millis = ''] = rounded.toISOString().replace('T', ' ').replace('Z', '').split('.');
  const fraction = millis.padEnd(precision, '0').slice(0, precision);
  return precision === 0 ? whole : `${whole}.${fraction}`;
}
