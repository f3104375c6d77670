import { describe, expect, it } from 'vitest';
import { sqlFor } from './lake.ts';

/** Question → what its SQL must contain. Every one of them passes the checker too. */
const contains: readonly (readonly [question: string, ...parts: string[]])[] = [
  ['How many EC2 instances do we have?', 'SELECT count(*) AS total', 'FROM ec2_instance AS r'],
  ['list stopped ec2 instances', "lower(r.state_name) = 'stopped'"],
  ['how many servers are running in each region', "'running'", 'r.region, count(*)', 'GROUP BY 1'],
  ['instances in us-east-1 or eu-west-1', "r.region = 'us-east-1' OR r.region = 'eu-west-1'"],
  ['instances in Ireland', "r.region = 'eu-west-1'"],
  ['instances in Europe', "'eu-central-1'"],
  ['instances in the shop-prod account', "r.account_id = '111111111111'"],
  ['instances in account 222222222222', "r.account_id = '222222222222'"],
  ['instances under the Workloads OU', "a.ou_path IN ('/Workloads', '/Workloads/Dev', '/Workloads/Prod')"],
  [
    'databases in production',
    'rds_db_instance',
    'UNION ALL',
    'rds_db_cluster',
    "r.environment IN ('production', 'prod'",
  ],
  ['instances not in production', 'NOT coalesce(r.environment IN ('],
  ['resources tagged team=orders', "element_at(r.tags, 'team') = 'orders'"],
  [
    'instances without an owner tag',
    "element_at(r.tags, 'owner') IS NOT NULL OR element_at(r.tags, 'Owner') IS NOT NULL",
  ],
  ['resources by cost center tag', "element_at(r.tags, 'cost-center')", 'GROUP BY 1'],
  ['untagged resources', 'cardinality(r.tags)'],
  ['volumes larger than 100 GB', 'r.size > 100'],
  ['volumes over 2 TB', 'r.size > 2048'],
  ['lambda functions with at least 1 GB of memory', 'r.memory_size >= 1024'],
  ['instances with more than 4 vCPUs', 'r.cpu_options_core_count * r.cpu_options_threads_per_core', '> 4'],
  ['postgres databases', "lower(r.engine) LIKE '%postgres%'"],
  ['rds instances with engine version starting with 13', "lower(r.engine_version) LIKE '13%'"],
  ['largest 5 volumes', 'ORDER BY size DESC', 'LIMIT 5'],
  ['the 3 oldest iam users', 'ORDER BY created_at NULLS LAST', 'LIMIT 3'],
  ['top 5 accounts by number of buckets', 'r.account_name, r.account_id, count(*)', 'LIMIT 5'],
  [
    'which account has the fewest volumes',
    'FROM accounts AS r',
    'coalesce(g.total, 0) AS total',
    'ORDER BY total,',
    'LIMIT 1',
  ],
  ['accounts with more than 10 buckets', 'HAVING count(*) > 10'],
  [
    'accounts without any ec2 instances',
    'NOT (r.account_id IN (SELECT r.account_id FROM ec2_instance AS r))',
  ],
  [
    'accounts that have no public buckets',
    'FROM accounts AS r',
    'NOT (r.account_id IN (SELECT r.account_id FROM s3_bucket AS r WHERE',
  ],
  ['what instance types are we using?', 'SELECT r.instance_type, count(*)'],
  ['how many different instance types are there', 'count(DISTINCT r.instance_type)'],
  ['average memory of lambda functions', 'avg(r.memory_size)'],
  ['total size of volumes by account', 'sum(r.size)', 'GROUP BY 1, 2'],
  ['what percentage of volumes are encrypted', 'count_if(u.is_match)'],
  [
    'instances created in the last 7 days',
    "coalesce(r.created_at, r.launch_time) >= TIMESTAMP '2026-11-18 02:00:00.000'",
  ],
  ['volumes older than 90 days', "coalesce(r.created_at, r.create_time) < TIMESTAMP '2026-08-27"],
  ['what changed yesterday?', 'FROM resource_changes AS r', "TIMESTAMP '2026-11-24 00:00:00.000'"],
  ['what was deleted last week', "r.change_type = 'DELETE'"],
  ['changes by day in the last week', "date_trunc('day', r.changed_at)", 'ORDER BY day'],
  [
    'stopped instances as of 2026-11-20',
    'FROM resource_history AS h',
    "json_extract_scalar(h.configuration, '$.state.name') AS state_name",
  ],
  ['history of i-0abc12345', 'FROM resource_history AS r', "r.resource_id = 'i-0abc12345'"],
  ['non-compliant buckets', 'FROM compliance AS r', "'NON_COMPLIANT'", "'AWS::S3::Bucket'"],
  ['which rules are failing', 'r.rule_name, count(*)'],
  ['what do you cover?', 'FROM coverage AS r'],
  ['which accounts are stale?', "r.verdict = 'stale'"],
  ['list all accounts', 'FROM accounts AS r'],
  ['show me instance web-1', "r.resource_id = 'web-1'", 'r.configuration'],
  ['what is attached to sg-0123456789abcdef0', 'security_group_attachment', 'relationships'],
  ['instances in vpc-0123456789abcdef0', "r.vpc_id = 'vpc-0123456789abcdef0'"],
  ['volumes attached to stopped instances', 'FROM ec2_instance AS r WHERE', "'stopped'"],
  ['vpcs without subnets', 'NOT ((concat(r.account_id, ', 'ec2_subnet'],
  ['who has 10.0.0.7', 'ec2_network_interface_address', "'10.0.0.7'"],
  ['security groups that allow 10.0.0.0/8', "g.cidr = '10.0.0.0/8'"],
  ['cost by service last month', 'FROM cost_daily AS r', 'r.service, r.currency, sum(r.unblended_cost)'],
  ['cpu utilization of ec2 instances', 'FROM metrics AS r', "'CPUUtilization'"],
  ['security findings with high severity', 'FROM security_findings AS r', "'HIGH'"],
  ['which tag keys are used', 'FROM resource_tags AS r', 'r.tag_key'],
  ['which rds instance has the most storage', 'ORDER BY allocated_storage DESC', 'LIMIT 1'],
  ['what is the most common instance type', 'SELECT r.instance_type, count(*)', 'LIMIT 1'],
  ['lambda functions on python 3.9', "LIKE 'python3.9'", "LIKE 'python3.9.%'"],
  ['which roles were never used', 'role_last_used_last_used_date IS NOT NULL'],
  ['resources without tags in production', 'cardinality(r.tags)', 'r.environment IN'],
  ['volumes attached to instance i-0abc12345', "e.target_resource_id = 'i-0abc12345'"],
  [
    'how many network interfaces are in subnets of vpc-0123456789abcdef0',
    "r.vpc_id = 'vpc-0123456789abcdef0'",
  ],
  ['what tables do you have', 'VALUES'],
  ['how many instances are running in production', "'running'", 'r.environment IN'],
  ['volumes changed in production', 'FROM resource_changes', "'AWS::EC2::Volume'"],
  ['show buckets with their encryption status', 'AS is_encrypted'],
  ['is instance web-1 public', 'AS is_public', "'web-1'"],
  ['all resources except buckets', "NOT (r.resource_type = 'AWS::S3::Bucket')"],
  [
    'compare prod and dev instances',
    "THEN 'production' WHEN",
    "THEN 'development' ELSE r.environment END AS environment",
  ],
];

