import { describe, expect, it } from 'vitest';
import { conversation, sqlFor, translate } from './lake.ts';

const sqlOf = async (question: string): Promise<string> => (await sqlFor(question)).sql;

describe('a word that a plan cannot keep', () => {
  it.each([
    // No row is both at once.
    ['how many stopped vs running instances', 'clarify'],
    ['encrypted vs unencrypted volumes', 'clarify'],
    ['volumes in staging but in prod', 'clarify'],
    ['volumes that are gp2 and bigger than 200 GB or gp3', 'clarify'],
    ['volumes larger than 500 GB and smaller than 100 GB', 'clarify'],
    // What one place has and another has not.
    ['resource types we have in eu-west-1 but not in us-east-1', 'abstain'],
    // One figure, of one thing, for all of it.
    ['oldest volume per account', 'abstain'],
    ['largest volume in each account', 'abstain'],
    ['average number of instances per account', 'abstain'],
    ['min and max volume size', 'abstain'],
    ['average age of instances', 'clarify'],
    // Which of two things happened.
    ['volumes created or deleted in the last 3 days', 'abstain'],
    // How far a "not" reaches.
    ['instances without security group open to the internet', 'abstain'],
    ['security groups with no inbound rules', 'abstain'],
    // More than yes and no.
    ['instances without detailed monitoring', 'abstain'],
    ['instances where the owner tag is different from the team tag', 'abstain'],
    // Whose rules.
    ['security groups with only one rule', 'abstain'],
    // A pictograph is part of a name, and no name that is known.
    ['the instance called 🚀 launch-pad', 'abstain'],
  ])('%s → %s', async (question, kind) => {
    expect((await translate(question)).kind).toBe(kind);
  });

  it('is said by name', async () => {
    const translation = await translate('average number of instances per account');
    expect('text' in translation && translation.text).toContain('one figure');
  });
});

describe('words that have more than one use', () => {
  it('take nobody’s Region for us', async () => {
    expect(await sqlOf('what does S3 cost us per month')).not.toContain('us-east-1');
    expect(await sqlOf('instances in us')).toContain('us-east-1');
  });

  it('read a star in a name as any text', async () => {
    expect(await sqlOf('instances named *bastion*')).toContain("LIKE '%bastion%'");
    expect(await sqlOf('instances named bastion*')).toContain("LIKE 'bastion%'");
  });

  it('count each of several kinds', async () => {
    expect(await sqlOf('how many vpcs and subnets are there')).toContain('GROUP BY 1');
  });

  it('rank what has a value, and count the environment of accounts', async () => {
    expect(await sqlOf('which team has the most volumes')).toContain('IS NOT NULL');
    expect(await sqlOf('which environment has the most instances')).toContain('r.environment');
  });

  it('tell a resource’s account, not an account of its name', async () => {
    const sql = await sqlOf('which account owns vpc-0772f36156944115d');
    expect(sql).toContain('FROM resources');
    expect(sql).toContain("r.resource_id = 'vpc-0772f36156944115d'");
  });

  it('read updates as updates alone', async () => {
    expect(await sqlOf('updates to iam roles this week')).toContain("r.change_type = 'UPDATE'");
  });

  it('take a word behind a tag key for its value', async () => {
    expect(await sqlOf('instances tagged team search')).toContain("'search'");
  });
});

describe('follow-ups that lean on the answer before', () => {
  it('put an "or" beside the condition said last', async () => {
    expect((await conversation('instances in shop-prod', 'or shop-dev')).sql).toMatch(
      /'111111111111'.* OR .*'222222222222'/,
    );
    expect((await conversation('unencrypted volumes', 'or volumes of type gp2')).sql).not.toMatch(
      /NOT \(\(r\.encrypted\)\)\s+AND .*gp2/,
    );
  });

  it('leave out one thing after another', async () => {
    const { sql } = await conversation('lambda functions', 'not in python3.8', 'except nodejs18.x');
    expect(sql).toContain('python3.8');
    expect(sql).toContain('nodejs18.x');
  });

  it('turn a place round', async () => {
    const { sql } = await conversation('instances', 'in us-east-1', 'not in us-east-1');
    expect(sql).toContain("NOT (r.region = 'us-east-1')");
  });

  it('keep a time, a type and a state', async () => {
    const deletions = await conversation(
      'what changed yesterday',
      'only the deletions',
      'in which accounts?',
    );
    expect(deletions.sql).toContain("r.change_type = 'DELETE'");
    expect(deletions.sql).toContain('r.changed_at >=');
    expect((await conversation('deleted resources this week', 'which were buckets')).sql).toContain(
      "r.resource_type = 'AWS::S3::Bucket'",
    );
    expect((await conversation('how many buckets do we have', 'in which regions')).sql).toContain(
      'FROM s3_bucket',
    );
  });

  it('take the first of groups, and figures of the same groups', async () => {
    const top = await conversation('volumes by region', 'top 3');
    expect(top.sql).toMatch(/GROUP BY 1[\s\S]*LIMIT 3/);
    expect((await conversation('volumes by region', 'average size instead')).sql).toMatch(
      /avg\(r\.size\)[\s\S]*GROUP BY/,
    );
  });

  it('leave a question of its own alone', async () => {
    const { sql } = await conversation(
      'stopped instances',
      'What changed in production yesterday, and who did it?',
    );
    expect(sql).toContain('FROM resource_changes');
    expect(sql).not.toContain('stopped');
    expect((await conversation('stopped instances', 'what was deleted this week')).sql).toContain("'DELETE'");
    const named = await conversation(
      'unencrypted volumes',
      'what did i-0abc12345 look like as of two days ago',
    );
    expect(named.sql).toContain("'i-0abc12345'");
  });

  it('look in the accounts that were shown', async () => {
    const { sql } = await conversation('accounts in the Security OU', 'how many instances do they have');
    expect(sql).toContain('FROM ec2_instance');
    expect(sql).toContain('/Security');
  });
});

describe('what is related', () => {
  it('is only told where the thing exists and such edges are recorded', async () => {
    const translation = await translate('lambda functions in vpc-0772f36156944115d');
    const guards = translation.kind === 'sql' ? (translation.guards ?? []) : [];
    expect(guards.map(({ text }) => text)).toEqual([
      expect.stringContaining('nothing called “vpc-0772f36156944115d”'),
      expect.stringContaining('Nothing recorded relates Lambda functions'),
    ]);
  });
});

describe('between two amounts', () => {
  it('includes both, in the unit of the second', async () => {
    expect(await sqlOf('volumes between 50 and 100 GB')).toMatch(/r\.size >= 50\s+AND r\.size <= 100/);
    expect(await sqlOf('volumes with size between 50 and 100 GB')).toMatch(
      /r\.size >= 50\s+AND r\.size <= 100/,
    );
    expect(await sqlOf('functions with timeout between 1 and 5 minutes')).toMatch(
      /r\.timeout >= 60\s+AND r\.timeout <= 300/,
    );
    expect((await translate('volumes not between 50 and 100 GB')).kind).toBe('abstain');
  });
});
