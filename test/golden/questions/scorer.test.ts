import { describe, expect, it } from 'vitest';
import type { Answer, AnswerValue } from '#answer/contract.ts';
import { type Expectation, mentions, notRecorded, number, status } from './expectations.ts';
import { score } from './scorer.ts';

const answerOf = (
  columns: readonly (readonly [string, string])[],
  rows: AnswerValue[][],
  more: Partial<Answer> = {},
): Answer => ({
  id: 'a',
  conversation: 'c',
  status: 'answered',
  question: null,
  sql: null,
  columns: columns.map(([name, type]) => ({ name, type })),
  rows,
  row_count: rows.length,
  truncated: false,
  verdict: null,
  text: '',
  assumptions: [],
  choices: [],
  chart: null,
  follow_ups: [],
  translator: 'grammar',
  engine: 'duckdb',
  generations: {},
  estimate: null,
  bytes_scanned: null,
  cost_usd: null,
  elapsed_ms: 1,
  diagnostics: [],
  ...more,
});
const named = (...ids: string[]) => ids.map((id) => ({ keys: [id] }));
const ids = (...list: string[]): Answer =>
  answerOf(
    [['resource_id', 'varchar']],
    list.map((id) => [id]),
  );

describe('the scorer', () => {
  it.each<[string, Answer, Expectation, string]>([
    ['the same rows', ids('a', 'b'), mentions(named('a', 'b')), 'right'],
    ['one row too few', ids('a'), mentions(named('a', 'b')), 'wrong'],
    ['one row too many', ids('a', 'b', 'c'), mentions(named('a', 'b')), 'wrong'],
    ['a row that may be there', ids('a', 'b'), mentions(named('a'), named('b')), 'right'],
    ['no rows, rightly', ids(), mentions([]), 'right'],
    ['no rows, wrongly', ids(), mentions(named('a')), 'wrong'],
    ['a number', answerOf([['n', 'bigint']], [[12]]), number(12), 'right'],
    ['another number', answerOf([['n', 'bigint']], [[13]]), number(12), 'wrong'],
    ['a number as text', answerOf([['n', 'decimal(38,0)']], [['12']]), number(12), 'right'],
    ['a question back', answerOf([], [], { status: 'clarify' }), number(12), 'declined'],
    ['an error', answerOf([], [], { status: 'failed' }), number(12), 'failed'],
    ['an answer to what must not be done', ids('a'), status('refused'), 'wrong'],
    ['another way of declining', answerOf([], [], { status: 'abstained' }), status('refused'), 'declined'],
    ['rows where nothing is recorded', ids('a'), notRecorded, 'wrong'],
  ])('%s', (_what, answer, expectation, outcome) => {
    expect(score(answer, expectation).outcome).toBe(outcome);
  });

  it('knows groups by any of their names and wants each of them once', () => {
    const expected: Expectation = {
      kind: 'groups',
      groups: [
        { keys: [['1', 'one']], value: 3 },
        { keys: [['2', 'two']], value: 5 },
        { keys: [['']], value: 7, isOptional: true },
      ],
    };
    const answer = (rows: AnswerValue[][]) =>
      answerOf(
        [
          ['account_name', 'varchar'],
          ['n', 'bigint'],
        ],
        rows,
      );
    expect(
      score(
        answer([
          ['two', 5],
          ['one', 3],
        ]),
        expected,
      ).outcome,
    ).toBe('right');
    expect(
      score(
        answer([
          ['two', 5],
          ['one', 3],
          [null, 7],
        ]),
        expected,
      ).outcome,
    ).toBe('right');
    expect(
      score(
        answer([
          ['two', 5],
          ['one', 4],
        ]),
        expected,
      ).outcome,
    ).toBe('wrong');
    expect(score(answer([['two', 5]]), expected).outcome).toBe('wrong');
    expect(
      score(
        answer([
          ['two', 5],
          ['one', 3],
          ['six', 1],
        ]),
        expected,
      ).outcome,
    ).toBe('wrong');
  });

  it('takes any of equals among the first n, and a whole ranking for the first one', () => {
    const candidates = [9, 9, 4, 1].map((value, index) => ({ entity: { keys: [`r${index}`] }, value }));
    const top = (n: number): Expectation => ({ kind: 'top', candidates, n });
    expect(score(ids('r1'), top(1)).outcome).toBe('right');
    expect(score(ids('r0', 'r1', 'r2', 'r3'), top(1)).outcome).toBe('right');
    expect(score(ids('r2'), top(1)).outcome).toBe('wrong');
    expect(score(ids('r1', 'r0'), top(2)).outcome).toBe('right');
    expect(score(ids('r1', 'r0', 'r2'), top(2)).outcome).toBe('wrong');
  });
});
