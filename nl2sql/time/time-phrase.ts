import { DateTime, type DurationLikeObject } from 'luxon';
import type { Atom } from '../lex/atoms.ts';
import { quantityAt } from '../lex/quantity.ts';
import type { TimeRange, TimeSetting } from './reader.ts';
import { timeAt } from './time.ts';

/**
 * A time expression with its preposition. `range`: something happened in it. `as_of`: the state at one instant.
 * `age`: something is older or newer than a span. `since` marks an open end, which tells a filter from a state.
 */
export interface TimePhrase {
  readonly kind: 'range' | 'as_of' | 'age';
  readonly range: TimeRange;
  readonly length: number;
  /** Length of the span, of an age. */
  readonly seconds?: number;
  /** "for over 30 days": how long something has lasted, which needs a verb to say what. */
  readonly isDuration?: boolean;
  /** "for 30 days": neither more nor less was said. */
  readonly isExact?: boolean;
}

const OPENERS: readonly { readonly words: readonly string[]; readonly bound: Bound }[] = [
  { words: ['as', 'of'], bound: 'as_of' },
  { words: ['as', 'at'], bound: 'as_of' },
  { words: ['at', 'the', 'time', 'of'], bound: 'as_of' },
  { words: ['back', 'in'], bound: 'in' },
  { words: ['back', 'on'], bound: 'in' },
  { words: ['ever', 'since'], bound: 'since' },
  { words: ['on', 'or', 'after'], bound: 'since' },
  { words: ['starting'], bound: 'since' },
  { words: ['since'], bound: 'since' },
  { words: ['after'], bound: 'after' },
  { words: ['later', 'than'], bound: 'after' },
  { words: ['before'], bound: 'before' },
  { words: ['prior', 'to'], bound: 'before' },
  { words: ['earlier', 'than'], bound: 'before' },
  { words: ['until'], bound: 'until' },
  { words: ['till'], bound: 'until' },
  { words: ['up', 'to'], bound: 'until' },
  { words: ['during'], bound: 'in' },
  { words: ['within'], bound: 'in' },
  { words: ['over'], bound: 'in' },
  { words: ['throughout'], bound: 'in' },
  { words: ['for'], bound: 'in' },
  { words: ['from'], bound: 'in' },
  { words: ['in'], bound: 'in' },
  { words: ['on'], bound: 'in' },
  { words: ['at'], bound: 'in' },
  { words: ['by'], bound: 'until' },
];
type Bound = 'as_of' | 'since' | 'after' | 'before' | 'until' | 'in';

/** Reads a time phrase at `index`, preposition included: since March, between A and B, in the last 7 days, older than 90 days. */
export function timePhraseAt(
  atoms: readonly Atom[],
  index: number,
  setting: TimeSetting,
): TimePhrase | undefined {
  return (
    between(atoms, index, setting) ??
    age(atoms, index, setting) ??
    opened(atoms, index, setting) ??
    bare(atoms, index, setting)
  );
}

const word = (atoms: readonly Atom[], index: number): string => atoms[index]?.stem ?? '';

function opened(atoms: readonly Atom[], index: number, setting: TimeSetting): TimePhrase | undefined {
  for (const { words, bound } of OPENERS) {
    if (!words.every((expected, offset) => word(atoms, index + offset) === expected)) continue;
    const found =
      timeAt(atoms, index + words.length, setting) ?? yearAt(atoms, index + words.length, setting);
    if (found === undefined) continue;
    return {
      kind: bound === 'as_of' ? 'as_of' : 'range',
      length: words.length + found.length,
      range: bounded(found.range, bound),
    };
  }
  return undefined;
}

/** A bare year counts only behind a preposition: elsewhere four digits are a number. */
function yearAt(
  atoms: readonly Atom[],
  index: number,
  setting: TimeSetting,
): { range: TimeRange; length: number } | undefined {
  const text = atoms[index]?.raw ?? '';
  if (!/^20\d\d$/.test(text)) return undefined;
  const from = DateTime.fromObject({ year: Number(text) }, { zone: setting.zone });
  return {
    length: 1,
    range: {
      from: from.toJSDate(),
      to: from.plus({ years: 1 }).toJSDate(),
      text: `${text} (${setting.zone})`,
    },
  };
}

function bounded(range: TimeRange, bound: Bound): TimeRange {
  switch (bound) {
    case 'since':
      return { from: range.from, to: null, text: `since ${range.text}` };
    case 'after':
      return { from: range.to, to: null, text: `after ${range.text}` };
    case 'before':
      return { from: null, to: range.from, text: `before ${range.text}` };
    case 'until':
      return { from: null, to: range.to, text: `until ${range.text}` };
    default:
      return range;
  }
}

