import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  ALL,
  accounts,
  columns,
  deleted,
  envelope,
  events,
  file,
  history,
  ids,
  item,
  recorder,
  run,
  snapshot,
  snapshotPath,
  snapshotText,
  stamp,
} from './deliver.ts';

const a = item('a', '09:00');
const role = item('AROA1', '09:00', { awsRegion: 'global', resourceType: 'AWS::IAM::Role' });

describe('absence from a complete snapshot', () => {
  it('deletes what the recorder reported before, as of the time of the snapshot', () => {
    const tables = run(snapshot('09:30', [a]), snapshot('10:00', [item('b', '09:00')]));
    expect(ids(tables)).toEqual(['b']);
    expect(
      columns(
        tables,
        'resource_history',
        'resource_id',
        'valid_from',
        'valid_to',
        'is_deleted',
        'change_source',
      ),
    ).toEqual([
      ['a', stamp('09:00'), stamp('10:00'), false, 'snapshot'],
      ['a', stamp('10:00'), null, true, 'absence'],
      ['b', stamp('09:00'), null, false, 'snapshot'],
    ]);
    expect(columns(tables, 'resource_changes', 'resource_id', 'change_type', 'changed_at')).toEqual([
      ['a', 'DELETE', stamp('10:00')],
      ['b', 'CREATE', stamp('09:00')],
    ]);
  });

  it('deletes what only an event reported before', () => {
    expect(ids(run(events(envelope('09:01', a)), snapshot('10:00', [])))).toEqual([]);
  });

  it('spares what was captured after it', () => {
    expect(ids(run(snapshot('10:00', []), events(envelope('10:30', item('a', '10:30')))))).toEqual(['a']);
  });

  it('is followed by a revival when a newer version comes', () => {
    const tables = run(
      snapshot('09:30', [a]),
      snapshot('10:00', []),
      snapshot('12:00', [item('a', '11:00')]),
    );
    expect(ids(tables)).toEqual(['a']);
    expect(columns(tables, 'resource_changes', 'change_type', 'changed_at')).toEqual([
      ['CREATE', stamp('11:00')],
      ['DELETE', stamp('10:00')],
    ]);
  });

  it('is no deletion when a later snapshot still lists the same version', () => {
    const tables = run(snapshot('09:30', [a]), snapshot('10:00', []), snapshot('11:00', [a]));
    expect(ids(tables)).toEqual(['a']);
    expect(tables.resource_changes).toEqual([]);
    expect(tables.resource_history).toHaveLength(1);
  });

  it('is one deletion through several snapshots', () => {
    expect(
      run(snapshot('09:30', [a]), snapshot('10:00', []), snapshot('11:00', [item('b', '09:00')]))
        .resource_history,
    ).toHaveLength(3);
  });

  it('changes only history when the snapshot is older than what is known', () => {
    const tree = [snapshot('09:30', [a]), snapshot('12:00', [item('a', '11:00')])];
    const tables = run(...tree, snapshot('10:00', []));
    expect(tables.resources).toEqual(run(...tree).resources);
    expect(columns(tables, 'resource_history', 'valid_from', 'is_deleted')).toEqual([
      [stamp('09:00'), false],
      [stamp('10:00'), true],
      [stamp('11:00'), false],
    ]);
  });

  it('says nothing about what another recorder reports', () => {
    const other = { account: ACCOUNT, region: 'us-east-1' };
    const tables = run(
      snapshot('09:30', [item('a', '09:00', { awsRegion: 'us-east-1' })], other),
      snapshot('10:00', []),
    );
    expect(ids(tables)).toEqual(['a']);
  });
});

