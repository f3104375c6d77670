import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct, IDependable } from 'constructs';
import type { ExternalBucket } from '../settings.ts';

interface GuardedQueueProps {
  readonly key: IKey;
  /** Time-out of the function that reads the queue. */
  readonly readerTimeout: Duration;
  readonly maxReceiveCount: number;
  /** Buckets of other accounts that may tell of their objects. */
  readonly externalBuckets?: readonly ExternalBucket[];
  /** SNS topics that may pass on what buckets tell of their objects. */
  readonly topics?: readonly string[];
}

/** Lambda's advice: a message stays hidden six times as long as its reader may run. */
const VISIBILITY_FACTOR = 6;

/** A queue whose poisoned messages end in a dead-letter queue for 14 days. */
export class GuardedQueue extends Queue {
  readonly deadLetters: Queue;
  private readonly external: readonly ExternalBucket[];
  private readonly topics: readonly string[];

  constructor(scope: Construct, id: string, props: GuardedQueueProps) {
    const deadLetters = new DeadLetterQueue(scope, `${id}DeadLetters`, props.key);
    super(scope, id, {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.key,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(props.readerTimeout.toSeconds() * VISIBILITY_FACTOR),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: props.maxReceiveCount },
    });
    this.deadLetters = deadLetters;
    this.external = props.externalBuckets ?? [];
    this.topics = props.topics ?? [];
  }

  /** Lets S3 tell this queue of objects in the hub's buckets and in the external ones, and the topics pass it on. Wait for what it returns. */
  acceptNotifications(): IDependable {
    const allow = (
      sid: string,
      conditions: Record<string, Record<string, string | string[]>>,
      service: 's3' | 'sns' = 's3',
    ) =>
      this.addToResourcePolicy(
        new PolicyStatement({
          sid,
          principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
          actions: ['sqs:SendMessage'],
          resources: [this.queueArn],
          conditions,
        }),
      );
    const result = allow('OwnBucketsNotify', {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
    });
    if (this.external.length > 0) {
      allow('ExternalBucketsNotify', {
        StringEquals: { 'aws:SourceAccount': [...new Set(this.external.map(({ account }) => account))] },
        ArnLike: {
          'aws:SourceArn': this.external.map(({ name }) => `arn:${Stack.of(this).partition}:s3:::${name}`),
        },
      });
    }
    if (this.topics.length > 0)
      allow('TopicsPassOn', { ArnEquals: { 'aws:SourceArn': [...this.topics] } }, 'sns');
    return result.policyDependable ?? this;
  }
}

/** A queue for what could not be handled; an alarm watches that it stays empty. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, key: IKey) {
    super(scope, id, {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
  }
}
