import type { ClockExpression, Expression, IntervalLiteral } from '../tree/nodes.ts';

/** A value known without running anything. */
export interface Constant {
  /** As a partition's value would be written: dates YYYY-MM-DD, timestamps YYYY-MM-DD hh:mm:ss.sss. */
  readonly text: string;
  /** Integers only. */
  readonly integer?: bigint;
  /** Dates and timestamps, in UTC. */
  readonly time?: Date;
}

const UNITS: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** Value of literals, the clock, and plain arithmetic on times; undefined for anything else. */
export function constantOf(node: Expression, now: Date): Constant | undefined {
  switch (node.kind) {
    case 'parenthesized':
      return constantOf(node.expression, now);
    case 'string':
      return { text: node.value };
    case 'boolean':
      return { text: String(node.value) };
    case 'number':
      return node.form === 'integer' ? { text: node.text, integer: BigInt(node.text) } : { text: node.text };
    case 'negation': {
      const value = constantOf(node.operand, now)?.integer;
      if (value === undefined) return undefined;
      const signed = node.operator === '-' ? -value : value;
      return { text: String(signed), integer: signed };
    }
    case 'typedLiteral':
      return typedConstant(node.type.kind, node.value);
    case 'clock':
      return clockConstant(node, now);
    case 'cast':
      return castConstant(constantOf(node.operand, now), node.type.kind);
    case 'arithmetic':
      return node.operator === '+' || node.operator === '-'
        ? shifted(node.left, node.right, node.operator, now)
        : undefined;
    case 'functionCall':
      return callConstant(node.name, node.arguments, now);
    default:
      return undefined;
  }
}

const dateConstant = (time: Date): Constant => ({ text: time.toISOString().slice(0, 10), time });
const stampConstant = (time: Date): Constant => ({
  text: time.toISOString().replace('T', ' ').replace('Z', ''),
  time,
});

function typedConstant(kind: string, value: string): Constant | undefined {
  if (kind === 'date') return timeConstant(`${value.trim()}T00:00:00Z`, dateConstant);
  if (kind === 'timestamp') {
    const plain = value.trim().replace(/ (UTC|Z|\+00:00)$/, '');
    if (!/^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/.test(plain)) return undefined;
    const full = /^\d{4}-\d\d-\d\d$/.test(plain) ? `${plain} 00:00` : plain;
    return timeConstant(`${full.replace(' ', 'T')}Z`, stampConstant);
  }
  if (['tinyint', 'smallint', 'integer', 'bigint'].includes(kind))
    return { text: value, integer: BigInt(value) };
  return kind === 'varchar' || kind === 'char' ? { text: value } : undefined;
}

function timeConstant(iso: string, make: (time: Date) => Constant): Constant | undefined {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? undefined : make(time);
}

function clockConstant(node: ClockExpression, now: Date): Constant | undefined {
  if (node.function === 'current_date') return dateConstant(new Date(now.toISOString().slice(0, 10)));
  return node.function.endsWith('timestamp') ? stampConstant(now) : undefined;
}

function castConstant(value: Constant | undefined, to: string): Constant | undefined {
  if (value === undefined) return undefined;
  if (to === 'varchar') return value.time === undefined ? value : undefined;
  if (to === 'date')
    return value.time === undefined
      ? typedConstant('date', value.text)
      : dateConstant(new Date(value.time.toISOString().slice(0, 10)));
  if (to === 'timestamp')
    return value.time === undefined ? typedConstant('timestamp', value.text) : stampConstant(value.time);
  return (to === 'bigint' || to === 'integer') && value.integer !== undefined ? value : undefined;
}

function shifted(left: Expression, right: Expression, operator: '+' | '-', now: Date): Constant | undefined {
  const interval = unwrapped(right);
  const time = constantOf(left, now);
  if (interval?.kind === 'interval' && time?.time !== undefined) {
    return moved(time, interval.from, intervalAmount(interval), operator === '-' ? -1 : 1);
  }
  const a = time?.integer;
  const b = constantOf(right, now)?.integer;
  if (a === undefined || b === undefined) return undefined;
  const result = operator === '+' ? a + b : a - b;
  return { text: String(result), integer: result };
}

const unwrapped = (node: Expression): Expression =>
  node.kind === 'parenthesized' ? unwrapped(node.expression) : node;

function intervalAmount(interval: IntervalLiteral): number | undefined {
  const amount = Number(interval.value);
  return interval.to === null && Number.isInteger(amount)
    ? interval.negative
      ? -amount
      : amount
    : undefined;
}

/** A date stays a date; months end with the month they reach. */
function moved(from: Constant, unit: string, amount: number | undefined, sign: 1 | -1): Constant | undefined {
  if (amount === undefined || from.time === undefined) return undefined;
  const make = from.text.length === 10 ? dateConstant : stampConstant;
  const size = UNITS[unit];
  const time = new Date(from.time);
  if (size !== undefined) {
    time.setTime(time.getTime() + sign * amount * size);
  } else if (unit === 'month' || unit === 'year' || unit === 'quarter') {
    const months = sign * amount * (unit === 'year' ? 12 : unit === 'quarter' ? 3 : 1);
    const day = time.getUTCDate();
    time.setUTCDate(1);
    time.setUTCMonth(time.getUTCMonth() + months);
    const last = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 0)).getUTCDate();
    time.setUTCDate(Math.min(day, last));
  } else {
    return undefined;
  }
  return Number.isNaN(time.getTime()) ? undefined : make(time);
}

function callConstant(name: string, parameters: readonly Expression[], now: Date): Constant | undefined {
  const [first, second, third] = parameters;
  if (name === 'now' && first === undefined) return stampConstant(now);
  if (name === 'date' && first !== undefined) return castConstant(constantOf(first, now), 'date');
  if (name === 'from_iso8601_timestamp' && first !== undefined) {
    const text = constantOf(first, now)?.text;
    return text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text)
      ? timeConstant(text, stampConstant)
      : undefined;
  }
  if (name === 'from_iso8601_date' && first !== undefined)
    return castConstant(constantOf(first, now), 'date');
  if (name === 'date_add' && first?.kind === 'string' && second !== undefined && third !== undefined) {
    const amount = constantOf(second, now)?.integer;
    const time = constantOf(third, now);
    return time === undefined
      ? undefined
      : moved(time, first.value.toLowerCase(), amount === undefined ? undefined : Number(amount), 1);
  }
  return undefined;
}