describe('no proof of absence', () => {
  it('is a file that breaks off: its rows stay, nothing is deleted', () => {
    const text = snapshotText('10:00', [item('b', '09:00'), a]);
    const tables = run(
      snapshot('09:30', [a]),
      file(snapshotPath('10:00'), text.slice(0, text.lastIndexOf('"resourceId":"a"'))),
    );
    expect(ids(tables)).toEqual(['a', 'b']);
    expect(tables.rejected_records).toHaveLength(1);
  });

  it('is a history file', () => {
    expect(ids(run(snapshot('09:30', [a]), history('10:00', [item('b', '09:45')])))).toEqual(['a', 'b']);
  });

  it('is a snapshot of a stopped recorder', () => {
    const stopped = recorder('09:45', ALL, { recording: false });
    expect(ids(run(snapshot('09:30', [a]), snapshot('10:00', [stopped])))).toEqual(['a', 'default']);
  });

  it('is a snapshot of an account that was suspended when it was taken', () => {
    const tree = [snapshot('09:30', [a]), snapshot('10:00', [])];
    const told = (status: string, at?: string) =>
      accounts([{ Id: ACCOUNT, Name: 'shop', Status: status }], at);
    expect(ids(run(...tree, told('SUSPENDED')))).toEqual(['a']);
    expect(ids(run(...tree, told('ACTIVE', '09:00'), told('SUSPENDED', '09:50')))).toEqual(['a']);
    expect(ids(run(...tree, told('SUSPENDED', '10:30'), told('ACTIVE', '09:50')))).toEqual([]);
    expect(ids(run(...tree, told('SUSPENDED', '08:00'), told('ACTIVE', '09:50')))).toEqual([]);
  });

  it('is a type no longer recorded: it leaves resources and is not deleted', () => {
    const narrow = recorder('09:45', { AllSupported: false, ResourceTypes: ['AWS::SNS::Topic'] });
    const tables = run(snapshot('09:30', [recorder('08:00', ALL), a]), snapshot('10:00', [narrow]));
    expect(ids(tables)).toEqual(['default']);
    expect(columns(tables, 'resource_history', 'resource_id', 'is_deleted', 'valid_to')).toContainEqual([
      'a',
      false,
      null,
    ]);
    expect(columns(tables, 'resource_changes', 'change_type')).toEqual([['UPDATE']]);
  });

  it('is a type that the recorder excludes', () => {
    const excluding = recorder('09:45', {
      allSupported: false,
      exclusionByResourceTypes: { resourceTypes: ['AWS::S3::Bucket'] },
      recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
    });
    expect(ids(run(snapshot('09:30', [a]), snapshot('10:00', [excluding])))).toEqual(['default']);
  });

  it('ends when the type is recorded again: absent then means deleted', () => {
    const narrow = recorder('09:45', { AllSupported: false, ResourceTypes: ['AWS::SNS::Topic'] });
    const again = recorder('10:45', ALL);
    const tree = [snapshot('09:30', [a]), snapshot('10:00', [narrow])];
    expect(ids(run(...tree, history('10:50', [again])))).toEqual(['a', 'default']);
    const tables = run(...tree, snapshot('11:00', [again]));
    expect(ids(tables)).toEqual(['default']);
    expect(columns(tables, 'resource_changes', 'resource_id', 'change_type')).toContainEqual(['a', 'DELETE']);
  });
});

describe('a global item', () => {
  const west = { region: 'eu-west-1' };
  const east = { region: 'us-east-1' };

  it('is one row however many recorders report it', () => {
    expect(run(snapshot('09:30', [role], west), snapshot('09:31', [role], east)).resources).toHaveLength(1);
  });

  it('stays while one recorder still reports it', () => {
    const tree = [
      snapshot('09:30', [role], west),
      snapshot('09:31', [role], east),
      snapshot('10:00', [], west),
    ];
    expect(ids(run(...tree))).toEqual(['AROA1']);
  });

  it('is gone when every recorder has stopped reporting it, as of the last to stop', () => {
    const tables = run(
      snapshot('09:30', [role], west),
      snapshot('09:31', [role], east),
      snapshot('10:00', [], west),
      snapshot('10:05', [item('x', '09:00', { awsRegion: 'us-east-1' })], east),
    );
    expect(ids(tables)).toEqual(['x']);
    expect(columns(tables, 'resource_changes', 'change_type', 'changed_at')).toContainEqual([
      'DELETE',
      stamp('10:05'),
    ]);
  });

  it('is not missed by a recorder without global types', () => {
    const local = recorder('09:45', { ...ALL, IncludeGlobalResourceTypes: false });
    const tree = [snapshot('09:30', [role], west), snapshot('09:31', [role], east)];
    expect(ids(run(...tree, snapshot('10:00', [local], west)))).toEqual(['AROA1', 'default']);
  });

  it('needs only the recorders that include global types', () => {
    const local = recorder('09:45', { ...ALL, IncludeGlobalResourceTypes: false });
    const tables = run(
      snapshot('09:30', [role], west),
      snapshot('09:31', [role], east),
      snapshot('10:00', [local], west),
      snapshot('10:05', [item('x', '09:00', { awsRegion: 'us-east-1' })], east),
    );
    expect(ids(tables)).toEqual(['default', 'x']);
  });

  it('is deleted by a told deletion of any recorder', () => {
    const gone = deleted('AROA1', '10:00', { awsRegion: 'global', resourceType: 'AWS::IAM::Role' });
    expect(
      ids(
        run(
          snapshot('09:30', [role], west),
          snapshot('09:31', [role], east),
          events(envelope('10:01', gone)),
        ),
      ),
    ).toEqual([]);
  });
});
