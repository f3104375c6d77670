import { describe, expect, it } from 'vitest';
import { sqlFor, translate } from './lake.ts';

const sqlOf = async (question: string): Promise<string> => (await sqlFor(question)).sql;

async function declinedText(question: string): Promise<string> {
  const translation = await translate(question);
  if (translation.kind !== 'abstain') throw new Error(`${question}: ${JSON.stringify(translation)}`);
  return translation.text;
}

describe('what was created', () => {
  it.each(['what was created yesterday', 'new resources', 'security groups created in the last 3 days'])(
    'is told by a change too, of every type: %s',
    async (question) => {
      const sql = await sqlOf(question);
      expect(sql).toContain("c.change_type = 'CREATE'");
      expect(sql).toContain('r.created_at IS NULL AND concat(r.account_id');
    },
  );
});

describe('how long a state has lasted', () => {
  it.each([
    ['instances stopped for more than 30 days', 'stopped'],
    ['volumes unattached for over 60 days', 'unused'],
    ['volumes unattached for 2 weeks', 'unused'],
    ['security groups unused for 6 months', 'unused'],
    ['KMS keys disabled for over 30 days', 'disabled'],
    ['buckets public for more than a week', 'public'],
  ])('is declined by name: %s', async (question, state) => {
    expect(await declinedText(question)).toMatch(
      new RegExp(`“${state}” now is recorded, but not since when`),
    );
  });

  it('is answered where the catalogue measures it', async () => {
    expect(await sqlOf('IAM roles unused for 6 months')).toContain("INTERVAL '180' DAY");
    const running = await sqlOf('instances that have been running for over 60 days');
    expect(running).toContain("'running'");
    expect(running).toContain('2026-09-26');
  });
});

