import { describe, expect, it } from 'vitest';
import { prepare } from '#sql/prepare.ts';
import { codeOf, options, shapeOf } from './fixtures.ts';

const hintOf = (sql: string): string | null => {
  const result = prepare(sql, options);
  return result.ok ? 'accepted' : (result.diagnostics[0]?.hint ?? null);
};

/** What Trino's analyser rejects, and the code for it. */
const rejected: readonly (readonly [code: string, sql: string])[] = [
  ['SQL_UNKNOWN_TABLE', 'SELECT 1 FROM resorces'],
  ['SQL_UNKNOWN_COLUMN', 'SELECT accountid FROM resources'],
  ['SQL_UNKNOWN_COLUMN', 'SELECT r.nope FROM resources r'],
  ['SQL_UNKNOWN_COLUMN', 'SELECT resources.arn FROM resources r'],
  ['SQL_UNKNOWN_COLUMN', 'SELECT arn'],
  ['SQL_UNKNOWN_COLUMN', "SELECT region AS r FROM resources WHERE r = 'x'"],
  ['SQL_UNKNOWN_COLUMN', 'SELECT region AS r, count(*) FROM resources GROUP BY r'],
  ['SQL_UNKNOWN_COLUMN', 'SELECT region, count(*) AS n FROM resources GROUP BY region HAVING n > 1'],
  ['SQL_UNKNOWN_COLUMN', 'SELECT a.account_id FROM accounts a JOIN resources r USING (account_id)'],
  ['SQL_UNKNOWN_COLUMN', 'SELECT * FROM (SELECT 1)  WHERE _col0 = 1'],
  ['SQL_UNKNOWN_COLUMN', 'SELECT 1 FROM accounts a, (SELECT a.account_id) t'],
  ['SQL_UNKNOWN_COLUMN', 'SELECT 1 FROM accounts JOIN coverage USING (nope)'],
  [
    'SQL_UNKNOWN_COLUMN',
    'SELECT account_id FROM accounts UNION SELECT account_id FROM resources ORDER BY status',
  ],
  ['SQL_UNKNOWN_TABLE', 'SELECT x.* FROM resources r'],
  ['SQL_UNKNOWN_TABLE', 'WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a'],
  ['SQL_UNKNOWN_TABLE', 'SELECT * FROM (WITH a AS (SELECT 1) SELECT * FROM a) x, a'],
  [
    'SQL_AMBIGUOUS_COLUMN',
    'SELECT account_id FROM accounts a JOIN resources r ON a.account_id = r.account_id',
  ],
  ['SQL_AMBIGUOUS_COLUMN', 'SELECT region AS x, arn AS x FROM resources ORDER BY x'],
  ['SQL_AMBIGUOUS_COLUMN', 'SELECT a FROM (SELECT 1 AS a, 2 AS a)'],
  ['SQL_DUPLICATE_NAME', 'WITH a AS (SELECT 1), A AS (SELECT 2) SELECT * FROM a'],
  ['SQL_DUPLICATE_NAME', 'SELECT reduce(ARRAY[1], 0, (s, S) -> s, s -> s)'],
  ['SQL_DUPLICATE_NAME', 'SELECT 1 FROM resources WINDOW w AS (), w AS ()'],
  ['SQL_NOT_GROUPED', 'SELECT account_id, region FROM resources GROUP BY account_id'],
  ['SQL_NOT_GROUPED', 'SELECT account_id, count(*) FROM resources'],
  ['SQL_NOT_GROUPED', 'SELECT * FROM resources GROUP BY account_id'],
  ['SQL_NOT_GROUPED', 'SELECT upper(region) FROM resources GROUP BY lower(region)'],
  ['SQL_NOT_GROUPED', "SELECT count(*) FROM resources HAVING region = 'x'"],
  ['SQL_NOT_GROUPED', 'SELECT account_id FROM resources GROUP BY account_id ORDER BY region'],
  [
    'SQL_NOT_GROUPED',
    'SELECT account_id, (SELECT max(a.status) FROM accounts a WHERE a.account_id = r.region) FROM resources r GROUP BY account_id',
  ],
  [
    'SQL_NOT_GROUPED',
    'SELECT account_id, row_number() OVER (ORDER BY region) FROM resources GROUP BY account_id',
  ],
  ['SQL_NOT_GROUPED', 'SELECT grouping(region) FROM resources GROUP BY account_id'],
  ['SQL_MISPLACED_AGGREGATE', 'SELECT 1 FROM resources WHERE count(*) > 1'],
  ['SQL_MISPLACED_AGGREGATE', 'SELECT max(count(*)) FROM resources GROUP BY region'],
  ['SQL_MISPLACED_AGGREGATE', 'SELECT count(*) FROM resources GROUP BY count(*)'],
  ['SQL_MISPLACED_AGGREGATE', 'SELECT count(*) FROM resources GROUP BY 1'],
  ['SQL_MISPLACED_AGGREGATE', 'SELECT 1 FROM accounts a JOIN resources r ON count(*) = 1'],
  ['SQL_MISPLACED_AGGREGATE', 'SELECT transform(ARRAY[1], x -> count(*)) FROM resources'],
  ['SQL_MISPLACED_AGGREGATE', 'VALUES count(*)'],
  ['SQL_MISPLACED_WINDOW', 'SELECT 1 FROM resources WHERE row_number() OVER () = 1'],
  ['SQL_MISPLACED_WINDOW', 'SELECT count(row_number() OVER ()) FROM resources'],
  ['SQL_MISPLACED_WINDOW', 'SELECT sum(sum(items) OVER ()) OVER () FROM coverage'],
  ['SQL_MISPLACED_WINDOW', 'SELECT row_number() FROM resources'],
  ['SQL_MISPLACED_WINDOW', 'SELECT lower(arn) OVER () FROM resources'],
  ['SQL_MISPLACED_WINDOW', 'SELECT count(*) FROM resources GROUP BY region HAVING row_number() OVER () = 1'],
  ['SQL_TYPE_MISMATCH', "SELECT 1 FROM coverage WHERE items = '1'"],
  ['SQL_TYPE_MISMATCH', 'SELECT 1 FROM resources WHERE account_id = 111111111111'],
  ['SQL_TYPE_MISMATCH', "SELECT 1 FROM resources WHERE created_at > '2025-01-01'"],
  ['SQL_TYPE_MISMATCH', "SELECT 1 FROM cost_daily WHERE day = '2025-01-01'"],
  ['SQL_TYPE_MISMATCH', 'SELECT 1 FROM resources WHERE region'],
  ['SQL_TYPE_MISMATCH', 'SELECT 1 FROM resources WHERE NOT region'],
  ['SQL_TYPE_MISMATCH', "SELECT 1 FROM resources WHERE region IN ('a', 1)"],
  ['SQL_TYPE_MISMATCH', "SELECT CASE WHEN TRUE THEN 1 ELSE 'a' END"],
  ['SQL_TYPE_MISMATCH', "SELECT coalesce(1, 'a')"],
  ['SQL_TYPE_MISMATCH', "SELECT ARRAY[1, 'a']"],
  ['SQL_TYPE_MISMATCH', "SELECT if(TRUE, 1, 'a')"],
  ['SQL_TYPE_MISMATCH', "SELECT arn + 'x' FROM resources"],
  ['SQL_TYPE_MISMATCH', 'SELECT arn || 1 FROM resources'],
  ['SQL_TYPE_MISMATCH', 'SELECT -arn FROM resources'],
  ['SQL_TYPE_MISMATCH', 'SELECT tags < tags FROM resources'],
  ['SQL_TYPE_MISMATCH', 'SELECT 1 FROM resources ORDER BY tags'],
  ['SQL_TYPE_MISMATCH', 'SELECT tags[1] FROM resources'],
  ['SQL_TYPE_MISMATCH', "SELECT configuration['a'] FROM resources"],
  ['SQL_TYPE_MISMATCH', "SELECT ARRAY[1]['a']"],
  ['SQL_TYPE_MISMATCH', 'SELECT configuration.state FROM resources'],
  ['SQL_TYPE_MISMATCH', "SELECT CAST(DATE '2025-01-01' AS bigint)"],
  ['SQL_TYPE_MISMATCH', 'SELECT CAST(ARRAY[1] AS varchar)'],
  ['SQL_TYPE_MISMATCH', 'SELECT 1 FROM resources WHERE account_id IN (SELECT items FROM coverage)'],
  ['SQL_TYPE_MISMATCH', "SELECT 1 UNION SELECT 'a'"],
  ['SQL_TYPE_MISMATCH', "VALUES 1, 'a'"],
  ['SQL_TYPE_MISMATCH', 'SELECT 1 FROM resources CROSS JOIN UNNEST(configuration) AS t (x)'],
  ['SQL_TYPE_MISMATCH', 'SELECT region LIKE 1 FROM resources'],
  ['SQL_TYPE_MISMATCH', "SELECT 1 AT TIME ZONE 'UTC'"],
  [
    'SQL_TYPE_MISMATCH',
    'SELECT count(*) OVER (ORDER BY arn RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) FROM resources',
  ],
  ['SQL_WRONG_ARGUMENTS', 'SELECT length(1)'],
  ['SQL_WRONG_ARGUMENTS', 'SELECT length()'],
  ['SQL_WRONG_ARGUMENTS', "SELECT lower('a', 'b')"],
  ['SQL_WRONG_ARGUMENTS', 'SELECT json_extract_scalar(configuration) FROM resources'],
  ['SQL_WRONG_ARGUMENTS', 'SELECT sum(region) FROM resources'],
  ['SQL_WRONG_ARGUMENTS', 'SELECT sum(*) FROM resources'],
  ['SQL_WRONG_ARGUMENTS', 'SELECT coalesce(1)'],
  ['SQL_WRONG_ARGUMENTS', 'SELECT lower(DISTINCT region) FROM resources'],
  ['SQL_WRONG_ARGUMENTS', 'SELECT lower(region) FILTER (WHERE TRUE) FROM resources'],
  ['SQL_WRONG_ARGUMENTS', 'SELECT x -> x'],
  ['SQL_WRONG_ARGUMENTS', 'SELECT transform(ARRAY[1], (x, y) -> x)'],
  ['SQL_WRONG_ARGUMENTS', 'SELECT row_number() IGNORE NULLS OVER () FROM resources'],
  ['SQL_UNSUPPORTED_FUNCTION', 'SELECT lenght(arn) FROM resources'],
  ['SQL_INVALID_ORDINAL', 'SELECT region FROM resources ORDER BY 2'],
  ['SQL_INVALID_ORDINAL', 'SELECT region, count(*) FROM resources GROUP BY 3'],
  ['SQL_INVALID_ORDINAL', 'SELECT region FROM resources ORDER BY 0'],
  ['SQL_INVALID_QUERY', 'SELECT DISTINCT region FROM resources ORDER BY arn'],
  ['SQL_INVALID_QUERY', 'SELECT *'],
  ['SQL_INVALID_QUERY', 'SELECT 1, 2 UNION SELECT 1'],
  ['SQL_INVALID_QUERY', 'VALUES (1, 2), (3)'],
  ['SQL_INVALID_QUERY', 'SELECT * FROM (VALUES (1, 2)) AS t (a)'],
  ['SQL_INVALID_QUERY', 'WITH a (x, y) AS (SELECT 1) SELECT * FROM a'],
  ['SQL_INVALID_QUERY', 'SELECT (SELECT account_id, region FROM resources)'],
  ['SQL_INVALID_QUERY', 'SELECT count(*) OVER nope FROM resources'],
  ['SQL_INVALID_QUERY', 'SELECT count(*) OVER (ROWS BETWEEN CURRENT ROW AND 1 PRECEDING) FROM resources'],
  ['SQL_INVALID_LITERAL', "SELECT DATE '2025-02-30'"],
  ['SQL_INVALID_LITERAL', "SELECT TIMESTAMP '2025-01-01 25:00:00'"],
  ['SQL_INVALID_LITERAL', "SELECT INTERVAL 'one' DAY"],
  ['SQL_INVALID_LITERAL', "SELECT X'0'"],
  ['SQL_INVALID_LITERAL', 'SELECT 99999999999999999999'],
  ['SQL_UNSUPPORTED_TYPE', 'SELECT CAST(1 AS geometry)'],
  ['SQL_UNSUPPORTED_TYPE', "SELECT region 'alias' FROM resources"],
  ['SQL_UNSUPPORTED_SYNTAX', "SELECT 1 FROM resources JOIN UNNEST(map_keys(tags)) AS t (k) ON k = 'x'"],
  ['SQL_UNSUPPORTED_SYNTAX', 'SELECT transform(ARRAY[1], x -> (SELECT 1))'],
];

