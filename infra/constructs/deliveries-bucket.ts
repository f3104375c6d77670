import { Duration } from 'aws-cdk-lib';
import { ArnPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { sentByMembers } from './encryption-key.ts';
import type { GuardedQueue } from './guarded-queue.ts';
import { PrivateBucket } from './private-bucket.ts';

interface DeliveriesBucketProps {
  readonly key: IKey;
  readonly accessLogs: IBucket;
  readonly settings: Settings;
  /** Told of every object that arrives. */
  readonly queue: GuardedQueue;
}

/** The delivery bucket of AWS Config, for every account that may send to this hub. */
export class DeliveriesBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, { key, accessLogs, settings, queue }: DeliveriesBucketProps) {
    super(scope, id, {
      key,
      accessLogs,
      // Originals: the lake can be made anew from them.
      versioned: true,
      lifecycleRules: [{ id: 'superseded', noncurrentVersionExpiration: Duration.days(30) }],
    });
    const from = sentByMembers(this, settings);
    const config = new ServicePrincipal('config.amazonaws.com');
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ConfigChecksTheBucket',
        principals: [config],
        actions: ['s3:GetBucketAcl', 's3:ListBucket'],
        resources: [this.bucketArn],
        conditions: from,
      }),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ConfigDelivers',
        principals: [config],
        actions: ['s3:PutObject'],
        // Account and organization are parts of the key; the condition says whose deliveries are taken.
        resources: [this.arnForObjects('*')],
        conditions: {
          StringEquals: { ...from.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      }),
    );
    this.acceptReplicas(settings.replicationRoles);
    this.tell(queue);
  }

  /**
   * Lets S3 replicate a bucket of another account into this one, as
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html has it, but for deletions:
   * originals stay.
   */
  private acceptReplicas(roles: readonly string[]): void {
    if (roles.length === 0) return;
    const principals = roles.map((role) => new ArnPrincipal(role));
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ReplicationChecksTheBucket',
        principals,
        actions: ['s3:ListBucket', 's3:GetBucketVersioning', 's3:PutBucketVersioning'],
        resources: [this.bucketArn],
      }),
    );
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ReplicasArrive',
        principals,
        actions: ['s3:ReplicateObject', 's3:ReplicateTags', 's3:ObjectOwnerOverrideToBucketOwner'],
        resources: [this.arnForObjects('*')],
      }),
    );
  }

  /** As a property of the bucket: the construct library's own way adds a function that may change any bucket. */
  private tell(queue: GuardedQueue): void {
    const bucket = this.node.defaultChild;
    if (!CfnBucket.isCfnResource(bucket) || !(bucket instanceof CfnBucket)) return;
    bucket.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: queue.queueArn }],
    };
    // S3 sends a test message when the notification is set: the queue must accept it by then.
    bucket.node.addDependency(queue.acceptNotifications());
  }
}
