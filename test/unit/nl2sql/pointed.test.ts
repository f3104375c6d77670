import { describe, expect, it } from 'vitest';
import { emptyPlan } from '#nl2sql/decide/outcome.ts';
import { assumptionsOf } from '#nl2sql/describe.ts';
import type { ResourceKey } from '#nl2sql/plan/plan.ts';
import type { Turn } from '#nl2sql/translator.ts';
import { conversation, sqlFor, translate, turnFor } from './lake.ts';

const volumes = ['vol-1', 'vol-2', 'vol-3', 'vol-4'].map(
  (resource_id): ResourceKey => ({
    account_id: '111111111111',
    region: 'eu-west-1',
    resource_type: 'AWS::EC2::Volume',
    resource_id,
  }),
);

/** A question that was answered with these rows. */
async function shown(question: string, keys: readonly ResourceKey[]): Promise<readonly Turn[]> {
  return [{ ...turnFor(question, await sqlFor(question)), keys, keysComplete: true }];
}

describe('rows of an answer that a question points at', () => {
  it('are meant alone', async () => {
    const turns = await shown('largest 4 volumes', volumes);
    const { sql } = await sqlFor('who owns the first three?', turns);
    expect(sql).toContain('vol-3');
    expect(sql).not.toContain('vol-4');
    const changed = await sqlFor('what changed on the second one', turns);
    expect(changed.sql).toContain('FROM resource_changes');
    expect(changed.sql).toContain('vol-2');
    expect(changed.sql).not.toContain('vol-1');
    expect((await sqlFor('show the tags of the last one', turns)).sql).toContain('vol-4');
  });

  it('are asked back where they were not shown', async () => {
    const turns = await shown('largest 2 volumes', volumes.slice(0, 2));
    expect((await translate('what changed on the third one', turns)).kind).toBe('clarify');
  });

  it('are one where one was shown: “it” is that', async () => {
    const instance = {
      account_id: '111111111111',
      region: 'eu-west-1',
      resource_type: 'AWS::EC2::Instance',
      resource_id: 'i-0abc12345',
    };
    const turns = await shown('tell me about i-0abc12345', [instance]);
    const attached = await sqlFor('what volumes are attached to it', turns);
    expect(attached.sql).toContain('FROM ec2_volume AS r');
    expect(attached.sql).toContain('i-0abc12345');
    expect((await sqlFor('and its tags', turns)).sql).toContain('r.tag_key, r.tag_value');
    expect((await sqlFor('when was it last changed', turns)).sql).toContain('FROM resource_changes');
  });

  it('are none of another question that was not answered', async () => {
    const failed: Turn = {
      ...turnFor('flurbs in prod', await sqlFor('list volumes')),
      status: 'abstained',
      plan: null,
      sql: null,
    };
    for (const question of ['list the instances among them', 'which accounts are using that region'])
      expect((await translate(question, [failed])).kind, question).not.toBe('sql');
  });

  it('are rows where “ones” is said of groups', async () => {
    const { sql } = await conversation('unencrypted volumes by account', 'list the ones in shop-prod');
    expect(sql).not.toContain('GROUP BY');
    expect(sql).toContain("r.account_id = '111111111111'");
  });
});

describe('places that a question goes beyond', () => {
  it('are lifted', async () => {
    const { sql, assumptions } = await conversation('how many buckets in prod', 'how many in the whole org');
    expect(sql).toBe('SELECT count(*) AS total\nFROM s3_bucket AS r');
    expect(assumptions.join(' ')).toContain('No longer kept to: “in production”.');
    const across = await conversation('lambda functions in shop-prod', 'how many across all accounts');
    expect(across.sql).toBe('SELECT count(*) AS total\nFROM lambda_function AS r');
  });

  it('are asked back where more is said', async () => {
    const first = turnFor('how many buckets in prod', await sqlFor('how many buckets in prod'));
    expect((await translate('which are public across all accounts', [first])).kind).toBe('clarify');
  });
});

describe('accounts that have none', () => {
  it('are the fewest', async () => {
    const { sql, sideCounts } = await sqlFor('accounts with fewer than 3 volumes');
    expect(sql).toContain('LEFT JOIN');
    expect(sql).toContain('coalesce(g.total, 0) < 3');
    expect(sideCounts?.map(({ text }) => text).join(' ')).toContain('Not told as 0');
  });

  it('are told apart from those that have some other', async () => {
    const { sql } = await sqlFor('which accounts have no running instances');
    expect(sql).toContain('FROM accounts AS r');
    expect(sql).toContain("WHERE lower(r.state_name) = 'running'");
  });
});

describe('two questions in one', () => {
  it.each([
    'how many roles and which have admin access',
    'what is the biggest volume and on which instance is it',
  ])('%s', async (question) => {
    expect((await translate(question)).kind).toBe('abstain');
  });
});

it('counts each environment that is named', async () => {
  const { sql } = await sqlFor('how many instances are in prod, staging and dev');
  expect(sql).toContain("THEN 'production'");
  expect(sql).toContain('GROUP BY 1');
  expect((await sqlFor('how many instances are in prod or staging')).sql).not.toContain('GROUP BY');
});

it('never takes how busy a CPU is for how many there are', async () => {
  expect((await translate('average cpu of instances in shop-prod')).kind).toBe('clarify');
});

it('joins what is related by account and Region as well, where an id is a name', async () => {
  const { sql } = await sqlFor('which security groups are used by lambda functions');
  expect(sql).toContain("concat(a.account_id, ' ', a.region, ' ', a.resource_type, ' ', a.resource_id) IN");
});

it('tells how many and how much at once', async () => {
  for (const question of [
    'how many volumes and how much storage is that',
    'how many unattached volumes and how many GB is that',
    'how many volumes and their total size',
  ])
    expect((await sqlFor(question)).sql, question).toContain('count(*) AS total, sum(r.size) AS total_size');
});

it('knows nothing of a time before anything was recorded', async () => {
  const { guards } = await sqlFor('how many instances were running a month ago');
  expect(guards?.map(({ text }) => text).join(' ')).toContain('Recording had begun nowhere at that time');
});

it('shows a tag of every row, whether it has one or not', async () => {
  const { sql } = await sqlFor('list buckets with their owner tag');
  expect(sql).toContain("element_at(r.tags, 'Owner')) AS tag_owner");
  expect(sql).not.toContain('WHERE');
});

it.each([
  'how are our volumes encrypted',
  'what could be deleted',
  'which instances have been stopped the longest',
])('says what no inventory tells: %s', async (question) => {
  expect((await translate(question)).kind).toBe('abstain');
});

it('says what an empty property means where a comparison leaves it out', () => {
  const column = {
    name: 'retention_in_days',
    type: 'bigint',
    isJson: false,
    columns: { 'AWS::Logs::LogGroup': 'retention_in_days' },
    isDerived: false,
  } as const;
  const said = assumptionsOf({
    ...emptyPlan,
    source: { kind: 'types', types: ['AWS::Logs::LogGroup'], family: null, noun: 'log group' },
    where: [{ kind: 'compare', column, operator: '>', values: [365], text: 'retention' }],
  });
  expect(said.join(' ')).toContain('never expire');
});

it('takes “they” for what the question itself has named, whatever was asked before', async () => {
  const before = turnFor('list buckets', await sqlFor('list buckets'));
  for (const question of [
    'Which volumes are attached to nothing, and what do they cost?',
    'which volumes are unencrypted and how big are they',
  ])
    expect((await sqlFor(question, [before])).sql, question).toContain('FROM ec2_volume AS r');
  expect((await translate('list the volumes among those', [before])).kind).not.toBe('sql');
});
