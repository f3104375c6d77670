import { DateTime } from 'luxon';
import { match, type Reader, type TimeMatch, whole } from './reader.ts';

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export function isoDate(reader: Reader, index: number): TimeMatch | undefined {
  const atom = reader.atoms[index];
  if (atom?.kind !== 'date') return undefined;
  const zone = atom.raw.endsWith('Z') ? 'UTC' : (reader.now.zoneName ?? 'UTC');
  const parsed = DateTime.fromISO(atom.raw.replaceAll('/', '-').replace(' ', 'T'), { zone });
  if (!parsed.isValid) return undefined;
  if (atom.raw.length > 10) return match(parsed, parsed.plus({ minutes: 1 }), atom.raw, 1, true);
  return match(...whole(parsed, atom.raw.length > 7 ? 'day' : 'month', 0), atom.raw, 1);
}

function monthIndex(word: string): number {
  if (word.length < 3 || word === 'mar' || word === 'may') return word === 'mar' ? 3 : word === 'may' ? 5 : 0;
  return (
    MONTHS.findIndex(
      (month) =>
        month === word ||
        (word.length === 3 && month.startsWith(word)) ||
        (word === 'sept' && month === 'september'),
    ) + 1
  );
}

const dayNumber = (word: string): number => Number(/^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word)?.[1] ?? 0);

const yearNumber = (word: string): number => (/^20\d\d$/.test(word) ? Number(word) : 0);

/** March · March 2026 · March 3 · March 3rd, 2026 · 3 March 2026; without a year the latest that is not in the future. */
export function monthName(reader: Reader): TimeMatch | undefined {
  let at = 0;
  let day = dayNumber(reader.word(0));
  if (day > 0) at = reader.word(1) === 'of' ? 2 : 1;
  const month = monthIndex(reader.word(at));
  if (month === 0) return undefined;
  at += 1;
  if (day === 0 && dayNumber(reader.word(at)) > 0) {
    day = dayNumber(reader.word(at));
    at += 1;
  }
  const comma = reader.word(at) === ',' ? 1 : 0;
  const year = yearNumber(reader.word(at + comma));
  if (year > 0) at += comma + 1;
  let start = DateTime.fromObject(
    { year: year || reader.now.year, month, day: day || 1 },
    { zone: reader.now.zoneName ?? 'UTC' },
  );
  if (!start.isValid) return undefined;
  if (year === 0 && start > reader.now) start = start.minus({ years: 1 });
  const words = start.toFormat(day > 0 ? 'd LLLL yyyy' : 'LLLL yyyy');
  return match(...whole(start, day > 0 ? 'day' : 'month', 0), words, at);
}

export function quarter(reader: Reader): TimeMatch | undefined {
  const number = Number(/^q([1-4])$/.exec(reader.word(0))?.[1] ?? 0);
  if (number === 0) return undefined;
  const year = yearNumber(reader.word(1));
  let start = DateTime.fromObject(
    { year: year || reader.now.year, month: number * 3 - 2 },
    { zone: reader.now.zoneName ?? 'UTC' },
  );
  if (year === 0 && start > reader.now) start = start.minus({ years: 1 });
  return match(...whole(start, 'quarter', 0), `Q${number} ${start.year}`, year > 0 ? 2 : 1);
}

/** Monday, last Monday: the latest one before today. */
export function weekday(reader: Reader): TimeMatch | undefined {
  const at = ['last', 'this', 'on'].includes(reader.word(0)) ? 1 : 0;
  const number = WEEKDAYS.indexOf(reader.word(at)) + 1;
  if (number === 0) return undefined;
  const back = (reader.now.weekday - number + 7) % 7 || 7;
  return match(...whole(reader.now.minus({ days: back }), 'day', 0), `${WEEKDAYS[number - 1]}`, at + 1);
}
