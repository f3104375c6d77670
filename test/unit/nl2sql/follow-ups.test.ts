import { describe, expect, it } from 'vitest';
import { conversation, sqlFor, translate } from './lake.ts';

describe('follow-ups', () => {
  it('keep what was asked before and add to it', async () => {
    const { sql } = await conversation(
      'list unencrypted volumes',
      'of those, which are in eu-west-1?',
      'how many are there?',
    );
    expect(sql).toContain('count(*)');
    expect(sql).toContain('NOT ((r.encrypted))');
    expect(sql).toContain("r.region = 'eu-west-1'");
  });

  it('replace a place by another', async () => {
    const { sql } = await conversation('how many instances are stopped in production', 'what about dev?');
    expect(sql).toContain("'dev'");
    expect(sql).not.toContain("'prod'");
    expect(sql).toContain("'stopped'");
  });

  it('ask the same of another type', async () => {
    const { sql } = await conversation('ec2 instances in eu-west-1', 'what about buckets?');
    expect(sql).toContain('FROM s3_bucket');
    expect(sql).toContain("'eu-west-1'");
  });

  it('group, sort and show more of the rows', async () => {
    expect((await conversation('list stopped instances', 'and by account?')).sql).toContain('GROUP BY 1, 2');
    expect((await conversation('list unencrypted volumes', 'sort by size')).sql).toContain(
      'ORDER BY size DESC',
    );
    expect((await conversation('show me all databases', 'show their engine')).sql).toContain('engine');
  });

  it('find what is related to the rows', async () => {
    const { sql } = await conversation('show stopped instances', 'which security groups do they use?');
    expect(sql).toContain('FROM ec2_security_group AS r');
    expect(sql).toContain('FROM ec2_instance AS r WHERE');
  });

  it('narrow changes to a type', async () => {
    const { sql } = await conversation('what changed yesterday', 'only security groups', 'in production');
    expect(sql).toContain('FROM resource_changes');
    expect(sql).toContain("r.resource_type = 'AWS::EC2::SecurityGroup'");
    expect(sql).toContain('r.environment IN');
  });

  it('stay within the rows shown where those were only the first few', async () => {
    const first = await sqlFor('largest 2 volumes');
    const keys = ['vol-1', 'vol-2'].map((resource_id) => ({
      account_id: '111111111111',
      region: 'eu-west-1',
      resource_type: 'AWS::EC2::Volume',
      resource_id,
    }));
    const turn = {
      question: 'largest 2 volumes',
      answerId: 'a',
      status: 'answered',
      sql: first.sql,
      plan: first.plan ?? null,
      columns: [],
      keys,
      keysComplete: true,
    };
    const { sql } = await sqlFor('which of them are unencrypted?', [turn]);
    expect(sql).toContain(
      "IN ('111111111111 eu-west-1 AWS::EC2::Volume vol-1', '111111111111 eu-west-1 AWS::EC2::Volume vol-2')",
    );
    expect(sql).not.toContain('LIMIT');
  });

  it('ask back where nothing has been shown', async () => {
    for (const question of [
      'which of them are encrypted?',
      'how many of those are stopped?',
      'only production',
      'and by account?',
      'sort by size',
    ]) {
      expect((await translate(question)).kind, question).toBe('clarify');
    }
  });
});
