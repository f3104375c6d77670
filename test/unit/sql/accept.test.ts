import { describe, expect, it } from 'vitest';
import { prepared } from './fixtures.ts';

/** Queries that analysts, reports and translators write; each with the types of its columns. */
const accepted: readonly (readonly [sql: string, types: string])[] = [
  ['SELECT 1', 'integer'],
  ['VALUES 1, 2, 3', 'integer'],
  ["VALUES (1, 'a'), (2, 'bcd')", 'integer, varchar(3)'],
  ["SELECT * FROM (VALUES ('a', 1), ('b', 2)) AS t (name, n)", 'varchar(1), integer'],
  ['SELECT count(*) FROM resources;', 'bigint'],
  ['SELECT count(*) FROM inventory.resources', 'bigint'],
  ['SELECT count(*) FROM awsdatacatalog.inventory.resources', 'bigint'],
  ['SELECT COUNT(*) AS "n" FROM "RESOURCES"', 'bigint'],
  [
    "select account_id, region from resources where resource_type = 'AWS::S3::Bucket' -- buckets\n",
    'varchar, varchar',
  ],
  [
    'SELECT resource_type, count(*) AS n FROM resources GROUP BY resource_type ORDER BY n DESC LIMIT 10',
    'varchar, bigint',
  ],
  ['SELECT resource_type, count(*) FROM resources GROUP BY 1 ORDER BY 2 DESC, 1', 'varchar, bigint'],
  ['SELECT lower(region) AS r, count(*) FROM resources GROUP BY lower(region)', 'varchar, bigint'],
  ['SELECT count(*), count(arn), count(DISTINCT account_id) FROM resources', 'bigint, bigint, bigint'],
  ['SELECT account_id FROM resources GROUP BY account_id HAVING count(*) > 100', 'varchar'],
  ["SELECT count(*) FILTER (WHERE region = 'global') FROM resources", 'bigint'],
  [
    'SELECT region, account_id, count(*) FROM resources GROUP BY ROLLUP (region, account_id)',
    'varchar, varchar, bigint',
  ],
  [
    'SELECT region, account_id, count(*) FROM resources GROUP BY CUBE (region, account_id)',
    'varchar, varchar, bigint',
  ],
  [
    'SELECT region, account_id, grouping(region, account_id) FROM resources GROUP BY GROUPING SETS ((region), (account_id), ())',
    'varchar, varchar, integer',
  ],
  ['SELECT DISTINCT region FROM resources ORDER BY region', 'varchar'],
  ['SELECT DISTINCT region AS r FROM resources ORDER BY r', 'varchar'],
  ['SELECT r.region FROM resources AS r ORDER BY r.captured_at DESC NULLS FIRST LIMIT ALL', 'varchar'],
  ['SELECT arn FROM resources ORDER BY arn OFFSET 10 ROWS FETCH FIRST 5 ROWS ONLY', 'varchar'],
  ['SELECT arn FROM resources OFFSET 5 LIMIT 10', 'varchar'],
  ["SELECT element_at(tags, 'Name') FROM resources", 'varchar'],
  [
    "SELECT tags['Environment'], tags['environment'] FROM resources WHERE element_at(tags, 'Environment') IS NOT NULL",
    'varchar, varchar',
  ],
  ['SELECT map_keys(tags), cardinality(tags) FROM resources', 'array(varchar), bigint'],
  [
    'SELECT r.resource_id, t.k, t.v FROM resources r CROSS JOIN UNNEST(r.tags) AS t (k, v)',
    'varchar, varchar, varchar',
  ],
  [
    'SELECT r.resource_id, u.path, u.n FROM resource_changes r CROSS JOIN UNNEST(changed_paths) WITH ORDINALITY AS u (path, n)',
    'varchar, varchar, bigint',
  ],
  [
    'SELECT resource_id, path FROM resource_changes LEFT JOIN UNNEST(changed_paths) AS u (path) ON TRUE',
    'varchar, varchar',
  ],
  ['SELECT n FROM UNNEST(ARRAY[1, 2, 3]) AS t (n)', 'integer'],
  ['SELECT n FROM UNNEST(sequence(1, 10)) AS t (n)', 'bigint'],
  ["SELECT d FROM UNNEST(sequence(DATE '2026-01-01', DATE '2026-01-31', INTERVAL '1' DAY)) AS t (d)", 'date'],
  [
    "SELECT d, count(r.arn) FROM UNNEST(sequence(current_date - INTERVAL '30' DAY, current_date, INTERVAL '1' DAY)) AS t (d) LEFT JOIN resources r ON CAST(r.created_at AS date) = d GROUP BY d",
    'date, bigint',
  ],
  ["SELECT json_extract_scalar(configuration, '$.state.name') AS state FROM ec2_instance", 'varchar'],
  ["SELECT json_extract(configuration, '$.tags') FROM resources", 'json'],
  [
    "SELECT CAST(json_extract(configuration, '$.securityGroups') AS array(json)) FROM resources",
    'array(json)',
  ],
  [
    'SELECT g FROM resources CROSS JOIN UNNEST(CAST(json_parse(configuration) AS map(varchar, json))) AS t (k, g)',
    'json',
  ],
  ['SELECT json_format(json_parse(configuration)) FROM resources', 'varchar'],
  ['SELECT i.instance_type, count(*) FROM ec2_instance i GROUP BY i.instance_type', 'varchar, bigint'],
  [
    'SELECT a.account_name, count(*) AS n FROM ec2_instance i JOIN accounts a ON a.account_id = i.account_id GROUP BY a.account_name',
    'varchar, bigint',
  ],
  [
    'SELECT account_id, r.resource_id, a.status FROM resources r JOIN accounts a USING (account_id)',
    'varchar, varchar, varchar',
  ],
  [
    'SELECT a.account_id FROM accounts a LEFT JOIN resources r ON r.account_id = a.account_id WHERE r.account_id IS NULL',
    'varchar',
  ],
  [
    'SELECT a.account_id, r.arn FROM accounts a FULL OUTER JOIN resources r ON r.account_id = a.account_id',
    'varchar, varchar',
  ],
  ['SELECT count(*) FROM accounts a, resources r WHERE a.account_id = r.account_id', 'bigint'],
  [
    'SELECT x.arn FROM resources x JOIN resources y ON x.arn = y.arn AND x.captured_at < y.captured_at',
    'varchar',
  ],
  [
    'SELECT arn, total FROM resources CROSS JOIN (SELECT count(*) AS total FROM resources) AS t',
    'varchar, bigint',
  ],
  ["SELECT arn, x FROM resources CROSS JOIN (VALUES 'a', 'b') AS v (x)", 'varchar, varchar(1)'],
  ['SELECT arn FROM resources WHERE account_id IN (SELECT account_id FROM accounts)', 'varchar'],
  [
    'SELECT arn FROM resources WHERE (account_id, region) IN (SELECT account_id, region FROM coverage)',
    'varchar',
  ],
  [
    'SELECT arn FROM resources r WHERE EXISTS (SELECT 1 FROM accounts a WHERE a.account_id = r.account_id)',
    'varchar',
  ],
  [
    'SELECT arn FROM resources r WHERE NOT EXISTS (SELECT 1 FROM relationships e WHERE e.target_resource_id = r.resource_id)',
    'varchar',
  ],
  ['SELECT (SELECT max(captured_at) FROM resources) AS newest', 'timestamp(3)'],
  [
    'SELECT account_id, (SELECT count(*) FROM resources r WHERE r.account_id = a.account_id) FROM accounts a',
    'varchar, bigint',
  ],
  ['SELECT arn FROM resources WHERE captured_at >= ALL (SELECT captured_at FROM resources)', 'varchar'],
  ["SELECT arn FROM resources WHERE account_id = ANY (VALUES '1', '2')", 'varchar'],
  [
    'SELECT a.account_id, t.n FROM accounts a CROSS JOIN LATERAL (SELECT count(*) AS n FROM resources r WHERE r.account_id = a.account_id) AS t',
    'varchar, bigint',
  ],
  ['WITH r AS (SELECT * FROM resources) SELECT count(*) FROM r', 'bigint'],
  [
    'WITH r (a, b) AS (SELECT account_id, count(*) FROM resources GROUP BY account_id), s AS (SELECT a FROM r WHERE b > 1) SELECT * FROM s',
    'varchar',
  ],
  ['WITH resources AS (SELECT account_id AS x FROM resources) SELECT x FROM resources', 'varchar'],
  ['SELECT account_id FROM resources UNION SELECT account_id FROM accounts', 'varchar'],
  [
    'SELECT account_id FROM resources UNION ALL SELECT account_id FROM accounts ORDER BY account_id LIMIT 5',
    'varchar',
  ],
  ['SELECT account_id FROM accounts EXCEPT SELECT account_id FROM resources', 'varchar'],
  ['SELECT account_id FROM accounts INTERSECT SELECT account_id FROM resources', 'varchar'],
  ['SELECT 1 UNION ALL SELECT 2.5 UNION ALL SELECT 3e0', 'double'],
  ['(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1', 'integer'],
  [
    'SELECT row_number() OVER (PARTITION BY account_id ORDER BY captured_at DESC) AS n FROM resources',
    'bigint',
  ],
  [
    'SELECT * FROM (SELECT arn, rank() OVER (ORDER BY captured_at) AS place FROM resources) WHERE place <= 3',
    'varchar, bigint',
  ],
  [
    'SELECT lag(captured_at) OVER (PARTITION BY arn ORDER BY captured_at) FROM resource_history',
    'timestamp(3)',
  ],
  [
    'SELECT lead(status, 1) IGNORE NULLS OVER (PARTITION BY arn ORDER BY captured_at) FROM resource_history',
    'varchar',
  ],
  ['SELECT sum(count(*)) OVER () FROM resources GROUP BY region', 'bigint'],
  [
    'SELECT account_id, count(*) * 1.0 / sum(count(*)) OVER () FROM resources GROUP BY account_id',
    'varchar, decimal(21,1)',
  ],
  [
    'SELECT sum(items) OVER w FROM coverage WINDOW w AS (PARTITION BY account_id ORDER BY region ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)',
    'bigint',
  ],
  [
    "SELECT count(*) OVER (ORDER BY captured_at RANGE BETWEEN INTERVAL '1' DAY PRECEDING AND CURRENT ROW) FROM resources",
    'bigint',
  ],
  ['SELECT first_value(arn) OVER (PARTITION BY account_id ORDER BY captured_at) FROM resources', 'varchar'],
  ["SELECT CASE WHEN region = 'global' THEN 'IAM' ELSE 'other' END FROM resources", 'varchar(5)'],
  ["SELECT CASE region WHEN 'global' THEN 1 WHEN 'eu-west-1' THEN 2 END FROM resources", 'integer'],
  ['SELECT CASE WHEN TRUE THEN 1 ELSE 2.5 END', 'decimal(11,1)'],
  ["SELECT coalesce(environment, 'none') FROM resources", 'varchar'],
  ["SELECT nullif(region, 'global'), if(region = 'global', 1, 0) FROM resources", 'varchar, integer'],
  ["SELECT try_cast('x' AS bigint), CAST('1' AS bigint), try(CAST('x' AS bigint))", 'bigint, bigint, bigint'],
  ["SELECT region LIKE 'eu-%', region NOT LIKE 'us!_%' ESCAPE '!' FROM resources", 'boolean, boolean'],
  [
    "SELECT arn FROM resources WHERE region IN ('eu-west-1', 'us-east-1') AND created_at BETWEEN TIMESTAMP '2025-01-01 00:00:00' AND now()",
    'varchar',
  ],
  ["SELECT arn FROM resources WHERE environment IS DISTINCT FROM 'prod'", 'varchar'],
  ["SELECT arn || ' in ' || region FROM resources", 'varchar'],
  ['SELECT ARRAY[1, 2] || 3, ARRAY[1] || ARRAY[2]', 'array(integer), array(integer)'],
  ["SELECT date_diff('day', created_at, now()) FROM resources", 'bigint'],
  ["SELECT date_trunc('month', captured_at) FROM resources", 'timestamp(3)'],
  ["SELECT date_add('day', -7, current_date)", 'date'],
  ["SELECT current_date - INTERVAL '7' DAY, now() - INTERVAL '1' HOUR", 'date, timestamp(3) with time zone'],
  ['SELECT captured_at - created_at FROM resources', 'interval day to second'],
  [
    'SELECT extract(year FROM captured_at), year(captured_at), day_of_week(captured_at) FROM resources',
    'bigint, bigint, bigint',
  ],
  ["SELECT captured_at AT TIME ZONE 'Europe/Berlin' FROM resources", 'timestamp(3) with time zone'],
  ["SELECT format_datetime(captured_at, 'yyyy-MM') FROM resources", 'varchar'],
  ["SELECT from_iso8601_timestamp('2026-01-01T00:00:00Z')", 'timestamp(3) with time zone'],
  [
    "SELECT substring(arn FROM 5 FOR 3), substr(arn, 1, 3), position('a' IN arn), trim(BOTH 'x' FROM arn) FROM resources",
    'varchar, varchar, bigint, varchar',
  ],
  ["SELECT split_part(arn, ':', 5), split(arn, ':') FROM resources", 'varchar, array(varchar)'],
  [
    "SELECT regexp_like(arn, '^arn:aws'), regexp_extract(arn, ':(\\d+):', 1) FROM resources",
    'boolean, varchar',
  ],
  [
    "SELECT replace(arn, 'a'), length(arn), upper(arn), concat(arn, region, 'x') FROM resources",
    'varchar, bigint, varchar, varchar',
  ],
  ["SELECT filter(map_keys(tags), k -> k LIKE 'aws:%') FROM resources", 'array(varchar)'],
  ['SELECT transform(ARRAY[1, 2], x -> x * 2), any_match(ARRAY[1], x -> x > 0)', 'array(integer), boolean'],
  ['SELECT reduce(ARRAY[1, 2, 3], 0, (s, x) -> s + x, s -> s)', 'integer'],
  ["SELECT map_filter(tags, (k, v) -> v <> '') FROM resources", 'map(varchar, varchar)'],
  [
    'SELECT array_agg(DISTINCT region), array_agg(arn ORDER BY captured_at DESC) FROM resources',
    'array(varchar), array(varchar)',
  ],
  ["SELECT array_join(array_sort(array_agg(DISTINCT region)), ', ') FROM resources", 'varchar'],
  [
    'SELECT max_by(arn, captured_at), min(captured_at), max(captured_at) FROM resources',
    'varchar, timestamp(3), timestamp(3)',
  ],
  [
    'SELECT approx_distinct(arn), approx_percentile(items, 0.5) FROM resources CROSS JOIN (SELECT 1 AS items) AS t',
    'bigint, bigint',
  ],
  [
    "SELECT sum(unblended_cost), avg(unblended_cost) FROM cost_daily WHERE currency = 'USD'",
    'decimal(38,10), decimal(38,10)',
  ],
  ['SELECT round(avg(average), 2) FROM metrics', 'double'],
  ['SELECT bool_or(is_deleted), count_if(is_deleted) FROM resource_history', 'boolean, bigint'],
  [
    'SELECT 7 / 2, 7 % 2, 7.0 / 2, -5, 1e3, 10000000000',
    'integer, integer, decimal(2,1), integer, double, bigint',
  ],
  [
    "SELECT DECIMAL '1.20', 0.5, 1.5 * 2.25, 1.5 + 2.25",
    'decimal(3,2), decimal(1,1), decimal(5,3), decimal(4,2)',
  ],
  ["SELECT ROW(1, 'a')", 'row(integer, varchar(1))'],
  ["SELECT CAST(ROW(1, 'a') AS row(n bigint, name varchar)).name", 'varchar'],
  ["SELECT NULL, TRUE, X'00ff', U&'\\00e9'", 'unknown, boolean, varbinary, varchar(1)'],
  ['SELECT "Group By", "a""b" FROM (VALUES (1, 2)) AS t ("Group By", "a""b")', 'integer, integer'],
  ["SELECT 'it''s', '-- no comment', '/* none */'", 'varchar(4), varchar(13), varchar(10)'],
  [
    "SELECT arn FROM resource_history WHERE valid_from <= TIMESTAMP '2026-01-01 00:00:00' AND (valid_to > TIMESTAMP '2026-01-01 00:00:00' OR valid_to IS NULL) AND NOT is_deleted",
    'varchar',
  ],
  ["SELECT verdict, count(*) FROM coverage WHERE domain = 'config' GROUP BY verdict", 'varchar, bigint'],
  [
    "SELECT rule_name, count(*) FROM compliance WHERE compliance_type = 'NON_COMPLIANT' GROUP BY rule_name",
    'varchar, bigint',
  ],
  ['SELECT * FROM (SELECT account_id FROM accounts ORDER BY account_id LIMIT 3)', 'varchar'],
  [
    'SELECT r.* FROM resources r WHERE FALSE',
    'varchar, varchar, varchar, varchar, varchar, varchar, varchar, varchar, varchar, timestamp(3), timestamp(3), map(varchar, varchar), varchar, varchar, varchar',
  ],
  ['SELECT t.* AS (x, y) FROM (VALUES (1, 2)) AS t', 'integer, integer'],
  ["SELECT count(*) FROM resources WHERE NOT (region = 'a' OR region = 'b') AND arn IS NOT NULL", 'bigint'],
  [
    `SELECT 1 FROM accounts WHERE ${Array.from({ length: 2000 }, (_, i) => `account_id = '${i}'`).join(' OR ')}`,
    'integer',
  ],
  [
    `SELECT 1 FROM accounts WHERE account_id IN (${Array.from({ length: 5000 }, (_, i) => `'${i}'`).join(', ')})`,
    'integer',
  ],
  [`SELECT ${'('.repeat(95)}1${')'.repeat(95)}`, 'integer'],
];

describe('the checker', () => {
  it.each(accepted.map(([sql, types]) => [sql.length > 100 ? `${sql.slice(0, 97)}…` : sql, sql, types]))(
    'accepts %s',
    (_shown, sql, types) => {
      expect(
        prepared(sql)
          .columns.map((column) => column.type)
          .join(', '),
      ).toBe(types);
    },
  );
});
