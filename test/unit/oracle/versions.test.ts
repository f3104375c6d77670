import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  ALL,
  accounts,
  columns,
  deleted,
  envelope,
  events,
  history,
  ids,
  item,
  recorder,
  run,
  snapshot,
  stamp,
} from './deliver.ts';

describe('the newest version of a resource wins', () => {
  it('keeps the version captured last, whatever came first', () => {
    const old = history('09:00', [item('a', '09:00', { resourceName: 'old' })]);
    const recent = history('10:00', [item('a', '10:00', { resourceName: 'new' })]);
    expect(columns(run(recent, old), 'resources', 'resource_name')).toEqual([['new']]);
    expect(run(recent, old)).toEqual(run(old, recent));
  });

  it('orders versions of one capture time by state id as integers', () => {
    const nine = item('a', '09:00', { configurationStateId: 9, resourceName: 'nine' });
    const ten = item('a', '09:00', { configurationStateId: '10', resourceName: 'ten' });
    const tables = run(history('09:00', [ten, nine]));
    expect(columns(tables, 'resources', 'resource_name')).toEqual([['ten']]);
    expect(tables.resource_history).toHaveLength(2);
  });

  it('believes an event before a history file before a snapshot about the same version', () => {
    const told = (resourceName: string) => item('a', '09:00', { resourceName });
    const tree = [snapshot('10:00', [told('snapshot')]), history('10:00', [told('history')])];
    expect(columns(run(...tree), 'resources', 'resource_name', 'source')).toEqual([['history', 'history']]);
    expect(
      columns(run(...tree, events(envelope('09:01', told('event')))), 'resources', 'resource_name', 'source'),
    ).toEqual([['event', 'event']]);
  });

  it('writes one history row a version however often it was told', () => {
    const version = item('a', '09:00');
    const tables = run(
      snapshot('10:00', [version]),
      snapshot('11:00', [version]),
      events(envelope('09:01', version)),
    );
    expect(columns(tables, 'resource_history', 'valid_from', 'valid_to')).toEqual([[stamp('09:00'), null]]);
  });

  it('ends each version where the next begins', () => {
    const tables = run(history('10:00', [item('a', '09:00'), item('a', '10:00'), item('a', '11:00')]));
    expect(columns(tables, 'resource_history', 'valid_from', 'valid_to')).toEqual([
      [stamp('09:00'), stamp('10:00')],
      [stamp('10:00'), stamp('11:00')],
      [stamp('11:00'), null],
    ]);
  });

  it('tells resources apart by account, Region, type and id', () => {
    const tables = run(
      history('09:00', [
        item('a', '09:00'),
        item('a', '09:00', { awsRegion: 'us-east-1' }),
        item('a', '09:00', { awsAccountId: '222222222222' }),
        item('a', '09:00', { resourceType: 'AWS::SNS::Topic' }),
      ]),
    );
    expect(tables.resources).toHaveLength(4);
  });

  it('takes a file whose content is known for a no-op', () => {
    const broken = { path: 'events/x.json', bytes: new TextEncoder().encode('{') };
    expect(run(broken, { ...broken, path: 'events/y.json' }).rejected_records).toHaveLength(1);
  });
});

describe('a deletion that is told', () => {
  it('takes the resource out of resources and leaves one deleted row', () => {
    const tables = run(
      history('09:00', [item('a', '09:00')]),
      events(envelope('10:00', deleted('a', '10:00'), { changeType: 'DELETE' })),
    );
    expect(tables.resources).toEqual([]);
    expect(columns(tables, 'resource_history', 'valid_from', 'is_deleted', 'status')).toEqual([
      [stamp('09:00'), false, 'OK'],
      [stamp('10:00'), true, 'ResourceDeleted'],
    ]);
    expect(columns(tables, 'resource_changes', 'change_type', 'changed_at', 'before', 'after')).toEqual([
      ['DELETE', stamp('10:00'), { name: 'a' }, null],
    ]);
  });

  it('is not undone by an older version that comes late', () => {
    expect(
      ids(run(events(envelope('10:00', deleted('a', '10:00'))), history('11:00', [item('a', '09:00')]))),
    ).toEqual([]);
  });

  it('is undone by a newer version, which is a CREATE', () => {
    const tables = run(history('12:00', [item('a', '09:00'), deleted('a', '10:00'), item('a', '11:00')]));
    expect(ids(tables)).toEqual(['a']);
    expect(columns(tables, 'resource_changes', 'change_type', 'changed_at')).toEqual([
      ['CREATE', stamp('11:00')],
      ['DELETE', stamp('10:00')],
    ]);
  });

  it('is one row when a snapshot proves it as well', () => {
    const tables = run(
      snapshot('09:30', [item('a', '09:00')]),
      events(envelope('10:00', deleted('a', '10:00'))),
      snapshot('11:00', [item('b', '09:00')]),
    );
    expect(columns(tables, 'resource_history', 'resource_id', 'valid_from', 'is_deleted')).toEqual([
      ['a', stamp('09:00'), false],
      ['a', stamp('10:00'), true],
      ['b', stamp('09:00'), false],
    ]);
  });

  it('counts from the proof when it is told with a later time', () => {
    const tables = run(
      snapshot('09:30', [item('a', '09:00')]),
      snapshot('11:00', []),
      history('12:00', [deleted('a', '11:30')]),
    );
    expect(columns(tables, 'resource_changes', 'change_type', 'changed_at')).toEqual([
      ['DELETE', stamp('11:00')],
    ]);
  });

  it('of a resource never seen is still one row and one DELETE', () => {
    const tables = run(events(envelope('10:00', deleted('a', '10:00'))));
    expect(columns(tables, 'resource_changes', 'change_type', 'before')).toEqual([['DELETE', null]]);
    expect(columns(tables, 'resource_history', 'is_deleted')).toEqual([[true]]);
  });
});