describe('questions', () => {
  it.each(contains)('%s', async (question, ...parts) => {
    const { sql } = await sqlFor(question);
    for (const part of parts) expect(sql).toContain(part);
  });

  it('list useful columns by name, in a fixed order, and never everything', async () => {
    const { sql } = await sqlFor('list ec2 instances');
    expect(sql).toMatch(/^SELECT r\.account_name, r\.account_id, r\.region, r\.resource_id/);
    expect(sql).toContain('ORDER BY account_name, account_id, region, resource_id');
    expect(sql).not.toContain('*');
  });

  it('read one slip of the finger as the word it is near to, and say so', async () => {
    const { plan, assumptions } = await sqlFor('list all isntances in prodution');
    expect(JSON.stringify(plan)).toContain('"name":"production"');
    expect(assumptions.join(' ')).toMatch(/“isntances” is read as/);
  });

  it('offer next questions that work', async () => {
    for (const question of [
      'list ec2 instances',
      'how many volumes by account',
      'what changed yesterday',
      'show instance web-1',
    ]) {
      const first = await sqlFor(question);
      const turn = {
        question,
        answerId: 'a',
        status: 'answered',
        sql: first.sql,
        plan: first.plan ?? null,
        columns: [],
        keys: [],
        keysComplete: false,
      };
      expect(first.followUps.length, question).toBeGreaterThan(0);
      for (const next of first.followUps) await sqlFor(next, [turn]);
    }
  });
});

