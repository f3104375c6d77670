import { describe, expect, it } from 'vitest';
import type { Turn } from '#nl2sql/translator.ts';
import { conversation, sqlFor, translate, turnFor } from './lake.ts';

async function kindOf(...questions: string[]): Promise<string> {
  const turns: Turn[] = [];
  for (const question of questions.slice(0, -1)) turns.push(turnFor(question, await sqlFor(question, turns)));
  return (await translate(questions.at(-1) ?? '', turns)).kind;
}

describe('two answers beside each other', () => {
  it('are compared by what they differ in', async () => {
    const { sql } = await conversation('how many databases in prod', 'and in dev?', 'compare them');
    expect(sql).toContain('GROUP BY 1');
    expect(sql).toContain("'prod'");
    expect(sql).toContain("'dev'");
  });

  it('are told with their difference', async () => {
    const { sql } = await conversation(
      'running instances in prod',
      'and stopped?',
      'what is the difference?',
    );
    expect(sql).toContain('abs(a.total - b.total) AS difference');
    expect(sql).toContain("'running'");
    expect(sql).toContain("'stopped'");
  });

  it('are put together', async () => {
    const { sql } = await conversation(
      'list the load balancers in shop-prod',
      'and in shop-dev?',
      'both together by type',
    );
    expect(sql).toContain("r.account_id = '111111111111' OR r.account_id = '222222222222'");
    expect(sql).toContain('GROUP BY 1');
  });

  it('are asked for where there is one, or they differ in more', async () => {
    for (const wish of ['compare them', 'what is the difference?', 'both together'])
      expect(await kindOf('how many databases in prod', wish), wish).toBe('clarify');
    expect(await kindOf('stopped instances', 'buckets in prod', 'compare them')).toBe('clarify');
  });
});

describe('owners', () => {
  it('are what the tags say', async () => {
    for (const question of ['who owns them?', 'who is responsible for them?', 'just give me the owners']) {
      const { sql } = await conversation('unencrypted volumes', question);
      expect(sql, question).toContain("element_at(r.tags, 'owner')");
      expect(sql, question).toContain('NOT ((r.encrypted))');
    }
  });

  it('are of no changes', async () => {
    expect(await kindOf('what changed yesterday', 'who owns them?')).toBe('abstain');
  });
});

describe('words that change the answer before', () => {
  it('take a condition back', async () => {
    const last = await conversation('stopped instances', 'in prod', 'remove the last filter');
    expect(last.sql).not.toContain('environment');
    expect(last.sql).toContain("'stopped'");
    expect(last.assumptions.join(' ')).toContain('Taken away: “in production”.');
    const named = await conversation(
      'stopped instances',
      'in eu-west-1',
      'in prod',
      'without the region filter',
    );
    expect(named.sql).not.toContain('eu-west-1');
    expect(named.sql).toContain("'prod'");
    expect((await conversation('stopped instances', 'in prod', 'undo that')).sql).not.toContain("'prod'");
    expect(await kindOf('instances', 'remove the last filter')).toBe('clarify');
  });

  it('leave out', async () => {
    for (const question of ['ignore dev', 'but not in dev', 'leave out dev', 'not dev']) {
      const { sql } = await conversation('unencrypted volumes', question);
      expect(sql, question).toContain('NOT coalesce(r.environment IN');
      expect(sql, question).toContain('NOT ((r.encrypted))');
    }
  });

  it('keep groups by how many there are', async () => {
    const { sql } = await conversation('buckets per account', 'only where more than 5');
    expect(sql).toContain('HAVING count(*) > 5');
    expect(sql).toContain('GROUP BY 1, 2');
    expect(await kindOf('buckets', 'only where more than 5')).not.toBe('sql');
  });

  it('correct themselves', async () => {
    expect((await conversation('buckets per account', 'no wait, per region')).sql).toContain('r.region');
  });
});

describe('words of the rows shown', () => {
  it('are their columns and values before the ends of other types’ names', async () => {
    const nodes = await conversation('lambda functions in shop-dev', 'which of those use nodejs?');
    expect(nodes.sql).toContain("lower(r.runtime) LIKE 'nodejs%'");
    expect(nodes.sql).toContain("r.account_id = '222222222222'");
    expect((await conversation('running instances', 'sort by launch time')).sql).toContain(
      'ORDER BY launch_time',
    );
  });

  it('are read with the noun that they leave out', async () => {
    const { sql } = await conversation('lambda functions per runtime', 'which ones have no VPC?');
    expect(sql).toContain('FROM lambda_function AS r');
    expect(sql).toContain('vpc_config');
  });

  it('ask for their size', async () => {
    for (const question of ['how big are they in total?', 'total storage', 'how much storage?']) {
      const { sql } = await conversation('unencrypted volumes', question);
      expect(sql, question).toContain('sum(r.size)');
      expect(sql, question).toContain('NOT ((r.encrypted))');
    }
  });

  it('ask for a tag of theirs', async () => {
    const { sql } = await conversation('unencrypted volumes', 'show their owner tags');
    expect(sql).toContain("element_at(r.tags, 'owner')");
  });
});

