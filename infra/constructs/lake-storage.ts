import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AccessLogBucket, PrivateBucket } from './private-bucket.ts';

/** The buckets of the lake: its data, the results of queries, and who accessed them. */
export class LakeStorage extends Construct {
  readonly lake: Bucket;
  readonly results: Bucket;
  readonly accessLogs: Bucket;

  constructor(scope: Construct, id: string, key: IKey) {
    super(scope, id);
    this.accessLogs = new AccessLogBucket(this, 'AccessLogs');
    this.lake = new PrivateBucket(this, 'Lake', {
      key,
      accessLogs: this.accessLogs,
      // Compaction deletes what it superseded; an older version is the way back from a mistake, for a week.
      versioned: true,
      lifecycleRules: [
        { id: 'superseded', noncurrentVersionExpiration: Duration.days(7), expiredObjectDeleteMarker: true },
        // Large values of the state table: its TTL removes their items without telling anyone.
        { id: 'expired-values', prefix: 'values/expiring/', expiration: Duration.days(32) },
      ],
    });
    this.results = new PrivateBucket(this, 'Results', {
      key,
      accessLogs: this.accessLogs,
      versioned: false,
      lifecycleRules: [{ id: 'old-results', expiration: Duration.days(2) }],
    });
  }
}
