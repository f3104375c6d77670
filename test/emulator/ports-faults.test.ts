import { randomUUID } from 'node:crypto';
import { CreateEventBusCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { clientConfig, dynamoDbClient, eventBridgeClient, s3Client } from '#platform/aws/clients.ts';
import { DynamoDbKeyValueStore, ValueTooLargeError } from '#platform/aws/dynamodb-key-value-store.ts';
import { EventBridgeBus } from '#platform/aws/eventbridge-bus.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { FixedClock } from '#platform/memory/fixed-clock.ts';
import {
  AccessDeniedError,
  CredentialsError,
  PlaceMissingError,
  PreconditionFailedError,
  RequestRefusedError,
  ThrottledError,
} from '#platform/ports/errors.ts';
import type { LakeEvent } from '#platform/ports/event-bus.ts';
import { type FaultyProxy, faultyProxy } from './faulty-proxy.ts';
import { newBucket, newTable, settings } from './places.ts';

const json = (status: number, body: unknown) => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});
const refused = (type: string) => json(400, { __type: `com.amazonaws#${type}`, message: 'told' });

let proxy: FaultyProxy;
beforeEach(async () => {
  proxy = await faultyProxy(inject('emulatorEndpoint'));
});
afterEach(() => proxy.stop());

describe('DynamoDbKeyValueStore', () => {
  const clock = new FixedClock(new Date('2026-03-01T00:00:00Z'));
  const client = () => dynamoDbClient(settings({ endpoint: proxy.endpoint, maxAttempts: 3 }));
  const large = (letter: string) => ({ rows: letter.repeat(600_000) });

  it('tries again where DynamoDB is throttled, and says so where that does not end', async () => {
    const store = new DynamoDbKeyValueStore({ client: client(), table: await newTable(), clock });
    proxy.faults.push(refused('ThrottlingException'));
    await store.put('a/1', 1);
    proxy.faults.push(refused('ProvisionedThroughputExceededException'));
    expect(await store.get('a/1')).toBe(1);
    proxy.always = () => refused('ThrottlingException');
    await expect(store.get('a/1')).rejects.toThrow(ThrottledError);
    await expect(store.list('a/')).rejects.toThrow(ThrottledError);
  });

  it('knows its own first write where the answer to it was lost', async () => {
    const store = new DynamoDbKeyValueStore({ client: client(), table: await newTable(), clock });
    proxy.faults.push('answer-lost');
    await store.put('a/1', 'mine', { ifAbsent: true });
    expect(await store.get('a/1')).toBe('mine');
    proxy.faults.push('answer-lost');
    await expect(store.put('a/1', 'late', { ifAbsent: true })).rejects.toThrow(PreconditionFailedError);
  });

  it('keeps values that an item cannot hold as objects, and leaves none behind', async () => {
    const objects = new S3ObjectStore({ client: s3Client(settings()), bucket: await newBucket() });
    const store = new DynamoDbKeyValueStore({ client: client(), table: await newTable(), clock, objects });
    const kept = async () => (await objects.list('')).objects.map(({ key }) => key);
    await store.put('a/1', large('x'), { expiresAt: new Date('2026-03-02T00:00:00Z') });
    expect(await store.get('a/1')).toEqual(large('x'));
    expect(await kept()).toEqual([expect.stringMatching(/^values\/expiring\//)]);
    await store.put('a/1', large('y'));
    expect(await store.get('a/1')).toEqual(large('y'));
    expect(await kept()).toEqual([expect.stringMatching(/^values\/kept\//)]);
    await expect(store.put('a/1', large('z'), { ifAbsent: true })).rejects.toThrow(PreconditionFailedError);
    expect(await kept()).toHaveLength(1);
    await store.put('a/1', 'small');
    expect(await kept()).toEqual([]);
    await store.put('a/1', large('y'));
    await store.delete('a/1');
    expect(await kept()).toEqual([]);
  });

  it('refuses a large value where it has no place for one', async () => {
    const store = new DynamoDbKeyValueStore({ client: client(), table: await newTable(), clock });
    await expect(store.put('a/1', large('x'))).rejects.toThrow(ValueTooLargeError);
  });

  it('keeps the time of expiry where the table’s TTL finds it', async () => {
    const table = await newTable();
    const store = new DynamoDbKeyValueStore({ client: client(), table, clock });
    await store.put('a/1', 1, { expiresAt: new Date(1_772_323_200_500) });
    const put = proxy.seen.find(({ headers }) => String(headers['x-amz-target']).endsWith('PutItem'));
    expect(JSON.parse(put?.body ?? '').Item.expires_at).toEqual({ N: '1772323201' });
  });

  it('pages through many keys, expired ones left out, by prefixes of any length', async () => {
    const store = new DynamoDbKeyValueStore({ client: client(), table: await newTable(), clock });
    const keys = Array.from({ length: 1100 }, (_, index) => `many/${String(index).padStart(5, '0')}`);
    for (let at = 0; at < keys.length; at += 50)
      await Promise.all(keys.slice(at, at + 50).map((key) => store.put(key, 1)));
    await store.put('many/00000a', 1, { expiresAt: new Date('2026-02-28T00:00:00Z') });
    await store.put('maybe', 1);
    const first = await store.list('many/');
    expect(first.keys).toEqual(keys.slice(0, 1000));
    expect(await store.list('many/', first.cursor)).toEqual({ keys: keys.slice(1000), cursor: undefined });
    const short = await store.list('ma');
    expect(short.keys).toEqual(keys.slice(0, 1000));
    expect((await store.list('ma', short.cursor)).keys).toEqual([...keys.slice(1000), 'maybe']);
    expect((await store.list('may')).keys).toEqual(['maybe']);
  });

  it.each([
    ['UnrecognizedClientException', CredentialsError],
    ['ExpiredTokenException', CredentialsError],
    ['AccessDeniedException', AccessDeniedError],
    ['ResourceNotFoundException', PlaceMissingError],
    ['ValidationException', RequestRefusedError],
  ])('tells %s apart', async (name, error) => {
    const store = new DynamoDbKeyValueStore({ client: client(), table: 'any', clock });
    proxy.always = () => refused(name);
    await expect(store.get('a/1')).rejects.toThrow(error);
    await expect(store.put('a/1', 1)).rejects.toThrow(error);
    await expect(store.delete('a/1')).rejects.toThrow(error);
  });
});

describe('EventBridgeBus', () => {
  const event: LakeEvent = {
    type: 'GenerationCommitted',
    detail: { generation: '0000000007-abcd', committedAt: '2026-03-01T00:00:00.000Z', tables: ['resources'] },
  };
  const client = () => eventBridgeClient(settings({ endpoint: proxy.endpoint, maxAttempts: 3 }));
  const failedEntry = (ErrorCode: string) =>
    json(200, { FailedEntryCount: 1, Entries: [{ ErrorCode, ErrorMessage: 'told' }] });

  it('reaches who listens, by a rule', async () => {
    const bus = `bus-${randomUUID()}`;
    const events = eventBridgeClient(settings());
    const sqs = new SQSClient(clientConfig(settings()));
    await events.send(new CreateEventBusCommand({ Name: bus }));
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `queue-${randomUUID()}` }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    const EventPattern = JSON.stringify({ source: ['stocktake'], 'detail-type': ['GenerationCommitted'] });
    await events.send(new PutRuleCommand({ Name: 'committed', EventBusName: bus, EventPattern }));
    await events.send(
      new PutTargetsCommand({
        Rule: 'committed',
        EventBusName: bus,
        Targets: [{ Id: 'queue', Arn: Attributes?.QueueArn }],
      }),
    );
    proxy.faults.push(failedEntry('ThrottlingException'), failedEntry('InternalFailure'));
    await new EventBridgeBus({ client: client(), bus }).publish(event);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    expect(Messages.map(({ Body = '' }) => JSON.parse(Body))).toEqual([
      expect.objectContaining({ source: 'stocktake', 'detail-type': event.type, detail: event.detail }),
    ]);
  });

  it('takes an entry that was not accepted for an error', async () => {
    const bus = new EventBridgeBus({ client: client(), bus: 'any' });
    proxy.always = () => failedEntry('ThrottlingException');
    await expect(bus.publish(event)).rejects.toThrow(ThrottledError);
    proxy.always = () => failedEntry('NotAuthorizedForSourceException');
    await expect(bus.publish(event)).rejects.toThrow(RequestRefusedError);
    proxy.always = () => refused('ResourceNotFoundException');
    await expect(bus.publish(event)).rejects.toThrow(PlaceMissingError);
  });
});
