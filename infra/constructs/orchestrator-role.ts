import { Stack } from 'aws-cdk-lib';
import { type IGrantable, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { allow } from './allow.ts';
import { ORCHESTRATOR_ROLE_NAME, READ_ONLY_ROLE_NAME } from './role-names.ts';

/** ARN of the hub's role, for who is made before it. */
export const orchestratorRoleArn = (scope: Construct): string =>
  Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: ORCHESTRATOR_ROLE_NAME,
  });

/** The one role of the hub that may read configuration in member accounts, for the function that asks there alone. */
export class OrchestratorRole extends Role {
  constructor(scope: Construct, id: string, settings: Settings, asker: IGrantable) {
    const { organizationId, memberAccounts } = settings;
    super(scope, id, {
      roleName: ORCHESTRATOR_ROLE_NAME,
      description: 'Stocktake: reads configuration in member accounts',
      assumedBy: asker.grantPrincipal,
    });
    const { partition, account } = Stack.of(this);
    const accounts = organizationId === undefined ? [account, ...memberAccounts] : ['*'];
    allow(this, {
      actions: ['sts:AssumeRole'],
      resources: accounts.map((id) => `arn:${partition}:iam::${id}:role/${READ_ONLY_ROLE_NAME}`),
      ...(organizationId === undefined
        ? {}
        : {
            conditions: { StringEquals: { 'aws:ResourceOrgID': organizationId } },
            why: 'One role name in every account of the organization; the condition keeps it there.',
          }),
    });
  }
}
