import { describe, expect, it } from 'vitest';
import type { RuleResults } from '#answer/verdict/coverage-row.ts';
import type { TableTouch } from '#sql/touches.ts';
import { place, touch, verdict } from './verdict-fixtures.ts';

describe('the verdict of results of Config rules', () => {
  const results = (change: Partial<TableTouch> = {}) => [
    touch({ table: 'compliance', domain: 'compliance', resourceTypes: null, ...change }),
  ];
  const arrived = (account_id: string, region: string, resource_type: string): RuleResults => ({
    account_id,
    region,
    rule_name: 'mfa',
    resource_type,
  });
  const [USER, VOLUME] = ['AWS::IAM::User', 'AWS::EC2::Volume'];

  it('counts where the results of that rule have arrived, and nowhere else', () => {
    const touches = results({ ruleNames: ['mfa'] });
    const coverage = [place('1', 'us-east-1'), place('2', 'us-east-1')];
    const rules = [arrived('1', 'us-east-1', VOLUME)];
    expect(verdict({ coverage, touches, rules: [] }).status).toBe('not_recorded');
    expect(verdict({ coverage, touches, rules }).status).toBe('partial');
    expect(verdict({ coverage: [place('1', 'us-east-1')], touches, rules }).status).toBe('complete');
  });

  it('names the Region of an account where no such rule has told anything', () => {
    const coverage = [place('1', 'us-east-1'), place('1', 'eu-west-1')];
    const rules = [arrived('1', 'us-east-1', VOLUME)];
    const found = verdict({ coverage, touches: results(), rules });
    expect(found.status).toBe('partial');
    expect(found.causes[0]).toMatchObject({ kind: 'rule_not_recorded', region: 'eu-west-1' });
  });

  it('owes no result where nothing exists that the rule could look at', () => {
    const coverage = [place('1', 'us-east-1'), place('1', 'eu-west-1')];
    const rules = [arrived('1', 'us-east-1', VOLUME)];
    const known = { holds: (_account: string, region: string) => region === 'us-east-1' };
    expect(verdict({ coverage, touches: results(), rules, known }).status).toBe('complete');
    const unrecorded = place('1', 'eu-west-1', { recorded_types: ['AWS::S3::Bucket'] });
    expect(
      verdict({ coverage: [place('1', 'us-east-1'), unrecorded], touches: results(), rules, known }).status,
    ).toBe('partial');
  });

  it('takes the one Region where a rule about IAM runs for the whole account', () => {
    const coverage = [place('1', 'us-east-1'), place('1', 'eu-west-1', { verdict: 'stale' })];
    const rules = [arrived('1', 'us-east-1', USER)];
    const known = { holds: (_account: string, region: string) => region === 'global' };
    expect(verdict({ coverage, touches: results(), rules, known }).status).toBe('complete');
  });

  it('does not depend on the order of coverage', () => {
    const rows = [place('1', 'us-east-1'), place('1', 'eu-west-1', { verdict: 'stale' })];
    const rules = rows.map((row) => arrived('1', row.region ?? '', VOLUME));
    for (const coverage of [rows, [...rows].reverse()])
      expect(verdict({ coverage, touches: results(), rules }).status).toBe('partial');
  });

  it('says that nothing has arrived about a type that no rule looks at', () => {
    const touches = results({ resourceTypes: [VOLUME], namedTypes: [VOLUME], ruleCondition: 'x' });
    const found = verdict({ coverage: [place('1', 'us-east-1')], touches });
    expect(found.status).toBe('not_recorded');
    expect(found.text).toContain('no Config rule results about AWS::EC2::Volume');
  });
});
