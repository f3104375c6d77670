import { describe, expect, it } from 'vitest';
import { settlePending } from '#ingest/oversized/settle-pending.ts';
import { landMessages } from '#ingest/queue/land-messages.ts';
import { FixedClock } from '#platform/memory/fixed-clock.ts';
import { MemoryConfigService } from '#platform/memory/memory-config-service.ts';
import { MemoryObjectStore } from '#platform/memory/memory-object-store.ts';
import { AccessDeniedError } from '#platform/ports/errors.ts';
import { ACCOUNT, envelope, item, REGION } from './fixtures.ts';

const { configuration: _content, relationships: _edges, tags: _tags, ...summary } = item();
const CAPTURED = '2026-03-10T08:00:00.123Z';

/** A lake in which an oversized item waits, told at 09:00, whose object never comes. */
async function waiting() {
  const store = new MemoryObjectStore();
  const detail = {
    messageType: 'OversizedConfigurationItemChangeNotification',
    configurationItemSummary: { ...summary, changeType: 'UPDATE' },
    s3DeliverySummary: { s3BucketLocation: 'bucket/AWSLogs/missing.json.gz' },
  };
  const landed = await landMessages(
    [{ id: 'm-1', body: JSON.stringify(envelope(detail)), sentAt: new Date('2026-03-10T09:00:00Z') }],
    {
      store,
      clock: new FixedClock(new Date('2026-03-10T09:00:10Z')),
      objects: { find: async () => undefined },
    },
  );
  expect(landed.failed).toEqual([]);
  return store;
}

/** The API's dialect: other names, `configuration` as a text. */
const version = (capturedAt: string) => ({
  resourceType: 'AWS::EC2::Instance',
  resourceId: 'i-0a',
  capturedAt: new Date(capturedAt),
  text: JSON.stringify({
    accountId: ACCOUNT,
    awsRegion: REGION,
    arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0a`,
    resourceType: 'AWS::EC2::Instance',
    resourceId: 'i-0a',
    configurationItemCaptureTime: capturedAt,
    configurationItemStatus: 'OK',
    configurationStateId: '1773129600123',
    configuration: '{"instanceType":"t3.large"}',
    supplementaryConfiguration: {},
  }),
});

const settle = (
  store: MemoryObjectStore,
  time: string,
  services?: Parameters<typeof settlePending>[0]['services'],
) =>
  settlePending({
    store,
    clock: new FixedClock(new Date(time)),
    ...(services === undefined ? {} : { services }),
  });

describe('an oversized item whose object is missing', () => {
  it('is asked for in the account and Region that told it, once an hour has passed', async () => {
    const store = await waiting();
    const config = new MemoryConfigService();
    config.versions.push(version('2026-03-10T07:00:00.000Z'), version(CAPTURED));
    const asked: string[] = [];
    const services = async (accountId: string, region: string) => {
      asked.push(`${accountId} ${region}`);
      return config;
    };
    expect(await settle(store, '2026-03-10T09:30:00Z', services)).toMatchObject({ items: 0, pending: 1 });
    expect(asked).toEqual([]);
    expect(await settle(store, '2026-03-10T10:30:00Z', services)).toMatchObject({
      items: 1,
      pending: 0,
      rejected: 0,
    });
    expect(asked).toEqual([`${ACCOUNT} ${REGION}`]);
    expect(await settle(store, '2026-03-10T10:31:00Z', services)).toMatchObject({ items: 0, pending: 0 });
    expect(asked).toHaveLength(1);
  });

  it('waits on, and is rejected in the end, where AWS Config does not have it or may not be asked', async () => {
    const store = await waiting();
    const empty = async () => new MemoryConfigService();
    expect(await settle(store, '2026-03-10T10:30:00Z', empty)).toMatchObject({ pending: 1, readErrors: [] });
    const denied = () => Promise.reject(new AccessDeniedError('not here'));
    expect(await settle(store, '2026-03-10T10:30:00Z', denied)).toMatchObject({
      pending: 1,
      readErrors: [{ message: 'not here' }],
    });
    expect(await settle(store, '2026-03-11T10:30:00Z', denied)).toMatchObject({
      pending: 0,
      rejectedByReason: { oversized_object_missing: 1 },
    });
  });
});
