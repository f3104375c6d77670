import { divideRounded, parseDecimal, readDecimal } from './decimals.ts';
import { runtime } from './runtime-function.ts';

const SPECIFIER = /%(-?)(0?)(,?)(\d*)(?:\.(\d+))?([a-zA-Z%])/g;

const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** `%.2f` of a number in any spelling, half rounded up in its decimal digits as Java does. */
function fixed(text: string, places: number, group: string): string {
  if (/^-?(?:inf|nan)/i.test(text))
    return /nan/i.test(text) ? 'NaN' : text.startsWith('-') ? '-Infinity' : 'Infinity';
  const whole = parseDecimal(text, places) ?? text;
  const [integer = '', fraction] = whole.split('.');
  const isNegative = text.startsWith('-');
  const digits = integer.replace('-', '');
  return `${isNegative ? '-' : ''}${group === ',' ? grouped(digits) : digits}${fraction === undefined ? '' : `.${fraction}`}`;
}

function one(value: string | null, specifier: readonly (string | undefined)[]): string {
  const [, left = '', zero = '', group = '', width = '', precision, conversion = 's'] = specifier;
  let text = value ?? 'null';
  if (value !== null && conversion === 'f') text = fixed(value, Number(precision ?? 6), group);
  if (value !== null && conversion === 'd' && group === ',') text = text.replace(/\d+/, grouped);
  const size = Number(width || 0);
  if (zero === '0' && value !== null && conversion !== 's') {
    return text.startsWith('-') ? `-${text.slice(1).padStart(size - 1, '0')}` : text.padStart(size, '0');
  }
  return left === '-' ? text.padEnd(size) : text.padStart(size);
}

/** The part of java.util.Formatter that the dialect lets through. */
export function format(pattern: string, values: readonly (string | null)[]): string {
  let next = 0;
  return pattern.replace(SPECIFIER, (...match: (string | undefined)[]) =>
    match[6] === '%' ? '%' : one(values[next++] ?? null, match),
  );
}

/** 93 weeks, 1 day, 8 hours … */
function humanReadable(seconds: number): string {
  let rest = Number(divideRounded(readDecimal(Math.abs(seconds).toFixed(3)).unscaled, 1000n));
  const units = [
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  const parts = units.flatMap(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? '0 seconds' : parts.join(', ');
}

export const formatFunctions = [
  runtime('t_format', ['VARCHAR', 'VARCHAR[]'], 'VARCHAR', format),
  runtime('t_human_readable_seconds', ['DOUBLE'], 'VARCHAR', humanReadable),
];
