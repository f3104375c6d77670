import { describe, expect, it } from 'vitest';
import { atomsOf } from '#nl2sql/lex/atoms.ts';
import { timePhraseAt } from '#nl2sql/time/time-phrase.ts';

const now = new Date('2026-11-25T02:00:00Z');

const read = (text: string, zone = 'UTC') => {
  const phrase = timePhraseAt(atomsOf(text), 0, { now, zone });
  return phrase === undefined
    ? undefined
    : [phrase.kind, phrase.range.from?.toISOString() ?? null, phrase.range.to?.toISOString() ?? null];
};
const day = (date: string) => `${date}T00:00:00.000Z`;

describe('time expressions', () => {
  it.each([
    ['yesterday', 'range', day('2026-11-24'), day('2026-11-25')],
    ['today', 'range', day('2026-11-25'), day('2026-11-26')],
    ['last week', 'range', day('2026-11-16'), day('2026-11-23')],
    ['last month', 'range', day('2026-10-01'), day('2026-11-01')],
    ['this quarter', 'range', day('2026-10-01'), day('2027-01-01')],
    ['in the last 7 days', 'range', '2026-11-18T02:00:00.000Z', '2026-11-25T02:00:00.000Z'],
    ['past 24h', 'range', '2026-11-24T02:00:00.000Z', '2026-11-25T02:00:00.000Z'],
    ['since March', 'range', day('2026-03-01'), null],
    ['before 2026-03-05', 'range', null, day('2026-03-05')],
    ['after 2026-03-05', 'range', day('2026-03-06'), null],
    ['between 2026-03-01 and 2026-03-05', 'range', day('2026-03-01'), day('2026-03-06')],
    ['in March 2025', 'range', day('2025-03-01'), day('2025-04-01')],
    ['on November 3rd', 'range', day('2026-11-03'), day('2026-11-04')],
    ['in Q3 2025', 'range', day('2025-07-01'), day('2025-10-01')],
    ['2026-03', 'range', day('2026-03-01'), day('2026-04-01')],
    ['in 2025', 'range', day('2025-01-01'), day('2026-01-01')],
    ['3 weeks ago', 'range', day('2026-11-04'), day('2026-11-05')],
    ['last monday', 'range', day('2026-11-23'), day('2026-11-24')],
    ['older than 90 days', 'age', null, '2026-08-27T02:00:00.000Z'],
    ['newer than a week', 'age', '2026-11-18T02:00:00.000Z', null],
    ['more than 30 days old', 'age', null, '2026-10-26T02:00:00.000Z'],
    ['as of 2026-11-20', 'as_of', day('2026-11-20'), day('2026-11-21')],
  ] as const)('%s', (text, kind, from, to) => {
    expect(read(text)).toEqual([kind, from, to]);
  });

  it('begin and end a day in the zone of the question', () => {
    expect(read('yesterday', 'America/New_York')).toEqual([
      'range',
      '2026-11-23T05:00:00.000Z',
      '2026-11-24T05:00:00.000Z',
    ]);
  });

  it('are not numbers with other units, nor the verb may', () => {
    expect(read('over 100 GB')).toBeUndefined();
    expect(read('may')).toBeUndefined();
  });
});
