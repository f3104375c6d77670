import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChangedTreeError, requireSameTree } from '#sql/check/same-tree.ts';
import { parseSql } from '#sql/parse.ts';
import { prepare } from '#sql/prepare.ts';
import { now, options, policyOf, prepared } from './fixtures.ts';

const limited = policyOf({ accounts: ['111111111111'] });
const text = (sql: string, rowLimit: number | null = 10) => prepared(sql, { rowLimit }).checked.text;

describe('the row limit', () => {
  it.each([
    ['SELECT 1', 'SELECT 1 LIMIT 10', 10],
    ['SELECT 1 LIMIT 5', 'SELECT 1 LIMIT 5', null],
    ['SELECT 1 LIMIT 10', 'SELECT 1 LIMIT 10', null],
    ['SELECT 1 LIMIT 11', 'SELECT 1 LIMIT 10', 10],
    ['SELECT 1 LIMIT ALL', 'SELECT 1 LIMIT 10', 10],
    ['SELECT 1 OFFSET 3', 'SELECT 1 OFFSET 3 LIMIT 10', 10],
    ['SELECT 1 FETCH FIRST 50 ROWS ONLY', 'SELECT 1 FETCH FIRST 10 ROWS ONLY', 10],
    ['SELECT 1 FETCH FIRST ROW ONLY', 'SELECT 1 FETCH FIRST ROW ONLY', null],
    ['(SELECT 1 LIMIT 99)', '(SELECT 1 LIMIT 99) LIMIT 10', 10],
    ['SELECT 1 UNION SELECT 2 ORDER BY 1', 'SELECT 1 UNION SELECT 2 ORDER BY 1 LIMIT 10', 10],
    [
      'WITH a AS (SELECT 1 LIMIT 99) SELECT * FROM a',
      'WITH a AS (SELECT 1 LIMIT 99) SELECT * FROM a LIMIT 10',
      10,
    ],
    ['SELECT 1 -- all of it', 'SELECT 1 LIMIT 10', 10],
    ['VALUES 1, 2;', 'VALUES 1, 2 LIMIT 10', 10],
  ])('of %s', (sql, expected, rowLimit) => {
    const query = prepared(sql, { rowLimit: 10 });
    expect(query.checked.text).toBe(expected);
    expect(query.rowLimit).toBe(rowLimit);
    expect(query.counting === null).toBe(rowLimit === null);
  });

  it('leaves compaction alone', () => {
    const query = prepared('SELECT arn FROM resources', { rowLimit: null, internal: true });
    expect(query.checked.text).toBe('SELECT arn FROM resources');
    expect(query.counting).toBeNull();
  });

  it('counts what it may cut, with the limit that was asked for', () => {
    expect(prepared('SELECT arn FROM resources LIMIT 50', { rowLimit: 10 }).counting?.text).toBe(
      'SELECT count(*) AS "row_count" FROM (SELECT arn FROM resources LIMIT 50) AS "counted"',
    );
    const scoped = prepared('SELECT arn FROM resources', { policy: limited }).counting?.text;
    expect(scoped).toContain(`"account_id" IN ('111111111111')`);
  });
});

describe('the clock', () => {
  it('is that of the question', () => {
    expect(
      text('SELECT now(), current_timestamp, current_timestamp(0), localtimestamp, current_date', null),
    ).toBe(
      "SELECT TIMESTAMP '2026-03-05 10:20:30.456 UTC', TIMESTAMP '2026-03-05 10:20:30.456 UTC', " +
        "TIMESTAMP '2026-03-05 10:20:30 UTC', TIMESTAMP '2026-03-05 10:20:30.456', DATE '2026-03-05'",
    );
    expect(text('SELECT localtime, current_time, localtimestamp(6)', null)).toBe(
      "SELECT TIME '10:20:30.456', TIME '10:20:30.456+00:00', TIMESTAMP '2026-03-05 10:20:30.456000'",
    );
  });

  it('is set inside views and everywhere in the query', () => {
    const sql =
      "SELECT verdict FROM coverage WHERE last_snapshot_at > now() ORDER BY date_diff('day', now(), now())";
    const result = text(sql);
    expect(result).not.toMatch(/now\(\)/i);
    expect(result.split("TIMESTAMP '2026-03-05 10:20:30.456 UTC'").length - 1).toBe(4);
  });

  it('leaves names and strings that look like it', () => {
    expect(text('SELECT "now()" FROM (SELECT \'now()\' AS "now()")', null)).toBe(
      'SELECT "now()" FROM (SELECT \'now()\' AS "now()")',
    );
  });
});

