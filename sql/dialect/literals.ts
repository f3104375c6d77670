import { refuse } from '../diagnostic.ts';
import type { IntervalLiteral, NumberLiteral, Span, TypedLiteral } from '../tree/nodes.ts';
import { formatType, type SqlType, types } from '../types.ts';
import { castValue } from './cast.ts';
import type { EmitState } from './emit-state.ts';
import { parseJson, writeJson } from './runtime/json-text.ts';
import { RuntimeError } from './runtime/runtime-function.ts';
import { instantOf, parseDate, parseTimestamp } from './runtime/time.ts';

/** A text as a DuckDB literal. NUL cannot stand in SQL text. */
export function textLiteral(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return value.includes('\0')
    ? `replace('${value.replaceAll("'", "''").replaceAll('\0', '\ue000')}', '\ue000', chr(0))`
    : quoted;
}

export function numberLiteral(node: NumberLiteral, type: SqlType, typeName: string): string {
  if (type.kind === 'decimal' || type.kind === 'double') return `CAST('${node.text}' AS ${typeName})`;
  return `CAST(${node.text} AS ${typeName})`;
}

const invalid = (node: Span, text: string, type: SqlType): never =>
  refuse('SQL_INVALID_LITERAL', `'${text}' is not a valid ${formatType(type)}.`, node);

/** `DATE '…'`, `TIMESTAMP '…'`, `JSON '…'`, `BIGINT '…'` … */
export function typedLiteral(node: TypedLiteral, state: EmitState): string {
  const { type, value } = node;
  if (type.kind === 'date') {
    const days = parseDate(value) ?? invalid(node, value, type);
    return dateText(days);
  }
  if (type.kind === 'timestamp') {
    const parsed = parseTimestamp(value, type.precision) ?? invalid(node, value, type);
    if (!type.zone) return timestampText(parsed.wall);
    const zone = parsed.zone ?? 'UTC';
    return `struct_pack(t := ${timestampText(instantOf(parsed.wall, zone))}, z := '${zone}')`;
  }
  if (type.kind === 'json') {
    try {
      return textLiteral(writeJson(parseJson(value), true));
    } catch (error) {
      if (error instanceof RuntimeError) return invalid(node, value, type);
      throw error;
    }
  }
  return castValue(textLiteral(value), types.varchar, type, state.castContext(node));
}

const DAY = 86_400_000_000n;

function dateText(days: bigint): string {
  const text = new Date(Number(days) * 86_400_000).toISOString();
  return /^\d{4}-/.test(text)
    ? `CAST('${text.slice(0, 10)}' AS DATE)`
    : `(CAST('1970-01-01' AS DATE) + CAST(${days} AS INTEGER))`;
}

function timestampText(micros: bigint): string {
  const day = micros >= 0n ? micros / DAY : -((-micros + DAY - 1n) / DAY);
  const rest = micros - day * DAY;
  const date = new Date(Number(day) * 86_400_000).toISOString();
  if (!/^\d{4}-/.test(date)) return `make_timestamp(${micros})`;
  const clock = new Date(Number(rest / 1000n)).toISOString().slice(11, 23);
  return `CAST('${date.slice(0, 10)} ${clock}${String(rest % 1000n).padStart(3, '0')}' AS TIMESTAMP)`;
}

const unitMilliseconds = { day: 86_400_000n, hour: 3_600_000n, minute: 60_000n, second: 1000n } as const;
const fieldOrder = ['day', 'hour', 'minute', 'second'] as const;

/** Months of a year-to-month interval, milliseconds of a day-to-second one. */
export function intervalLiteral(node: IntervalLiteral): string {
  const text = node.value.trim();
  const outer = text.startsWith('-') ? -1n : 1n;
  const sign = (node.negative ? -1n : 1n) * outer;
  const body = text.replace(/^[+-]/, '');
  const problem = (): never =>
    refuse('SQL_INVALID_LITERAL', `'${node.value}' is not a valid interval.`, node);
  if (node.from === 'year' || node.from === 'month') {
    const pattern = node.from === 'year' && node.to === 'month' ? /^(\d{1,9})-(\d{1,9})$/ : /^(\d{1,9})$/;
    const match = pattern.exec(body) ?? problem();
    const first = BigInt(match[1] ?? 0) * (node.from === 'year' ? 12n : 1n);
    return `CAST(${sign * (first + BigInt(match[2] ?? 0))} AS BIGINT)`;
  }
  const fields = fieldOrder.slice(
    fieldOrder.indexOf(node.from as 'day'),
    fieldOrder.indexOf((node.to ?? node.from) as 'day') + 1,
  );
  const source = fields.map((field): string =>
    field === 'second' ? '(\\d{1,18})(?:\\.(\\d{1,9}))?' : '(\\d{1,18})',
  );
  const joined = source.reduce(
    (left, right, index) => `${left}${fields[index - 1] === 'day' ? ' ' : ':'}${right}`,
  );
  const match = new RegExp(`^${joined}$`).exec(body) ?? problem();
  let milliseconds = 0n;
  for (const [index, field] of fields.entries())
    milliseconds += BigInt(match[index + 1] ?? 0) * unitMilliseconds[field];
  const fraction = fields.includes('second') ? (match[fields.length + 1] ?? '') : '';
  milliseconds += BigInt(fraction.padEnd(3, '0').slice(0, 3) || 0);
  return `CAST(${sign * milliseconds} AS BIGINT)`;
}
