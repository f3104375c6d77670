import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { landingItem } from '#catalog/tables/landing.ts';
import { compactLake } from '#ingest/compact/compact.ts';
import { headManifest } from '#ingest/compact/manifest.ts';
import { Lander } from '#ingest/land/lander.ts';
import { replayDeadLetters } from '#ingest/replay.ts';
import { ParquetQueryLog } from '#platform/local/parquet-query-log.ts';
import type { Delivery } from '#test/oracle/oracle.ts';
import {
  ACCOUNT,
  ALL,
  accounts,
  deleted,
  envelope,
  events,
  file,
  history,
  item,
  NOW,
  recorder,
  snapshot,
} from '#test/unit/oracle/deliver.ts';
import { TestLake } from './lake.ts';

vi.setConfig({ testTimeout: 180_000 });

let lake: TestLake;
afterEach(() => lake.close());

const open = async (...deliveries: readonly Delivery[]): Promise<TestLake> => {
  lake = await TestLake.open(NOW);
  if (deliveries.length > 0) await lake.ingest(deliveries);
  return lake;
};
const cells = async (sql: string) => (await lake.rows(sql)).map((row) => Object.values(row));
const topic = (id: string, at: string, fields = {}) =>
  item(id, at, { resourceType: 'AWS::SNS::Topic', ...fields });
const historyOf = (id: string) =>
  cells(
    `SELECT valid_from, valid_to, is_deleted, change_source FROM resource_history WHERE resource_id = '${id}' ORDER BY valid_from`,
  );
const at = (time: string) => `2026-03-01 ${time}:00.000`;

