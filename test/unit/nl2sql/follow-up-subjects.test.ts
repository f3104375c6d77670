import { describe, expect, it } from 'vitest';
import type { Turn } from '#nl2sql/translator.ts';
import { conversation, sqlFor, translate, turnFor } from './lake.ts';

const shop = ['111111111111', '222222222222'];

/** Turns of questions, the last of which showed these accounts. */
async function turnsOf(questions: readonly string[], accounts: readonly string[] = shop): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (const question of questions) turns.push(turnFor(question, await sqlFor(question, turns)));
  const last = turns.at(-1);
  if (last === undefined) throw new Error('nothing was asked');
  return [...turns.slice(0, -1), { ...last, groups: { key: { kind: 'account' }, values: accounts } }];
}

describe('after an answer in accounts', () => {
  it('keeps what chose the accounts for resources of that type', async () => {
    const { sql, assumptions } = await conversation(
      'which accounts have unencrypted volumes',
      'list the volumes',
    );
    expect(sql).toContain('NOT ((r.encrypted))');
    expect(sql).not.toContain('GROUP BY');
    expect(assumptions.join(' ')).toContain(
      'This refines the answer to “which accounts have unencrypted volumes”',
    );
  });

  it('takes the narrower of two nouns', async () => {
    const { sql } = await conversation('which accounts have unencrypted RDS instances', 'show the databases');
    expect(sql).toContain('FROM rds_db_instance AS r');
    expect(sql).toContain('NOT ((r.storage_encrypted))');
    expect(sql).not.toContain('rds_db_cluster');
  });

  it('stays in the accounts shown for another type, and says so', async () => {
    const turns = await turnsOf(['which accounts have public buckets']);
    for (const question of [
      'show the databases',
      'what databases do they have',
      'list databases in those accounts',
    ]) {
      const { sql, assumptions } = await sqlFor(question, turns);
      expect(sql, question).toContain("r.account_id IN ('111111111111', '222222222222')");
      expect(assumptions.join(' '), question).toContain(
        'Only the accounts shown before (2): shop-prod, shop-dev.',
      );
    }
  });

  it('asks back where it does not know all of the accounts', async () => {
    const turns = await turnsOf(['which accounts have public buckets']);
    const unknown = turns.map((turn) => ({ ...turn, groups: null }));
    expect((await translate('show the databases', unknown)).kind).toBe('clarify');
  });

  it('stays within groups that a limit or a threshold chose', async () => {
    const turns = await turnsOf(['which accounts have more than 10 buckets']);
    expect((await sqlFor('list the buckets', turns)).sql).toContain('r.account_id IN (');
    const unknown = turns.map((turn) => ({ ...turn, groups: null }));
    expect((await translate('list the buckets', unknown)).kind).toBe('clarify');
  });

  it('means the accounts by “them”, where accounts were asked for', async () => {
    const turns = await turnsOf(['which accounts have public buckets']);
    expect((await sqlFor('which of them are in prod', turns)).sql).toContain('GROUP BY 1, 2');
    expect((await sqlFor('how many of them are there', turns)).sql).toContain('count(DISTINCT r.account_id)');
  });
});

describe('a noun of several kinds', () => {
  it('is asked about, whatever was shown', async () => {
    const turns = [turnFor('rds instances', await sqlFor('rds instances'))];
    for (const question of ['show me the clusters too', 'and clusters?'])
      expect((await translate(question, turns)).kind, question).not.toBe('sql');
  });

  it('is none where it is the verb of what was shown', async () => {
    const { sql } = await conversation('buckets in eu-west-1', 'group them by account');
    expect(sql).toContain('FROM s3_bucket AS r');
    expect(sql).toContain('GROUP BY 1, 2');
  });

  it('that is a service of all resources chooses among them', async () => {
    const { sql } = await conversation('resources by type in prod', 'only ec2 ones');
    expect(sql).toContain('FROM resources AS r');
    expect(sql).toContain('GROUP BY 1');
    expect(sql).not.toContain('ec2_instance');
  });
});

