import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ArnPrincipal, type IPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';

type Conditions = Record<string, Record<string, string | string[]>>;

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
    // The same holds for a topic that passes them on.
    if (settings.notificationTopics.length > 0)
      this.allow('sns.amazonaws.com', {
        ArnEquals: { 'aws:SourceArn': [...settings.notificationTopics] },
      });
    // A replica is encrypted anew. The role reads nothing here.
    for (const role of settings.replicationRoles)
      this.statement(new ArnPrincipal(role), ['kms:Encrypt', 'kms:GenerateDataKey']);
  }

  private allow(service: string, conditions: Conditions): void {
    this.statement(new ServicePrincipal(service), ['kms:Decrypt', 'kms:GenerateDataKey'], conditions);
  }

  private statement(principal: IPrincipal, actions: string[], conditions: Conditions = {}): void {
    this.addToResourcePolicy(
      // In a key policy, * is this key.
      new PolicyStatement({ principals: [principal], actions, resources: ['*'], conditions }),
    );
  }
}

/** The condition by which an AWS service acting for a member is known: the organization, or the listed accounts. */
export function sentByMembers(scope: Construct, settings: Settings): Conditions {
  if (settings.organizationId !== undefined)
    return { StringEquals: { 'aws:SourceOrgID': settings.organizationId } };
  return { StringEquals: { 'aws:SourceAccount': [Stack.of(scope).account, ...settings.memberAccounts] } };
}
