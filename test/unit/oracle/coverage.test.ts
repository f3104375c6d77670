import { describe, expect, it } from 'vitest';
import type { Delivery } from '#test/oracle/oracle.ts';
import {
  ACCOUNT,
  ALL,
  accounts,
  columns,
  coverage,
  envelope,
  events,
  file,
  history,
  item,
  REGION,
  recorder,
  run,
  snapshot,
} from './deliver.ts';

const a = item('a', '09:00');
/** The clock of these tests is 3 March, 00:00. */
const fresh = '2026-03-02T12:00:00.000Z';

describe('the rows of coverage', () => {
  it('are one for each place that delivered', () => {
    const tables = run(snapshot(fresh, [a]), events(envelope('09:01', a, { region: 'us-east-1' })));
    expect(columns(tables, 'coverage', 'account_id', 'region', 'domain')).toEqual([
      [ACCOUNT, REGION, 'config'],
      [ACCOUNT, 'us-east-1', 'config'],
    ]);
  });

  it('are one for each enabled Region of an ACTIVE account that delivers, silent where nothing came', () => {
    const tables = run(
      accounts([{ Id: ACCOUNT, Name: 'shop', Status: 'ACTIVE', Regions: [REGION, 'us-east-1'] }]),
      snapshot(fresh, [a]),
    );
    expect(columns(tables, 'coverage', 'region', 'verdict', 'account_name')).toEqual([
      [REGION, 'fresh', 'shop'],
      ['us-east-1', 'silent', 'shop'],
    ]);
  });

  it('are one with region NULL for an ACTIVE account that never delivered, none for a suspended one', () => {
    const tables = run(
      accounts([
        { Id: '222222222222', Name: 'idle', Status: 'ACTIVE', Regions: ['eu-west-1', 'us-east-1'] },
        { Id: '333333333333', Name: 'gone', Status: 'SUSPENDED' },
      ]),
    );
    expect(columns(tables, 'coverage', 'account_id', 'region', 'domain', 'verdict')).toEqual([
      ['222222222222', null, 'config', 'silent'],
    ]);
  });

  it('hold rejects without a readable account in one row without account and Region', () => {
    const tables = run(file('x.json', '{'), file('y.json', { z: 1 }));
    expect(columns(tables, 'coverage', 'account_id', 'region', 'domain', 'rejected')).toEqual([
      [null, null, 'config', 2],
    ]);
  });

  it('of domain compliance exist where rule results arrived', () => {
    const result = {
      messageType: 'ComplianceChangeNotification',
      awsAccountId: ACCOUNT,
      awsRegion: REGION,
      configRuleName: 'r',
      resourceType: 'AWS::S3::Bucket',
      resourceId: 'a',
      newEvaluationResult: { complianceType: 'COMPLIANT', resultRecordedTime: '2026-03-01T10:00:00Z' },
    };
    expect(columns(run(events(result)), 'coverage', 'region', 'domain')).toEqual([
      [REGION, 'compliance'],
      [REGION, 'config'],
    ]);
  });
});

describe('a verdict', () => {
  const verdict = (...deliveries: readonly Delivery[]) => coverage(run(...deliveries))?.verdict;

  it('is fresh up to twice the delivery frequency and stale beyond', () => {
    expect(verdict(snapshot('2026-03-01T00:00:00.000Z', [a]))).toBe('fresh');
    expect(verdict(snapshot('2026-02-28T23:59:59.000Z', [a]))).toBe('stale');
  });

  it('follows the frequency of the delivery channel', () => {
    const channel = item('default', '08:00', {
      resourceType: 'AWS::Config::DeliveryChannel',
      configuration: { configSnapshotDeliveryProperties: { deliveryFrequency: 'Three_Hours' } },
    });
    expect(verdict(snapshot('2026-03-02T17:00:00.000Z', [channel]))).toBe('stale');
    expect(verdict(snapshot('2026-03-02T18:30:00.000Z', [channel]))).toBe('fresh');
  });

  it('is stale where no complete snapshot ever came', () => {
    expect(verdict(events(envelope(fresh, item('a', fresh))))).toBe('stale');
  });

  it('is stopped where the newest recorder item says so', () => {
    expect(verdict(snapshot(fresh, [recorder('08:00', ALL, { recording: false })]))).toBe('stopped');
  });
});

describe('the recorder', () => {
  it('lists what it records', () => {
    const tables = run(snapshot(fresh, [recorder('08:00', ALL)]));
    expect(coverage(tables)).toMatchObject({
      recorder_state: 'recording',
      recorded_types: ['*'],
      excluded_types: [],
    });
  });

  it('lists the types of an inclusion and of an exclusion', () => {
    const including = recorder('08:00', { AllSupported: false, ResourceTypes: ['AWS::S3::Bucket'] });
    expect(coverage(run(history('09:00', [including])))).toMatchObject({
      recorded_types: ['AWS::S3::Bucket'],
      excluded_types: [],
    });
    const excluding = recorder('08:00', {
      AllSupported: false,
      ResourceTypes: [],
      ExclusionByResourceTypes: { ResourceTypes: ['AWS::S3::Bucket'] },
    });
    expect(coverage(run(history('09:00', [excluding])))).toMatchObject({
      recorded_types: ['*'],
      excluded_types: ['AWS::S3::Bucket'],
    });
  });

  it('is unknown without an item of its own', () => {
    expect(coverage(run(snapshot(fresh, [a])))?.recorder_state).toBe('unknown');
  });
});

describe('events against snapshots', () => {
  it('count a duplicate for the same envelope id again', () => {
    const told = envelope('09:01', a);
    expect(
      coverage(run(events(told, told), events(told, envelope('09:05', item('b', '09:05'))))),
    ).toMatchObject({ duplicate_events: 2 });
  });

  it('count an event out of order when a newer version of the resource was told earlier', () => {
    const newer = envelope('09:10', item('a', '09:05'));
    const older = envelope('09:20', a, { id: 'older' });
    expect(coverage(run(events(newer, older)))).toMatchObject({ out_of_order_events: 1 });
    expect(coverage(run(events(newer, { ...older, time: '2026-03-01T09:02:00Z' })))).toMatchObject({
      out_of_order_events: 0,
    });
  });

  it('count an event late when a snapshot of before already holds the version', () => {
    const late = envelope('11:00', a);
    expect(coverage(run(snapshot('10:00', [a]), events(late)))).toMatchObject({
      late_events: 1,
      out_of_order_events: 0,
    });
    expect(coverage(run(snapshot('10:00', [a]), events(envelope('09:01', a))))).toMatchObject({
      late_events: 0,
    });
  });

  it('count as missed the versions captured after the first snapshot that no event told', () => {
    const tables = run(
      snapshot('08:00', [item('a', '07:00')]),
      events(envelope('09:01', a)),
      snapshot('10:00', [a, item('b', '09:30'), item('c', '07:30')]),
      history('11:00', [item('b', '09:30'), item('b', '10:30')]),
    );
    expect(coverage(tables)).toMatchObject({ missed_by_events: 2, items: 3 });
  });

  it('miss nothing before the first snapshot', () => {
    expect(coverage(run(snapshot('10:00', [a])))).toMatchObject({ missed_by_events: 0 });
    expect(coverage(run(history('10:00', [a])))).toMatchObject({ missed_by_events: 0 });
  });
});
