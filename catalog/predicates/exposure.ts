import { IDENTITY, identityKey } from '../identity-key.ts';
import { type NamedPredicate, type PredicateVariant, phrases } from './named-predicate.ts';

/** Grants to AllUsers or AuthenticatedUsers in an ACL as Config records it, whatever its dialect. */
const ACL = "json_format(json_extract({t}.supplementary_configuration, '$.AccessControlList'))";
const EVERYONE = `regexp_like(coalesce(${ACL}, ''), '(AllUsers|AuthenticatedUsers)')`;
const blockedBy = (setting: string, column: string) =>
  `(coalesce(json_extract_scalar({t}.supplementary_configuration, '$.PublicAccessBlockConfiguration.${setting}'), 'false') = 'true' OR {t}.account_id IN (SELECT b.account_id FROM s3_account_public_access_block AS b WHERE b.${column}))`;

const bucketIsPublic = `(CASE WHEN json_extract({t}.supplementary_configuration, '$.BucketPolicy') IS NULL AND ${ACL} IS NULL THEN CAST(NULL AS boolean) ELSE (${EVERYONE} AND NOT ${blockedBy('ignorePublicAcls', 'ignore_public_acls')}) OR ({t}.resource_id IN (SELECT p.resource_id FROM policy_statement AS p WHERE p.resource_type = 'AWS::S3::Bucket' AND p.effect = 'Allow' AND p.is_public) AND NOT ${blockedBy('restrictPublicBuckets', 'restrict_public_buckets')}) END)`;

const policyIsPublic = (type: string): PredicateVariant => ({
  types: [type],
  sql: `${identityKey('{t}')} IN (SELECT ${identityKey('p')} FROM policy_statement AS p WHERE p.resource_type = '${type}' AND p.effect = 'Allow' AND p.is_public)`,
  needs: [...IDENTITY],
  text: 'Public: a statement of its resource policy allows everyone without a condition that narrows it.',
});

/** A rule that covers a port: every protocol, or TCP or UDP with the port in its range. */
const COVERS_PORT =
  "(g.ip_protocol = '-1' OR (g.ip_protocol IN ('tcp', 'udp', '6', '17') AND g.from_port <= {port} AND g.to_port >= {port}))";

/** Rules that let the whole internet in; all protocols count for every port. */
const openRules = `SELECT g.group_id FROM ec2_security_group_rule AS g WHERE g.direction = 'ingress' AND g.cidr IN ('0.0.0.0/0', '::/0'){port: AND ${COVERS_PORT}}`;
const portRules = `SELECT g.group_id FROM ec2_security_group_rule AS g WHERE g.direction = 'ingress'{port: AND ${COVERS_PORT}}`;
const usesOpenGroup = (type: string): PredicateVariant => ({
  types: [type],
  sql: `${identityKey('{t}')} IN (SELECT ${identityKey('a')} FROM security_group_attachment AS a WHERE a.resource_type = '${type}' AND a.group_id IN (${openRules}))`,
  needs: [...IDENTITY],
  text: 'Open to the internet: one of its security groups lets 0.0.0.0/0 or ::/0 in (all protocols count for every port); whether a route leads there is not looked at.',
});

