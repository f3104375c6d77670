import { fail, runtime } from './runtime-function.ts';

/** A decimal as its digits without the point, and how many of them are after it. */
export interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** Reads `-12.50`; the text comes from DuckDB or was checked before. */
export function readDecimal(text: string): Decimal {
  const point = text.indexOf('.');
  if (point < 0) return { unscaled: BigInt(text), scale: 0 };
  return { unscaled: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

export function writeDecimal(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString();
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The quotient, half rounded away from zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (2n * a + b) / (2n * b);
  return negative ? -rounded : rounded;
}

const power = (scale: number): bigint => 10n ** BigInt(scale);

/** The same number with `scale` digits after the point, half rounded away from zero. */
export function rescale(value: Decimal, scale: number): bigint {
  if (scale >= value.scale) return value.unscaled * power(scale - value.scale);
  return divideRounded(value.unscaled, power(value.scale - scale));
}

function divide(left: string, right: string, scale: number): string {
  const [a, b] = [readDecimal(left), readDecimal(right)];
  if (b.unscaled === 0n) return fail('Division by zero');
  return writeDecimal(divideRounded(a.unscaled * power(scale + b.scale - a.scale), b.unscaled), scale);
}

function modulo(left: string, right: string, scale: number): string {
  const [a, b] = [rescale(readDecimal(left), scale), rescale(readDecimal(right), scale)];
  if (b === 0n) return fail('Division by zero');
  return writeDecimal(a % b, scale);
}

function roundAt(text: string, places: number): string {
  const value = readDecimal(text);
  if (places >= value.scale) return text;
  const dropped = power(value.scale - places);
  return writeDecimal(divideRounded(value.unscaled, dropped) * dropped, value.scale);
}

function truncateAt(text: string, places: number): string {
  const value = readDecimal(text);
  if (places >= value.scale) return text;
  const dropped = power(value.scale - places);
  return writeDecimal((value.unscaled / dropped) * dropped, value.scale);
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/;

/** A number as text at a scale; undefined where it is none. */
export function parseDecimal(text: string, scale: number): string | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const read = readDecimal(
    mantissa
      .replace(/^\+/, '')
      .replace(/^(-?)\./, '$10.')
      .replace(/\.$/, ''),
  );
  const shifted = read.scale - Number(exponent);
  const value =
    shifted >= 0
      ? { unscaled: read.unscaled, scale: shifted }
      : { unscaled: read.unscaled * power(-shifted), scale: 0 };
  return writeDecimal(rescale(value, scale), scale);
}

/** Digits of a decimal result before the point may not be more than its type has. */
function fitting(text: string, precision: number, scale: number): boolean {
  const digits = text.replace(/^-?0*/, '').replace('.', '').length;
  return digits <= precision - (text.includes('.') ? 0 : scale);
}

export const decimalFunctions = [
  runtime('t_decimal_divide', ['VARCHAR', 'VARCHAR', 'BIGINT'], 'VARCHAR', (a, b, scale) =>
    divide(a, b, Number(scale)),
  ),
  runtime('t_decimal_modulo', ['VARCHAR', 'VARCHAR', 'BIGINT'], 'VARCHAR', (a, b, scale) =>
    modulo(a, b, Number(scale)),
  ),
  runtime('t_decimal_average', ['VARCHAR', 'BIGINT', 'BIGINT'], 'VARCHAR', (sum, count, scale) =>
    count === 0n ? null : divide(sum, count.toString(), Number(scale)),
  ),
  runtime('t_round_decimal', ['VARCHAR', 'BIGINT'], 'VARCHAR', (value, places) =>
    roundAt(value, Number(places)),
  ),
  runtime('t_truncate_decimal', ['VARCHAR', 'BIGINT'], 'VARCHAR', (value, places) =>
    truncateAt(value, Number(places)),
  ),
  runtime('t_parse_decimal', ['VARCHAR', 'BIGINT', 'BIGINT'], 'VARCHAR', (text, precision, scale) => {
    const parsed = parseDecimal(text, Number(scale));
    if (parsed === undefined)
      return fail(`Cannot cast VARCHAR '${text}' to DECIMAL(${precision}, ${scale}). Value is not a number.`);
    if (!fitting(parsed, Number(precision), Number(scale)))
      return fail(`Cannot cast VARCHAR '${text}' to DECIMAL(${precision}, ${scale}). Value too large.`);
    return parsed;
  }),
  runtime('t_parse_double_decimal', ['DOUBLE', 'BIGINT'], 'VARCHAR', (value, scale) => {
    const parsed = Number.isFinite(value) ? parseDecimal(value.toString(), Number(scale)) : undefined;
    return parsed ?? fail(`Cannot cast DOUBLE '${value}' to DECIMAL`);
  }),
];
