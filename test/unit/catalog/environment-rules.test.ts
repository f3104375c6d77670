import { describe, expect, it } from 'vitest';
import { environmentOfAccount, environmentOfTags } from '#catalog/environment-rules.ts';

const account = (facts: { name?: string; ouPath?: string; tags?: Record<string, string> }) =>
  environmentOfAccount({ name: facts.name ?? null, ouPath: facts.ouPath ?? null, tags: facts.tags ?? {} });

describe("an account's environment", () => {
  it('is its tag first, as written but in lower case', () => {
    expect(account({ tags: { Environment: ' PRD ' }, ouPath: '/Workloads/Dev', name: 'x-test' })).toBe('prd');
    expect(account({ tags: { environment: 'Production' } })).toBe('production');
  });

  it('is else the innermost OU that tells one', () => {
    expect(account({ ouPath: '/Workloads/Prod', name: 'x-dev' })).toBe('prod');
    expect(account({ ouPath: '/Production/Test/Team A' })).toBe('test');
  });

  it('is else the name', () => {
    expect(account({ ouPath: '/Workloads', name: 'acme-prod-eu' })).toBe('prod');
    expect(account({ name: 'PaymentsStaging' })).toBe('staging');
    expect(account({ name: 'payments non-prod' })).toBe('nonprod');
  });

  it('is nothing where only part of a word looks like one', () => {
    expect(account({ ouPath: '/Products', name: 'developers-portal' })).toBeNull();
    expect(account({ tags: { Environment: ' ' } })).toBeNull();
  });
});

describe("a resource's own environment", () => {
  it('is the first tag key that it carries', () => {
    expect(environmentOfTags({ env: 'dev', Environment: 'Prod' })).toBe('prod');
    expect(environmentOfTags({ stage: 'QA' })).toBe('qa');
    expect(environmentOfTags({ Environment: ' ', env: 'PROD ' })).toBe('prod');
    expect(environmentOfTags({ Name: 'prod' })).toBeNull();
  });
});