export const exposurePredicates: readonly NamedPredicate[] = [
  {
    name: 'public',
    adjectives: phrases(`
      public | publicly accessible | publicly available | publicly reachable | publicly exposed |
      publicly readable | internet accessible | accessible from the internet | exposed | exposed publicly |
      exposed to the internet | exposed to the public | exposed to the world | open to the public |
      open to everyone | open to anyone | reachable from the internet | world readable | internet exposed |
      public facing | assumable by anyone | can be assumed by anyone | can be assumed by everyone |
      assumable by everyone | trusting everyone | trust everyone | trust anyone | publicly shared | shared publicly | accessible to everyone | accessible to anyone |
      accessible publicly | allow public access | allowing public access
    `),
    nouns: phrases(`
      public access | public accessibility | anonymous access | any level of anonymous access |
      public exposure | policy granting any level of anonymous access | policy that allows public access |
      public endpoint | public api endpoint
    `),
    opposites: ['private', 'not public', 'not publicly accessible'],
    text: 'Public is read per type as the catalogue defines it.',
    oppositeText: 'Resources for which it cannot be known are not listed as private.',
    variants: [
      {
        types: ['AWS::S3::Bucket'],
        sql: bucketIsPublic,
        needs: ['supplementary_configuration', 'account_id', 'resource_id'],
        text: 'Public (bucket): its policy or its ACL grants everyone, after the bucket’s and the account’s public access blocks. A block that was never recorded counts as none; a bucket whose policy and ACL are both missing is unknown and not listed.',
      },
      {
        types: [
          'AWS::RDS::DBInstance',
          'AWS::RDS::DBCluster',
          'AWS::Redshift::Cluster',
          'AWS::DMS::ReplicationInstance',
          'AWS::AmazonMQ::Broker',
        ],
        sql: '{t}.publicly_accessible',
        needs: ['publicly_accessible'],
        text: 'Public: the setting “publicly accessible” is on; whether a security group lets anyone in is a separate question.',
      },
      {
        types: ['AWS::EC2::Instance'],
        sql: "coalesce({t}.public_ip_address, '') <> ''",
        needs: ['public_ip_address'],
        text: 'Public (instance): it has a public IP address.',
      },
      {
        types: ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer'],
        sql: "{t}.scheme = 'internet-facing'",
        needs: ['scheme'],
        text: 'Public (load balancer): its scheme is internet-facing.',
      },
      {
        types: ['AWS::EKS::Cluster'],
        sql: '{t}.resources_vpc_config_endpoint_public_access',
        needs: ['resources_vpc_config_endpoint_public_access'],
        text: 'Public (EKS): the API endpoint has public access, whatever address ranges it is limited to.',
      },
      {
        types: ['AWS::RDS::DBSnapshot'],
        sql: "regexp_like(coalesce(json_format(json_extract({t}.supplementary_configuration, '$.DBSnapshotAttributes')), ''), '\"all\"')",
        needs: ['supplementary_configuration'],
        text: 'Public (snapshot): everyone may restore it.',
      },
      {
        types: ['AWS::RDS::DBClusterSnapshot'],
        sql: "regexp_like(coalesce(json_format(json_extract({t}.supplementary_configuration, '$.DBClusterSnapshotAttributes')), ''), '\"all\"')",
        needs: ['supplementary_configuration'],
        text: 'Public (snapshot): everyone may restore it.',
      },
      {
        types: ['AWS::EC2::Subnet'],
        sql: '{t}.map_public_ip_on_launch',
        needs: ['map_public_ip_on_launch'],
        text: 'Public (subnet): it gives public addresses to what is launched in it; its routes are not looked at.',
      },
      {
        types: ['AWS::EC2::SecurityGroup'],
        sql: `{t}.resource_id IN (${openRules})`,
        needs: ['resource_id'],
        text: 'Public (security group): an inbound rule lets 0.0.0.0/0 or ::/0 in.',
      },
      {
        types: ['AWS::OpenSearch::Domain'],
        sql: "coalesce({t}.vpc_options_subnet_ids, '[]') = '[]'",
        needs: ['vpc_options_subnet_ids'],
        text: 'Public (OpenSearch): its endpoint is not in a VPC; its access policy may still restrict it.',
      },
      {
        types: ['AWS::SageMaker::NotebookInstance'],
        sql: "{t}.direct_internet_access = 'Enabled'",
        needs: ['direct_internet_access'],
        text: 'Public (notebook): direct internet access is enabled.',
      },
      ...[
        'AWS::Lambda::Function',
        'AWS::SQS::Queue',
        'AWS::SNS::Topic',
        'AWS::KMS::Key',
        'AWS::ECR::Repository',
        'AWS::SecretsManager::Secret',
        'AWS::EFS::FileSystem',
        'AWS::IAM::Role',
      ].map(policyIsPublic),
    ],
  },
  {
    name: 'open_to_internet',
    adjectives: phrases(`
      open to the internet | open to internet | open to the world | open to the whole internet |
      open to 0.0.0.0/0 | open from the internet | open to anywhere | open from anywhere | wide open |
      unrestricted | world open | internet open | open to all | allowing inbound from the internet |
      allow inbound from the internet | allow the internet | allow traffic from the internet |
      allow access from the internet | allowing access from the internet |
      allow inbound access from the internet | allow inbound traffic from the internet |
      allow ingress from the internet | allow traffic from anywhere | allow access from anywhere |
      allow inbound from anywhere | allow ingress from anywhere | allow everyone | allow anyone |
      allow unrestricted inbound access | allow unrestricted access | allow unrestricted inbound |
      allow unrestricted ingress | allow 0.0.0.0/0 | allow traffic from 0.0.0.0/0 |
      allow inbound from 0.0.0.0/0 | allow inbound traffic from 0.0.0.0/0 | from the internet |
      from anywhere | from the world | from everywhere | from any ip | from the public internet |
      to the internet | to the world | from 0.0.0.0/0 | to 0.0.0.0/0 | accessible from anywhere |
      reachable from anywhere
    `),
    nouns: phrases(`
      unrestricted access | unrestricted inbound access | unrestricted ingress |
      inbound rule from the internet | rule open to the internet | rule that allow 0.0.0.0/0 |
      inbound 0.0.0.0/0
    `),
    text: 'Open to the internet: an inbound rule allows 0.0.0.0/0 or ::/0; a rule for all protocols counts for every port.',
    takesPort: true,
    column: 'open_to_internet',
    variants: [
      {
        types: ['AWS::EC2::SecurityGroup'],
        sql: `{t}.resource_id IN (${openRules})`,
        needs: ['resource_id'],
      },
      ...[
        'AWS::EC2::Instance',
        'AWS::EC2::NetworkInterface',
        'AWS::RDS::DBInstance',
        'AWS::ElasticLoadBalancingV2::LoadBalancer',
        'AWS::ElasticLoadBalancing::LoadBalancer',
        'AWS::Lambda::Function',
        'AWS::Redshift::Cluster',
      ].map(usesOpenGroup),
    ],
  },
  {
    name: 'open_to_everything',
    adjectives: phrases(`
      allowing all traffic from anywhere | any any | any to any | allow all traffic from anywhere | allow all traffic from the internet |
      allow all inbound traffic from anywhere | allow all inbound traffic from the internet |
      allow all inbound from anywhere | allow all traffic | allow all inbound traffic | allow all inbound |
      allow everything from anywhere | allow all protocols from anywhere | open on all protocols
    `),
    nouns: ['any any rule', 'allow all rule', 'all traffic rule'],
    text: 'All traffic: an inbound rule allows all protocols from 0.0.0.0/0 or ::/0; one for all ports of TCP or UDP alone is not counted.',
    variants: [
      {
        types: ['AWS::EC2::SecurityGroup'],
        sql: "{t}.resource_id IN (SELECT g.group_id FROM ec2_security_group_rule AS g WHERE g.direction = 'ingress' AND g.cidr IN ('0.0.0.0/0', '::/0') AND g.ip_protocol = '-1')",
        needs: ['resource_id'],
      },
    ],
  },
  {
    name: 'allows_port',
    adjectives: phrases(`
      allow inbound | allow ingress | allow inbound traffic | allow traffic | allow inbound access | allow |
      allowing | open | permit | exposing | expose | opened | accepting traffic | allow access
    `),
    nouns: ['inbound rule', 'ingress rule', 'inbound access'],
    text: 'Allows: an inbound rule covers the port, from whatever source; a rule for all protocols counts for every port.',
    takesPort: true,
    column: 'allows_port',
    variants: [
      {
        types: ['AWS::EC2::SecurityGroup'],
        sql: `{t}.resource_id IN (${portRules})`,
        needs: ['resource_id'],
      },
      {
        types: ['AWS::EC2::Instance', 'AWS::EC2::NetworkInterface', 'AWS::RDS::DBInstance'],
        sql: `${identityKey('{t}')} IN (SELECT ${identityKey('a')} FROM security_group_attachment AS a WHERE a.group_id IN (${portRules}))`,
        needs: [...IDENTITY],
        text: 'Allows: an inbound rule of one of its security groups covers the port, from whatever source; a rule for all protocols counts for every port.',
      },
    ],
  },
  {
    name: 'publicly_writable',
    adjectives: [
      'publicly writable',
      'publicly writeable',
      'world writable',
      'writable by anyone',
      'writable by everyone',
    ],
    nouns: ['public write access', 'public write', 'public write permission'],
    text: 'Publicly writable: its ACL gives everyone Write or FullControl, or its policy allows everyone to put or delete, after the public access blocks.',
    variants: [
      {
        types: ['AWS::S3::Bucket'],
        sql: `((regexp_like(coalesce(${ACL}, ''), '(AllUsers|AuthenticatedUsers)[^}]*(Write|FullControl|WRITE|FULL_CONTROL)') AND NOT ${blockedBy('ignorePublicAcls', 'ignore_public_acls')}) OR ({t}.resource_id IN (SELECT p.resource_id FROM policy_statement AS p WHERE p.resource_type = 'AWS::S3::Bucket' AND p.effect = 'Allow' AND p.is_public AND regexp_like(array_join(p.actions, ' '), '(^| )(s3:)?(\\*|Put|Delete|s3:\\*)')) AND NOT ${blockedBy('restrictPublicBuckets', 'restrict_public_buckets')}))`,
        needs: ['supplementary_configuration', 'account_id', 'resource_id'],
      },
    ],
  },
  {
    name: 'publicly_readable',
    nouns: ['public read access', 'public read', 'public read permission'],
    text: 'Publicly readable: its ACL gives everyone Read or FullControl, or its policy allows everyone to get or list, after the public access blocks.',
    variants: [
      {
        types: ['AWS::S3::Bucket'],
        sql: `((regexp_like(coalesce(${ACL}, ''), '(AllUsers|AuthenticatedUsers)[^}]*(Read|FullControl|READ|FULL_CONTROL)') AND NOT ${blockedBy('ignorePublicAcls', 'ignore_public_acls')}) OR ({t}.resource_id IN (SELECT p.resource_id FROM policy_statement AS p WHERE p.resource_type = 'AWS::S3::Bucket' AND p.effect = 'Allow' AND p.is_public AND regexp_like(array_join(p.actions, ' '), '(^| )(s3:)?(\\*|Get|List|s3:\\*)')) AND NOT ${blockedBy('restrictPublicBuckets', 'restrict_public_buckets')}))`,
        needs: ['supplementary_configuration', 'account_id', 'resource_id'],
      },
    ],
  },
  {
    name: 'public_access_block',
    nouns: ['public access block', 'block public access', 'public access blocked'],
    adjectives: ['blocking public access', 'blocked from public access', 'block public access'],
    text: 'A public access block is in force where all four settings of the bucket itself are on; the account’s block is not counted here.',
    variants: [
      {
        types: ['AWS::S3::Bucket'],
        sql: `(${['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'].map((key) => `coalesce(json_extract_scalar({t}.supplementary_configuration, '$.PublicAccessBlockConfiguration.${key}'), 'false') = 'true'`).join(' AND ')})`,
        needs: ['supplementary_configuration'],
      },
    ],
  },
  {
    name: 'externally_assumable',
    adjectives: phrases(`
      assumable from outside the organization | assumable from outside our organization |
      assumable from accounts outside our organization | assumable from accounts outside the organization |
      assumable by external accounts | assumable by outside accounts | assumable from external accounts |
      assumable externally | externally assumable | can be assumed from accounts outside our organization |
      can be assumed from accounts outside the organization |
      can be assumed by accounts outside our organization |
      can be assumed by accounts outside the organization | can be assumed from outside our organization |
      can be assumed from outside the organization | can be assumed by external accounts |
      can be assumed from external accounts | can be assumed by outside accounts |
      can be assumed by other organizations | can be assumed by third parties |
      can be assumed by third party accounts | can be assumed from outside |
      can be assumed by anyone outside the organization |
      can be assumed by anyone outside our organization | trust external accounts |
      trusting external accounts | trust outside accounts | trust accounts outside our organization |
      trust accounts outside the organization | trust third parties | trust third party accounts |
      trusted by external accounts | cross account from outside
    `),
    nouns: ['external trust', 'trust for external accounts', 'trust to external accounts'],
    text: 'From outside: the trust policy allows an AWS account that is none of the organization’s accounts (or everyone); AWS services and identity providers are not counted.',
    variants: [
      {
        types: ['AWS::IAM::Role'],
        sql: `${identityKey('{t}')} IN (SELECT ${identityKey('p')} FROM policy_statement AS p WHERE p.resource_type = 'AWS::IAM::Role' AND p.policy_kind = 'trust' AND p.effect = 'Allow' AND (cardinality(p.outside_account_ids) > 0 OR p.is_public))`,
        needs: [...IDENTITY],
      },
    ],
  },
  {
    name: 'admin',
    adjectives: phrases(`
      admin | administrator | administrative | overly permissive | overprivileged | over privileged |
      highly privileged | privileged
    `),
    nouns: phrases(`
      administrator access | admin access | admin privilege | administrator privilege | admin permission |
      administrator permission | full admin | full access | full admin access | full administrator access |
      admin right | administratoraccess | star permission | wildcard permission | full privilege | * on * | *:* | *.* |
      every action on every resource | all actions on all resources
    `),
    text: 'Administrator access: AdministratorAccess is attached, or one of its own policies allows every action on every resource. Rights that come through groups are not counted.',
    variants: [
      {
        types: ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'],
        sql: `(coalesce({t}.attached_managed_policies, '') LIKE '%AdministratorAccess%' OR ${identityKey('{t}')} IN (SELECT ${identityKey('p')} FROM policy_statement AS p WHERE p.effect = 'Allow' AND p.policy_kind <> 'trust' AND contains(p.actions, '*') AND contains(p.resources, '*')))`,
        needs: ['attached_managed_policies', ...IDENTITY],
      },
      {
        types: ['AWS::IAM::Policy'],
        sql: `${identityKey('{t}')} IN (SELECT ${identityKey('p')} FROM policy_statement AS p WHERE p.resource_type = 'AWS::IAM::Policy' AND p.effect = 'Allow' AND contains(p.actions, '*') AND contains(p.resources, '*'))`,
        needs: [...IDENTITY],
      },
    ],
  },
];
