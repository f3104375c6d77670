import { Stack } from 'aws-cdk-lib';
import { CfnConfigurationRecorder, CfnDeliveryChannel } from 'aws-cdk-lib/aws-config';
import { CfnServiceLinkedRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** The role that AWS Config records with: one for all Regions of an account, so it belongs to no stack of a Region. */
export class ConfigServiceRole extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new CfnServiceLinkedRole(this, 'Role', { awsServiceName: 'config.amazonaws.com' });
  }
}

/**
 * Switches AWS Config on in an account and Region where it is off: every type, delivered to the hub each day. The
 * account's ConfigServiceRole has to be there.
 */
export class ConfigRecorder extends Construct {
  constructor(scope: Construct, id: string, deliveriesBucket: string) {
    super(scope, id);
    const { partition, account } = Stack.of(this);
    new CfnConfigurationRecorder(this, 'Recorder', {
      roleArn: `arn:${partition}:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      recordingMode: { recordingFrequency: 'CONTINUOUS' },
    });
    new CfnDeliveryChannel(this, 'Delivery', {
      s3BucketName: deliveriesBucket,
      configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
    });
  }
}
