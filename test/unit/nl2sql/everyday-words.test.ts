import { describe, expect, it } from 'vitest';
import { sqlFor, translate } from './lake.ts';

/** Question → what its SQL must contain. */
const contains: readonly (readonly [question: string, ...parts: string[]])[] = [
  // Remarks that say nothing.
  [
    'prod ec2 instances w/o a cost center tag (any spelling)',
    "NOT coalesce(element_at(r.tags, 'cost-center')",
  ],
  ['instances without an owner tag in any spelling', "element_at(r.tags, 'Owner') IS NOT NULL"],
  ['any postgres 12 databases left?', "LIKE '12.%'"],
  ['are there stopped instances left in us-east-1', "= 'stopped'", "r.region = 'us-east-1'"],
  // Nobody uses it.
  ['volumes nobody uses', "NOT ((coalesce(r.state, '') <> 'available'))"],
  ['volumes not used by anybody', "NOT ((coalesce(r.state, '') <> 'available'))"],
  // What is left out.
  ['rds databases, leave out aurora', "NOT coalesce(lower(r.engine) LIKE 'aurora%', FALSE)"],
  ['instances minus staging', 'NOT coalesce(r.environment IN ('],
  [
    'load balancers except classic load balancers',
    "NOT (r.resource_type = 'AWS::ElasticLoadBalancing::LoadBalancer')",
  ],
  // A comparison behind the number and its noun.
  ['lambdas with 1 GB memory or more', 'r.memory_size >= 1024'],
  ['volumes of 500 GB or larger', 'r.size >= 500'],
  ['volumes of 500 GB and up', 'r.size >= 500'],
  ['functions with 10 seconds timeout or less', 'r.timeout <= 10'],
  ['instances with 4 vCPUs or more', '>= 4'],
  ['accounts with 5 or more buckets', 'HAVING count(*) >= 5'],
  ['volumes in us-east-1 and over 100 GB', "r.region = 'us-east-1'", 'r.size > 100'],
  // Processors.
  ['what % of our boxes is graviton?', "lower(r.architecture) LIKE 'arm64'", 'count_if('],
  ['what %of our boxes is x86?', "lower(r.architecture) LIKE 'x86_64'"],
  ['arm lambdas', "lower(r.architectures) LIKE '%arm64%'"],
  // Without an environment.
  [
    'list accounts without an environment',
    "FROM accounts AS r WHERE NOT (coalesce(r.environment, '') <> '')",
  ],
  ['resources without an environment', "NOT (coalesce(r.environment, '') <> '')"],
  ['instances whose environment is unknown', "NOT (coalesce(r.environment, '') <> '')"],
  // Scaled to zero.
  ['ECS services scaled to zero', 'r.desired_count = 0'],
  ['asgs scaled to zero', 'r.desired_capacity = 0'],
  // Told besides.
  ['unattached disks and how big are they', 'r.size', "NOT ((coalesce(r.state, '') <> 'available'))"],
  ['volumes in us-east-1 and how old are they', 'r.created_at, r.create_time'],
  ['which volumes are biggest and how old are they', 'r.created_at', 'ORDER BY size DESC'],
  [
    'list all rds instances with engine, version, and size',
    'r.engine, r.engine_version, r.allocated_storage',
    'FROM rds_db_instance AS r ORDER BY',
  ],
  ['rds instances with engine', 'FROM rds_db_instance AS r ORDER BY'],
  // What there is.
  ['Give me an overview of what is running in us-east-1', 'FROM resources AS r', 'GROUP BY 1'],
  ["what's running in eu-west-1", 'FROM resources AS r', "r.region = 'eu-west-1'"],
  // How far it is recorded.
  ['is our inventory complete and up to date?', 'FROM coverage AS r ORDER BY'],
  [
    'which accounts or regions are we not getting any inventory from?',
    "r.verdict IN ('stopped', 'silent', 'stale')",
  ],
  ['where is the data old', "r.verdict = 'stale'"],
  // Values of a tag.
  ['how many different values does the team tag have', 'count(DISTINCT'],
  [
    'What values do we have in the team tag and how often is each used?',
    "element_at(r.tags, 'team')",
    'GROUP BY 1',
  ],
  // A rule's own noun.
  ['users with mfa', "r.compliance_type = 'COMPLIANT'"],
  ['do the users have mfa?', "r.rule_name = 'iam-user-mfa-enabled'"],
  // Groups.
  ['instances counted per account', 'GROUP BY 1, 2'],
  ['breakdown of volumes by type', 'r.volume_type, count(*)'],
  ['storage of volumes, sum it up per type', 'sum(r.size)', 'r.volume_type'],
  ['compare number of instances in prod vs staging vs dev', "THEN 'production'", ' OR r.environment IN ('],
  ['how many m5.2xlarge per account', "'m5.2xlarge'", 'FROM ec2_instance AS r'],
  ['accounts where guardduty is not enabled', 'FROM guardduty_detector AS r WHERE (r.enable)'],
  ['how much storage is alocated to RDS', 'sum(r.allocated_storage)'],
];