describe('compaction', () => {
  it('does nothing where nothing has landed', async () => {
    await open();
    expect(await lake.compact()).toMatchObject({ generation: null, tables: 0 });
    expect(await headManifest(lake.store)).toBeUndefined();
    await lake.ingest([snapshot('10:00', [item('a', '09:00')])]);
    expect(await lake.compact()).toMatchObject({ generation: null, landingFiles: 0, resources: 1 });
  });

  it('gives every published type a table from the first landing on', async () => {
    await open(snapshot('10:00', [item('a', '09:00')]));
    expect(await cells('SELECT count(*) FROM rds_db_instance')).toEqual([[0]]);
    expect((await lake.catalogue.snapshot()).tables().length).toBeGreaterThan(413);
  });

  it('leaves the files of types alone that did not change', async () => {
    await open(snapshot('10:00', [item('a', '09:00'), topic('t', '09:00')]));
    const location = async (table: string, value: string) =>
      (await lake.catalogue.snapshot())
        .partitions(table)
        .find(({ values }) => Object.values(values)[0] === value)?.location;
    const before = await Promise.all([
      location('resources', 'AWS::S3::Bucket'),
      location('resources', 'AWS::SNS::Topic'),
    ]);
    await lake.ingest([events(envelope('11:00', item('a', '11:00'), { changeType: 'UPDATE' }))]);
    const after = await Promise.all([
      location('resources', 'AWS::S3::Bucket'),
      location('resources', 'AWS::SNS::Topic'),
    ]);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it('finds the catalogue behind its commit and brings it up to date', async () => {
    await open(snapshot('10:00', [item('a', '09:00')]));
    await rm(join(lake.root, 'lake', 'catalogue.json'));
    expect((await lake.catalogue.snapshot()).generation).toBeUndefined();
    expect((await lake.compact()).generation).toBeNull();
    expect(await cells('SELECT resource_id FROM resources')).toEqual([['a']]);
  });

  it('survives two compactions at once: one commits, the other begins again or finds nothing to do', async () => {
    await open();
    await lake.land([snapshot('10:00', [item('a', '09:00'), item('b', '09:00')])]);
    const [first, second] = await Promise.all([compactLake(lake), compactLake(lake)]);
    expect([first.generation, second.generation].filter((generation) => generation !== null)).toHaveLength(1);
    expect(await cells('SELECT count(*) FROM resources')).toEqual([[2]]);
    expect((await headManifest(lake.store))?.sequence).toBe(1);
  });

  it('takes back a deletion when the recorder turns out to have been stopped, typed columns and all', async () => {
    await open(
      snapshot('08:00', [
        item('a', '07:00', { configuration: { name: 'a', creationDate: '2026-01-01T00:00:00Z' } }),
      ]),
      snapshot('10:00', []),
    );
    expect(await cells('SELECT count(*) FROM s3_bucket')).toEqual([[0]]);
    await lake.ingest([history('11:00', [recorder('09:00', ALL, { recording: false })])]);
    expect(await cells('SELECT resource_id, name FROM s3_bucket')).toEqual([['a', 'a']]);
    expect(await historyOf('a')).toEqual([[at('07:00'), null, false, 'snapshot']]);
    expect(await cells("SELECT count(*) FROM resource_changes WHERE change_type = 'DELETE'")).toEqual([[0]]);
  });

  it('deletes nothing by snapshots of a suspended account, whenever it learns that it was', async () => {
    await open(snapshot('09:30', [item('a', '09:00')]), snapshot('10:00', [topic('t', '09:00')]));
    expect(await cells('SELECT resource_id FROM resources')).toEqual([['t']]);
    const told = (status: string, time: string) =>
      accounts([{ Id: ACCOUNT, Name: 'shop', Status: status }], time);
    // The only list there is speaks for the time before it.
    await lake.ingest([told('SUSPENDED', '12:00')]);
    expect(await cells('SELECT resource_id FROM resources ORDER BY 1')).toEqual([['a'], ['t']]);
    expect(await cells("SELECT change_type FROM resource_changes WHERE resource_id = 'a'")).toEqual([]);
    // An older one says that the account was active then: the absence was proved after all, as of its time.
    await lake.ingest([told('ACTIVE', '09:45')]);
    expect(await cells('SELECT resource_id FROM resources')).toEqual([['t']]);
    expect(await historyOf('a')).toHaveLength(2);
    // From the suspension on nothing is deleted, until the account is active again.
    await lake.ingest([snapshot('13:00', [])]);
    expect(await cells('SELECT resource_id FROM resources')).toEqual([['t']]);
    await lake.ingest([told('ACTIVE', '14:00'), snapshot('14:30', [])]);
    expect(await cells('SELECT resource_id FROM resources')).toEqual([]);
  });

  it('hides a type taken off the recorder, and shows it again when it returns', async () => {
    await open(
      snapshot('08:00', [
        item('a', '07:00', { tags: { k: 'v' } }),
        topic('t', '07:00'),
        recorder('07:00', ALL),
      ]),
    );
    await lake.ingest([
      snapshot('10:00', [
        topic('t', '07:00'),
        recorder('09:00', { AllSupported: false, ResourceTypes: ['AWS::SNS::Topic'] }),
      ]),
    ]);
    expect(
      await cells(
        "SELECT resource_id FROM resources WHERE resource_type <> 'AWS::Config::ConfigurationRecorder'",
      ),
    ).toEqual([['t']]);
    expect(await cells('SELECT count(*) FROM resource_tags')).toEqual([[0]]);
    expect(await historyOf('a')).toEqual([[at('07:00'), null, false, 'snapshot']]);
    expect(await cells("SELECT recorded_types FROM coverage WHERE domain = 'config'")).toEqual([
      [['AWS::SNS::Topic']],
    ]);
    await lake.ingest([history('11:00', [recorder('11:00', ALL)])]);
    expect(await cells("SELECT resource_id FROM resources WHERE resource_type = 'AWS::S3::Bucket'")).toEqual([
      ['a'],
    ]);
    expect(await cells('SELECT tag_key, tag_value FROM resource_tags')).toEqual([['k', 'v']]);
  });

  it('writes a late older version between its neighbours', async () => {
    await open(
      snapshot('08:00', [item('a', '07:00')]),
      events(envelope('11:00', item('a', '11:00'), { changeType: 'UPDATE' })),
    );
    await lake.ingest([history('12:00', [item('a', '09:00', { configuration: { name: 'between' } })])]);
    expect(await historyOf('a')).toEqual([
      [at('07:00'), at('09:00'), false, 'snapshot'],
      [at('09:00'), at('11:00'), false, 'history'],
      [at('11:00'), null, false, 'event'],
    ]);
    expect(
      await cells(
        "SELECT changed_at, change_type, changed_paths, json_extract_scalar(before, '$.name'), json_extract_scalar(after, '$.name') FROM resource_changes ORDER BY changed_at",
      ),
    ).toEqual([
      [at('09:00'), 'UPDATE', ['configuration.name'], 'a', 'between'],
      [at('11:00'), 'UPDATE', ['configuration.name'], 'between', 'a'],
    ]);
  });

  it('keeps of a deletion proved and told one row and one change', async () => {
    await open(snapshot('08:00', [item('a', '07:00')]), snapshot('10:00', []));
    await lake.ingest([events(envelope('09:30', deleted('a', '09:30'), { changeType: 'DELETE' }))]);
    expect(await historyOf('a')).toEqual([
      [at('07:00'), at('09:30'), false, 'snapshot'],
      [at('09:30'), null, true, 'event'],
    ]);
    expect(await cells('SELECT changed_at, change_type FROM resource_changes')).toEqual([
      [at('09:30'), 'DELETE'],
    ]);
  });

  it('renames rows that landed before, in every table that names their account', async () => {
    await open(
      snapshot('08:00', [item('a', '07:00', { tags: { Environment: 'Dev' } })]),
      snapshot('10:00', []),
      snapshot('11:00', [item('a', '10:30', { tags: { Environment: 'Dev' } })]),
    );
    const names = ['resources', 's3_bucket', 'resource_history', 'resource_changes', 'resource_tags'];
    for (const table of names) {
      expect(await cells(`SELECT DISTINCT account_name, environment FROM ${table}`), table).toEqual([
        [null, 'dev'],
      ]);
    }
    await lake.ingest([
      accounts([{ Id: ACCOUNT, Name: 'shop', Status: 'ACTIVE', OuPath: '/Workloads/Prod', Tags: {} }]),
    ]);
    for (const table of names) {
      expect(await cells(`SELECT DISTINCT account_name, environment FROM ${table}`), table).toEqual([
        ['shop', 'prod'],
      ]);
    }
  });

  it('learns the columns of a type that nobody published, and keeps their types', async () => {
    const beacon = (id: string, time: string, configuration: object) =>
      item(id, time, { resourceType: 'AWS::Lighthouse::Beacon', configuration });
    await open(snapshot('08:00', [beacon('a', '07:00', { range: 5, lamp: { lit: true }, colour: 'red' })]));
    await lake.ingest([
      history('09:00', [beacon('b', '09:00', { range: 7.5, lamp: { lit: false }, mirrors: [1, 2] })]),
    ]);
    const rows = await lake.rows(
      'SELECT resource_id, range, lamp_lit, colour, mirrors FROM lighthouse_beacon ORDER BY resource_id',
    );
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['a', 5, true, 'red', null],
      ['b', 7.5, false, null, '[1,2]'],
    ]);
  });

  it('shows types that differ in case alone in their one table, whichever came first', async () => {
    const thing = (id: string, resourceType: string, x: unknown) =>
      item(id, '10:15', { resourceType, configuration: { x, [`only${id}`]: id } });
    const pascal = snapshot('10:00', [thing('a', 'AWS::Foo::Bar', 1)]);
    const upper = history('10:30', [thing('b', 'AWS::Foo::BAR', 'two'), thing('c', 'aws::foo::bar', 3)]);
    for (const runs of [[[pascal], [upper]], [[upper], [pascal]], [[pascal, upper]]]) {
      await open();
      for (const run of runs) await lake.ingest(run);
      expect(
        await cells('SELECT resource_type, resource_id, onlya, onlyb FROM foo_bar ORDER BY resource_id'),
      ).toEqual([
        ['AWS::Foo::Bar', 'a', 'a', null],
        ['AWS::Foo::BAR', 'b', null, 'b'],
        ['aws::foo::bar', 'c', null, null],
      ]);
      expect(await cells("SELECT count(x) > 0 FROM foo_bar WHERE resource_id = 'a'")).toEqual([[true]]);
      await lake.close();
    }
    await open();
  });

  it('forgets what a broken file was rejected for once its key is told whole, in either order', async () => {
    const whole = snapshot('10:00', [item('a', '09:00'), item('', '09:00'), item('b', '09:00')]);
    const broken = { ...whole, bytes: whole.bytes.slice(0, -30) };
    const rejected = 'SELECT reason_code FROM rejected_records ORDER BY 1';
    const count = "SELECT rejected FROM coverage WHERE domain = 'config'";
    await open(broken);
    expect(await cells(rejected)).toContainEqual(['broken_gzip']);
    await lake.ingest([whole]);
    // What is wrong with a record is told by the whole file, once.
    expect(await cells(rejected)).toEqual([['no_id']]);
    expect(await cells(count)).toEqual([[1]]);
    await lake.close();
    await open(whole);
    await lake.ingest([broken]);
    expect(await cells(rejected)).toEqual([['no_id']]);
    expect(await cells(count)).toEqual([[1]]);
    // Files of the owner's own naming are no deliveries of one key.
    await lake.ingest([file('events/x.json', '{"oops')]);
    await lake.ingest([file('events/x.json', { messageType: 'ScheduledNotification' })]);
    expect(await cells(rejected)).toHaveLength(2);
  });

  it('takes a rejection back when a record has landed at its position', async () => {
    await open(snapshot('08:00', [item('a', '07:00'), { resourceType: 'AWS::S3::Bucket' }]));
    const [rejected] = await cells('SELECT dead_letter_key, source FROM rejected_records');
    await replayDeadLetters(lake);
    await lake.compact();
    expect(await cells('SELECT count(*) FROM rejected_records')).toEqual([[1]]);
    const letter = JSON.parse(Buffer.from(await lake.store.get(String(rejected?.[0]))).toString());
    const record = item('b', '07:30');
    await lake.store.put(String(rejected?.[0]), Buffer.from(JSON.stringify({ ...letter, record })));
    await replayDeadLetters(lake);
    await lake.compact();
    expect(await cells('SELECT count(*) FROM rejected_records')).toEqual([[0]]);
    expect(await cells('SELECT resource_id FROM resources ORDER BY 1')).toEqual([['a'], ['b']]);
  });

  it('counts a notice as an event that told a version, and makes no version of it', async () => {
    await open(snapshot('08:00', []), snapshot('10:00', [item('a', '09:00')]));
    const missed = () =>
      cells("SELECT missed_by_events, last_event_at FROM coverage WHERE domain = 'config'");
    expect(await missed()).toEqual([[1, null]]);
    const time = (text: string) => Date.parse(`2026-03-01T${text}:00Z`);
    const lander = new Lander(lake);
    for (const id of ['a', 'unseen']) {
      const key = {
        account_id: ACCOUNT,
        region: 'eu-west-1',
        resource_type: 'AWS::S3::Bucket',
        resource_id: id,
      };
      lander.add(
        landingItem,
        ACCOUNT,
        {
          ...key,
          captured_at: BigInt(time('09:00')),
          state_id: BigInt(time('09:00')),
          change_type: 'CREATE',
        },
        {
          delivery_id: `d-${id}`,
          ordinal: 0n,
          source_kind: 'notice',
          envelope_id: id,
          recorder_account_id: ACCOUNT,
          recorder_region: 'eu-west-1',
          told_at: BigInt(time('09:01')),
        },
      );
    }
    await lander.checkpoint();
    await lake.compact();
    expect(await missed()).toEqual([[0, at('09:01')]]);
    expect(await cells('SELECT resource_id FROM resource_history')).toEqual([['a']]);
  });

  it('counts what cannot be read, and by whom', async () => {
    await open(
      file(
        'AWSLogs/123456789012/Config/eu-west-1/2026/3/1/ConfigSnapshot/123456789012_Config_eu-west-1_ConfigSnapshot_20260301T080000Z_x.json.gz',
        '{"configurationItems": [',
      ),
    );
    expect(
      await cells("SELECT account_id, region, rejected, verdict FROM coverage WHERE domain = 'config'"),
    ).toEqual([['123456789012', 'eu-west-1', 1, 'silent']]);
  });

  it('merges the questions asked, each once', async () => {
    await open(snapshot('08:00', [item('a', '07:00')]));
    const log = new ParquetQueryLog(lake.store);
    const asked = {
      userId: 'owner',
      question: 'how many?',
      sql: 'SELECT 1',
      status: 'answered',
      engine: 'duckdb',
      bytesScanned: 10,
      rowCount: 1,
      elapsedMs: 12,
      modelTokens: 0,
      costUsd: 0,
    };
    await log.append({ ...asked, id: 'one', askedAt: new Date('2026-03-01T09:00:00Z') });
    await lake.compact();
    await log.append({ ...asked, id: 'two', askedAt: new Date('2026-03-01T10:00:00Z') });
    await log.append({ ...asked, id: 'one', askedAt: new Date('2026-03-01T09:00:00Z') });
    await lake.compact();
    expect(await cells('SELECT id, day, elapsed_ms FROM query_log ORDER BY id')).toEqual([
      ['one', '2026-03-01', 12],
      ['two', '2026-03-01', 12],
    ]);
  });
});
