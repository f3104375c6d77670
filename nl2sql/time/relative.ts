import type { DateTime, DurationLikeObject } from 'luxon';
import { quantityAt } from '../lex/quantity.ts';
import { match, type Reader, type TimeMatch, UNITS, type UnitName, whole, wordAt } from './reader.ts';

const NAMED: readonly {
  readonly words: readonly string[];
  readonly read: (now: DateTime) => [DateTime, DateTime | null];
}[] = [
  { words: ['the', 'day', 'before', 'yesterday'], read: (now) => whole(now, 'day', -2) },
  { words: ['day', 'before', 'yesterday'], read: (now) => whole(now, 'day', -2) },
  { words: ['month', 'to', 'date'], read: (now) => [now.startOf('month'), now] },
  { words: ['year', 'to', 'date'], read: (now) => [now.startOf('year'), now] },
  { words: ['this', 'morning'], read: (now) => whole(now, 'day', 0) },
  {
    words: ['last', 'night'],
    read: (now) => [now.startOf('day').minus({ hours: 6 }), now.startOf('day').plus({ hours: 6 })],
  },
  {
    words: ['overnight'],
    read: (now) => [now.startOf('day').minus({ hours: 6 }), now.startOf('day').plus({ hours: 6 })],
  },
  { words: ['yesterday'], read: (now) => whole(now, 'day', -1) },
  { words: ['today'], read: (now) => whole(now, 'day', 0) },
  { words: ['tomorrow'], read: (now) => whole(now, 'day', 1) },
  { words: ['mtd'], read: (now) => [now.startOf('month'), now] },
  { words: ['ytd'], read: (now) => [now.startOf('year'), now] },
  { words: ['recently'], read: (now) => [now.minus({ days: 7 }), now] },
  { words: ['lately'], read: (now) => [now.minus({ days: 7 }), now] },
];

export function named(reader: Reader): TimeMatch | undefined {
  for (const { words, read } of NAMED) {
    if (words.every((word, offset) => reader.word(offset) === word)) {
      const [from, to] = read(reader.now);
      return match(from, to, words.join(' '), words.length);
    }
  }
  return undefined;
}

const COUNT_WORDS: Readonly<Record<string, number>> = { a: 1, an: 1, couple: 2, few: 3, several: 5 };

/** this week · last month (calendar) · the past month, last 24 hours (rolling back from now) · next 30 days. */
export function relative(reader: Reader, index: number): TimeMatch | undefined {
  let at = reader.word(0) === 'the' ? 1 : 0;
  const hasArticle = at === 1;
  const which = reader.word(at);
  if (!['this', 'last', 'past', 'previous', 'current', 'next', 'coming', 'prior', 'trailing'].includes(which))
    return undefined;
  at += 1;
  const counted = countAt(reader, index + at);
  if (counted !== undefined) {
    const words = `${which} ${counted.count} ${counted.unit}${counted.count === 1 ? '' : 's'}`;
    const span = spanOf(counted.count, counted.unit);
    return which === 'next' || which === 'coming'
      ? match(reader.now, reader.now.plus(span), words, at + counted.length)
      : match(reader.now.minus(span), reader.now, words, at + counted.length);
  }
  const unit = UNITS[reader.word(at)];
  if (unit === undefined) return undefined;
  const words = `${which} ${unit}`;
  if (which === 'this' || which === 'current') return match(...whole(reader.now, unit, 0), words, at + 1);
  if (which === 'next' || which === 'coming')
    return match(reader.now, reader.now.plus(spanOf(1, unit)), words, at + 1);
  const isRolling =
    which === 'past' ||
    which === 'trailing' ||
    (hasArticle && which === 'last') ||
    unit === 'hour' ||
    unit === 'minute';
  return isRolling
    ? match(reader.now.minus(spanOf(1, unit)), reader.now, words, at + 1)
    : match(...whole(reader.now, unit, -1), words, at + 1);
}

function spanOf(count: number, unit: UnitName): DurationLikeObject {
  return { [unit === 'quarter' ? 'quarters' : `${unit}s`]: count };
}

function countAt(
  reader: Reader,
  index: number,
): { count: number; unit: UnitName; length: number } | undefined {
  const atom = reader.atoms[index];
  if (atom === undefined) return undefined;
  const vague = COUNT_WORDS[atom.stem];
  if (vague !== undefined) {
    let next = index + 1;
    if (wordAt(reader.atoms, next) === 'couple') return countAt(reader, next);
    if (wordAt(reader.atoms, next) === 'of') next += 1;
    const unit = UNITS[wordAt(reader.atoms, next)];
    return unit === undefined ? undefined : { count: vague, unit, length: next - index + 1 };
  }
  const quantity = quantityAt(reader.atoms, index);
  if (quantity === undefined) return undefined;
  const unitWord = wordAt(reader.atoms, index + quantity.length - (quantity.unit === undefined ? 0 : 1));
  const glued = /[a-z]+$/i.exec(atom.raw)?.[0] ?? '';
  const unit = UNITS[unitWord] ?? (atom.kind === 'name' ? UNITS[glued.toLowerCase()] : undefined);
  if (unit === undefined) return undefined;
  return {
    count: quantity.value,
    unit,
    length: quantity.unit === undefined ? quantity.length + 1 : quantity.length,
  };
}

/** 3 weeks ago, a month ago: that whole day (or hour). */
export function ago(reader: Reader, index: number): TimeMatch | undefined {
  const counted = countAt(reader, index);
  if (counted === undefined || reader.word(counted.length) !== 'ago') return undefined;
  const then = reader.now.minus(spanOf(counted.count, counted.unit));
  const grain =
    counted.unit === 'hour' || counted.unit === 'minute' || counted.unit === 'second' ? counted.unit : 'day';
  const words = `${counted.count} ${counted.unit}${counted.count === 1 ? '' : 's'} ago`;
  return match(...whole(then, grain, 0), words, counted.length + 1);
}
