import { canonicalZone } from '../../functions/time-zone.ts';
import { fail, runtime } from './runtime-function.ts';
import { instantOf, isDate, microsOf } from './time.ts';
import { DAYS, JODA, MONTHS, unquoted } from './time-format.ts';

/** One piece of a format as a regular expression, and the field it reads. */
interface Piece {
  readonly pattern: string;
  readonly field?: string;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const names = (list: readonly string[], short: boolean) =>
  list.map((name) => (short ? name.slice(0, 3) : name)).join('|');

const mysqlPieces: Readonly<Record<string, Piece>> = {
  Y: { pattern: '-?\\d{1,4}', field: 'year' },
  y: { pattern: '\\d{2}', field: 'shortYear' },
  m: { pattern: '\\d{1,2}', field: 'month' },
  c: { pattern: '\\d{1,2}', field: 'month' },
  d: { pattern: '\\d{1,2}', field: 'day' },
  e: { pattern: '\\d{1,2}', field: 'day' },
  H: { pattern: '\\d{1,2}', field: 'hour' },
  k: { pattern: '\\d{1,2}', field: 'hour' },
  h: { pattern: '\\d{1,2}', field: 'hour12' },
  I: { pattern: '\\d{1,2}', field: 'hour12' },
  l: { pattern: '\\d{1,2}', field: 'hour12' },
  i: { pattern: '\\d{1,2}', field: 'minute' },
  s: { pattern: '\\d{1,2}', field: 'second' },
  S: { pattern: '\\d{1,2}', field: 'second' },
  f: { pattern: '\\d{1,9}', field: 'fraction' },
  p: { pattern: 'AM|PM', field: 'half' },
  b: { pattern: names(MONTHS, true), field: 'monthName' },
  M: { pattern: names(MONTHS, false), field: 'monthName' },
  a: { pattern: names(DAYS, true) },
  W: { pattern: names(DAYS, false) },
  j: { pattern: '\\d{1,3}', field: 'dayOfYear' },
};

function mysqlReader(format: string): Reader {
  const pieces: Piece[] = [];
  for (let at = 0; at < format.length; at++) {
    const character = format[at] ?? '';
    if (character !== '%') {
      pieces.push({ pattern: escaped(character) });
      continue;
    }
    const letter = format[++at] ?? '%';
    if (letter === 'T')
      pieces.push(
        ...[...'H:i:s'].map((one) => (one === ':' ? { pattern: ':' } : (mysqlPieces[one] as Piece))),
      );
    else if (letter === 'r') return fail('%r not supported for parsing');
    else if (/[DUuVwXvx]/.test(letter)) return fail(`%${letter} not supported in date format string`);
    else pieces.push(mysqlPieces[letter] ?? { pattern: escaped(letter) });
  }
  return readerOf(pieces);
}

const jodaPieces: Readonly<Record<string, (size: number) => Piece>> = {
  y: (size) =>
    size === 2 ? { pattern: '\\d{2}', field: 'shortYear' } : { pattern: '-?\\d{1,9}', field: 'year' },
  Y: (size) =>
    size === 2 ? { pattern: '\\d{2}', field: 'shortYear' } : { pattern: '-?\\d{1,9}', field: 'year' },
  M: (size) =>
    size >= 3
      ? { pattern: `${names(MONTHS, false)}|${names(MONTHS, true)}`, field: 'monthName' }
      : { pattern: '\\d{1,2}', field: 'month' },
  d: () => ({ pattern: '\\d{1,2}', field: 'day' }),
  D: () => ({ pattern: '\\d{1,3}', field: 'dayOfYear' }),
  E: () => ({ pattern: `${names(DAYS, false)}|${names(DAYS, true)}` }),
  H: () => ({ pattern: '\\d{1,2}', field: 'hour' }),
  h: () => ({ pattern: '\\d{1,2}', field: 'hour12' }),
  m: () => ({ pattern: '\\d{1,2}', field: 'minute' }),
  s: () => ({ pattern: '\\d{1,2}', field: 'second' }),
  S: (size) => ({ pattern: `\\d{1,${size}}`, field: 'fraction' }),
  a: () => ({ pattern: 'AM|PM', field: 'half' }),
  Z: (size) => ({
    pattern: size >= 3 ? '[A-Za-z_]+(?:/[A-Za-z_+-]+)*|[+-]\\d{2}:\\d{2}' : 'Z|[+-]\\d{2}:?\\d{2}',
    field: 'zone',
  }),
};

/** Letters whose neighbours would decide how many digits they take. */
function jodaReader(format: string): Reader {
  const pieces: Piece[] = [];
  let digitsBefore = false;
  let previousSize = 0;
  for (const [run, quoted] of format.matchAll(JODA)) {
    const isField = quoted === undefined && /^[A-Za-z]/.test(run);
    if (!isField) {
      pieces.push({ pattern: escaped(quoted === undefined ? run : unquoted(quoted)) });
      digitsBefore = false;
      continue;
    }
    const piece = jodaPieces[run[0] ?? '']?.(run.length);
    if (piece === undefined) return fail(`Illegal pattern component: ${run}`);
    const isDigits = piece.pattern.includes('\\d');
    // Joda reads adjacent numbers with exactly as many digits as letters.
    const previous = pieces.at(-1);
    if (isDigits && digitsBefore && previous?.field !== undefined) {
      pieces[pieces.length - 1] = {
        ...previous,
        pattern: previous.pattern.replace(/\\d\{1,\d+\}|-\?\\d\{1,9\}/, `\\d{${previousSize}}`),
      };
    }
    pieces.push(piece);
    digitsBefore = isDigits && piece.field !== 'zone';
    previousSize = run.length;
  }
  return readerOf(pieces);
}

interface Reader {
  readonly pattern: RegExp;
  readonly fields: readonly string[];
}

function readerOf(pieces: readonly Piece[]): Reader {
  const source = pieces
    .map((piece) => (piece.field === undefined ? `(?:${piece.pattern})` : `(${piece.pattern})`))
    .join('');
  return { pattern: new RegExp(`^${source}$`, 'i'), fields: pieces.flatMap((piece) => piece.field ?? []) };
}

/** Formats repeat for every row. */
const readers = new Map<string, Reader>();
function cached(key: string, make: () => Reader): Reader {
  const known = readers.get(key);
  if (known !== undefined) return known;
  if (readers.size > 200) readers.clear();
  const made = make();
  readers.set(key, made);
  return made;
}

/** The wall-clock time that a text holds, and the zone it names. */
function read(text: string, reader: Reader): { readonly wall: bigint; readonly zone: string | undefined } {
  const match = reader.pattern.exec(text);
  if (match === null) return fail(`Invalid format: "${text}"`);
  const values = new Map<string, string>();
  for (const [index, field] of reader.fields.entries()) values.set(field, match[index + 1] ?? '');
  const number = (field: string, otherwise: number) => Number(values.get(field) ?? otherwise);
  const shortYear = values.get('shortYear');
  const year =
    shortYear === undefined
      ? number('year', 1970)
      : Number(shortYear) + (Number(shortYear) < 70 ? 2000 : 1900);
  const monthName = values.get('monthName')?.slice(0, 3).toLowerCase();
  const month =
    monthName === undefined
      ? number('month', 1)
      : MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === monthName) + 1;
  const isAfternoon = values.get('half')?.toUpperCase() === 'PM';
  const hour = values.has('hour12')
    ? (number('hour12', 12) % 12) + (isAfternoon ? 12 : 0)
    : number('hour', 0);
  const [minute, second] = [number('minute', 0), number('second', 0)];
  const dayOfYear = values.get('dayOfYear');
  const day = dayOfYear === undefined ? number('day', 1) : 1;
  const isHour12 = !values.has('hour12') || (number('hour12', 12) >= 1 && number('hour12', 12) <= 12);
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59 || !isHour12)
    return fail(`Cannot parse "${text}"`);
  const milliseconds = Number((values.get('fraction') ?? '').padEnd(3, '0').slice(0, 3));
  let wall = microsOf(year, month, day, hour, minute, second, milliseconds * 1000);
  if (dayOfYear !== undefined) wall += BigInt(Number(dayOfYear) - 1) * 86_400_000_000n;
  return { wall, zone: values.get('zone') };
}

function zoneNamed(text: string | undefined): string {
  if (text === undefined || text === 'Z') return 'UTC';
  const offset = /^([+-]\d{2}):?(\d{2})$/.exec(text);
  return (
    canonicalZone(offset === null ? text : `${offset[1]}:${offset[2]}`) ??
    fail(`Invalid format: zone ${text}`)
  );
}

export const timeParseFunctions = [
  runtime(
    't_date_parse',
    ['VARCHAR', 'VARCHAR'],
    'BIGINT',
    (text, format) =>
      read(
        text,
        cached(`%${format}`, () => mysqlReader(format)),
      ).wall,
  ),
  runtime('t_parse_datetime', ['VARCHAR', 'VARCHAR'], 'VARCHAR', (text, format) => {
    const parsed = read(
      text,
      cached(format, () => jodaReader(format)),
    );
    const zone = zoneNamed(parsed.zone);
    return `${instantOf(parsed.wall, zone)}|${zone}`;
  }),
];