describe('what is said of another kind of resource', () => {
  it('is no property of the subject', async () => {
    const inside = await sqlOf('instances in private subnets');
    expect(inside).toContain('FROM ec2_subnet AS r WHERE NOT ((r.map_public_ip_on_launch))');
    expect(inside).not.toContain('coalesce(r.public_ip_address');
    const outside = await sqlFor('load balancers not in public subnets');
    expect(outside.sql).toMatch(/NOT \(\(concat\(r\.account_id/);
    expect(outside.subject).toBe('load balancers not in public subnets');
    expect(outside.assumptions.join(' ')).toContain('its routes are not looked at');
    expect(await sqlOf('which instances have unencrypted volumes')).toContain('FROM ec2_volume');
  });

  it('is declined where it is not recorded of that kind', async () => {
    expect((await translate('instances in encrypted subnets')).kind).toBe('abstain');
  });

  it('is no rule’s name, unless rules are spoken of', async () => {
    const lake = { ...(await import('./lake.ts')).vocabulary, rules: ['encrypted-volumes'] };
    const plain = await translate('encrypted volumes', [], lake);
    expect(plain.kind === 'sql' && plain.sql).toContain('FROM ec2_volume');
    const rule = await translate('is encrypted-volumes failing anywhere', [], lake);
    expect(rule.kind === 'sql' && rule.sql).toContain("'encrypted-volumes'");
  });
});

describe('words that would change what is asked', () => {
  it('are one column’s yes and no at once', async () => {
    expect((await translate('private instances with a public ip')).kind).toBe('clarify');
  });

  it('are idle by their settings where those tell it', async () => {
    expect(await sqlOf('idle elastic ips')).toContain('FROM ec2_eip');
    expect(await sqlOf('idle instances')).toContain('FROM metrics');
  });

  it('tell of a change of state, which the state is not', async () => {
    expect(await declinedText('which buckets became non compliant in the last 7 days')).toContain('became');
    expect(await declinedText('which buckets became public this week')).toContain('public');
  });

  it('ask two things, or none', async () => {
    expect(
      await declinedText('how many accounts have public buckets and how many buckets in total'),
    ).toContain('two questions');
    const judged = await translate('is everything ok in shop-prod?');
    expect(judged.kind === 'clarify' && judged.choices.map(({ question }) => question)).toContain(
      'Public resources in shop-prod',
    );
  });
});

describe('results of rules', () => {
  it('count a rule once', async () => {
    expect(await sqlOf('which accounts have the most failing config rules')).toContain(
      'count(DISTINCT r.rule_name)',
    );
    expect(await sqlOf('which accounts fail more than 2 config rules')).toContain(
      'HAVING count(DISTINCT r.rule_name) > 2',
    );
  });

  it('are missing where no rule has looked, which is not the same as none', async () => {
    const [guard] = (await sqlFor('non compliant buckets in shop-prod')).guards ?? [];
    expect(guard?.sql).toContain("r.resource_type = 'AWS::S3::Bucket'");
    expect(guard?.sql).not.toContain('NON_COMPLIANT');
    expect(guard?.text).toContain('whether they comply is not recorded');
    const keys = (await sqlFor('iam users with access keys older than 90 days')).guards ?? [];
    expect(keys[0]?.sql).toContain('access-keys-rotated');
  });
});

describe('accounts that lack something', () => {
  it('are only those that record it, and the others are named', async () => {
    const { sql, sideCounts } = await sqlFor('which accounts have no GuardDuty detector');
    expect(sql).toContain("contains(v.recorded_types, 'AWS::GuardDuty::Detector')");
    expect(sideCounts?.[0]?.text).toContain('{names}');
    expect((await sqlFor('which accounts have no guardduty')).sql).toBe(sql);
  });
});

describe('what a word of its own says', () => {
  it.each([
    ['roles last used more than 180 days ago', "r.role_last_used_last_used_date < TIMESTAMP '2026-05-29"],
    ['security groups that allow all traffic from anywhere', "g.ip_protocol = '-1')"],
    ['databases that allow public access', 'r.publicly_accessible'],
    ['security groups allowing public access on 22', 'g.from_port <= 22'],
    ['is access-keys-rotated passing everywhere', 'AS percentage'],
    ['accounts with more than 5 unattached volumes', 'HAVING count(*) > 5'],
  ])('%s', async (question, part) => {
    expect(await sqlOf(question)).toContain(part);
  });

  it('says nothing of what is recorded nowhere near', async () => {
    const { sql, sideCounts, subject } = await sqlFor('instances without public subnets');
    expect(sql).toContain("contains(v.recorded_types, 'AWS::EC2::Subnet')");
    expect(sideCounts?.[0]?.text).toContain('subnets is not recorded');
    expect(subject).toContain('public subnets');
  });
});

describe('what is lacked', () => {
  it.each([
    ['accounts without encrypted volumes', 'FROM accounts AS r'],
    [
      'accounts that have instances but no volumes',
      'NOT (r.account_id IN (SELECT r.account_id FROM ec2_volume',
    ],
    ['resources where the owner tag is missing in shop-prod', "r.account_id = '111111111111'"],
    ['CloudWatch alarms for RDS', "r.namespace = 'AWS/RDS'"],
    ['memory of all lambdas in total', 'sum(r.memory_size)'],
    ['load balancers created in 2026', "c.change_type = 'CREATE'"],
  ])('%s', async (question, part) => {
    expect(await sqlOf(question)).toContain(part);
  });

  it('says how far it looked where every type was asked of', async () => {
    const { assumptions } = await sqlFor('what is running in vpc-0772f36156944115d');
    expect(assumptions.join(' ')).toContain('only recorded relationships');
  });

  it('is a number of each group, not all of them', async () => {
    const { subject } = await sqlFor('accounts with more than 5 unattached volumes');
    expect(subject).toBe('unused EBS volumes (more than 5 per account)');
  });

  it('is attached to an instance, not to anything else', async () => {
    const sql = await sqlOf('security groups open to the internet and attached to an instance');
    expect(sql).toContain("a.resource_type = 'AWS::EC2::Instance'");
    expect(sql).not.toContain("group_name = 'default'");
    expect(await sqlOf('volumes not attached to an instance')).toContain("<> 'available'");
  });

  it('is not put to a place, nor a sum or a service dropped', async () => {
    expect(await sqlOf('resources where the owner tag is missing in shop-prod')).not.toContain(
      'NOT (r.account',
    );
    expect(await declinedText('sum of storage for stopped instances')).toContain('sum');
    expect(await declinedText('volumes for route 53')).toContain('route53');
  });
});

describe('the first of several that are equal', () => {
  it('is said not to stand alone', async () => {
    const { sideCounts } = await sqlFor('top 3 accounts by number of volumes');
    expect(sideCounts?.at(-1)?.sql).toContain('rank() OVER (ORDER BY t.total DESC');
  });
});

describe('what can be read by a rule', () => {
  it.each([
    // An OU by its whole path.
    ['RDS instances in the Workloads/Prod OU', "a.ou_path = '/Workloads/Prod'"],
    ['accounts in Workloads/Dev', "r.ou_path = '/Workloads/Dev'"],
    // Ports behind a range, and several of them.
    ['security groups open to 0.0.0.0/0 on 3389 or 3306', 'g.from_port <= 3306'],
    ['security groups open to 0.0.0.0/0 on 3389', 'g.from_port <= 3389'],
    ['instances with open ssh', 'security_group_attachment'],
    // A key, then its value.
    ['which resources have cost-center CC-1040', "element_at(r.tags, 'cost-center') = 'CC-1040'"],
    ['instances tagged team but not owner', "AND NOT coalesce((element_at(r.tags, 'owner') IS NOT NULL"],
    // A share of each group.
    ['percentage of instances that are stopped per account', 'GROUP BY 1, 2'],
    // How it is encrypted.
    ['buckets not encrypted with KMS', '"aws:kms'],
    ['kms keys scheduled for deletion', "'PendingDeletion'"],
    // A value that only the other kind’s table knows, and a column that points at it.
    ['load balancers with an HTTP listener', 'SELECT r.load_balancer_arn FROM elbv2_listener AS r'],
    ['instances with gp2 volumes', "lower(r.volume_type) = 'gp2'"],
    // A part of the name.
    ['buckets with logs in their name', "lower(r.resource_name) LIKE '%logs%'"],
    ['buckets whose name does not contain quillon', "NOT ((lower(r.resource_name) LIKE '%quillon%'"],
    ['instances w/o owner tag', 'NOT coalesce('],
    ['volumes ignoring dev', 'NOT coalesce(r.environment IN'],
    ['versions of EKS clusters in use', 'GROUP BY 1'],
  ])('%s', async (question, part) => {
    expect(await sqlOf(question)).toContain(part);
  });

  it('takes the rule of a share of results for whose share it is', async () => {
    const sql = await sqlOf('compliance percentage of access-keys-rotated by account');
    expect(sql).toContain("r.compliance_type = 'COMPLIANT' AS is_match");
    expect(sql).toContain("WHERE r.rule_name = 'access-keys-rotated'");
  });

  it('is said in plain words', async () => {
    expect((await sqlFor('m5 instances')).subject).toBe('EC2 instances with instance type m5');
    expect((await sqlFor('databases that are not backed up')).subject).not.toContain('unbacked');
    expect(await sqlOf('names of instances')).toContain("element_at(r.tags, 'Name')");
    expect(await sqlOf('instances without name tag')).toContain("element_at(r.tags, 'Name')");
  });

  it('leaves what it cannot tell to be declined', async () => {
    expect((await translate('instances that existed yesterday but are gone now')).kind).toBe('abstain');
    expect((await translate('load balancers without targets')).kind).toBe('abstain');
  });
});

describe('what the words of a question say of the thing itself', () => {
  it('is a unit where it says so, not what is called alike', async () => {
    expect(await sqlOf('accounts in the security OU')).toContain("r.ou_path = '/Security'");
    expect(await sqlOf('security groups open to 10.0.0.0/8')).not.toContain('0.0.0.0/0');
    expect(await sqlOf('VPC endpoints by service')).toContain('r.service_name');
    expect((await translate('ECS clusters without container insights')).kind).toBe('abstain');
  });

  it('is the engine, the class, the opposite that a word names', async () => {
    expect(await sqlOf('aurora clusters')).toContain("'aurora-postgresql'");
    expect(await sqlOf('db instances of class r9z')).toContain("'%.r9z.%'");
    expect(await sqlOf('number of distinct owners')).toMatch(
      /count\(DISTINCT coalesce\(element_at|count\(DISTINCT element_at/,
    );
    expect(await sqlOf('fargate services')).toContain("lower(r.launch_type) = 'fargate'");
    expect((await translate('fifo queues')).kind).toBe('abstain');
    expect((await translate('db parameter groups')).kind).toBe('abstain');
    expect((await translate('ECR repositories with mutable tags')).kind).toBe('abstain');
    expect((await translate('buckets with public policies')).kind).not.toBe('sql');
    expect((await translate('show the tags of that')).kind).toBe('clarify');
  });

  it('is of what is recorded, not of what it is told of', async () => {
    expect(await declinedText('AMIs older than a year')).toContain('is not recorded');
    expect(await sqlOf('when were the buckets created')).toContain('AS created_at');
  });

  it('is what happened to it, not to what is related to it', async () => {
    const sql = await sqlOf('what changed on i-0a1b2c3d4e5f60718');
    expect(sql).toContain("r.resource_id = 'i-0a1b2c3d4e5f60718'");
    expect(sql).not.toContain('relationships');
  });

  it('is no group where it can only be shown of each', async () => {
    expect(await declinedText('buckets by region and encryption')).toContain('cannot group by');
  });
});
