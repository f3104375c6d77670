import { describe, expect, it } from 'vitest';
import { ACCOUNT, emptyLake, envelope, item, REGION, snapshotKey, tree } from './fixtures.ts';

const OBJECT = `AWSLogs/${ACCOUNT}/Config/${REGION}/2026/3/10/OversizedChangeNotification/AWS::EC2::Instance/i-0a/${ACCOUNT}_Config_${REGION}_ChangeNotification_AWS::EC2::Instance_i-0a_20260310T080000Z_0.json.gz`;
const { configuration: _content, relationships: _edges, tags: _tags, ...summary } = item();

const oversized = (fields: Readonly<Record<string, unknown>> = {}, location = `bucket/prefix/${OBJECT}`) =>
  envelope(
    {
      messageType: 'OversizedConfigurationItemChangeNotification',
      configurationItemSummary: { ...summary, changeType: 'UPDATE' },
      s3DeliverySummary: { s3BucketLocation: location, errorCode: null, errorMessage: null },
      notificationCreationTime: '2026-03-10T08:00:05Z',
    },
    { id: 'o-1', ...fields },
  );
const object = { fileVersion: '1.0', configurationItems: [item()] };
const TOLD = 'source_kind, envelope_id, CAST(told_at AS varchar), change_type, resource_id';
const AS_EVENT = ['event', 'o-1', '2026-03-10 09:00:00', 'UPDATE', 'i-0a'];

describe('an oversized item', () => {
  it('is told by its event and by its own file, from one tree', async () => {
    const lake = await emptyLake();
    const root = await tree({ 'events/o.json': oversized(), [OBJECT]: object });
    expect(await lake.ingest(root)).toMatchObject({ items: 2, events: 1, pending: 0, rejected: 0 });
    expect(await lake.rows('landing_item', TOLD, 'source_kind')).toEqual([
      AS_EVENT,
      ['history', null, '2026-03-10 08:00:00', null, 'i-0a'],
      ['notice', 'o-1', '2026-03-10 09:00:00', 'UPDATE', 'i-0a'],
    ]);
    expect(await lake.keys('pending/events/')).toEqual([]);
  });

  it('waits for its object, which may come later', async () => {
    const lake = await emptyLake();
    expect(await lake.ingest(await tree({ 'events/o.json': oversized() }))).toMatchObject({
      items: 0,
      pending: 1,
      rejected: 0,
    });
    expect(await lake.ingest(await tree({ [OBJECT]: object }))).toMatchObject({ items: 2, pending: 0 });
    expect(await lake.rows('landing_item', TOLD, 'source_kind')).toContainEqual(AS_EVENT);
  });

  it('is found where its object came before', async () => {
    const lake = await emptyLake();
    await lake.ingest(await tree({ [`org/${OBJECT}`]: object }));
    expect(await lake.ingest(await tree({ 'events/o.json': oversized() }))).toMatchObject({
      items: 1,
      pending: 0,
    });
    expect(await lake.rows('landing_item', TOLD, 'source_kind')).toContainEqual(AS_EVENT);
  });

  it('is rejected after 24 hours, at the position at which it may still land', async () => {
    const lake = await emptyLake();
    const late = { time: '2026-03-09T11:59:59Z' };
    const root = await tree({ 'events/o.json': oversized(late) });
    expect(await lake.ingest(root)).toMatchObject({
      pending: 0,
      rejectedByReason: { oversized_object_missing: 1 },
    });
    expect(await lake.ingest(root)).toMatchObject({ known: 1, rejected: 0 });
    expect(await lake.ingest(await tree({ [OBJECT]: object }))).toMatchObject({ items: 2, rejected: 0 });
    const [reject] = await lake.rows('landing_reject', 'delivery_id, ordinal');
    expect(await lake.rows('landing_item', 'delivery_id, ordinal')).toContainEqual(reject);
  });

  it('waits in the place of a file that was named alone', async () => {
    const lake = await emptyLake();
    const root = await tree({
      'events/o.json': oversized(),
      [OBJECT]: object,
      [snapshotKey()]: { configurationItems: [] },
    });
    expect(await lake.ingest(`${root}/events/o.json`)).toMatchObject({ files: 1, items: 1, pending: 0 });
  });

  it('is rejected where no object is named or its object holds another item', async () => {
    const lake = await emptyLake();
    const other = { configurationItems: [item({ resourceId: 'i-9' })] };
    const root = await tree({
      'events/1.json': oversized({}, ''),
      'events/2.json': oversized(),
      [OBJECT]: other,
    });
    expect((await lake.ingest(root)).rejectedByReason).toEqual({
      oversized_object_missing: 1,
      oversized_object_unreadable: 1,
    });
  });
});
