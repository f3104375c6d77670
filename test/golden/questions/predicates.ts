import type { JsonObject } from '#cli/sample/item.ts';
import { vendors } from '#cli/sample/names.ts';
import { type Expectation, either, number, resources } from './expectations.ts';
import {
  above,
  at,
  type Fact,
  type Facts,
  inAccount,
  inProduction,
  is,
  isNot,
  lacks,
  listAt,
} from './facts.ts';
import { type Question, question } from './question.ts';

/** Whether a security group lets everyone in on a TCP port, by port, range or all protocols, IPv4 or IPv6. */
export const isOpenOn =
  (port: number) =>
  (group: Fact): boolean =>
    listAt(group, 'ipPermissions').some(
      (rule) =>
        (rule.ipProtocol === '-1' ||
          (rule.ipProtocol === 'tcp' && Number(rule.fromPort) <= port && Number(rule.toPort) >= port)) &&
        ((rule.ipRanges as string[]).includes('0.0.0.0/0') ||
          (rule.ipv6Ranges as JsonObject[]).some((range) => range.cidrIpv6 === '::/0')),
    );

const blocks = (holder: unknown, setting: string): boolean =>
  typeof holder === 'object' && holder !== null && (holder as Record<string, unknown>)[setting] === true;

/** Buckets whose policy or ACL grants everyone, after the bucket's and the account's blocks. */
export function publicBuckets(facts: Facts): readonly Fact[] {
  return facts.of('S3::Bucket', (bucket) => {
    const own = bucket.supplementary.PublicAccessBlockConfiguration;
    const account = facts.of('S3::AccountPublicAccessBlock', inAccount(bucket.accountName))[0]?.configuration;
    const policy = bucket.supplementary.BucketPolicy as { policyText: string | null } | undefined;
    const statements: JsonObject[] = JSON.parse(policy?.policyText ?? '{"Statement":[]}').Statement;
    const byPolicy = statements.some(
      (statement) =>
        statement.Effect === 'Allow' && statement.Principal === '*' && statement.Condition === undefined,
    );
    const byAcl = String(bucket.supplementary.AccessControlList ?? '').includes('"AllUsers"');
    return (
      (byPolicy && !blocks(own, 'restrictPublicBuckets') && !blocks(account, 'restrictPublicBuckets')) ||
      (byAcl && !blocks(own, 'ignorePublicAcls') && !blocks(account, 'ignorePublicAcls'))
    );
  });
}

const trustOf = (role: Fact): string => decodeURIComponent(String(at(role, 'assumeRolePolicyDocument')));

/** Roles that accounts outside the organization may assume; a trust of everyone reaches them too. */
export const rolesTrustingOutside = (facts: Facts): readonly Fact[] =>
  facts.of(
    'IAM::Role',
    (role) =>
      vendors.some(({ accountId }) => trustOf(role).includes(accountId)) ||
      trustOf(role).includes('"AWS":"*"'),
  );

/** Runtimes of the sample that AWS had deprecated by March 2026. */
export const deprecatedRuntimes = [
  'nodejs12.x',
  'nodejs14.x',
  'nodejs16.x',
  'python3.7',
  'python3.8',
  'go1.x',
  'ruby2.7',
  'dotnetcore3.1',
  'java8',
];

const unencryptedDatabases = (facts: Facts, condition: (fact: Fact) => boolean): Expectation =>
  resources(facts.of('RDS::DBInstance', is('storageEncrypted', false), condition), [
    ...facts.of('RDS::DBCluster', is('storageEncrypted', false), condition),
    ...facts.of('Redshift::Cluster', is('encrypted', false), condition),
    ...facts.of('DynamoDB::Table', lacks('ssedescription'), condition),
    ...facts.of('ElastiCache::CacheCluster', is('atRestEncryptionEnabled', false), condition),
  ]);

