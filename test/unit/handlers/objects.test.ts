import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ingestObjects } from '#ingest/handlers/objects/ingest-objects.ts';
import { silentTelemetry } from '#platform/lambda/telemetry.ts';
import { FixedClock } from '#platform/memory/fixed-clock.ts';
import { MemoryObjectStore } from '#platform/memory/memory-object-store.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import { ACCOUNT, emptyLake, item, NOW, REGION, snapshot, snapshotKey } from '../ingest/fixtures.ts';
import {
  s3BusEvent,
  s3Notification,
  s3TestEvent,
  snsNotification,
  sqsEvent,
  sqsRecord,
} from './aws-events.ts';

const KEY = `prefix/o-abc/${snapshotKey()}`;
const file = gzipSync(snapshot([item({ resourceId: 'i-1' }), item({ resourceId: 'i-2' })]));

async function deliveries(...keys: string[]) {
  const store = new MemoryObjectStore();
  for (const key of keys) await store.put(key, file);
  return store;
}

async function notify(
  lake: { readonly store: ObjectStore },
  bucket: Pick<ObjectStore, 'head' | 'stream'>,
  ...bodies: readonly unknown[]
) {
  const records = bodies.map((body, at) => sqsRecord(body, `m-${at}`));
  const deps = {
    store: lake.store,
    clock: async () => new FixedClock(new Date(NOW)),
    openBucket: () => bucket,
  };
  const { batchItemFailures } = await ingestObjects(sqsEvent(...records), deps, silentTelemetry);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

const notification = (key: string) => s3Notification('deliveries', key);

describe('the objects queue', () => {
  it.each([
    ['of S3', notification(KEY)],
    ['of S3 by SNS', snsNotification(notification(KEY))],
    ['of EventBridge', s3BusEvent('deliveries', KEY)],
  ])('lands the object of a notification %s', async (_name, body) => {
    const lake = await emptyLake();
    expect(await notify(lake, await deliveries(KEY), body)).toEqual([]);
    const told = 'source_kind, recorder_account_id, recorder_region, resource_id';
    expect(await lake.rows('landing_item', told)).toEqual([
      ['snapshot', ACCOUNT, REGION, 'i-1'],
      ['snapshot', ACCOUNT, REGION, 'i-2'],
    ]);
    expect(await lake.rows('landing_delivery', 'is_complete, items')).toEqual([[true, '2']]);
    expect(await lake.keys('deliveries/')).toHaveLength(1);
  });

  it('decodes keys as S3 encodes them, and takes those of EventBridge as they are', async () => {
    const key = `my prefix/a+b=c/é/${snapshotKey()}`;
    for (const body of [notification(key), s3BusEvent('deliveries', key)]) {
      const lake = await emptyLake();
      expect(await notify(lake, await deliveries(key), body)).toEqual([]);
      expect(await lake.rows('landing_item', 'count(*)', '1')).toEqual([['2']]);
    }
  });

  it('passes over test messages, deletions and objects that are no deliveries or gone', async () => {
    const lake = await emptyLake();
    const other = `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/2026/3/10/trail.json.gz`;
    const check = `AWSLogs/${ACCOUNT}/Config/ConfigWritabilityCheckFile`;
    const removed = s3Notification('deliveries', KEY, 'ObjectRemoved:Delete');
    const bodies = [
      s3TestEvent,
      removed,
      notification(other),
      notification(check),
      notification('gone.json'),
    ];
    expect(await notify(lake, await deliveries(KEY, other, check), ...bodies)).toEqual([]);
    expect(await lake.keys('')).toEqual([]);
  });

  it('hands back a message that tells of no object, and lands the rest', async () => {
    const lake = await emptyLake();
    const bodies = ['nonsense', { Records: [{ eventSource: 'aws:s3' }] }, notification(KEY)];
    expect(await notify(lake, await deliveries(KEY), ...bodies)).toEqual(['m-0', 'm-1']);
    expect(await lake.rows('landing_item', 'count(*)', '1')).toEqual([['2']]);
  });

  it('hands back a message whose object cannot be read or landed, and lands it once it can', async () => {
    const lake = await emptyLake();
    const bucket = await deliveries(KEY, `second/${snapshotKey('20260310T110000Z')}`);
    let broken = true;
    const flaky: Pick<ObjectStore, 'head' | 'stream'> = {
      head: (key) => bucket.head(key),
      stream: async (key) => {
        if (broken && key === KEY) throw new Error('the connection broke off');
        return bucket.stream(key);
      },
    };
    await bucket.put(`second/${snapshotKey('20260310T110000Z')}`, gzipSync(snapshot([item()])));
    const bodies = [notification(KEY), notification(`second/${snapshotKey('20260310T110000Z')}`)];
    expect(await notify(lake, flaky, ...bodies)).toEqual(['m-0']);
    expect(await lake.rows('landing_item', 'resource_id', '1')).toEqual([['i-0a']]);
    broken = false;
    expect(await notify(lake, flaky, ...bodies)).toEqual([]);
    expect(await lake.rows('landing_item', 'resource_id', '1')).toEqual([['i-0a'], ['i-1'], ['i-2']]);

    const full = new MemoryObjectStore({ throttle: (_call, operation) => operation === 'put' });
    expect(await notify({ store: full }, bucket, notification(KEY))).toEqual(['m-0']);
  });

  it('knows an object that it is told of twice', async () => {
    const lake = await emptyLake();
    const bucket = await deliveries(KEY);
    await notify(lake, bucket, notification(KEY), s3BusEvent('deliveries', KEY));
    await notify(lake, bucket, notification(KEY));
    expect(await lake.rows('landing_item', 'count(*)', '1')).toEqual([['2']]);
  });
});
