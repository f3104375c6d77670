import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ConfigServiceRole } from '../constructs/config-recorder.ts';
import { ReadOnlyRole } from '../constructs/read-only-role.ts';
import type { Settings } from '../settings.ts';

export interface MemberAccountStackProps extends StackProps {
  readonly settings: Settings;
  readonly hubAccount: string;
}

/** What a member account gets once, in its home Region: the role that the hub reads configuration with, and Config's own where recorders are made. */
export class MemberAccountStack extends Stack {
  constructor(scope: Construct, id: string, { settings, hubAccount, ...props }: MemberAccountStackProps) {
    super(scope, id, props);
    new ReadOnlyRole(this, 'ReadOnly', {
      hubAccount,
      externalId: settings.externalId,
      organizationId: settings.organizationId,
    });
    if (settings.recorder === 'create' && settings.recorderRole === 'create')
      new ConfigServiceRole(this, 'Config');
  }
}
