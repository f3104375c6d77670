import { describe, expect, it } from 'vitest';
import { analyseOrRefuse } from '#sql/analyse/analyse.ts';
import { duckdbProblems, emitDuckdb } from '#sql/dialect/to-duckdb.ts';
import { parseOrRefuse } from '#sql/parse.ts';
import { schemaFrom } from '#sql/schema.ts';

const schema = schemaFrom([
  {
    name: 'resources',
    description: 'r',
    visibility: 'analyst',
    domain: 'config',
    partitionKeys: ['resource_type'],
    storage: { kind: 'stored' },
    columns: [
      { name: 'resource_id', type: 'varchar', description: 'i', sensitivity: 'internal' },
      { name: 'resource_type', type: 'varchar', description: 't', sensitivity: 'public' },
      { name: 'configuration', type: 'varchar', json: true, description: 'c', sensitivity: 'internal' },
      { name: 'created_at', type: 'timestamp', description: 'c', sensitivity: 'internal' },
    ],
  },
]);
const analysed = (sql: string) => analyseOrRefuse(parseOrRefuse(sql).query, schema);
const emitted = (sql: string) => emitDuckdb(analysed(sql)).sql;
const problem = (sql: string) => duckdbProblems(analysed(sql))[0];

describe('emitDuckdb', () => {
  it('writes the same text each time, with names of its own', () => {
    const sql =
      'SELECT resource_id AS "select", count(*) FROM resources GROUP BY resource_id ORDER BY 2 DESC';
    expect(emitted(sql)).toBe(emitted(sql));
    expect(emitted(sql)).toBe(
      'SELECT r2.g0 AS c0, r2.g1 AS c1 FROM (SELECT r1."resource_id" AS g0, count(*) AS g1 FROM "resources" AS r1 GROUP BY r1."resource_id") AS r2 ORDER BY r2.g1 DESC NULLS LAST',
    );
  });

  it('puts parentheses where another precedence could read it otherwise', () => {
    expect(emitted('SELECT 1 + 2 * 3 - 4')).toBe(
      'SELECT ((CAST(1 AS INTEGER) + (CAST(2 AS INTEGER) * CAST(3 AS INTEGER))) - CAST(4 AS INTEGER)) AS c0',
    );
    expect(emitted("SELECT NOT 'a' = 'b' OR TRUE")).toBe("SELECT ((NOT ('a' = 'b')) OR TRUE) AS c0");
  });

  it('keeps hostile texts and names inside their quotes', () => {
    expect(emitted(`SELECT 'it''s \\', x AS "a"");--" FROM (VALUES 1) t(x)`)).toContain("'it''s \\'");
    expect(emitted(`SELECT "a""b" FROM (VALUES 1) t("a""b")`)).toBe(
      'SELECT r2.c0 AS c0 FROM (SELECT * FROM (VALUES (CAST(1 AS INTEGER))) AS r1(c0)) AS r2',
    );
  });

  it('names the files’ columns as the query does', () => {
    expect(emitDuckdb(analysed('SELECT resource_id AS "Id", created_at FROM resources'), 'files').sql).toBe(
      'SELECT r.c0 AS "Id", CAST(r.c1 AS TIMESTAMP_MS) AS "created_at" FROM (SELECT r1."resource_id" AS c0, r1."created_at" AS c1 FROM "resources" AS r1) AS r',
    );
  });

  it('reads only the columns it names, and counts those that matter', () => {
    const [read] = emitDuckdb(
      analysed(
        "SELECT a.resource_id FROM (SELECT * FROM resources) a WHERE a.resource_type = 'AWS::S3::Bucket'",
      ),
    ).reads;
    expect(read?.columns.map((column) => column.name)).toEqual([
      'resource_id',
      'resource_type',
      'configuration',
      'created_at',
    ]);
    expect([...(read?.used ?? [])].sort()).toEqual(['resource_id', 'resource_type']);
    expect(read?.touchedTypes).toEqual(['AWS::S3::Bucket']);
  });

  it('guards what may fail by what stands before it', () => {
    expect(
      emitted(
        "SELECT resource_id FROM resources WHERE resource_id <> 'a' AND CAST(resource_id AS bigint) > 1",
      ),
    ).toMatch(
      /^SELECT .* WHERE \(\(r1\."resource_id" <> 'a'\) AND CASE WHEN \(r1\."resource_id" <> 'a'\) THEN .* END\)$/,
    );
  });
});

describe('what DuckDB would not do alike', () => {
  it.each([
    ['SELECT regexp_like(resource_id, resource_type) FROM resources', 'SQL_UNSUPPORTED_FUNCTION', /literal/],
    ["SELECT regexp_extract(resource_id, 'a(?=b)') FROM resources", 'SQL_UNSUPPORTED_FUNCTION', /lookaround/],
    ['SELECT date_trunc(resource_id, created_at) FROM resources', 'SQL_UNSUPPORTED_FUNCTION', /unit/],
    ["SELECT date_add('hour', 1, DATE '2020-01-01')", 'SQL_UNSUPPORTED_FUNCTION', /a date has no hour/],
    ["SELECT json_extract(configuration, '$.a[*]') FROM resources", 'SQL_UNSUPPORTED_FUNCTION', /path/],
    ['SELECT json_extract(configuration, resource_id) FROM resources', 'SQL_UNSUPPORTED_FUNCTION', /literal/],
    ['SELECT shuffle(ARRAY[1])', 'SQL_UNSUPPORTED_FUNCTION', /not mapped/],
    ['SELECT array_sort(ARRAY[1], (a, b) -> 0)', 'SQL_UNSUPPORTED_FUNCTION', /function/],
    ['SELECT max_by(resource_id, created_at, 2) FROM resources', 'SQL_UNSUPPORTED_FUNCTION', /count/],
    ["SELECT CAST('a' AS char(3))", 'SQL_UNSUPPORTED_TYPE', /char/],
    ["SELECT TIMESTAMP '2020-01-01 00:00:00.123456789'", 'SQL_UNSUPPORTED_TYPE', /timestamp\(9\)/],
    ["SELECT DISTINCT with_timezone(created_at, 'UTC') FROM resources", 'SQL_UNSUPPORTED_SYNTAX', /distinct/],
    ['SELECT (1, 2) < (1, 3)', 'SQL_UNSUPPORTED_SYNTAX', /order/],
    ['SELECT try((SELECT 1))', 'SQL_UNSUPPORTED_SYNTAX', /subquery/],
    ["SELECT resource_id LIKE resource_type ESCAPE '#' FROM resources", 'SQL_UNSUPPORTED_SYNTAX', /literal/],
    ["SELECT format('%e', 1.5e0)", 'SQL_UNSUPPORTED_FUNCTION', /%e/],
    [
      "SELECT at_timezone(with_timezone(created_at, 'UTC'), resource_id) FROM resources",
      'SQL_UNSUPPORTED_FUNCTION',
      /literal/,
    ],
  ])('%s is refused by name', (sql, code, message) => {
    const found = problem(sql);
    expect(found?.code).toBe(code);
    expect(found?.message).toMatch(message);
    expect(found?.at).not.toBeNull();
  });
});
