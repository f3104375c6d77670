import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer, AnswerValue } from '#answer/contract.ts';
import { sqlAnswers } from './answers.ts';
import { sampleLake } from './sample-lake.ts';

const lakes = {
  default: (await sampleLake('default')).lake,
  single: (await sampleLake('single')).lake,
};

/** Each expression with its type in Trino's spelling (null: not judged) and its value as the JSON has it. */
const expressions: Readonly<Record<string, readonly [string | null, AnswerValue]>> = {
  '42': ['integer', 42],
  'CAST(42 AS bigint)': ['bigint', 42],
  'CAST(9007199254740991 AS bigint)': ['bigint', 9_007_199_254_740_991],
  'CAST(9007199254740993 AS bigint)': ['bigint', '9007199254740993'],
  'CAST(-9223372036854775807 AS bigint)': ['bigint', '-9223372036854775807'],
  'CAST(1 AS tinyint)': ['tinyint', 1],
  'CAST(1 AS smallint)': ['smallint', 1],
  "DECIMAL '1.50'": ['decimal(3,2)', '1.50'],
  'CAST(7 AS decimal(20, 4))': ['decimal(20,4)', '7.0000'],
  "DECIMAL '-12345678901234567890123456789012345678'": [
    'decimal(38,0)',
    '-12345678901234567890123456789012345678',
  ],
  '1.5E0': ['double', 1.5],
  'CAST(0.5 AS real)': ['real', 0.5],
  'nan()': ['double', 'NaN'],
  'infinity()': ['double', 'Infinity'],
  '-infinity()': ['double', '-Infinity'],
  '7 / 2': ['integer', 3],
  '-7 / 2': ['integer', -3],
  '7 % -2': ['integer', 1],
  'true AND NULL': ['boolean', null],
  'NOT false': ['boolean', true],
  "to_utf8('héllo')": ['varbinary', Buffer.from('héllo').toString('base64')],
  "X'CAFE'": ['varbinary', 'yv4='],
  "TIMESTAMP '2026-03-01 10:20:30.123'": ['timestamp(3)', '2026-03-01 10:20:30.123'],
  "CAST(TIMESTAMP '2026-03-01 10:20:30.5' AS timestamp(3))": ['timestamp(3)', '2026-03-01 10:20:30.500'],
  "DATE '2026-02-28'": ['date', '2026-02-28'],
  "DATE '2026-02-28' + INTERVAL '1' DAY": ['date', '2026-03-01'],
  '\'naïve 🚀 "text"\'': [null, 'naïve 🚀 "text"'],
  "CAST('x' AS varchar)": ['varchar', 'x'],
  "''": [null, ''],
  'CAST(NULL AS bigint)': ['bigint', null],
  'ARRAY[1, NULL, 3]': ['array(integer)', [1, null, 3]],
  'ARRAY[ARRAY[1], ARRAY[2, 3]]': ['array(array(integer))', [[1], [2, 3]]],
  'ARRAY[CAST(9007199254740993 AS bigint), 1]': ['array(bigint)', ['9007199254740993', 1]],
  "MAP(ARRAY['a', 'b'], ARRAY[1, 2])": [null, { a: 1, b: 2 }],
  "MAP(ARRAY['k'], ARRAY[ARRAY[DECIMAL '0.1']])": [null, { k: ['0.1'] }],
  "CAST(ROW(1, 'x') AS ROW(n integer, s varchar))": ['row(n integer, s varchar)', { n: 1, s: 'x' }],
  "ROW(1, 'x')": [null, [1, 'x']],
  "ARRAY[CAST(ROW(DATE '2026-01-01', NULL) AS ROW(d date, b boolean))]": [
    null,
    [{ d: '2026-01-01', b: null }],
  ],
};

describe.each(['default', 'single'] as const)('values in the JSON of an answer (%s)', (shape) => {
  let answers: Readonly<Record<string, Answer>>;
  beforeAll(async () => {
    answers = await sqlAnswers(
      lakes[shape],
      Object.fromEntries(Object.keys(expressions).map((text) => [text, `SELECT ${text} AS v`])),
    );
  });

  it.each(Object.entries(expressions))('%s', (text, [type, value]) => {
    const answer = answers[text];
    expect(answer?.status, answer?.text).toBe('answered');
    expect(answer?.rows).toEqual([[value]]);
    if (type !== null) expect(answer?.columns).toEqual([{ name: 'v', type }]);
  });
});

describe('values with a zone, and those of the lake', () => {
  let answers: Readonly<Record<string, Answer>>;
  beforeAll(async () => {
    answers = await sqlAnswers(lakes.default, {
      zone: "SELECT TIMESTAMP '2026-03-01 10:20:30.123 Europe/Berlin' AS v",
      now: 'SELECT now() AS v',
      shifted: "SELECT now() AT TIME ZONE 'America/New_York' AS v",
      tags: 'SELECT tags, captured_at, created_at FROM resources WHERE cardinality(tags) > 1 LIMIT 1',
      nothing: 'SELECT created_at FROM resources WHERE created_at IS NULL LIMIT 1',
      columns: 'SELECT 1 AS "A b", 2 AS "a b2", 3',
      values: "VALUES (1, 'one'), (2, NULL)",
      empty: 'SELECT resource_id FROM resources WHERE false',
    });
  });

  it('keeps a zone that the type has, or refuses it by name', () => {
    const { status, rows } = answers.zone ?? {};
    if (status === 'answered') expect(rows).toEqual([['2026-03-01 10:20:30.123 Europe/Berlin']]);
    else expect(status).toBe('refused');
  });

  it('gives now() in UTC, by the lake’s clock', () => {
    expect(answers.now?.columns[0]?.type).toBe('timestamp(3) with time zone');
    expect(answers.now?.rows).toEqual([['2026-03-10 12:00:00.000 UTC']]);
  });

  it('shifts a time to a zone, or refuses to by name', () => {
    const { status, rows } = answers.shifted ?? {};
    if (status === 'answered') expect(rows).toEqual([['2026-03-10 08:00:00.000 America/New_York']]);
    else expect(status).toBe('refused');
  });

  it('gives tags as an object and times in milliseconds', () => {
    const [row] = answers.tags?.rows ?? [];
    expect(typeof row?.[0]).toBe('object');
    expect(row?.[1]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
    expect(answers.tags?.columns.map(({ type }) => type)).toEqual([
      'map(varchar, varchar)',
      'timestamp(3)',
      'timestamp(3)',
    ]);
    expect(answers.nothing?.rows).toEqual([[null]]);
  });

  it('names columns as Athena does', () => {
    const names = answers.columns?.columns.map(({ name }) => name);
    expect(names?.[2]).toBe('_col2');
    expect(names?.slice(0, 2).map((name) => name.toLowerCase())).toEqual(['a b', 'a b2']);
  });

  it('runs VALUES, and gives columns where no row is', () => {
    expect(answers.values?.rows).toEqual([
      [1, 'one'],
      [2, null],
    ]);
    expect(answers.empty).toMatchObject({ row_count: 0, rows: [], columns: [{ name: 'resource_id' }] });
  });
});
