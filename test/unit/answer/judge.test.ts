import { describe, expect, it } from 'vitest';
import { kinds, place, silent, touch, verdict } from './verdict-fixtures.ts';

describe('the verdict', () => {
  it('is complete where every place is recorded and fresh, whatever the rows', () => {
    const found = verdict({ coverage: [place('1', 'us-east-1'), place('2', 'us-east-1')] });
    expect(found.status).toBe('complete');
    expect(found.accounts).toEqual(['1', '2']);
    expect(found.oldest_data_at).toBe('2026-03-10 06:00:00.000');
  });

  it.each([
    ['stale', { verdict: 'stale', last_snapshot_at: '2026-03-05 00:00:00.000' }],
    ['stopped', { verdict: 'stopped', recorder_state: 'stopped' }],
    ['suspended', { account_status: 'SUSPENDED' }],
    ['rejected', { rejected: 2 }],
  ])('is partial with the cause %s named', (kind, change) => {
    const found = verdict({
      coverage: [place('1', 'us-east-1'), place('2', 'us-east-1', change)],
      rowCount: 5,
    });
    expect(found.status).toBe('partial');
    expect(kinds(found)).toEqual([kind]);
    expect(found.causes[0]?.account_id).toBe('2');
  });

  it('is partial where one account never delivered, and not recorded where none did', () => {
    expect(verdict({ coverage: [place('1', 'us-east-1'), silent('2')] }).status).toBe('partial');
    expect(verdict({ coverage: [silent('1'), silent('2')] }).status).toBe('not_recorded');
  });

  it('is not recorded where the type was taken off every recorder', () => {
    const coverage = [place('1', 'us-east-1', { recorded_types: ['AWS::S3::Bucket'] })];
    expect(verdict({ coverage }).status).toBe('not_recorded');
    expect(verdict({ coverage, touches: [touch({ resourceTypes: ['AWS::S3::Bucket'] })] }).status).toBe(
      'complete',
    );
    expect(verdict({ coverage, touches: [touch({ resourceTypes: null })] }).status).toBe('partial');
  });

  it('looks only at the places that the query can touch', () => {
    const coverage = [
      place('1', 'us-east-1'),
      place('2', 'us-east-1', { verdict: 'stale' }),
      place('1', 'eu-west-1', { verdict: 'stale' }),
    ];
    expect(verdict({ coverage, touches: [touch({ accounts: ['1'], regions: ['us-east-1'] })] }).status).toBe(
      'complete',
    );
    expect(verdict({ coverage, touches: [touch({ accounts: ['1'] })] }).status).toBe('partial');
  });

  it('leaves out accounts of another environment, but not those whose resources alone can tell', () => {
    const coverage = [
      place('1', 'us-east-1', { account_environment: 'prod' }),
      place('2', 'us-east-1', { account_environment: 'dev', verdict: 'stale' }),
    ];
    const untold = place('3', 'us-east-1', { verdict: 'stale' });
    const touches = [touch({ environments: ['prod', 'production'] })];
    expect(verdict({ coverage, touches }).status).toBe('complete');
    expect(verdict({ coverage: [...coverage, untold], touches }).status).toBe('partial');
    expect(verdict({ coverage, touches: [touch({ accountNames: ['name-1'] })] }).status).toBe('complete');
    expect(verdict({ coverage, touches: [touch({ accountNames: ['nobody'] })] }).status).toBe('not_recorded');
  });

  it('counts a global type as recorded where any recorder of the account includes it', () => {
    const touches = [touch({ resourceTypes: ['AWS::IAM::Role'] })];
    const without = place('1', 'eu-west-1', { excluded_types: ['AWS::IAM::Role'] });
    expect(verdict({ touches, coverage: [place('1', 'us-east-1'), without] }).status).toBe('complete');
    expect(verdict({ touches, coverage: [without] }).status).toBe('not_recorded');
    const regionalOnly = place('1', 'eu-west-1', { includes_global_types: false });
    expect(verdict({ touches, coverage: [regionalOnly] }).status).toBe('not_recorded');
    expect(verdict({ touches, coverage: [place('1', 'us-east-1'), regionalOnly] }).status).toBe('complete');
    expect(verdict({ coverage: [regionalOnly] }).status).toBe('complete');
    expect(verdict({ coverage: [regionalOnly], touches: [touch({ resourceTypes: null })] }).status).toBe(
      'partial',
    );
  });

  it('names an account that nobody has told of instead of saying that nothing exists there', () => {
    const found = verdict({ coverage: [place('1', 'us-east-1')], touches: [touch({ accounts: ['999'] })] });
    expect(found.status).toBe('not_recorded');
    expect(found.text).toContain('999');
  });

  it('is not permitted where the policy alone is the cause, and names no account that the query did not', () => {
    const coverage = [place('1', 'us-east-1')];
    expect(verdict({ coverage, restricted: true, touches: [touch({ accounts: ['2'] })] }).status).toBe(
      'not_permitted',
    );
    expect(verdict({ coverage: [], restricted: true }).status).toBe('not_permitted');
    const own = verdict({ coverage, restricted: true });
    expect(own.status).toBe('complete');
    expect(JSON.stringify(own)).not.toContain('"2"');
  });

  it('is failed where every delivery failed', () => {
    const coverage = [{ ...silent('1'), region: 'us-east-1', rejected: 3 }];
    expect(verdict({ coverage }).status).toBe('failed');
  });

  it('says how many of the rows are those of places with a gap', () => {
    const found = verdict({
      coverage: [
        place('1', 'us-east-1'),
        place('2', 'us-east-1', { verdict: 'stale', last_snapshot_at: '2026-03-07 12:00:00.000' }),
      ],
      rowCount: 12,
      rowsAt: (account) => (account === '2' ? 3 : 9),
    });
    expect(found.text).toContain('they hold 3 of the 12 rows');
    expect(found.text).toContain('3 days old');
  });

  it('lists an excused gap and is complete all the same, until the excuse ends', () => {
    const coverage = [place('1', 'us-east-1'), silent('2')];
    const excuse = { account_id: '2', reason: 'closing down' };
    const found = verdict({ coverage, excuses: [excuse] });
    expect(found.status).toBe('complete');
    expect(found.causes[0]).toMatchObject({ excused: true });
    expect(verdict({ coverage, excuses: [{ ...excuse, until: '2026-03-01T00:00:00Z' }] }).status).toBe(
      'partial',
    );
  });

  it('judges an as-of question at its time', () => {
    const touches = (time: string) => [touch({ table: 'resource_history', asOf: new Date(time) })];
    const coverage = [place('1', 'us-east-1', { verdict: 'stale' })];
    const known = { knewVersions: () => true };
    expect(verdict({ coverage, touches: touches('2026-03-05T00:00:00Z'), rowCount: 4 }).status).toBe(
      'complete',
    );
    // A count returns a row whatever it counts, so rows say nothing about what was known.
    expect(verdict({ coverage, touches: touches('2026-02-01T00:00:00Z'), known, rowCount: 0 }).status).toBe(
      'partial',
    );
    expect(verdict({ coverage, touches: touches('2026-02-01T00:00:00Z'), rowCount: 1 }).status).toBe(
      'not_recorded',
    );
  });

  it('does not take what was before recording began for what never happened', () => {
    const changes = (from: string | null, to: string | null) => [
      touch({
        table: 'resource_changes',
        window: { from: from === null ? null : new Date(from), to: to === null ? null : new Date(to) },
      }),
    ];
    const coverage = [place('1', 'us-east-1')];
    const status = (from: string | null, to: string | null) =>
      verdict({ coverage, touches: changes(from, to) }).status;
    expect(status('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')).toBe('not_recorded');
    expect(status(null, '2026-02-01T00:00:00Z')).toBe('not_recorded');
    expect(status('2026-02-20T00:00:00Z', null)).toBe('partial');
    expect(status('2026-03-02T00:00:00Z', '2026-03-05T00:00:00Z')).toBe('complete');
    expect(status(null, null)).toBe('complete');
    expect(verdict({ coverage, touches: changes('2026-02-20T00:00:00Z', null) }).text).toContain(
      'recorded only since 2026-03-01',
    );
  });

  it('says what to switch on for a domain that nothing has ever brought', () => {
    const found = verdict({
      coverage: [place('1', 'us-east-1')],
      touches: [touch({ table: 'cost_daily', domain: 'cost', resourceTypes: null })],
    });
    expect(found.status).toBe('not_recorded');
    expect(found.text).toContain('switch on');
  });

  it('is partial where one half of a join is not recorded', () => {
    const touches = [touch(), touch({ table: 'cost_daily', domain: 'cost', resourceTypes: null })];
    expect(verdict({ coverage: [place('1', 'us-east-1')], touches }).status).toBe('partial');
  });

  it('needs nothing recorded for a query that reads nothing recorded', () => {
    expect(verdict({ coverage: [], touches: [touch({ table: 'query_log', domain: 'none' })] }).status).toBe(
      'complete',
    );
  });

  it('says that a record of an unknown account could not be read, to whoever asks about every account', () => {
    const unknown = place('1', 'x', {
      account_id: null,
      account_name: null,
      region: null,
      rejected: 1,
      last_snapshot_at: null,
    });
    const coverage = [place('1', 'us-east-1'), unknown];
    expect(verdict({ coverage }).status).toBe('partial');
    expect(verdict({ coverage, touches: [touch({ accounts: ['1'] })] }).status).toBe('complete');
  });
});