describe('a list after a count', () => {
  it('is of rows', async () => {
    const { sql } = await conversation('how many instances in prod', 'list the stopped ones');
    expect(sql).not.toContain('count(*)');
    expect(sql).toContain("'stopped'");
    expect(sql).toContain("'prod'");
  });
});

describe('a figure, a port, a most', () => {
  it('is told of each group', async () => {
    const { sql } = await conversation('untagged volumes', 'total size', 'by account');
    expect(sql).toContain('sum(r.size)');
    expect(sql).toContain('GROUP BY');
  });

  it('is the port that is open to the internet', async () => {
    for (const question of ['on port 3389', 'only port 3389']) {
      const { sql } = await conversation('security groups open to the internet', question);
      expect(sql.match(/ec2_security_group_rule/g), question).toHaveLength(1);
      expect(sql, question).toContain('3389');
    }
  });

  it('is the first of the groups', async () => {
    const { sql } = await conversation('instances in prod by account', 'which one has the most');
    expect(sql).toContain('LIMIT 1');
    expect(sql).toContain("'prod'");
  });

  it('is how many are left', async () => {
    const { sql } = await conversation('buckets', 'exclude dev', 'how many are left');
    expect(sql).toContain('count(*)');
    expect(sql).toContain('NOT coalesce');
  });
});

describe('what the rows shown do not tell', () => {
  it('is not answered by the rows again', async () => {
    expect(await kindOf('security groups', 'who made them')).toBe('abstain');
    expect(await kindOf('kms keys', 'what uses them')).toBe('abstain');
    expect(await kindOf('instances', 'their total volume size')).not.toBe('sql');
  });

  it('narrows changes to what they were made to', async () => {
    const { sql } = await conversation('what changed yesterday', 'to security groups');
    expect(sql).toContain('resource_changes');
    expect(sql).toContain("'AWS::EC2::SecurityGroup'");
  });

  it('is the first groups, of groups', async () => {
    const { sql } = await conversation('instances by account', 'top 5 of them');
    expect(sql).toContain('LIMIT 5');
    expect(sql).toContain('GROUP BY');
  });
});

describe('values near an answer', () => {
  it('are values of what it was grouped by', async () => {
    const { sql } = await conversation('stopped instances', 'by team', 'only search');
    expect(sql).toContain("element_at(r.tags, 'team') = 'search'");
    expect(sql).toContain('GROUP BY 1');
  });

  it('that change nothing are asked about', async () => {
    expect(await kindOf('ec2 instances tagged team=orders', 'and thanks')).not.toBe('sql');
  });
});

describe('numbers alone', () => {
  it('are a port where one was asked for, an amount where one was, and how many rows otherwise', async () => {
    const ports = await conversation('security groups open to the internet on port 22', 'and 3389?');
    expect(ports.sql).toContain('3389');
    expect(ports.sql).not.toContain('22');
    const sizes = await conversation('volumes larger than 500 GB', 'larger than 1 TB');
    expect(sizes.sql).toContain('r.size > 1024');
    expect(sizes.sql).not.toContain('500');
    expect((await conversation('stopped instances', 'show 10')).sql).toContain('LIMIT 10');
    expect((await conversation('buckets per account', 'which of them have more than 20?')).sql).toContain(
      'HAVING count(*) > 20',
    );
  });
});

describe('what is behind the rows', () => {
  it('is what is related to them', async () => {
    const { sql } = await conversation('instances in shop-prod', 'which volumes are attached to them?');
    expect(sql).toContain('FROM ec2_volume AS r');
    expect(sql).toContain("r.account_id = '111111111111'");
    const all = await conversation('security groups open to the internet', 'what is attached to them?');
    expect(all.sql).toContain('related_type');
  });

  it('is their cost', async () => {
    const { sql } = await conversation('stopped instances', 'what do they cost?');
    expect(sql).toContain('cost_daily');
    expect(sql).toContain("'stopped'");
  });

  it('is counted by a property of theirs that is called after a type', async () => {
    const { sql } = await conversation('subnets in shop-prod', 'how many per vpc');
    expect(sql).toContain('FROM ec2_subnet AS r');
    expect(sql).toContain('r.vpc_id');
  });
});

describe('places', () => {
  it('give way to places that exclude them, and the answer says so', async () => {
    const { sql, assumptions } = await conversation('iam roles in prod', 'same in shop-dev');
    expect(sql).not.toContain('environment');
    expect(sql).toContain("r.account_id = '222222222222'");
    expect(assumptions.join(' ')).toContain('Instead of: “in production”.');
  });

  it('are left out one after another', async () => {
    const { sql } = await conversation('buckets', 'exclude staging', 'and dev');
    expect(sql.match(/NOT coalesce/g)).toHaveLength(2);
  });
});

describe('a word that points at nothing that was read', () => {
  it('is asked back, never left out', async () => {
    expect(await kindOf('instance web-1', 'when was it last changed?')).not.toBe('sql');
    expect(await kindOf('lambda functions in prod', 'which use python')).toBe('sql');
  });
});
