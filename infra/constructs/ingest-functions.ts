import { Duration, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EventsEnv } from '../../ingest/handlers/events/env.ts';
import { ObjectsEnv } from '../../ingest/handlers/objects/env.ts';
import type { ExternalBucket } from '../settings.ts';
import type { GuardedQueue } from './guarded-queue.ts';
import { grantRead, grantReadExternal, grantWrite, INGEST_WRITES } from './lake-access.ts';
import { NodeFunction } from './node-function.ts';

interface IngestFunctionsProps {
  readonly key: IKey;
  readonly lake: IBucket;
  readonly deliveries: IBucket;
  readonly externalBuckets: readonly ExternalBucket[];
  readonly events: GuardedQueue;
  readonly objects: GuardedQueue;
}

/** Time-outs of the two readers: their queues' visibility follows from them. */
export const EVENTS_TIMEOUT = Duration.minutes(2);
export const OBJECTS_TIMEOUT = Duration.minutes(15);

/** Events of one call: one landing file holds them all. */
const EVENT_BATCH = 100;

/** What lands: the readers of both queues. A message that fails goes back alone; the rest of its batch has landed. */
export class IngestFunctions extends Construct {
  readonly events: NodeFunction<typeof EventsEnv>;
  readonly objects: NodeFunction<typeof ObjectsEnv>;

  constructor(scope: Construct, id: string, props: IngestFunctionsProps) {
    super(scope, id);
    const { key, lake } = props;
    const environment = { LAKE_BUCKET: lake.bucketName };
    this.events = new NodeFunction(this, 'Events', {
      folder: 'ingest/handlers/events',
      schema: EventsEnv,
      environment,
      description: 'Config events from the queue to the landing zone',
      key,
      timeout: EVENTS_TIMEOUT,
      memoryMb: 1024,
    });
    this.events.addEventSource(
      new SqsEventSource(props.events, {
        batchSize: EVENT_BATCH,
        maxBatchingWindow: Duration.seconds(20),
        reportBatchItemFailures: true,
        maxConcurrency: 10,
      }),
    );
    this.objects = new NodeFunction(this, 'Objects', {
      folder: 'ingest/handlers/objects',
      schema: ObjectsEnv,
      environment,
      description: 'Delivered snapshot and history files to the landing zone',
      key,
      timeout: OBJECTS_TIMEOUT,
      memoryMb: 1769,
    });
    this.objects.addEventSource(
      new SqsEventSource(props.objects, {
        // One file may take long: a call that dies repeats no other file.
        batchSize: 1,
        reportBatchItemFailures: true,
        maxConcurrency: 20,
      }),
    );
    for (const reader of [this.events, this.objects]) {
      grantRead(reader, lake, key);
      grantWrite(reader, lake, key, INGEST_WRITES);
      // An oversized event names an object in the deliveries bucket.
      grantRead(reader, props.deliveries, key);
      grantReadExternal(reader, Stack.of(this).partition, props.externalBuckets);
    }
  }
}