function bare(atoms: readonly Atom[], index: number, setting: TimeSetting): TimePhrase | undefined {
  const found = timeAt(atoms, index, setting);
  // "may" and "march" alone are words before they are months.
  if (found?.length === 1 && ['may', 'march', 'mar'].includes(word(atoms, index))) return undefined;
  return found === undefined ? undefined : { kind: 'range', range: found.range, length: found.length };
}

function between(atoms: readonly Atom[], index: number, setting: TimeSetting): TimePhrase | undefined {
  const opener = word(atoms, index);
  if (opener !== 'between' && opener !== 'from') return undefined;
  const first = timeAt(atoms, index + 1, setting);
  if (first === undefined) return undefined;
  const joiner = word(atoms, index + 1 + first.length);
  if (opener === 'between' ? joiner !== 'and' : !['to', 'until', 'till', 'through'].includes(joiner))
    return undefined;
  const second =
    timeAt(atoms, index + 2 + first.length, setting) ?? nowAt(atoms, index + 2 + first.length, setting);
  if (second === undefined) return undefined;
  const range = {
    from: first.range.from,
    to: second.range.to,
    text: `between ${first.range.text} and ${second.range.text}`,
  };
  return { kind: 'range', range, length: 2 + first.length + second.length };
}

function nowAt(
  atoms: readonly Atom[],
  index: number,
  setting: TimeSetting,
): { range: TimeRange; length: number } | undefined {
  return word(atoms, index) === 'now'
    ? { length: 1, range: { from: setting.now, to: setting.now, text: 'now' } }
    : undefined;
}

const OLDER = [
  ['older', 'than'],
  ['more', 'than'],
  ['over'],
  ['at', 'least'],
  ['for', 'over'],
  ['for', 'more', 'than'],
  ['for', 'at', 'least'],
  ['longer', 'than'],
  ['for', 'longer', 'than'],
  ['above'],
  ['for'],
];
const NEWER = [
  ['newer', 'than'],
  ['younger', 'than'],
  ['less', 'than'],
  ['for', 'less', 'than'],
  ['under'],
  ['at', 'most'],
];

/** older than 90 days · more than 30 days old · newer than a week · for over 30 days. */
function age(atoms: readonly Atom[], index: number, setting: TimeSetting): TimePhrase | undefined {
  for (const [openers, isOlder] of [
    [OLDER, true],
    [NEWER, false],
  ] as const) {
    for (const words of openers) {
      if (!words.every((expected, offset) => word(atoms, index + offset) === expected)) continue;
      const span = spanAt(atoms, index + words.length);
      if (span === undefined) continue;
      const marked = ['older', 'newer', 'younger', 'longer', 'for'].includes(words[0] ?? '');
      const isOld = ['old', 'ago'].includes(word(atoms, index + words.length + span.length));
      if (!marked && !isOld) continue;
      const limit = DateTime.fromJSDate(setting.now, { zone: setting.zone }).minus(span.duration).toJSDate();
      const text = `${isOlder ? 'older' : 'newer'} than ${span.text}`;
      const range = isOlder ? { from: null, to: limit, text } : { from: limit, to: null, text };
      return {
        kind: 'age',
        range,
        length: words.length + span.length + (isOld ? 1 : 0),
        seconds: span.seconds,
        isDuration: words[0] === 'for',
        isExact: words[0] === 'for' && words.length === 1,
      };
    }
  }
  return undefined;
}

/** 90 days · a year · 6 months, by the calendar, and as seconds (a month is 30 days, a year 365). */
export function spanAt(
  atoms: readonly Atom[],
  index: number,
): { seconds: number; duration: DurationLikeObject; length: number; text: string } | undefined {
  const isOne = ['a', 'an'].includes(word(atoms, index));
  const quantity = quantityAt(atoms, index);
  const unitIndex = index + (isOne ? 1 : (quantity?.length ?? 0) - 1);
  const unit =
    DAYS[word(atoms, unitIndex)] ??
    (quantity?.unit?.dimension === 'seconds' ? quantity.unit.factor / 86_400 : undefined);
  if (unit === undefined || (!isOne && quantity === undefined)) return undefined;
  const count = isOne ? 1 : (quantity?.value ?? 1);
  const length = isOne ? 2 : (quantity?.length ?? 1);
  const text = atoms
    .slice(index, index + length)
    .map((atom) => atom.raw)
    .join(' ');
  const seconds = Math.round(count * unit * 86_400);
  const calendar = CALENDAR[word(atoms, unitIndex)];
  const duration: DurationLikeObject = calendar === undefined ? { seconds } : { [calendar]: count };
  return { seconds, duration, length, text };
}

/** Units that are no fixed number of seconds. */
const CALENDAR: Readonly<Record<string, 'months' | 'quarters' | 'years'>> = {
  month: 'months',
  quarter: 'quarters',
  year: 'years',
};

const DAYS: Readonly<Record<string, number>> = {
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30,
  quarter: 91,
  year: 365,
};
