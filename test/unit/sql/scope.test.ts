import { describe, expect, it } from 'vitest';
import { ownerPolicy } from '#sql/policy.ts';
import { codeOf, policyOf, prepared } from './fixtures.ts';

const one = policyOf({ accounts: ['111111111111'] });
const FILTER = `"account_id" IN ('111111111111')`;
const runs = (sql: string, policy = one): string => prepared(sql, { policy }).checked.text;
const SCOPED = `(SELECT * FROM inventory."resources" WHERE (${FILTER}))`;
const times = (text: string, part: string): number => text.split(part).length - 1;

describe('the scope of a limited caller', () => {
  it('replaces a table by the rows they may read and keeps its name', () => {
    expect(runs('SELECT resources.arn FROM resources')).toBe(
      `SELECT resources.arn FROM ${SCOPED} AS "resources" LIMIT 10000`,
    );
  });

  it('keeps an alias and its column names', () => {
    expect(runs('SELECT r.arn FROM resources AS r')).toBe(`SELECT r.arn FROM ${SCOPED} AS r LIMIT 10000`);
    expect(runs('SELECT r.arn FROM resources r')).toBe(`SELECT r.arn FROM ${SCOPED} r LIMIT 10000`);
  });

  it('takes the database out of names that carry it', () => {
    expect(
      runs(
        'SELECT inventory.resources.arn, awsdatacatalog.inventory.resources.tags FROM inventory.resources',
      ),
    ).toBe(`SELECT resources.arn, resources.tags FROM ${SCOPED} AS "resources" LIMIT 10000`);
    expect(runs('SELECT inventory.resources.* FROM inventory.resources')).toContain(
      'SELECT resources.* FROM',
    );
  });

  it.each([
    ['a self join', 'SELECT x.arn FROM resources x JOIN resources y ON x.arn = y.arn', 2],
    ['a subquery', 'SELECT * FROM (SELECT arn FROM resources)', 1],
    ['a subquery in a condition', 'SELECT 1 WHERE EXISTS (SELECT 1 FROM resources)', 1],
    ['an IN', "SELECT 1 WHERE 'x' IN (SELECT arn FROM resources)", 1],
    ['a quantified comparison', "SELECT 1 WHERE 'x' = ANY (SELECT arn FROM resources)", 1],
    ['both sides of a set operation', 'SELECT arn FROM resources UNION SELECT arn FROM resources', 2],
    ['EXCEPT', 'SELECT arn FROM resources EXCEPT SELECT arn FROM resources', 2],
    ['a WITH query', 'WITH a AS (SELECT arn FROM resources) SELECT * FROM a, (SELECT 1) b', 1],
    [
      'a lateral query',
      'SELECT 1 FROM accounts a CROSS JOIN LATERAL (SELECT count(*) FROM resources r WHERE r.account_id = a.account_id) t',
      1,
    ],
    ['an ORDER BY', 'SELECT 1 ORDER BY (SELECT max(arn) FROM resources)', 1],
    ['a filter', 'SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM resources)) FROM accounts', 1],
    ['nested brackets', 'SELECT * FROM ((resources r JOIN (resources s) ON r.arn = s.arn))', 2],
    ['a comma join', 'SELECT 1 FROM resources r, resources s WHERE r.arn = s.arn', 2],
  ])('reaches %s', (_place, sql, count) => {
    expect(times(runs(sql), SCOPED)).toBe(count);
  });

  it('leaves a WITH query that has the name of a table alone, but not the table inside it', () => {
    const text = runs('WITH resources AS (SELECT * FROM resources) SELECT count(*) FROM resources');
    expect(text).toBe(
      `WITH resources AS (SELECT * FROM ${SCOPED} AS "resources") SELECT count(*) FROM resources LIMIT 10000`,
    );
  });

  it('sees through shadowing at each level', () => {
    const text = runs(
      'SELECT * FROM resources r WHERE EXISTS (WITH resources AS (SELECT 1 AS arn) SELECT 1 FROM resources)',
    );
    expect(times(text, SCOPED)).toBe(1);
    expect(text).toContain('SELECT 1 FROM resources)');
  });

  it('cannot be given other accounts by a WITH query named accounts', () => {
    const unit = policyOf({ organizational_units: ['/Workloads/Prod'] });
    const text = runs(
      "WITH accounts AS (SELECT '222222222222' AS account_id, '/Workloads/Prod' AS ou_path) SELECT arn FROM resources",
      unit,
    );
    expect(text).toContain(
      `SELECT "account_id" FROM inventory.accounts WHERE "ou_path" = '/Workloads/Prod' OR starts_with("ou_path", '/Workloads/Prod/')`,
    );
  });

  it('filters typed tables and views, and what a view reads', () => {
    expect(runs('SELECT 1 FROM ec2_instance')).toContain(`FROM inventory."ec2_instance" WHERE (${FILTER})`);
    const view = runs('SELECT verdict FROM coverage');
    expect(times(view, FILTER)).toBe(2);
    expect(view).toContain('FROM inventory."coverage_state"');
  });

  it('joins the conditions of a rule by AND and rules by OR', () => {
    const policy = policyOf({
      accounts: ['111111111111'],
      organizational_units: ['/A'],
      regions: ['eu-west-1', 'global'],
      resource_types: ['AWS::S3::Bucket', 'AWS::EC2::*'],
    });
    expect(runs('SELECT arn FROM resources', policy)).toContain(
      `WHERE (("account_id" IN ('111111111111') OR "account_id" IN (SELECT "account_id" FROM inventory.accounts WHERE "ou_path" = '/A' OR starts_with("ou_path", '/A/'))) AND ("region" IN ('eu-west-1', 'global')) AND ("resource_type" IN ('AWS::S3::Bucket') OR starts_with("resource_type", 'AWS::EC2::')))`,
    );
  });

  it('compares attributes of the user with tags', () => {
    const policy = policyOf(
      {
        selectors: [
          { resource_tag: 'team', user_attribute: 'teams' },
          { account_tag: 'cost centre', values: ["o'1"] },
        ],
      },
      { teams: ['edge', 'core'] },
    );
    const text = runs('SELECT arn FROM resources', policy);
    expect(text).toContain(`element_at("tags", 'team') IN ('edge', 'core')`);
    expect(text).toContain(
      `"account_id" IN (SELECT "account_id" FROM inventory.accounts WHERE element_at("tags", 'cost centre') IN ('o''1'))`,
    );
    const tagRow = runs('SELECT tag_key FROM resource_tags', policy);
    expect(tagRow).toContain(
      `IN (SELECT concat_ws('|', "account_id", "region", "resource_type", "resource_id") FROM inventory.resources WHERE`,
    );
  });

  it('shows nothing where the user lacks the attribute, or the table knows no account', () => {
    const lacking = policyOf({ selectors: [{ resource_tag: 'team', user_attribute: 'team' }] });
    expect(runs('SELECT arn FROM resources', lacking)).toContain('WHERE (FALSE)');
    expect(runs('SELECT status FROM accounts', lacking)).toContain('WHERE (FALSE)');
  });

  it('shows a caller their own rows of query_log, and all to an auditor', () => {
    expect(runs('SELECT question FROM query_log')).toContain(
      `FROM inventory."query_log" WHERE "user_id" = 'ana'`,
    );
    expect(runs('SELECT question FROM query_log', policyOf({ audit: true }))).toBe(
      'SELECT question FROM query_log LIMIT 10000',
    );
    expect(runs('SELECT question FROM query_log', ownerPolicy)).toBe(
      'SELECT question FROM query_log LIMIT 10000',
    );
  });

  it('refuses a table without a rule', () => {
    const policy = policyOf({ tables: ['ec2_*', 'accounts'] });
    expect(codeOf('SELECT 1 FROM ec2_volume', { policy })).toBe('accepted');
    expect(codeOf('SELECT 1 FROM resources', { policy })).toBe('SQL_FORBIDDEN_TABLE');
    expect(codeOf('SELECT 1 FROM iam_role', { policy })).toBe('SQL_FORBIDDEN_TABLE');
  });
});

