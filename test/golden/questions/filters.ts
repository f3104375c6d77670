import { either, resources } from './expectations.ts';
import { at, inAccount, inDevelopment, inProduction, inRegion, is, isNot, lacks } from './facts.ts';
import { type Question, question } from './question.ts';

const runsPython = is('runtime', 'python3.12', 'python3.13', 'python3.7', 'python3.8');

/** Resources by what their configuration says; with and, or, not. */
export const filters: readonly Question[] = [
  question('filter-instance-type', 't3.micro instances', (facts) =>
    resources(facts.of('EC2::Instance', is('instanceType', 't3.micro'))),
  ),
  question('filter-stopped', 'stopped ec2 instances', (facts) =>
    resources(facts.of('EC2::Instance', is('state.name', 'stopped'))),
  ),
  question('filter-running-account', 'Which instances are running in checkout-dev right now?', (facts) =>
    resources(facts.of('EC2::Instance', is('state.name', 'running'), inAccount('checkout-dev'))),
  ),
  question('filter-gp2-region', 'gp2 volumes in eu-west-1', (facts) =>
    resources(facts.of('EC2::Volume', is('volumeType', 'gp2'), inRegion('eu-west-1'))),
  ),
  question('filter-postgres', 'show our postgres databases', (facts) =>
    resources(facts.of('RDS::DBInstance', is('engine', 'postgres')), [
      ...facts.of('RDS::DBInstance', is('engine', 'aurora-postgresql')),
      ...facts.of('RDS::DBCluster', is('engine', 'aurora-postgresql')),
    ]),
  ),
  question('filter-python312', 'lambda functions using python3.12', (facts) =>
    resources(facts.of('Lambda::Function', is('runtime', 'python3.12'))),
  ),
  question('filter-any-python', 'Lambda functions written in Python', (facts) =>
    resources(facts.of('Lambda::Function', runsPython)),
  ),
  question('filter-not-running', "EC2 instances that aren't running", (facts) =>
    resources(facts.of('EC2::Instance', isNot('state.name', 'running'))),
  ),
  question('filter-internal', 'internal load balancers', (facts) =>
    resources(facts.of('ElasticLoadBalancingV2::LoadBalancer', is('scheme', 'internal'))),
  ),
  question('filter-nlb', 'network load balancers only', (facts) =>
    resources(facts.of('ElasticLoadBalancingV2::LoadBalancer', is('type', 'network'))),
  ),
  question('filter-eks-version', 'EKS clusters on version 1.27', (facts) =>
    resources(facts.of('EKS::Cluster', is('Version', '1.27'))),
  ),
  question('filter-no-key', 'queues without a KMS key', (facts) =>
    resources(facts.of('SQS::Queue', lacks('KmsMasterKeyId'))),
  ),
  question('filter-multi-az', 'rds instances that are multi-az in us-east-1', (facts) =>
    resources(facts.of('RDS::DBInstance', is('multiAZ', true), inRegion('us-east-1'))),
  ),
  question('filter-on-demand', 'dynamo tables with billing mode PAY_PER_REQUEST', (facts) =>
    resources(facts.of('DynamoDB::Table', is('billingModeSummary.billingMode', 'PAY_PER_REQUEST'))),
  ),
  question('filter-arm-production', 'arm64 instances in production', (facts) =>
    resources(facts.of('EC2::Instance', is('architecture', 'arm64'), inProduction)),
  ),
  question('filter-images', 'functions packaged as container images', (facts) =>
    resources(facts.of('Lambda::Function', is('packageType', 'Image'))),
  ),
  question('filter-imported', 'imported ACM certificates', (facts) =>
    resources(facts.of('ACM::Certificate', is('type', 'IMPORTED'))),
  ),
  question('filter-disabled-keys', 'KMS keys that are disabled', (facts) =>
    resources(facts.of('KMS::Key', is('enabled', false))),
  ),
  question('filter-no-retention', 'log groups with no retention', (facts) =>
    resources(facts.of('Logs::LogGroup', lacks('RetentionInDays'))),
  ),
  question('filter-drifted', 'cloudformation stacks that have drifted', (facts) =>
    resources(facts.of('CloudFormation::Stack', is('driftInformation.stackDriftStatus', 'DRIFTED'))),
  ),
  question('filter-or', 't3.micro or t3.small instances in dev', (facts) =>
    either(
      resources(facts.of('EC2::Instance', is('instanceType', 't3.micro', 't3.small'), inDevelopment)),
      resources(
        facts.of(
          'EC2::Instance',
          is('instanceType', 't3.micro', 't3.small'),
          inAccount('checkout-dev', 'ledger-dev'),
        ),
      ),
    ),
  ),
  question('filter-not-gp3', 'volumes that are not gp3', (facts) =>
    resources(facts.of('EC2::Volume', isNot('volumeType', 'gp3'))),
  ),
  question('filter-two-regions', 'running instances in us-east-1 and eu-west-1', (facts) =>
    resources(facts.of('EC2::Instance', is('state.name', 'running'), inRegion('us-east-1', 'eu-west-1'))),
  ),
  question('filter-outside-region', 'buckets outside us-east-1', (facts) =>
    resources(facts.of('S3::Bucket', (bucket) => bucket.region !== 'us-east-1')),
  ),
  question('filter-launch-type', 'ecs services with launch type EC2', (facts) =>
    resources(facts.of('ECS::Service', is('LaunchType', 'EC2'))),
  ),
  question('filter-tracing', 'functions whose tracing mode is Active', (facts) =>
    resources(facts.of('Lambda::Function', is('tracingConfig.mode', 'Active'))),
  ),
  question('filter-cidr', 'which vpc has the cidr block 10.1.0.0/16', (facts) =>
    resources(facts.of('EC2::VPC', is('cidrBlock', '10.1.0.0/16'))),
  ),
  question('filter-name-contains', 'instances with bastion in their name', (facts) =>
    resources(facts.of('EC2::Instance', ({ label }) => label?.includes('bastion') === true)),
  ),
  question('filter-and-not', 'postgres instances in us-east-1 that are not multi-AZ', (facts) =>
    resources(
      facts.of('RDS::DBInstance', is('engine', 'postgres'), is('multiAZ', false), inRegion('us-east-1')),
    ),
  ),
  question('filter-mutable-tags', 'ECR repos where image tags are mutable', (facts) =>
    resources(facts.of('ECR::Repository', is('ImageTagMutability', 'MUTABLE'))),
  ),
  question('filter-all-but-account', 'lambda functions in every account except sandbox', (facts) =>
    resources(facts.of('Lambda::Function', ({ accountName }) => accountName !== 'sandbox')),
  ),
  question('filter-key-pair', 'instances launched with the key pair checkout-key', (facts) =>
    resources(facts.of('EC2::Instance', is('keyName', 'checkout-key'))),
  ),
  question('filter-image', 'Which instances were started from ami-0a1f2e3d4c5b6a798?', (facts) =>
    resources(facts.of('EC2::Instance', is('imageId', 'ami-0a1f2e3d4c5b6a798'))),
  ),
  question('filter-zone', 'instances in availability zone us-east-1b', (facts) =>
    resources(
      facts.of('EC2::Instance', (instance) => at(instance, 'placement.availabilityZone') === 'us-east-1b'),
    ),
  ),
];
