import { describe, expect, it } from 'vitest';
import { ingestEvents } from '#ingest/handlers/events/ingest-events.ts';
import { bucketFinder } from '#ingest/sources/bucket-source.ts';
import { silentTelemetry, type Telemetry } from '#platform/lambda/telemetry.ts';
import { FixedClock } from '#platform/memory/fixed-clock.ts';
import { MemoryObjectStore, type MemoryObjectStoreOptions } from '#platform/memory/memory-object-store.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import { ACCOUNT, emptyLake, envelope, item, itemChange, NOW, REGION } from '../ingest/fixtures.ts';
import { type SqsRecord, snsNotification, sqsEvent, sqsRecord } from './aws-events.ts';

const TOLD = 'source_kind, envelope_id, resource_id';
const change = (id: string, fields = {}) =>
  envelope(itemChange(item({ resourceId: id, ...fields })), { id: `e-${id}` });

const buckets = (stores: Readonly<Record<string, MemoryObjectStore>>) =>
  bucketFinder((bucket) => stores[bucket] ?? new MemoryObjectStore());

async function deliver(
  lake: { readonly store: ObjectStore },
  records: readonly SqsRecord[],
  stores: Readonly<Record<string, MemoryObjectStore>> = {},
  telemetry: Telemetry = silentTelemetry,
) {
  const clock = new FixedClock(new Date(NOW));
  const { batchItemFailures } = await ingestEvents(
    sqsEvent(...records),
    { store: lake.store, clock, objects: buckets(stores) },
    telemetry,
  );
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

/** A lake whose store fails as told. */
async function failing(throttle: NonNullable<MemoryObjectStoreOptions['throttle']>) {
  return { store: new MemoryObjectStore({ throttle }) };
}

describe('the events queue', () => {
  it('lands every wrapping of a message: envelope, SNS, invokingEvent, and any of them in another', async () => {
    const lake = await emptyLake();
    const records = [
      change('i-1'),
      snsNotification(itemChange(item({ resourceId: 'i-2' }))),
      { invokingEvent: JSON.stringify(itemChange(item({ resourceId: 'i-3' }))), accountId: ACCOUNT },
      snsNotification(change('i-4')),
    ].map((body) => sqsRecord(body));
    expect(await deliver(lake, records)).toEqual([]);
    expect(await lake.rows('landing_item', 'resource_id', '1')).toEqual([['i-1'], ['i-2'], ['i-3'], ['i-4']]);
  });

  it('writes as many landing objects for many messages of many accounts as for one', async () => {
    const lake = await emptyLake();
    const accounts = Array.from({ length: 20 }, (_, at) => String(100_000_000_000 + at));
    const records = accounts.flatMap((account) =>
      [1, 2, 3].map((at) =>
        sqsRecord(envelope(itemChange(item({ awsAccountId: account, resourceId: `i-${at}` })), { account })),
      ),
    );
    expect(await deliver(lake, records)).toEqual([]);
    expect(await lake.rows('landing_item', 'count(*)', '1')).toEqual([['60']]);
    const keys = await lake.keys('landing/');
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(/^landing\/2026-03-10-12\/_\/landing_item-/);
    expect(await lake.keys('deliveries/')).toEqual([]);

    const one = await emptyLake();
    await deliver(one, [sqsRecord(change('i-1'))]);
    expect(await one.keys('landing/')).toEqual([expect.stringContaining(`/${ACCOUNT}/landing_item-`)]);
  });

  it('keeps what is no record of AWS Config with its reason, and lands its neighbours', async () => {
    const lake = await emptyLake();
    const bodies = ['not JSON at all', { hello: 'world' }, change('i-1', { resourceType: undefined }), 17];
    const records = [change('i-7'), ...bodies, change('i-8')].map((body) => sqsRecord(body));
    expect(await deliver(lake, records)).toEqual([]);
    expect(await lake.rows('landing_item', TOLD, '2')).toEqual([
      ['event', 'e-i-7', 'i-7'],
      ['event', 'e-i-8', 'i-8'],
    ]);
    const rejected = await lake.rows('landing_reject', 'reason_code', '1');
    expect(rejected).toEqual([['invalid_json'], ['no_type'], ['not_config'], ['not_config']]);
    expect(await lake.keys('dead-letters/')).toHaveLength(4);
  });

  it('leaves to the queue what holds nothing that could be kept', async () => {
    const lake = await emptyLake();
    expect(await deliver(lake, [sqsRecord('  \n', 'empty'), sqsRecord(change('i-1'))])).toEqual(['empty']);
    expect(await lake.rows('landing_item', 'resource_id')).toEqual([['i-1']]);
    expect(await lake.rows('landing_reject')).toEqual([]);
  });

  it('hands all messages back where the lake cannot be written', async () => {
    const lake = await failing((_call, operation, key) => operation === 'put' && key.startsWith('landing/'));
    const records = [sqsRecord(change('i-1'), 'm-1'), sqsRecord(change('i-2'), 'm-2')];
    expect((await deliver(lake, records)).sort()).toEqual(['m-1', 'm-2']);
  });

  it('gives a message that is handed over again the same positions, and a second one its own', async () => {
    const lake = await emptyLake();
    const again = sqsRecord(change('i-1'), 'm-1');
    await deliver(lake, [again, sqsRecord(change('i-2'), 'm-2')]);
    await deliver(lake, [again]);
    // EventBridge delivers at least once: the same event in another message.
    await deliver(lake, [sqsRecord(change('i-1'), 'm-3')]);
    const positions = await lake.rows('landing_item', 'DISTINCT delivery_id, ordinal, resource_id');
    expect(positions.map(([, , id]) => id).sort()).toEqual(['i-1', 'i-1', 'i-2']);
  });

  it('logs counts and codes, never what a message holds', async () => {
    const lake = await emptyLake();
    const lines: unknown[] = [];
    const telemetry: Telemetry = {
      ...silentTelemetry,
      info: (...line) => lines.push(line),
      error: (...line) => lines.push(line),
      count: (...line) => lines.push(line),
    };
    await deliver(
      lake,
      [sqsRecord(change('i-secret')), sqsRecord('hunter2 is no JSON'), sqsRecord(' ')],
      {},
      telemetry,
    );
    expect(lines).not.toEqual([]);
    expect(JSON.stringify(lines)).not.toMatch(/i-secret|hunter2/);
  });
});

const OBJECT = `org/AWSLogs/${ACCOUNT}/Config/${REGION}/2026/3/10/OversizedChangeNotification/AWS::EC2::Instance/i-0a/${ACCOUNT}_Config_${REGION}_ChangeNotification_AWS::EC2::Instance_i-0a_20260310T080000Z_0.json.gz`;
const { configuration: _content, relationships: _edges, tags: _tags, ...summary } = item();
const oversized = (bucket = 'deliveries') =>
  sqsRecord(
    envelope(
      {
        messageType: 'OversizedConfigurationItemChangeNotification',
        configurationItemSummary: { ...summary, changeType: 'UPDATE' },
        s3DeliverySummary: { s3BucketLocation: `${bucket}/${OBJECT}`, errorCode: null, errorMessage: null },
        notificationCreationTime: '2026-03-10T08:00:05Z',
      },
      { id: 'o-1' },
    ),
    'oversized',
  );
const object = Buffer.from(JSON.stringify({ fileVersion: '1.0', configurationItems: [item()] }));

describe('an oversized notification', () => {
  it('brings the item from the object that it names', async () => {
    const lake = await emptyLake();
    const deliveries = new MemoryObjectStore();
    await deliveries.put(OBJECT, object);
    expect(await deliver(lake, [oversized()], { deliveries })).toEqual([]);
    expect(await lake.rows('landing_item', `${TOLD}, change_type`, '1')).toEqual([
      ['event', 'o-1', 'i-0a', 'UPDATE'],
      ['notice', 'o-1', 'i-0a', 'UPDATE'],
    ]);
    expect(await lake.keys('pending/')).toEqual([]);
  });

  it('waits where its object has not come, or its bucket is none', async () => {
    const lake = await emptyLake();
    expect(await deliver(lake, [oversized(), oversized('../elsewhere')])).toEqual([]);
    expect(await lake.rows('landing_item', TOLD)).toEqual([
      ['notice', 'o-1', 'i-0a'],
      ['notice', 'o-1', 'i-0a'],
    ]);
    expect(await lake.keys('pending/events/')).toHaveLength(2);
  });

  it('goes back to the queue alone where its bucket throttles', async () => {
    const lake = await emptyLake();
    const deliveries = new MemoryObjectStore({ throttle: () => true });
    expect(await deliver(lake, [oversized(), sqsRecord(change('i-1'))], { deliveries })).toEqual([
      'oversized',
    ]);
    expect(await lake.rows('landing_item', 'resource_id')).toEqual([['i-1']]);
    expect(await lake.keys('pending/')).toEqual([]);
  });
});
