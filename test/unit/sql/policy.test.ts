import { describe, expect, it } from 'vitest';
import { effectivePolicy, ownerPolicy, PoliciesSchema } from '#sql/policy.ts';

const policies = PoliciesSchema.parse({
  users: { ana: { groups: ['network', 'audit'], attributes: { team: 'edge' } }, bob: {} },
  rules: [
    {
      name: 'network',
      groups: ['network'],
      tables: ['ec2_*', 'Resources'],
      accounts: ['111111111111'],
      row_limit: 500,
    },
    {
      name: 'audit',
      groups: ['audit'],
      tables: ['query_log'],
      audit: true,
      row_limit: 100,
      budgets: { bytes_per_query: 1000 },
    },
    {
      name: 'ana',
      users: ['ana', 'eve'],
      tables: ['accounts'],
      denied_columns: ['accounts.email'],
      masked_columns: ['accounts.tags'],
    },
  ],
});

describe('an effective policy', () => {
  it('adds up the rules of a user and of their groups', () => {
    const policy = effectivePolicy(policies, 'ana');
    expect(policy.grants?.map((grant) => grant.rule)).toEqual(['network', 'audit', 'ana']);
    expect(policy).toMatchObject({
      user: 'ana',
      deniedColumns: ['accounts.email'],
      maskedColumns: ['accounts.tags'],
      rowLimit: 100,
      maxBytesPerQuery: 1000,
      audit: true,
    });
  });

  it('lets a user read the tables that a rule names, and no other', () => {
    const policy = effectivePolicy(policies, 'ana');
    for (const table of ['ec2_instance', 'EC2_VPC', 'resources', 'accounts', 'query_log'])
      expect(policy.mayReadTable(table)).toBe(true);
    for (const table of ['iam_role', 'resource_history', 'ec2', 'coverage'])
      expect(policy.mayReadTable(table)).toBe(false);
  });

  it('gives a user whom no rule names nothing, known or not', () => {
    for (const user of ['bob', 'nobody', '__proto__', 'constructor']) {
      expect(effectivePolicy(policies, user).grants).toEqual([]);
      expect(effectivePolicy(policies, user).mayReadTable('resources')).toBe(false);
    }
    expect(effectivePolicy(policies, 'eve').mayReadTable('accounts')).toBe(true);
  });

  it('tells two callers apart when it is written down', () => {
    const texts = ['ana', 'bob', 'eve'].map((user) => JSON.stringify(effectivePolicy(policies, user)));
    expect(new Set([...texts, JSON.stringify(ownerPolicy)]).size).toBe(4);
  });
});

describe('the policies file', () => {
  const rule = { name: 'x', users: ['ana'], tables: ['*'] };
  it.each([
    ['a rule for nobody', { ...rule, users: undefined }],
    ['an account that is none', { ...rule, accounts: ['12345'] }],
    ['an empty list, which could be read as all', { ...rule, accounts: [] }],
    ['an organizational unit without a path', { ...rule, organizational_units: ['Prod'] }],
    ['a column without a table', { ...rule, masked_columns: ['email'] }],
    [
      'a selector of two tags',
      { ...rule, selectors: [{ account_tag: 'a', resource_tag: 'b', values: ['x'] }] },
    ],
    ['a selector without a value', { ...rule, selectors: [{ account_tag: 'a' }] }],
    ['a misspelt field', { ...rule, account: ['111111111111'] }],
    ['a limit of no rows', { ...rule, row_limit: 0 }],
  ])('refuses %s', (_what, bad) => {
    expect(PoliciesSchema.safeParse({ users: {}, rules: [bad] }).success).toBe(false);
    expect(PoliciesSchema.safeParse({ users: {}, rules: [rule] }).success).toBe(true);
  });
});
