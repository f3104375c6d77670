import { describe, expect, it } from 'vitest';
import type { TableTouch } from '#sql/touches.ts';
import { policyOf, prepared } from './fixtures.ts';

const touches = (sql: string): readonly TableTouch[] => prepared(sql).touches;
const first = (sql: string): TableTouch => {
  const [touch] = touches(sql);
  if (touch === undefined) throw new Error('nothing is touched');
  return touch;
};

describe('what a table reference can touch', () => {
  it('is everything where nothing narrows it', () => {
    expect(first('SELECT arn FROM resources')).toMatchObject({
      table: 'resources',
      domain: 'config',
      accounts: null,
      regions: null,
      resourceTypes: null,
      restrictedByPolicy: false,
      asOf: null,
      columns: ['arn'],
    });
  });

  it.each([
    ["account_id = '1'", ['1']],
    ["'1' = account_id", ['1']],
    ["(account_id) = '1'", ['1']],
    ["account_id IN ('2', '1')", ['1', '2']],
    ["account_id = '1' OR account_id = '2'", ['1', '2']],
    ["account_id IN ('1', '2') AND account_id IN ('2', '3')", ['2']],
    ["account_id = '1' AND account_id = '2'", []],
    ["(account_id = '1' AND region = 'x') AND TRUE", ['1']],
    ["account_id = '1' OR region = 'x'", null],
    ["NOT account_id = '1'", null],
    ["account_id <> '1'", null],
    ["account_id NOT IN ('1')", null],
    ["account_id LIKE '1'", null],
    ["upper(account_id) = '1'", null],
    ["account_id || '' = '1'", null],
    ['account_id = region', null],
    ["account_id = (SELECT '1')", null],
    ['account_id IN (SELECT account_id FROM accounts)', null],
    ["CASE WHEN account_id = '1' THEN TRUE ELSE FALSE END", null],
  ])('of WHERE %s', (condition, accounts) => {
    expect(first(`SELECT arn FROM resources WHERE ${condition}`).accounts).toEqual(accounts);
  });

  it.each([
    ['a subquery', "SELECT * FROM (SELECT * FROM resources) WHERE account_id = '1'", ['1']],
    ['a renamed column', "SELECT * FROM (SELECT account_id AS a FROM resources) t WHERE a = '1'", ['1']],
    ['an alias list', "SELECT * FROM (SELECT account_id FROM resources) t (a) WHERE t.a = '1'", ['1']],
    ['a WITH query', "WITH r AS (SELECT * FROM resources) SELECT * FROM r WHERE account_id = '1'", ['1']],
    [
      'a WITH query used twice',
      "WITH r AS (SELECT * FROM resources) SELECT 1 FROM r a JOIN r b ON a.arn = b.arn WHERE a.account_id = '1'",
      null,
    ],
    [
      'a WITH query used twice alike',
      "WITH r AS (SELECT * FROM resources) SELECT 1 FROM r a JOIN r b ON a.arn = b.arn WHERE a.account_id = '1' AND b.account_id = '2'",
      ['1', '2'],
    ],
    [
      'grouping keys',
      "SELECT * FROM (SELECT account_id, count(*) FROM resources GROUP BY account_id) WHERE account_id = '1'",
      ['1'],
    ],
    [
      'both sides of a union',
      "SELECT * FROM (SELECT account_id FROM resources UNION ALL SELECT account_id FROM ec2_instance) WHERE account_id = '1'",
      ['1'],
    ],
    [
      'an inner join',
      "SELECT 1 FROM resources r JOIN accounts a ON r.account_id = a.account_id AND r.account_id = '1'",
      ['1'],
    ],
    [
      'the outer side of a join',
      "SELECT 1 FROM resources r LEFT JOIN accounts a ON r.account_id = a.account_id AND r.account_id = '1'",
      null,
    ],
    [
      'the inner side of an outer join',
      "SELECT 1 FROM accounts a RIGHT JOIN resources r ON r.account_id = a.account_id WHERE r.account_id = '1'",
      ['1'],
    ],
    ['USING', "SELECT 1 FROM resources JOIN accounts USING (account_id) WHERE account_id = '1'", ['1']],
    ['a limited subquery', "SELECT * FROM (SELECT * FROM resources LIMIT 5) WHERE account_id = '1'", null],
    [
      'a subquery with a window',
      "SELECT * FROM (SELECT account_id, row_number() OVER (ORDER BY arn) FROM resources) WHERE account_id = '1'",
      null,
    ],
    [
      'a computed column',
      "SELECT * FROM (SELECT upper(account_id) AS account_id FROM resources) WHERE account_id = '1'",
      null,
    ],
    [
      'an aggregate',
      "SELECT * FROM (SELECT max(account_id) AS account_id FROM resources) WHERE account_id = '1'",
      null,
    ],
  ])('is seen through %s', (_place, sql, accounts) => {
    const touch = touches(sql).find((one) => one.table === 'resources');
    expect(touch?.accounts).toEqual(accounts);
  });

  it('of a typed table is its type', () => {
    expect(first('SELECT arn FROM ec2_instance').resourceTypes).toEqual(['AWS::EC2::Instance']);
    expect(
      first("SELECT arn FROM ec2_instance WHERE resource_type = 'AWS::S3::Bucket'").resourceTypes,
    ).toEqual([]);
    expect(
      first("SELECT arn FROM resources WHERE resource_type IN ('AWS::S3::Bucket')").resourceTypes,
    ).toEqual(['AWS::S3::Bucket']);
    expect(first('SELECT arn FROM ec2_instance').storedIn).toBe('resources');
  });

  it('is told for each reference', () => {
    const sql =
      "SELECT 1 FROM ec2_instance a JOIN ec2_instance b ON a.arn = b.arn WHERE a.region = 'x' AND b.region = 'y'";
    expect(touches(sql).map((touch) => touch.regions)).toEqual([['x'], ['y']]);
  });

  it('names the rules of a compliance question', () => {
    expect(first("SELECT 1 FROM compliance WHERE rule_name = 'encrypted-volumes'").ruleNames).toEqual([
      'encrypted-volumes',
    ]);
  });

  it.each([
    [
      "valid_from <= TIMESTAMP '2026-01-01 00:00:00' AND (valid_to > TIMESTAMP '2026-01-01 00:00:00' OR valid_to IS NULL)",
      '2026-01-01T00:00:00.000Z',
    ],
    [
      "TIMESTAMP '2026-01-01 12:00:00' >= valid_from AND coalesce(valid_to, now()) > TIMESTAMP '2026-01-01 12:00:00'",
      '2026-01-01T12:00:00.000Z',
    ],
    [
      "valid_from <= now() - INTERVAL '7' DAY AND (valid_to IS NULL OR valid_to > now() - INTERVAL '7' DAY)",
      '2026-02-26T10:20:30.456Z',
    ],
    [
      "valid_from <= date_add('month', -1, DATE '2026-03-31') AND (valid_to IS NULL OR valid_to > DATE '2026-02-28')",
      '2026-02-28T00:00:00.000Z',
    ],
    ["valid_from <= TIMESTAMP '2026-01-01 00:00:00'", undefined],
    ['valid_to IS NULL', undefined],
  ])('of a history as of a time: %s', (condition, time) => {
    expect(first(`SELECT arn FROM resource_history WHERE ${condition}`).asOf?.toISOString()).toBe(time);
  });

  it('bounds the days of a partitioned table', () => {
    const sql = "SELECT arn FROM resource_changes WHERE day >= DATE '2026-01-01' AND day < current_date";
    expect(first(sql).partitions).toEqual({ day: { values: null, min: '2026-01-01', max: '2026-03-05' } });
  });

  it('lists the columns that are read, and no more', () => {
    const sql = 'SELECT x.arn FROM (SELECT * FROM resources) x WHERE x.region IS NOT NULL';
    expect(first(sql).columns).toEqual(['arn', 'region']);
    expect(first('SELECT count(*) FROM resources').columns).toEqual([]);
    expect(first('WITH r AS (SELECT arn, tags FROM resources) SELECT arn FROM r').columns).toEqual(['arn']);
    expect(first('SELECT 1 FROM resources WHERE EXISTS (SELECT * FROM accounts)').columns).toEqual([]);
    expect(first('SELECT DISTINCT x FROM (SELECT region AS x, arn FROM resources)').columns).toEqual([
      'region',
    ]);
  });

  it('says where rights leave rows out', () => {
    const policy = policyOf({ regions: ['eu-west-1'] });
    const query = prepared('SELECT 1 FROM resources r JOIN accounts a ON a.account_id = r.account_id', {
      policy,
    });
    expect(query.touches.map((touch) => touch.restrictedByPolicy)).toEqual([true, false]);
  });

  it('speaks of views by name, and of what they read by the price', () => {
    const query = prepared('SELECT verdict FROM coverage');
    expect(query.touches.map((touch) => touch.table)).toEqual(['coverage']);
    expect(query.reads.map((touch) => touch.table)).toEqual(['coverage_state']);
    expect(query.checked.tables).toEqual(['coverage_state']);
  });

  it.each([
    ["changed_at >= TIMESTAMP '2026-03-01 00:00:00'", '2026-03-01T00:00:00.000Z', null],
    ["changed_at < TIMESTAMP '2026-03-01 00:00:00'", null, '2026-03-01T00:00:00.000Z'],
    ["TIMESTAMP '2026-03-01 00:00:00' <= changed_at", '2026-03-01T00:00:00.000Z', null],
    ["day = DATE '2026-03-01'", '2026-03-01T00:00:00.000Z', '2026-03-01T23:59:59.999Z'],
    ["date(changed_at) = DATE '2026-03-01'", '2026-03-01T00:00:00.000Z', '2026-03-01T23:59:59.999Z'],
    ["CAST(changed_at AS date) <= DATE '2026-03-01'", null, '2026-03-01T23:59:59.999Z'],
    [
      "changed_at BETWEEN TIMESTAMP '2026-03-01 00:00:00' AND TIMESTAMP '2026-03-02 00:00:00' AND day >= DATE '2026-02-01'",
      '2026-03-01T00:00:00.000Z',
      '2026-03-02T00:00:00.000Z',
    ],
  ])('is of a time where WHERE %s', (condition, from, to) => {
    const { window } = first(`SELECT arn FROM resource_changes WHERE ${condition}`);
    expect({
      from: window?.from?.toISOString() ?? null,
      to: window?.to?.toISOString() ?? null,
    }).toEqual({ from, to });
  });

  it('has no time where the conditions name none', () => {
    expect(first("SELECT arn FROM resource_changes WHERE change_type = 'CREATE'").window).toBeNull();
  });

  it.each([
    ["rule_name LIKE '%vol%'", `("rule_name" LIKE '%vol%')`],
    [
      "lower(c.rule_name) = 'x' AND c.resource_type = 'T'",
      `(lower("rule_name") = 'x') AND ("resource_type" = 'T')`,
    ],
    ["(c.rule_name = 'x' OR c.resource_type = 'T')", `("rule_name" = 'x' OR "resource_type" = 'T')`],
    ["c.rule_name = 'x' OR c.compliance_type = 'COMPLIANT'", null],
    ["c.compliance_type = 'NON_COMPLIANT'", null],
  ])('asks of the rule, where WHERE %s', (condition, expected) => {
    expect(first(`SELECT 1 FROM compliance c WHERE ${condition}`).ruleCondition).toBe(expected);
  });

  it('asks of the rule from outside a subquery too', () => {
    const sql = "SELECT 1 FROM (SELECT rule_name AS r FROM compliance) WHERE strpos(r, 'vol') > 0";
    expect(first(sql).ruleCondition).toBe(`(strpos("rule_name", 'vol') > 0)`);
  });
});