/** Words that name a judgement: public, unencrypted, unused, open, deprecated, in production. */
export const predicates: readonly Question[] = [
  question('unencrypted-volumes', 'unencrypted volumes', (facts) =>
    resources(facts.of('EC2::Volume', is('encrypted', false))),
  ),
  question('unencrypted-rds', "which rds databases aren't encrypted at rest?", (facts) =>
    either(
      resources(facts.of('RDS::DBInstance', is('storageEncrypted', false))),
      resources(
        facts.of('RDS::DBInstance', is('storageEncrypted', false)),
        facts.of('RDS::DBCluster', is('storageEncrypted', false)),
      ),
    ),
  ),
  question('public-databases', 'publicly accessible databases', (facts) =>
    resources(
      facts.of('RDS::DBInstance', is('publiclyAccessible', true)),
      facts.of('Redshift::Cluster', is('publiclyAccessible', true)),
    ),
  ),
  question('public-buckets-question', 'Is any bucket open to the world?', (facts) =>
    either(resources(publicBuckets(facts)), number(publicBuckets(facts).length)),
  ),
  question('orphaned-volumes', 'orphaned EBS volumes in sandbox', (facts) =>
    resources(facts.of('EC2::Volume', is('state', 'available'), inAccount('sandbox'))),
  ),
  question('unused-addresses', 'unused elastic IPs', (facts) =>
    resources(facts.of('EC2::EIP', lacks('associationId'))),
  ),
  question('open-ssh', 'security groups allowing ssh from anywhere', (facts) =>
    resources(facts.of('EC2::SecurityGroup', isOpenOn(22))),
  ),
  question('open-rdp', 'SGs with port 3389 open to 0.0.0.0/0', (facts) =>
    either(
      resources(facts.of('EC2::SecurityGroup', isOpenOn(3389))),
      // Those of IPv4 alone, as asked to the letter.
      resources(
        facts.of('EC2::SecurityGroup', (group) =>
          isOpenOn(3389)({
            ...group,
            configuration: {
              ipPermissions: listAt(group, 'ipPermissions').map((rule) => ({ ...rule, ipv6Ranges: [] })),
            },
          }),
        ),
      ),
    ),
  ),
  question('imds', 'Instances that still permit IMDSv1', (facts) =>
    resources(facts.of('EC2::Instance', is('metadataOptions.httpTokens', 'optional'))),
  ),
  question('no-rotation', 'kms keys with rotation switched off', (facts) =>
    resources(
      facts.of('KMS::Key', ({ supplementary }) => supplementary.KeyRotationStatus === false),
      facts.of('KMS::Key', is('enabled', false)),
    ),
  ),
  question('no-pitr', 'dynamodb tables without point-in-time recovery', (facts) =>
    resources(
      facts.of('DynamoDB::Table', ({ supplementary }) =>
        JSON.stringify(supplementary.ContinuousBackupsDescription).includes('DISABLED'),
      ),
    ),
  ),
  question('eol-runtimes', 'lambda functions with EOL runtimes', (facts) =>
    resources(facts.of('Lambda::Function', is('runtime', ...deprecatedRuntimes))),
  ),
  question('public-eks', 'eks clusters with a public endpoint', (facts) =>
    resources(facts.of('EKS::Cluster', is('ResourcesVpcConfig.EndpointPublicAccess', true))),
  ),
  question('no-versioning', 'buckets without versioning', (facts) =>
    resources(
      facts.of(
        'S3::Bucket',
        ({ supplementary }) =>
          !JSON.stringify(supplementary.BucketVersioningConfiguration).includes('"Enabled"'),
      ),
    ),
  ),
  question('unencrypted-efs', 'any EFS that is not encrypted', (facts) =>
    resources(facts.of('EFS::FileSystem', is('Encrypted', false))),
  ),
  question('role-for-anyone', 'IAM roles that anyone can assume', (facts) =>
    resources(facts.of('IAM::Role', (role) => trustOf(role).includes('"AWS":"*"'))),
  ),
  question('role-trusting-vendor', `which roles trust account ${vendors[1]?.accountId ?? ''}?`, (facts) =>
    resources(facts.of('IAM::Role', (role) => trustOf(role).includes(vendors[1]?.accountId ?? '-'))),
  ),
  question('no-deletion-protection', 'RDS instances without deletion protection in prod', (facts) =>
    resources(facts.of('RDS::DBInstance', is('deletionProtection', false), inProduction)),
  ),
  question('detectors-off', 'guardduty detectors that are turned off', (facts) =>
    resources(facts.of('GuardDuty::Detector', is('Enable', false))),
  ),
  question('trails-unvalidated', 'CloudTrail trails without log file validation', (facts) =>
    resources(facts.of('CloudTrail::Trail', is('logFileValidationEnabled', false))),
  ),
  question('internet-facing-production', 'internet-facing load balancers in production', (facts) =>
    resources([
      ...facts.of('ElasticLoadBalancingV2::LoadBalancer', is('scheme', 'internet-facing'), inProduction),
      ...facts.of('ElasticLoadBalancing::LoadBalancer', is('scheme', 'internet-facing'), inProduction),
    ]),
  ),
  question('public-redshift', 'public redshift clusters', (facts) =>
    resources(facts.of('Redshift::Cluster', is('publiclyAccessible', true))),
  ),
  question('public-address', 'instances with a public IP address', (facts) =>
    resources(facts.of('EC2::Instance', (instance) => at(instance, 'publicIpAddress') !== undefined)),
  ),
  question('unused-certificates', 'certificates that nothing uses', (facts) =>
    resources(facts.of('ACM::Certificate', (certificate) => listAt(certificate, 'inUseBy').length === 0)),
  ),
  question('never-backed-up', 'rds instances with backups disabled', (facts) =>
    resources(facts.of('RDS::DBInstance', is('backupRetentionPeriod', 0))),
  ),
  question('encrypted-volumes', 'encrypted volumes in checkout-prod', (facts) =>
    resources(facts.of('EC2::Volume', is('encrypted', true), inAccount('checkout-prod'))),
  ),
  question('unencrypted-production', 'unencrypted databases in production', (facts) =>
    unencryptedDatabases(facts, inProduction),
  ),
  question('privileged-builds', 'codebuild projects that run in privileged mode', (facts) =>
    resources(facts.of('CodeBuild::Project', is('environment.privilegedMode', true))),
  ),
  question('old-tls', 'HTTPS listeners not on the TLS13 policy', (facts) =>
    resources(
      facts.of('ElasticLoadBalancingV2::Listener', isNot('SslPolicy', 'ELBSecurityPolicy-TLS13-1-2-2021-06')),
    ),
  ),
  question('unencrypted-large', 'unencrypted volumes larger than 100 GB', (facts) =>
    resources(facts.of('EC2::Volume', is('encrypted', false), above('size', 100))),
  ),
  question('unencrypted-snapshots', 'RDS snapshots which are not encrypted', (facts) =>
    resources(facts.of('RDS::DBSnapshot', is('encrypted', false))),
  ),
  question('admin-users', 'users with AdministratorAccess attached', (facts) =>
    resources(
      facts.of('IAM::User', (user) =>
        listAt(user, 'attachedManagedPolicies').some(
          ({ policyName }) => policyName === 'AdministratorAccess',
        ),
      ),
    ),
  ),
];
