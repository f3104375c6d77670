import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

/** Services that write through the key on behalf of a resource in the hub's own account. */
const OWN_ACCOUNT_SERVICES = [
  'events.amazonaws.com',
  's3.amazonaws.com',
  'cloudwatch.amazonaws.com',
] as const;

/** The one key that everything of the hub is encrypted with: data, queues, topics, logs, results. */
export class EncryptionKey extends Key {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, {
      description: 'Stocktake: data, queues, logs and query results',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const { account, region, partition } = Stack.of(this);
    for (const service of OWN_ACCOUNT_SERVICES) {
      this.allow(service, { StringEquals: { 'aws:SourceAccount': account } });
    }
    this.allow(`logs.${region}.amazonaws.com`, {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*`,
      },
    });
    this.allow('config.amazonaws.com', sentByMembers(this, settings));
    const external = settings.deliveryBuckets.map((bucket) => bucket.account);
    // Notifications of a bucket in another account reach an encrypted queue only where its service may use the key.
    if (external.length > 0)
      this.allow('s3.amazonaws.com', { StringEquals: { 'aws:SourceAccount': [...new Set(external)] } });
  }

  private allow(service: string, conditions: Record<string, Record<string, string | string[]>>): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        // In a key policy, * is this key.
        resources: ['*'],
        conditions,
      }),
    );
  }
}

/** The condition by which an AWS service acting for a member is known: the organization, or the listed accounts. */
export function sentByMembers(
  scope: Construct,
  settings: Settings,
): Record<string, Record<string, string | string[]>> {
  if (settings.organizationId !== undefined)
    return { StringEquals: { 'aws:SourceOrgID': settings.organizationId } };
  return { StringEquals: { 'aws:SourceAccount': [Stack.of(scope).account, ...settings.memberAccounts] } };
}
