import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

interface WorkgroupProps {
  readonly name: string;
  readonly description: string;
  readonly results: IBucket;
  /** Below it lie the results of this workgroup alone: who may read them may read whatever its callers asked. */
  readonly resultsPrefix: string;
  readonly key: IKey;
  /** Bytes at which a query is cancelled (and charged). */
  readonly bytesCutoff: number;
}

/** An Athena workgroup whose settings no client can change. */
export class Workgroup extends Construct {
  readonly workgroupName: string;
  readonly resultsPrefix: string;

  constructor(scope: Construct, id: string, props: WorkgroupProps) {
    super(scope, id);
    this.workgroupName = props.name;
    this.resultsPrefix = props.resultsPrefix;
    new CfnWorkGroup(this, 'Workgroup', {
      name: props.name,
      description: props.description,
      // Queries of the past are no reason to keep it.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        requesterPaysEnabled: false,
        bytesScannedCutoffPerQuery: props.bytesCutoff,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${props.results.bucketName}/${props.resultsPrefix}/`,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: props.key.keyArn },
        },
      },
    });
  }
}
