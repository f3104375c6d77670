import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '#answer/contract.ts';
import { Facts } from '../golden/questions/facts.ts';
import { sqlAnswers } from './answers.ts';
import { sampleLake } from './sample-lake.ts';

const lakes = {
  default: (await sampleLake('default')).lake,
  single: (await sampleLake('single')).lake,
};

/** What an answer covers depends on the places and types that it could touch, not on its rows. */
describe('the verdict over the default sample', () => {
  const facts = new Facts('default');
  const id = (name: string) => `'${facts.account(name).id}'`;
  const asOf = (time: string) =>
    `SELECT count(*) FROM resource_history WHERE resource_type = 'AWS::DynamoDB::Table'
      AND account_id = ${id('catalog-staging')} AND valid_from <= TIMESTAMP '${time}'
      AND (valid_to > TIMESTAMP '${time}' OR valid_to IS NULL)`;
  const queries = {
    whole: `SELECT count(*) FROM ec2_instance WHERE account_id = ${id('security-audit')} AND region = 'us-east-1'`,
    none: `SELECT * FROM rds_db_instance WHERE account_id = ${id('security-audit')} AND region = 'us-east-1'`,
    everywhere: 'SELECT count(*) FROM ec2_instance',
    stopped: `SELECT * FROM s3_bucket WHERE account_id = ${id('partner-integration')}`,
    suspended: `SELECT * FROM s3_bucket WHERE account_id = ${id('legacy-erp')}`,
    never: `SELECT * FROM s3_bucket WHERE account_id = ${id('mobile-prod')}`,
    'not this type': `SELECT * FROM cloudtrail_trail WHERE account_id = ${id('catalog-staging')}`,
    'no longer this type': `SELECT * FROM dynamodb_table WHERE account_id = ${id('catalog-staging')}`,
    'excluded type': `SELECT * FROM ec2_network_interface WHERE account_id = ${id('analytics-prod')} AND region = 'eu-west-1'`,
    'no global types': `SELECT * FROM iam_role WHERE account_id = ${id('analytics-prod')}`,
    'not collected': 'SELECT * FROM cost_daily',
    metrics: 'SELECT * FROM metrics',
    activity: 'SELECT * FROM api_activity',
    findings: 'SELECT * FROM security_findings',
    'two places': `SELECT * FROM s3_bucket WHERE account_id IN (${id('security-audit')}, ${id('mobile-prod')})`,
    'no table': 'SELECT 1',
    'rule by pattern': "SELECT * FROM compliance WHERE lower(rule_name) LIKE '%backup%'",
    'rule for a type': "SELECT * FROM compliance WHERE resource_type = 'AWS::KMS::Key'",
    'changes before':
      "SELECT count(*) FROM resource_changes WHERE changed_at < TIMESTAMP '2025-01-01 00:00:00'",
    'changes since before': "SELECT count(*) FROM resource_changes WHERE day >= DATE '2025-01-01'",
    'as of before': asOf('2020-01-01 00:00:00'),
    'as of when it was recorded': asOf('2026-03-08 00:00:00'),
    'as of when it no longer was': asOf('2026-03-10 00:00:00'),
  } as const;
  type Name = keyof typeof queries;
  let answers: Readonly<Record<Name, Answer>>;
  beforeAll(async () => {
    answers = await sqlAnswers(lakes.default, queries);
  });

  it.each<[Name, readonly string[]]>([
    ['whole', ['complete']],
    ['none', ['complete']],
    ['everywhere', ['partial']],
    ['stopped', ['partial']],
    ['suspended', ['partial']],
    ['never', ['not_recorded']],
    ['not this type', ['not_recorded']],
    ['no longer this type', ['not_recorded']],
    ['excluded type', ['not_recorded']],
    ['no global types', ['not_recorded']],
    ['not collected', ['not_recorded']],
    ['metrics', ['not_recorded']],
    ['activity', ['not_recorded']],
    ['findings', ['not_recorded']],
    ['two places', ['partial']],
    ['no table', ['complete']],
    ['rule by pattern', ['not_recorded']],
    ['rule for a type', ['not_recorded']],
    ['changes before', ['not_recorded']],
    ['changes since before', ['partial']],
    ['as of before', ['not_recorded']],
    ['as of when it was recorded', ['complete']],
    ['as of when it no longer was', ['not_recorded']],
  ])('%s: %s', (name, verdicts) => {
    const answer = answers[name];
    expect(answer.status, answer.text).toBe('answered');
    // A query of no table covers nothing that could be missing; it may have no verdict.
    if (name === 'no table' && answer.verdict === null) return;
    expect(verdicts, answer.verdict?.text).toContain(answer.verdict?.status);
    expect(answer.verdict?.text).not.toBe('');
  });

  it('says that none exist only where nothing can be missing', () => {
    expect(answers.none.rows).toEqual([]);
    expect(answers.none.text).toMatch(/none exist/i);
    for (const name of ['never', 'not collected', 'not this type'] as const)
      expect(answers[name].text).not.toMatch(/none exist/i);
  });

  it('names the causes, with account and Region', () => {
    const kinds = (name: Name) => answers[name].verdict?.causes.map(({ kind }) => kind) ?? [];
    expect(kinds('stopped').join()).toMatch(/stopped|stale/);
    expect(kinds('suspended').join()).toMatch(/suspended|stale/);
    const causes = answers.everywhere.verdict?.causes ?? [];
    const named = causes.map(({ account_id: account }) => account);
    for (const name of ['partner-integration', 'legacy-erp', 'mobile-prod'])
      expect(named).toContain(facts.account(name).id);
    expect(causes.every(({ text }) => text.length > 10)).toBe(true);
  });

  it('names the places that could be touched', () => {
    expect(answers.whole.verdict).toMatchObject({
      accounts: [facts.account('security-audit').id],
      regions: ['us-east-1'],
    });
    expect(answers.whole.verdict?.oldest_data_at).toMatch(/^2026-03-\d\d/);
    expect(answers.everywhere.verdict?.accounts.length).toBe(facts.accounts.length);
  });

  it('says what would have to be switched on', () => {
    expect(JSON.stringify(answers['not collected'])).toMatch(/cost/i);
    expect(answers['not collected'].verdict?.causes.length).toBeGreaterThan(0);
  });
});

describe('the verdict over one account', () => {
  it('is complete for what its recorders record', async () => {
    const answers = await sqlAnswers(lakes.single, {
      buckets: "SELECT count(*) FROM s3_bucket WHERE region = 'eu-west-1'",
      none: "SELECT * FROM workspaces_workspace WHERE region = 'eu-west-1'",
      accounts: 'SELECT account_id, status FROM accounts',
    });
    expect(answers.buckets.verdict?.status).toBe('complete');
    expect(answers.none).toMatchObject({ status: 'answered', row_count: 0 });
    expect(answers.none.verdict?.status).toBe('complete');
    expect(answers.accounts.rows).toHaveLength(1);
  });
});
