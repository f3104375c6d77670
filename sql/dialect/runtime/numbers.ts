import { fail, runtime } from './runtime-function.ts';

/** Digits and exponent of a double: 1234.5 is ['12345', 3]. */
function digitsOf(value: number): readonly [digits: string, exponent: number] {
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return [mantissa.replace('.', ''), Number(exponent)];
}

/** Trino's text of a double (a java.text.DecimalFormat): 1.0E0, 1.0E-1, 1.23456789E8. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}Infinity`;
  if (value === 0) return sign === '' ? '0E0' : '-0E0';
  const [digits, exponent] = digitsOf(value);
  return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
}

/** Java's Double.toString, which JSON text uses: 1.0, 0.001, 1.0E7. */
export function javaDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}Infinity`;
  if (value === 0) return `${sign}0.0`;
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e7) {
    const [digits, exponent] = digitsOf(value);
    return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
  }
  const plain = size.toString();
  return `${sign}${plain.includes('.') ? plain : `${plain}.0`}`;
}

/** Math.round of Java: half up, towards positive infinity. */
const javaRound = (value: number): number => {
  const floor = Math.floor(value);
  return value - floor >= 0.5 ? floor + 1 : floor;
};

function roundDouble(value: number, places: number): number {
  if (!Number.isFinite(value)) return value;
  const factor = 10 ** places;
  const size = Math.abs(value) * factor;
  // Java's round stops at the largest long; a number that large has no fraction.
  const rounded = size >= 2 ** 63 ? value : Math.sign(value) * (javaRound(size) / factor);
  return Number.isFinite(factor) && factor !== 0 ? rounded : value;
}

function roundInteger(value: bigint, places: bigint): bigint {
  if (places >= 0n) return value;
  if (places < -18n) return 0n;
  const unit = 10n ** -places;
  const size = value < 0n ? -value : value;
  const rounded = ((size + unit / 2n) / unit) * unit;
  return value < 0n ? -rounded : rounded;
}

const LONG = { least: -(2n ** 63n), most: 2n ** 63n - 1n };
const ranges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  tinyint: [-128n, 127n],
  smallint: [-32_768n, 32_767n],
  integer: [-(2n ** 31n), 2n ** 31n - 1n],
  bigint: [LONG.least, LONG.most],
};

/** An integer as text, in the range of a type; undefined where it is none. Nothing around it is allowed. */
export function parseInteger(text: string, kind: string): bigint | undefined {
  if (!/^[+-]?\d{1,40}$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  const [least, most] = ranges[kind] ?? [LONG.least, LONG.most];
  return value < least || value > most ? undefined : value;
}

const DOUBLE = /^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?)$/;

/** Double.parseDouble of Java, without its hexadecimal form; undefined where the text is no number. */
export function parseDouble(text: string): number | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Java's trim takes every character up to the space.
  const trimmed = text.replace(/^[\u0000- ]+|[\u0000- ]+$/g, '');
  return DOUBLE.test(trimmed) ? Number(trimmed.replace(/[fFdD]$/, '')) : undefined;
}

const unsigned = (value: bigint, width: bigint) => BigInt.asUintN(Number(width), value);
const signed = (value: bigint, width: bigint) => BigInt.asIntN(Number(width), value);

function widthBucket(value: number, first: number, second: number, count: bigint): bigint {
  if (count <= 0n) return fail('bucketCount must be greater than 0');
  if (Number.isNaN(value)) return fail('operand must not be NaN');
  if (!Number.isFinite(first) || !Number.isFinite(second)) return fail('bounds must be finite');
  if (first === second) return fail('bounds cannot equal each other');
  const [lower, upper] = [Math.min(first, second), Math.max(first, second)];
  const bucket =
    value < lower
      ? 0n
      : value >= upper
        ? count + 1n
        : BigInt(Math.trunc((Number(count) * (value - lower)) / (upper - lower) + 1));
  return first > second ? count - bucket + 1n : bucket;
}

const isBase = (base: bigint) => base >= 2n && base <= 36n;

function fromBase(text: string, base: bigint): bigint {
  if (!isBase(base)) return fail('Radix must be between 2 and 36');
  const digits = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, Number(base));
  const body = text.toLowerCase().replace(/^[+-]/, '');
  let value = 0n;
  for (const character of body) {
    const digit = digits.indexOf(character);
    if (digit < 0) return fail(`Not a valid base-${base} number: ${text}`);
    value = value * base + BigInt(digit);
  }
  if (text.startsWith('-')) value = -value;
  if (body === '' || value < LONG.least || value > LONG.most)
    return fail(`Not a valid base-${base} number: ${text}`);
  return value;
}

export const numberFunctions = [
  runtime('t_fail_at', ['VARCHAR'], 'BIGINT', (message) => fail(message)),
  runtime('t_double_text', ['DOUBLE'], 'VARCHAR', doubleText),
  // A real's shortest digits come from DuckDB's own text.
  runtime('t_real_text', ['VARCHAR'], 'VARCHAR', (text) =>
    doubleText(Number(text.replace(/^(-?)inf$/i, '$1Infinity'))),
  ),
  runtime('t_round', ['DOUBLE', 'BIGINT'], 'DOUBLE', (value, places) => roundDouble(value, Number(places))),
  runtime('t_round_integer', ['BIGINT', 'BIGINT'], 'BIGINT', roundInteger),
  runtime(
    't_parse_integer',
    ['VARCHAR', 'VARCHAR'],
    'BIGINT',
    (text, kind) => parseInteger(text, kind) ?? fail(`Cannot cast '${text}' to ${kind.toUpperCase()}`),
  ),
  runtime(
    't_parse_double',
    ['VARCHAR'],
    'DOUBLE',
    (text) => parseDouble(text) ?? fail(`Cannot cast '${text}' to DOUBLE`),
  ),
  runtime('t_bitwise_left_shift', ['BIGINT', 'BIGINT', 'BIGINT'], 'BIGINT', (value, bits, width) =>
    bits < 0n || bits >= width ? 0n : signed(value << bits, width),
  ),
  runtime('t_bitwise_right_shift', ['BIGINT', 'BIGINT', 'BIGINT'], 'BIGINT', (value, bits, width) =>
    bits < 0n || bits >= width ? 0n : signed(unsigned(value, width) >> bits, width),
  ),
  runtime(
    't_bitwise_right_shift_arithmetic',
    ['BIGINT', 'BIGINT', 'BIGINT'],
    'BIGINT',
    (value, bits, width) => (bits < 0n || bits >= width ? (value >= 0n ? 0n : -1n) : value >> bits),
  ),
  runtime('t_bit_count', ['BIGINT', 'BIGINT'], 'BIGINT', (value, bits) => {
    if (bits <= 1n || bits > 64n) return fail('Bits specified in bit_count must be between 2 and 64');
    return BigInt(unsigned(value, bits).toString(2).replaceAll('0', '').length);
  }),
  runtime('t_from_base', ['VARCHAR', 'BIGINT'], 'BIGINT', fromBase),
  runtime('t_to_base', ['BIGINT', 'BIGINT'], 'VARCHAR', (value, base) =>
    isBase(base) ? value.toString(Number(base)) : fail('Radix must be between 2 and 36'),
  ),
  runtime('t_width_bucket', ['DOUBLE', 'DOUBLE', 'DOUBLE', 'BIGINT'], 'BIGINT', widthBucket),
];