describe('hidden columns', () => {
  const masking = policyOf({ masked_columns: ['ec2_instance.private_ip_address'] });

  it.each([
    'SELECT private_ip_address FROM ec2_instance',
    'SELECT upper(private_ip_address) FROM ec2_instance',
    'SELECT max(private_ip_address) FROM ec2_instance GROUP BY private_ip_address ORDER BY private_ip_address',
    "SELECT 1 FROM ec2_instance WHERE private_ip_address LIKE '10.%'",
    'SELECT * FROM ec2_instance',
    'SELECT private_ip_address FROM ec2_instance a JOIN ec2_instance b USING (private_ip_address)',
  ])('come out NULL whatever touches them: %s', (sql) => {
    const text = runs(sql, masking);
    const tables = times(text, 'inventory."ec2_instance"');
    expect(tables).toBeGreaterThan(0);
    expect(times(text, 'CAST(NULL AS varchar) AS "private_ip_address"')).toBe(tables);
    expect(times(text, 'FROM ec2_instance')).toBe(0);
  });

  it('take the JSON that holds them with them, for the types concerned', () => {
    expect(runs('SELECT configuration FROM ec2_instance', masking)).toContain(
      'CAST(NULL AS varchar) AS "configuration"',
    );
    // An interface and an Elastic IP tell the address of their instance.
    const own = `CASE WHEN "resource_type" IN ('AWS::EC2::EIP', 'AWS::EC2::Instance', 'AWS::EC2::NetworkInterface') THEN CAST(NULL AS varchar) ELSE`;
    expect(runs('SELECT configuration FROM resources', masking)).toContain(
      `${own} "configuration" END AS "configuration"`,
    );
    expect(runs('SELECT configuration FROM resource_history', masking)).toContain(
      `${own} "configuration" END`,
    );
    expect(runs('SELECT before, after FROM resource_changes', masking)).toContain(
      `${own} "before" END AS "before", ${own} "after" END`,
    );
    expect(runs('SELECT configuration FROM ec2_volume', masking)).toBe(
      'SELECT configuration FROM ec2_volume LIMIT 10000',
    );
    expect(runs('SELECT supplementary_configuration FROM resources', masking)).not.toContain(
      'NULL AS varchar) AS "supplementary',
    );
  });

  it('are hidden in the part tables that are made of them', () => {
    const policy = policyOf({ masked_columns: ['ec2_security_group.ip_permissions'] });
    const text = runs('SELECT * FROM ec2_security_group_rule', policy);
    expect(text).toContain('CAST(NULL AS varchar) AS "cidr"');
    expect(text).toContain('CAST(NULL AS bigint) AS "from_port"');
    expect(text).toContain('"account_id", ');
    expect(runs('SELECT * FROM ec2_route', policy)).toBe('SELECT * FROM ec2_route LIMIT 10000');
    const statements = runs(
      'SELECT * FROM policy_statement',
      policyOf({ masked_columns: ['iam_role.assume_role_policy_document'] }),
    );
    expect(statements).toContain(
      `CASE WHEN "resource_type" IN ('AWS::IAM::Role') THEN CAST(NULL AS varchar) ELSE "effect" END AS "effect"`,
    );
  });

  it('of resources are hidden in every table about resources', () => {
    const tags = policyOf({ masked_columns: ['resources.tags'] });
    const nothing = 'CAST(NULL AS map(varchar, varchar)) AS "tags"';
    for (const table of ['resources', 'ec2_instance', 'resource_history']) {
      expect(runs(`SELECT tags FROM ${table}`, tags)).toContain(nothing);
    }
    expect(runs('SELECT tag_value FROM resource_tags', tags)).toContain(
      'CAST(NULL AS varchar) AS "tag_value"',
    );
  });

  it('that are denied do not exist, and say so', () => {
    const policy = policyOf({ denied_columns: ['accounts.email', '*.source'] });
    expect(codeOf('SELECT email FROM accounts', { policy })).toBe('SQL_FORBIDDEN_COLUMN');
    expect(codeOf('SELECT a.email FROM accounts a', { policy })).toBe('SQL_FORBIDDEN_COLUMN');
    expect(codeOf('SELECT 1 FROM accounts ORDER BY email', { policy })).toBe('SQL_FORBIDDEN_COLUMN');
    expect(codeOf('SELECT source FROM resources', { policy })).toBe('SQL_FORBIDDEN_COLUMN');
    expect(codeOf('SELECT nope FROM accounts', { policy })).toBe('SQL_UNKNOWN_COLUMN');
    expect(prepared('SELECT * FROM accounts', { policy }).columns.map((column) => column.name)).not.toContain(
      'email',
    );
  });
});

describe('relationships', () => {
  it('hide a target outside the scope', () => {
    const text = runs('SELECT target_resource_id FROM relationships');
    for (const column of [
      'target_resource_type',
      'target_resource_id',
      'target_resource_name',
      'target_arn',
    ]) {
      expect(text).toContain(`CASE WHEN "target_is_readable" THEN "${column}" END AS "${column}"`);
    }
    expect(text).toContain(`FROM inventory.resources WHERE ((${FILTER})) AND "resource_id" IS NOT NULL`);
  });

  it('are whole for the owner and for a caller of every account', () => {
    expect(runs('SELECT * FROM relationships', ownerPolicy)).toBe('SELECT * FROM relationships LIMIT 10000');
    expect(runs('SELECT * FROM relationships', policyOf({}))).toBe('SELECT * FROM relationships LIMIT 10000');
  });
});