describe('the analyser', () => {
  it.each(rejected)('refuses with %s: %s', (code, sql) => {
    expect(codeOf(sql)).toBe(code);
  });

  it.each([
    ['SELECT accountid FROM resources', 'account_id'],
    ['SELECT resource_typ FROM resources', 'resource_type'],
    ['SELECT 1 FROM ec2_instances', 'ec2_instance'],
    ['SELECT lenght(arn) FROM resources', 'length'],
    ["SELECT 1 FROM resources WHERE created_at > '2025-01-01'", 'TIMESTAMP'],
    ["SELECT 1 FROM cost_daily WHERE day = '2025-01-01'", 'DATE'],
    ['SELECT 1 FROM resources WHERE account_id = 1', 'CAST'],
  ])('tells what to write instead of: %s', (sql, word) => {
    expect(hintOf(sql)).toContain(word);
  });

  it('names columns as Trino does', () => {
    expect(
      shapeOf(
        'SELECT arn, r.Region, count(*), 1 AS "A b", lower(arn) x FROM resources r GROUP BY arn, Region',
      ),
    ).toEqual(['arn varchar', 'Region varchar', '_col2 bigint', 'A b integer', 'x varchar']);
  });

  it('finds a name in ORDER BY among the output first, then in FROM', () => {
    expect(codeOf('SELECT lower(arn) AS region FROM resources ORDER BY region, captured_at')).toBe(
      'accepted',
    );
    expect(codeOf('SELECT arn AS captured_at FROM resources ORDER BY resources.captured_at')).toBe(
      'accepted',
    );
  });

  it('tells unknown tables from forbidden and from internal ones', () => {
    const limited = {
      ...options,
      policy: { ...options.policy, mayReadTable: (table: string) => table === 'resources' },
    };
    expect(codeOf('SELECT 1 FROM nope', limited)).toBe('SQL_UNKNOWN_TABLE');
    expect(codeOf('SELECT 1 FROM accounts', limited)).toBe('SQL_FORBIDDEN_TABLE');
    expect(codeOf('SELECT 1 FROM coverage_state')).toBe('SQL_FORBIDDEN_TABLE');
    expect(codeOf('SELECT 1 FROM coverage_state', { internal: true })).toBe('accepted');
  });
});
