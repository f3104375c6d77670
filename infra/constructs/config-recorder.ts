import { Stack } from 'aws-cdk-lib';
import { CfnConfigurationRecorder, CfnDeliveryChannel } from 'aws-cdk-lib/aws-config';
import { CfnServiceLinkedRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** Switches AWS Config on in an account and Region where it is off: every type, delivered to the hub each day. */
export class ConfigRecorder extends Construct {
  constructor(scope: Construct, id: string, deliveriesBucket: string) {
    super(scope, id);
    const { partition, account } = Stack.of(this);
    const linked = new CfnServiceLinkedRole(this, 'Role', { awsServiceName: 'config.amazonaws.com' });
    const recorder = new CfnConfigurationRecorder(this, 'Recorder', {
      roleArn: `arn:${partition}:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      recordingMode: { recordingFrequency: 'CONTINUOUS' },
    });
    recorder.addResourceDependency(linked);
    new CfnDeliveryChannel(this, 'Delivery', {
      s3BucketName: deliveriesBucket,
      configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
    });
  }
}
