import { accounts, either, resources } from './expectations.ts';
import { inAccount, inRegion, inStaging } from './facts.ts';
import { type Question, question } from './question.ts';

/** What is there: by type, family, account, Region, environment. */
export const lists: readonly Question[] = [
  question('list-buckets', 'list all s3 buckets', (facts) => resources(facts.of('S3::Bucket'))),
  question('list-functions-region', 'show me every lambda function in eu-west-1', (facts) =>
    resources(facts.of('Lambda::Function', inRegion('eu-west-1'))),
  ),
  question('list-rds-ireland', 'which RDS instances do we have in Ireland?', (facts) =>
    either(
      resources(facts.of('RDS::DBInstance', inRegion('eu-west-1'))),
      resources(
        facts.of('RDS::DBInstance', inRegion('eu-west-1')),
        facts.of('RDS::DBCluster', inRegion('eu-west-1')),
      ),
    ),
  ),
  question('list-vpcs-account', 'gimme the vpcs of checkout-prod', (facts) =>
    resources(facts.of('EC2::VPC', inAccount('checkout-prod'))),
  ),
  question('list-users-account', 'IAM users in the sandbox account', (facts) =>
    resources(facts.of('IAM::User', inAccount('sandbox'))),
  ),
  question('list-eks', 'All our EKS clusters, please.', (facts) => resources(facts.of('EKS::Cluster'))),
  question('list-dynamodb-sydney', 'what dynamodb tables are there in Sydney', (facts) =>
    resources(facts.of('DynamoDB::Table', inRegion('ap-southeast-2'))),
  ),
  question(
    'list-queues-account-id',
    (facts) => `sqs queues in account ${facts.account('checkout-dev').id}`,
    (facts) => resources(facts.of('SQS::Queue', inAccount('checkout-dev'))),
  ),
  question('list-streams', 'Kinesis streams', (facts) => resources(facts.of('Kinesis::Stream'))),
  question('list-distributions', 'Could you list the CloudFront distributions we own?', (facts) =>
    resources(facts.of('CloudFront::Distribution')),
  ),
  question('list-nat-frankfurt', 'NAT gateways in frankfurt', (facts) =>
    resources(facts.of('EC2::NatGateway', inRegion('eu-central-1'))),
  ),
  question('list-unpublished-type', 'list the harbormaster ferries', (facts) =>
    resources(facts.of('HarborMaster::Ferry')),
  ),
  question('list-efs', 'show all elastic file systems', (facts) => resources(facts.of('EFS::FileSystem'))),
  question('list-zones', 'route 53 hosted zones', (facts) => resources(facts.of('Route53::HostedZone'))),
  question('list-opensearch', 'opensearch domains across the whole org', (facts) =>
    resources(facts.of('OpenSearch::Domain')),
  ),
  question('list-accounts', 'which accounts are part of the organisation?', (facts) =>
    accounts(facts.accounts),
  ),
  question('list-load-balancers-virginia', 'load balancers in N. Virginia', (facts) =>
    resources([
      ...facts.of('ElasticLoadBalancingV2::LoadBalancer', inRegion('us-east-1')),
      ...facts.of('ElasticLoadBalancing::LoadBalancer', inRegion('us-east-1')),
    ]),
  ),
  question('list-log-groups', 'log groups of ledger-dev', (facts) =>
    resources(facts.of('Logs::LogGroup', inAccount('ledger-dev'))),
  ),
  question('list-databases-account', 'databases in checkout-staging', (facts) =>
    resources(
      facts.of('RDS::DBInstance', inAccount('checkout-staging')),
      ['RDS::DBCluster', 'DynamoDB::Table', 'Redshift::Cluster', 'ElastiCache::CacheCluster'].flatMap(
        (type) => [...facts.of(type, inAccount('checkout-staging'))],
      ),
    ),
  ),
  question('list-classic', 'do we still have classic load balancers? which ones', (facts) =>
    resources(facts.of('ElasticLoadBalancing::LoadBalancer')),
  ),
  question('list-full-type', 'AWS::SecretsManager::Secret in ledger-dev', (facts) =>
    resources(facts.of('SecretsManager::Secret', inAccount('ledger-dev'))),
  ),
  question('list-roles-two-accounts', 'IAM roles in sandbox and in network-hub', (facts) =>
    resources(facts.of('IAM::Role', inAccount('sandbox', 'network-hub'))),
  ),
  question('list-staging-buckets', "I'd like to see the buckets of our staging environments", (facts) =>
    resources(facts.of('S3::Bucket', inStaging)),
  ),
  question('list-asgs', 'auto scaling groups in checkout-prod, ireland', (facts) =>
    resources(facts.of('AutoScaling::AutoScalingGroup', inAccount('checkout-prod'), inRegion('eu-west-1'))),
  ),
  question('list-typo', 'show all secruity groups in legacy-erp', (facts) =>
    resources(facts.of('EC2::SecurityGroup', inAccount('legacy-erp'))),
  ),
  question('list-ecr', 'Which container image repositories does ledger-prod have?', (facts) =>
    resources(facts.of('ECR::Repository', inAccount('ledger-prod'))),
  ),
  question('list-none', 'SageMaker notebook instances', () => resources([])),
];