/** The questions that must work in these words, with what each answer must look at and must say. */
describe('the questions of a first-time user', () => {
  it.each([
    [
      'Show me all EC2 instances in production',
      ['FROM ec2_instance', 'r.environment IN'],
      /environment is its account/,
    ],
    [
      "What's our monthly S3 spend?",
      ['FROM cost_daily', "'Amazon Simple Storage Service'", "date_trunc('month', r.day)"],
      /collected/,
    ],
    [
      'List all public S3 buckets',
      ['FROM s3_bucket', 'policy_statement', 'AccessControlList'],
      /access blocks/,
    ],
    [
      'Show RDS performance for last 24 hours',
      ['FROM metrics', "'AWS::RDS::DBInstance'", "TIMESTAMP '2026-11-24 02:00:00.000'"],
      /collected/,
    ],
    [
      "What's the configuration of our load balancers?",
      ['elbv2_load_balancer', 'elb_load_balancer', 'configuration'],
      /classic/,
    ],
  ] as const)('%s', async (question, parts, said) => {
    const { sql, assumptions } = await sqlFor(question);
    for (const part of parts) expect(sql).toContain(part);
    expect(assumptions.join(' ')).toMatch(said);
  });
});

describe('the questions of a demanding analyst', () => {
  it.each([
    [
      'Which security groups are open to the internet on port 22, and what is behind them?',
      ["g.ip_protocol = '-1'", 'g.from_port <= 22', 'LEFT JOIN', 'security_group_attachment'],
      /all protocols counts/,
    ],
    [
      'Which IAM users have no MFA, or access keys older than 90 days?',
      ['FROM compliance', 'iam-user-mfa-enabled', ' OR ', 'access-keys-rotated'],
      /does not record/,
    ],
    [
      'Which roles can be assumed from accounts outside our organization?',
      ['policy_statement', "p.policy_kind = 'trust'", 'outside_account_ids'],
      /none of the organization’s accounts/,
    ],
    [
      'Which volumes are attached to nothing, and what do they cost?',
      ['FROM ec2_volume', "'available'", 'LEFT JOIN', 'cost_daily'],
      /empty until cost is collected/,
    ],
    [
      'What changed in production yesterday, and who did it?',
      ['FROM resource_changes', 'r.actor', 'r.environment IN', "TIMESTAMP '2026-11-24 00:00:00.000'"],
      /actor is empty/,
    ],
    [
      'Which databases are unencrypted, public, or without backups?',
      ['rds_db_instance', 'rds_db_cluster', ' OR ', 'AS is_public', 'AS has_backups'],
      /publicly accessible/,
    ],
    [
      'Which Lambda functions run on deprecated runtimes?',
      ['FROM lambda_function', 'lambda_runtime', 'is_deprecated'],
      /dated table/,
    ],
    [
      'Whose IP address is 10.1.2.3?',
      ['ec2_network_interface_address', "r.ip_address = '10.1.2.3'"],
      /secondary/,
    ],
    [
      'Which accounts have no CloudTrail trail, or are not recorded at all?',
      ['FROM accounts', 'cloudtrail_trail', 'FROM coverage', ' OR '],
      /not whether it is logging/,
    ],
    [
      'Spend by team, this month against last.',
      ["element_at(r.cost_tags, 'team')", "DATE '2026-10-01'", "DATE '2026-11-01'", 'cost_before'],
      /not today’s resource tags/,
    ],
  ] as const)('%s', async (question, parts, said) => {
    const { sql, assumptions } = await sqlFor(question);
    for (const part of parts) expect(sql).toContain(part);
    expect(assumptions.join(' ')).toMatch(said);
  });
});