describe('everyday words', () => {
  it.each(contains)('%s', async (question, ...parts) => {
    const sql = (await sqlFor(question)).sql.replaceAll(/\s+/g, ' ');
    for (const part of parts) expect(sql).toContain(part);
  });

  it('show a column behind “with”, unless its values are those of a switch', async () => {
    const shown = (await sqlFor('rds instances with engine')).sql;
    expect(shown).not.toContain('WHERE');
    expect(await translate('instances with detailed monitoring')).toMatchObject({ kind: 'abstain' });
  });
});

describe('a word that asks', () => {
  const ofSearch = "element_at(r.tags, 'team') = 'search'";
  it.each([
    'what does the search team own? count per resource type',
    'how many instances does the search team have',
    'volumes of the search team in prod',
    'buckets owned by search',
    'how many search buckets',
    'what does team search own',
    'instances whose team is search',
  ])('is a value where its key or its place says so: %s', async (question) => {
    expect((await sqlFor(question)).sql).toContain(ofSearch);
  });

  it('asks where nothing else says so', async () => {
    for (const question of [
      'search for buckets',
      'could you list all buckets',
      'all buckets you can find',
      'bucket list',
    ])
      expect((await sqlFor(question)).sql).not.toContain('WHERE');
  });

  it.each(['instances that need review', 'the monitor buckets', 'which role creates buckets'])(
    'is not passed over in the middle of a question: %s',
    async (question) => {
      expect(await translate(question)).toMatchObject({ kind: 'abstain' });
    },
  );
});

it('a noun that is empty elsewhere is not passed over before a key', async () => {
  expect(await translate('instances of the data team')).toMatchObject({ kind: 'abstain' });
});

it.each(['how many kinds of instances', 'record sets in route53'])(
  'a noun that is empty elsewhere is not passed over where it is what is asked about: %s',
  async (question) => {
    expect(await translate(question)).toMatchObject({ kind: 'abstain' });
  },
);

it('“with” holds of every property in a list', async () => {
  const { sql } = await sqlFor('instances with public ip and key pair');
  expect(sql).toContain("coalesce(r.public_ip_address, '') <> ''");
  expect(sql).toContain("coalesce(r.key_name, '') <> ''");
});

describe('versions', () => {
  it('are compared as numbers, among those that the lake has', async () => {
    expect((await sqlFor('postgres rds instances older than 14')).sql).toContain("= '13.4'");
    expect((await sqlFor('postgres rds instances newer than 13')).sql).toContain("= '14.2'");
  });

  it('are whole: 1.3 is not 1.30', async () => {
    expect((await sqlFor('rds instances with engine version 1.3')).sql).not.toContain("'1.3%'");
  });
});

it('“left” is a verb where nothing is asked about before it', async () => {
  expect(await translate('which accounts left')).toMatchObject({ kind: 'abstain' });
});
