import { randomUUID } from 'node:crypto';
import { CreateEventBusCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, inject } from 'vitest';
import {
  clientConfig,
  configServiceClient,
  dynamoDbClient,
  eventBridgeClient,
  s3Client,
} from '#platform/aws/clients.ts';
import { AwsConfigService } from '#platform/aws/config-service.ts';
import { DynamoDbKeyValueStore } from '#platform/aws/dynamodb-key-value-store.ts';
import { EventBridgeBus } from '#platform/aws/eventbridge-bus.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import type { RecorderStatus } from '#platform/ports/config-service.ts';
import { EVENT_SOURCE, type LakeEvent } from '#platform/ports/event-bus.ts';
import { configServiceContract } from '../contract/config-service.contract.ts';
import { eventBusContract } from '../contract/event-bus.contract.ts';
import { keyValueStoreContract } from '../contract/key-value-store.contract.ts';
import { objectStoreContract } from '../contract/object-store.contract.ts';
import { type Answer, configDouble } from './config-double.ts';
import { historyOver } from './config-model.ts';
import { faultyProxy } from './faulty-proxy.ts';
import { newBucket, newTable, settings } from './places.ts';

const opened: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.stop();
});

objectStoreContract(
  'S3ObjectStore',
  async () => new S3ObjectStore({ client: s3Client(settings()), bucket: await newBucket() }),
);
keyValueStoreContract(
  'DynamoDbKeyValueStore',
  async (clock) =>
    new DynamoDbKeyValueStore({ client: dynamoDbClient(settings()), table: await newTable(), clock }),
);

/** A bus whose events of the product go to a queue. */
async function listenedBus(): Promise<{ readonly bus: string; readonly QueueUrl: string }> {
  const bus = `bus-${randomUUID()}`;
  const events = eventBridgeClient(settings());
  const sqs = new SQSClient(clientConfig(settings()));
  await events.send(new CreateEventBusCommand({ Name: bus }));
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: `queue-${randomUUID()}` }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const EventPattern = JSON.stringify({ source: [EVENT_SOURCE] });
  await events.send(new PutRuleCommand({ Name: 'all', EventBusName: bus, EventPattern }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn }];
  await events.send(new PutTargetsCommand({ Rule: 'all', EventBusName: bus, Targets }));
  return { bus, QueueUrl };
}

const told = (body: string): LakeEvent => {
  const { 'detail-type': type, detail } = JSON.parse(body) as {
    readonly 'detail-type': LakeEvent['type'];
    readonly detail: LakeEvent['detail'];
  };
  return { type, detail };
};

eventBusContract('EventBridgeBus', async () => {
  const { bus, QueueUrl } = await listenedBus();
  const proxy = await faultyProxy(inject('emulatorEndpoint'));
  opened.push(proxy);
  const client = eventBridgeClient(settings({ endpoint: proxy.endpoint, maxAttempts: 2 }));
  const refused = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] };
  return {
    bus: new EventBridgeBus({ client, bus }),
    throttle: (isOn) => {
      proxy.always = () => (isOn ? { status: 200, body: JSON.stringify(refused) } : undefined);
    },
    heard: async (count) => {
      const sqs = new SQSClient(clientConfig(settings()));
      const events: LakeEvent[] = [];
      for (let looks = 0; looks < 10 && events.length < count; looks += 1) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }),
        );
        events.push(...Messages.map(({ Body = '' }) => told(Body)));
      }
      return events;
    },
  };
});

/** A recorder as the API gives it: times are epoch seconds on the wire. */
function onTheWire({ name, isRecording, lastStatus, lastError, changedAt }: RecorderStatus) {
  const [lastErrorCode, lastErrorMessage] = lastError?.split(': ') ?? [];
  return {
    name,
    recording: isRecording,
    ...(lastStatus === null ? {} : { lastStatus }),
    ...(lastErrorCode === undefined ? {} : { lastErrorCode, lastErrorMessage }),
    ...(changedAt === null ? {} : { lastStatusChangeTime: changedAt.getTime() / 1000 }),
  };
}

configServiceContract('AwsConfigService', async ({ versions, recorders, hasChannel }) => {
  let snapshots = 0;
  const deliverSnapshot = (): Answer => {
    snapshots += 1;
    return { output: { configSnapshotId: `snapshot-${snapshots}` } };
  };
  const double = await configDouble({
    GetResourceConfigHistory: historyOver(versions),
    DescribeConfigurationRecorderStatus: [
      { output: { ConfigurationRecordersStatus: recorders.map(onTheWire) } },
    ],
    DescribeDeliveryChannels: [{ output: { DeliveryChannels: hasChannel ? [{ name: 'default' }] : [] } }],
    DeliverConfigSnapshot: deliverSnapshot,
  });
  opened.push(double);
  return new AwsConfigService(configServiceClient(settings({ endpoint: double.endpoint })));
});