/** Texts that try to end a quote, a comment or a bracket. */
const hostile = fc.oneof(
  fc.constantFrom(
    "'",
    '"',
    '\\',
    "\\'",
    "''",
    '""',
    ';',
    '--',
    '/*',
    '*/',
    ') UNION SELECT * FROM secrets --',
    "' OR '1'='1",
    '"; DROP TABLE x; --',
    '\n',
    '\u0000',
    '😀',
    '\u2028',
    '$x',
    '`',
    'AS t(Group By)',
    "x' AS y, '",
    '" FROM accounts --',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const hostileText = fc
  .array(hostile, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''))
  .filter((value) => value !== '');
const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
const named = (value: string) => `"${value.replaceAll('"', '""')}"`;

describe('edits', () => {
  it('never let a string or a name become syntax', () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (value, name, alias) => {
        const sql =
          `SELECT x.${named(name)}, ${quoted(value)} AS ${named(alias)}, now() FROM (SELECT arn AS ${named(name)} FROM resources ` +
          `WHERE arn <> ${quoted(value)}) AS x JOIN resources AS ${named(`${alias}2`)} ON ${named(`${alias}2`)}.arn = x.${named(name)}`;
        const result = prepare(sql, { ...options, policy: limited });
        if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
        const { checked, columns } = result.query;
        expect(columns.map((column) => column.name)).toEqual([name, alias, '_col2']);
        expect(checked.tables).toEqual(['resources']);
        const before = parseSql(sql);
        const after = parseSql(checked.text);
        if (!before.ok || !after.ok) throw new Error('does not parse');
        const strings = (tokens: typeof before.tokens) =>
          tokens.filter((token) => token.text === quoted(value)).length;
        expect(strings(after.tokens)).toBe(strings(before.tokens));
      }),
      { numRuns: 100 },
    );
  });

  it('put hostile policy values between quotes', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (region, tag) => {
        const policy = policyOf({ regions: [region], selectors: [{ resource_tag: tag, values: [region] }] });
        const result = prepare('SELECT arn FROM resources', { ...options, policy });
        if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
        expect(result.query.checked.tables).toEqual(['resources']);
        expect(result.query.checked.text).toContain(quoted(region));
      }),
      { numRuns: 100 },
    );
  });

  it('change nothing for the owner of an unlimited query without a clock', () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        const sql = `SELECT ${quoted(value)} AS ${named(value)} FROM resources WHERE arn = ${quoted(value)}`;
        expect(prepared(sql, { rowLimit: null }).checked.text).toBe(sql);
      }),
      { numRuns: 100 },
    );
  });

  it('are refused where the tree differs in anything else', () => {
    const tree = (sql: string) => {
      const parsed = parseSql(sql);
      if (!parsed.ok) throw new Error('does not parse');
      return parsed.query;
    };
    const before = tree('SELECT arn FROM resources');
    const select = before.body.kind === 'select' ? before.body : undefined;
    const node = select?.from[0];
    if (node === undefined) throw new Error('no table');
    const edit = { node, text: '(SELECT 1) AS "resources"', as: 'relation' as const };
    expect(() =>
      requireSameTree(before, tree('SELECT arn FROM (SELECT 1) AS "resources"'), [edit]),
    ).not.toThrow();
    for (const changed of [
      'SELECT arn FROM (SELECT 2) AS "resources"',
      'SELECT arn FROM (SELECT 1) AS "resources" WHERE TRUE',
      'SELECT arn, 1 FROM (SELECT 1) AS "resources"',
      'SELECT DISTINCT arn FROM (SELECT 1) AS "resources"',
      'SELECT arn FROM resources',
      'SELECT arn FROM (SELECT 1) AS "resources", secrets',
      'SELECT arn FROM (SELECT 1) AS "resources" UNION SELECT 1',
      'SELECT arn FROM (SELECT 1) AS "resources" LIMIT 1',
    ]) {
      expect(() => requireSameTree(before, tree(changed), [edit]), changed).toThrow(ChangedTreeError);
    }
    expect(() =>
      requireSameTree(before, before, [{ node: { start: 0, end: 0 }, text: '', as: 'expression' }]),
    ).toThrow(ChangedTreeError);
  });
});

describe('prepare', () => {
  it('gives the same text for the same input', () => {
    const sql = 'SELECT arn FROM resources WHERE captured_at > now()';
    expect(prepared(sql, { policy: limited, now }).checked.text).toBe(
      prepared(sql, { policy: limited, now }).checked.text,
    );
  });

  it('removes comments and shows the text as it was asked', () => {
    const query = prepared('/* a */ SELECT/**/1 -- b\n FROM /* c */ accounts ;; ');
    expect(query.shownSql).toBe('SELECT 1 \n FROM   accounts');
    expect(query.checked.text).toBe(`${query.shownSql} LIMIT 10000`);
  });
});