describe('changes', () => {
  it('name the paths that differ, entering objects and comparing arrays whole', () => {
    const before = item('a', '09:00', {
      configuration: { state: { name: 'on', code: 1 }, list: [1, 2], same: 1 },
      tags: { k: 'v' },
    });
    const after = item('a', '10:00', {
      configuration: { state: { name: 'off', code: 1 }, list: [1, 3], same: 1 },
      tags: { k: 'w' },
    });
    const tables = run(history('10:00', [before, after]));
    expect(tables.resource_changes).toEqual([
      expect.objectContaining({
        change_type: 'UPDATE',
        changed_at: stamp('10:00'),
        changed_paths: ['configuration.list', 'configuration.state.name', 'tags.k'],
        before: before.configuration,
        after: after.configuration,
      }),
    ]);
  });

  it('do not hold what the first snapshot of a recorder shows', () => {
    expect(run(snapshot('10:00', [item('a', '09:00')])).resource_changes).toEqual([]);
  });

  it('hold a CREATE for what a later snapshot shows first', () => {
    const tables = run(
      snapshot('10:00', [item('a', '09:00')]),
      snapshot('12:00', [item('a', '09:00'), item('b', '11:00')]),
    );
    expect(columns(tables, 'resource_changes', 'resource_id', 'change_type', 'changed_at')).toEqual([
      ['b', 'CREATE', stamp('11:00')],
    ]);
  });

  it('hold a CREATE that an event tells, before the first snapshot too', () => {
    const version = item('a', '09:00');
    const tables = run(
      events(envelope('09:00', version, { changeType: 'CREATE' })),
      snapshot('10:00', [version]),
    );
    expect(columns(tables, 'resource_changes', 'change_type', 'after')).toEqual([['CREATE', { name: 'a' }]]);
  });

  it('take the first complete snapshot as the first: what it adds to a broken one is history', () => {
    const half = {
      ...snapshot('09:30', []),
      bytes: new TextEncoder().encode('{"configSnapshotId":"x","configurationItems":['),
    };
    expect(run(half, snapshot('10:00', [item('a', '09:00')])).resource_changes).toEqual([]);
  });
});

describe('the same deliveries', () => {
  it('give the same tables in any order', () => {
    const tree = [
      accounts([{ Id: ACCOUNT, Name: 'shop', Status: 'ACTIVE', Regions: ['eu-west-1'] }]),
      snapshot('09:00', [recorder('08:00', ALL), item('a', '08:30'), item('b', '08:30')]),
      events(envelope('09:30', item('c', '09:30')), envelope('09:40', item('a', '09:40'))),
      snapshot('10:00', [recorder('08:00', ALL), item('a', '09:40')]),
      history('11:00', [item('b', '10:30'), deleted('a', '10:40')]),
      snapshot('12:00', [recorder('08:00', ALL), item('b', '10:30')]),
    ];
    const sorted = (tables: ReturnType<typeof run>) =>
      Object.fromEntries(
        Object.entries(tables).map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row)).sort()]),
      );
    const once = sorted(run(...tree));
    expect(sorted(run(...tree.toReversed()))).toEqual(once);
    expect(sorted(run(...tree, ...tree))).toEqual(once);
  });
});
