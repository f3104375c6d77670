import { describe, expect, it } from 'vitest';
import { compareTables, describeDifferences } from '#test/oracle/compare.ts';

const key = { account_id: '1', region: 'r', resource_type: 't' };
const row = (resource_id: string, more: object = {}) => ({ ...key, resource_id, ...more });

describe('a comparison of tables', () => {
  it('finds nothing where rows come in another order and JSON comes as text', () => {
    const expected = { resources: [row('a', { configuration: { x: 1, y: [2] } }), row('b', { size: 5 })] };
    const actual = {
      resources: [row('b', { size: '5' }), row('a', { configuration: '{"y": [2], "x": 1}' })],
    };
    expect(compareTables(expected, actual)).toEqual([]);
  });

  it('looks only at the columns that the oracle gives', () => {
    expect(compareTables({ resources: [row('a')] }, { resources: [row('a', { source: 'event' })] })).toEqual(
      [],
    );
    expect(compareTables({ resources: [row('a', { arn: null })] }, { resources: [row('a')] })).toEqual([]);
  });

  it('tells missing, unexpected and differing rows by their key', () => {
    const differences = compareTables(
      { resources: [row('a', { arn: 'x' }), row('b')] },
      { resources: [row('a', { arn: 'y' }), row('c')] },
    );
    expect(describeDifferences(differences)).toBe(
      [
        'resources: 3 differences',
        '  differs: account_id="1" region="r" resource_type="t" resource_id="a" arn: expected "x", got "y"',
        '  missing: account_id="1" region="r" resource_type="t" resource_id="b"',
        '  unexpected: account_id="1" region="r" resource_type="t" resource_id="c"',
      ].join('\n'),
    );
  });

  it('counts equal rows: one too many is unexpected', () => {
    const edge = { relationship: 'in' };
    expect(compareTables({ relationships: [edge] }, { relationships: [edge, edge] })).toMatchObject([
      { count: 1 },
    ]);
  });

  it('tells the first differences of a table and counts the rest', () => {
    const rows = ['a', 'b', 'c'].map((id) => row(id));
    expect(compareTables({ resources: rows }, { resources: [] }, { first: 1 })[0]).toMatchObject({
      count: 3,
      lines: [expect.stringContaining('missing'), '… and 2 more'],
    });
  });

  it('leaves out columns that it is told to ignore, and misses no table', () => {
    expect(
      compareTables(
        { resources: [row('a', { source: 'x' })] },
        { resources: [row('a', { source: 'y' })] },
        { ignore: { resources: ['source'] } },
      ),
    ).toEqual([]);
    expect(compareTables({ resources: [] }, {})).toMatchObject([{ table: 'resources', count: 1 }]);
  });
});
