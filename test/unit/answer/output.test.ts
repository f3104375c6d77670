import { describe, expect, it } from 'vitest';
import { chartOf } from '#answer/chart.ts';
import { answerCsv } from '#answer/csv.ts';
import { numberText, sentenceOf } from '#answer/sentence.ts';

const column = (name: string, type: string) => ({ name, type });
const verdict = (status: 'complete' | 'partial' | 'not_recorded' | 'not_permitted' | 'failed') => ({
  status,
  text: '',
  causes: [],
  accounts: [],
  regions: [],
  oldest_data_at: null,
});
const base = {
  columns: [column('n', 'bigint')],
  truncated: false,
  subject: 'public buckets',
  rowsAre: null,
  verdict: verdict('complete'),
};

describe('the sentence', () => {
  it('tells four kinds of nothing apart', () => {
    const said = (['complete', 'partial', 'not_recorded', 'not_permitted', 'failed'] as const).map((status) =>
      sentenceOf({ ...base, rows: [], rowCount: 0, verdict: verdict(status) }),
    );
    expect(new Set(said).size).toBe(5);
    expect(said[0]).toContain('none exist');
    expect(said[1]).not.toContain('none exist');
  });

  it('does not say a plain zero of what could not be seen', () => {
    const zero = (status: Parameters<typeof verdict>[0], columns = base.columns) =>
      sentenceOf({ ...base, columns, rows: [columns.map(() => 0)], rowCount: 1, verdict: verdict(status) });
    expect(zero('complete')).toBe('0 public buckets.');
    for (const status of ['partial', 'not_recorded', 'not_permitted', 'failed'] as const) {
      expect(zero(status), status).not.toMatch(/^0/);
      expect(zero(status), status).toMatch(/none found|not recorded|may not|failed|No public buckets/i);
    }
    // A sum of nothing is a result of what was found.
    expect(zero('partial', [column('cost', 'double')])).toMatch(/^0/);
  });

  it('says which one leads where one row is left', () => {
    const columns = [
      column('account_name', 'varchar'),
      column('account_id', 'varchar'),
      column('total', 'bigint'),
    ];
    expect(sentenceOf({ ...base, columns, rows: [['shop-prod', '1', 54]], rowCount: 1 })).toBe(
      'shop-prod with 54 public buckets.',
    );
  });

  it('says the one number of a count with what it counts', () => {
    expect(sentenceOf({ ...base, rows: [[1234]], rowCount: 1 })).toBe('1,234 public buckets.');
  });

  it('tells the true total of a cut result, never the number shown as if it were all', () => {
    const rows = [['a'], ['b']];
    const text = sentenceOf({
      ...base,
      columns: [column('resource_id', 'varchar')],
      rows,
      rowCount: 25_000,
      truncated: true,
    });
    expect(text).toBe('25,000 public buckets; the first 2 are shown.');
  });

  it('never counts groups or pairs as if each were one of the subject', () => {
    const columns = [
      column('account_name', 'varchar'),
      column('account_id', 'varchar'),
      column('resource_count', 'bigint'),
    ];
    const rows = [
      ['web', '1', 30],
      ['data', '2', 12],
    ];
    expect(sentenceOf({ ...base, subject: 'buckets', rowsAre: 'accounts', columns, rows, rowCount: 2 })).toBe(
      '2 accounts; the largest is web with 30 buckets.',
    );
    expect(sentenceOf({ ...base, subject: 'buckets', columns, rows, rowCount: 2 })).toMatch(/^2 groups/);
  });

  it('keeps every digit of an exact number', () => {
    expect(numberText('9223372036854775807')).toBe('9,223,372,036,854,775,807');
    expect(numberText('-1234.500')).toBe('-1,234.500');
  });
});

describe('the chart', () => {
  it('draws bars of one category, a line over time, and nothing of a cut result', () => {
    const rows = [
      ['a', 1],
      ['b', 2],
    ];
    const columns = [column('region', 'varchar'), column('n', 'bigint')];
    expect(chartOf({ columns, rows, truncated: false }, 't')).toMatchObject({
      kind: 'bar',
      x: 'region',
      y: ['n'],
    });
    expect(
      chartOf({ columns: [column('day', 'date'), column('n', 'bigint')], rows, truncated: false }, 't')?.kind,
    ).toBe('line');
    expect(chartOf({ columns, rows, truncated: true }, 't')).toBeNull();
  });

  it('takes an id beside a name for the same category', () => {
    const columns = [
      column('account_name', 'varchar'),
      column('account_id', 'varchar'),
      column('total', 'bigint'),
    ];
    const rows = [
      ['web', '1', 3],
      ['data', '2', 4],
    ];
    expect(chartOf({ columns, rows, truncated: false }, 't')).toMatchObject({
      kind: 'bar',
      x: 'account_name',
      y: ['total'],
    });
  });

  it('does not take a port or an id for a quantity', () => {
    expect(
      chartOf(
        {
          columns: [column('name', 'varchar'), column('from_port', 'bigint')],
          rows: [
            ['a', 22],
            ['b', 22],
          ],
          truncated: false,
        },
        't',
      ),
    ).toBeNull();
  });
});

describe('CSV', () => {
  it('quotes what needs quoting and leaves numbers alone', () => {
    const csv = answerCsv({
      columns: [column('a', 'varchar'), column('b', 'bigint')],
      rows: [
        ['x,"y"\nz', -5],
        [null, '9007199254740993'],
      ],
    });
    expect(csv).toBe('a,b\n"x,""y""\nz",-5\n,9007199254740993\n');
  });

  it('disarms text that a spreadsheet would run', () => {
    expect(
      answerCsv({ columns: [column('a', 'varchar')], rows: [['=HYPERLINK("x")'], ['@x'], ['-1+1']] }),
    ).toContain("'=HYPERLINK");
  });
});
