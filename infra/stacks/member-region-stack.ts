import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ConfigRecorder } from '../constructs/config-recorder.ts';
import { EventForwarding } from '../constructs/event-forwarding.ts';
import type { Settings } from '../settings.ts';

export interface MemberRegionStackProps extends StackProps {
  readonly settings: Settings;
  readonly hubBusArn: string;
  /** Where a recorder that this stack creates delivers; undefined: no recorder is created. */
  readonly deliveriesBucket: string | undefined;
}

/** What a member account gets in every Region: its Config events go to the hub. */
export class MemberRegionStack extends Stack {
  constructor(scope: Construct, id: string, props: MemberRegionStackProps) {
    const { settings, hubBusArn, deliveriesBucket, ...stackProps } = props;
    super(scope, id, stackProps);
    new EventForwarding(this, 'Forwarding', { hubBusArn, eventSource: settings.eventSource });
    if (deliveriesBucket !== undefined) new ConfigRecorder(this, 'Recorder', deliveriesBucket);
  }
}