describe('a word alone', () => {
  it('is asked of what was shown', async () => {
    const { sql } = await conversation('noncompliant resources in shop-prod', 'which rules?');
    expect(sql).toContain("r.compliance_type = 'NON_COMPLIANT'");
    expect(sql).toContain("r.account_id = '111111111111'");
    expect((await conversation('unencrypted volumes', 'which accounts?')).sql).toContain(
      'NOT ((r.encrypted))',
    );
  });

  it('that is a whole question is one', async () => {
    expect((await conversation('unencrypted volumes', 'which accounts are there?')).sql).toContain(
      'FROM accounts',
    );
    expect((await conversation('unencrypted volumes', 'list buckets')).sql).not.toContain('encrypted');
  });
});

describe('after changes', () => {
  it('updates of a type are updates, and of that type', async () => {
    const { sql } = await conversation('what changed yesterday', 'only updates of ec2 instances');
    expect(sql).toContain("r.change_type = 'UPDATE'");
    expect(sql).toContain("r.resource_type = 'AWS::EC2::Instance'");
    expect(sql).toContain("TIMESTAMP '2026-11-24 00:00:00.000'");
  });

  it('the period before is next to the one asked about', async () => {
    const { sql } = await conversation('what changed yesterday', 'and the day before?');
    expect(sql).toContain("r.changed_at >= TIMESTAMP '2026-11-23 00:00:00.000'");
    expect(sql).toContain("r.changed_at < TIMESTAMP '2026-11-24 00:00:00.000'");
  });

  it('what was created becomes what was deleted, in the same time', async () => {
    const { sql } = await conversation('which instances were created yesterday', 'and deleted?');
    expect(sql).toContain('FROM resource_changes');
    expect(sql).toContain("r.change_type = 'DELETE'");
    expect(sql).toContain("r.resource_type = 'AWS::EC2::Instance'");
    expect(sql).toContain("r.changed_at >= TIMESTAMP '2026-11-24 00:00:00.000'");
  });
});

describe('a question of its own that was not answered', () => {
  it('is what a follow-up means, and is asked for in full', async () => {
    const turns = await turnsOf(['stopped instances']);
    const lost: Turn = {
      ...turnFor('flurbs in prod', await sqlFor('buckets')),
      status: 'abstained',
      plan: null,
    };
    expect((await translate('how many?', [...turns, lost])).kind).toBe('clarify');
    expect((await translate('which rules?', [lost])).kind).toBe('clarify');
    const refused: Turn = { ...lost, question: 'delete them', status: 'refused' };
    const { assumptions } = await sqlFor('how many?', [...turns, refused]);
    expect(assumptions.join(' ')).toContain('“delete them” was not answered and is no part of this.');
  });
});

describe('the first few', () => {
  const keysOf = (...ids: string[]) =>
    ids.map((resource_id) => ({
      account_id: '111111111111',
      region: 'eu-west-1',
      resource_type: 'AWS::EC2::Volume',
      resource_id,
    }));

  it('are what something is related to, and no others', async () => {
    const turn = turnFor('largest 2 volumes', await sqlFor('largest 2 volumes'));
    const shown: Turn = { ...turn, keys: keysOf('vol-1', 'vol-2'), keysComplete: true };
    const { sql } = await sqlFor('which instances are they attached to?', [shown]);
    expect(sql).toContain("'vol-1'");
    expect(sql).toContain("'vol-2'");
    expect((await translate('which instances are they attached to?', [turn])).kind).toBe('clarify');
  });

  it('of changes are not found again', async () => {
    const turns = await turnsOf(['latest 5 changes']);
    expect((await translate('which of them were deletions?', turns)).kind).not.toBe('sql');
  });

  it('of groups are those that are narrowed', async () => {
    const turns = await turnsOf(['top 2 accounts by number of instances']);
    const { sql } = await sqlFor('only those in prod', turns);
    expect(sql).toContain("r.account_id IN ('111111111111', '222222222222')");
    expect(sql).toContain('GROUP BY 1, 2');
    expect(sql).not.toContain('LIMIT');
  });

  it('of groups are those whose owners and costs are told', async () => {
    const turns = await turnsOf(['which accounts have more than 10 buckets']);
    for (const question of ['who owns them?', 'what do they cost?']) {
      expect((await sqlFor(question, turns)).sql, question).toContain('r.account_id IN (');
      const unknown = turns.map((turn) => ({ ...turn, groups: null }));
      expect((await translate(question, unknown)).kind, question).toBe('clarify');
    }
  });
});
