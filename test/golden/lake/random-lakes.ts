import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OrganizationPlan, RecordedTypes } from '#cli/sample/plan.ts';
import { Random } from '#cli/sample/random.ts';
import { RANDOM_NOW, randomOrganization } from '#cli/sample/shapes/random-organization.ts';
import { writeOrganization } from '#cli/sample/write-sample.ts';
import { compareTables, describeDifferences } from '#test/oracle/compare.ts';
import { oracle } from '#test/oracle/oracle.ts';
import { deliveriesIn, filesIn, onlyThese } from './deliveries.ts';
import { TestLake } from './test-lake.ts';

/** What made-up organizations own. */
const TYPES = `
  AWS::ACM::Certificate
  AWS::ApiGateway::RestApi
  AWS::ApiGatewayV2::Api
  AWS::AutoScaling::AutoScalingGroup
  AWS::AutoScaling::ScalingPolicy
  AWS::Backup::BackupPlan
  AWS::CloudFormation::Stack
  AWS::CloudFront::Distribution
  AWS::CloudTrail::Trail
  AWS::CloudWatch::Alarm
  AWS::CodeBuild::Project
  AWS::DynamoDB::Table
  AWS::EC2::DHCPOptions
  AWS::EC2::EIP
  AWS::EC2::EIPAssociation
  AWS::EC2::Instance
  AWS::EC2::InternetGateway
  AWS::EC2::LaunchTemplate
  AWS::EC2::NatGateway
  AWS::EC2::NetworkAcl
  AWS::EC2::NetworkInterface
  AWS::EC2::RouteTable
  AWS::EC2::SecurityGroup
  AWS::EC2::Subnet
  AWS::EC2::SubnetRouteTableAssociation
  AWS::EC2::VPC
  AWS::EC2::VPCEndpoint
  AWS::EC2::VPCGatewayAttachment
  AWS::EC2::Volume
  AWS::ECR::Repository
  AWS::ECS::Cluster
  AWS::ECS::Service
  AWS::ECS::TaskDefinition
  AWS::EFS::FileSystem
  AWS::EKS::Cluster
  AWS::ElastiCache::CacheCluster
  AWS::ElasticLoadBalancing::LoadBalancer
  AWS::ElasticLoadBalancingV2::Listener
  AWS::ElasticLoadBalancingV2::LoadBalancer
  AWS::ElasticLoadBalancingV2::TargetGroup
  AWS::GuardDuty::Detector
  AWS::HarborMaster::Ferry
  AWS::IAM::Group
  AWS::IAM::Policy
  AWS::IAM::Role
  AWS::IAM::User
  AWS::KMS::Alias
  AWS::KMS::Key
  AWS::Kinesis::Stream
  AWS::Lambda::Function
  AWS::Lighthouse::Beacon
  AWS::Logs::LogGroup
  AWS::OpenSearch::Domain
  AWS::RDS::DBCluster
  AWS::RDS::DBInstance
  AWS::RDS::DBSnapshot
  AWS::RDS::DBSubnetGroup
  AWS::Redshift::Cluster
  AWS::Route53::HostedZone
  AWS::S3::AccountPublicAccessBlock
  AWS::S3::Bucket
  AWS::SNS::Topic
  AWS::SQS::Queue
  AWS::SSM::ManagedInstanceInventory
  AWS::SecretsManager::Secret
  AWS::StepFunctions::StateMachine
  AWS::WAFv2::WebACL
`
  .trim()
  .split(/\s+/);

/** Organizations tried; all seeds from 1 on. */
export const ORGANIZATIONS = process.env.STOCKTAKE_FULL === '1' ? 200 : 50;

const MOST_RUNS = 3;
const now = new Date(RANDOM_NOW);

/**
 * One test for each seed: the deliveries of a random organization, dealt at random to one to three runs of ingest and
 * compaction and shuffled within each, must give the tables that the oracle reads from all of them at once.
 */
export function agreesOnRandomOrganizations(seeds: readonly number[]): void {
  let home: string;
  let lake: TestLake;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'stocktake-random-'));
    lake = await TestLake.open(join(home, 'lake'), now);
  });
  afterAll(async () => {
    await lake.close();
    await rm(home, { recursive: true, force: true });
  });

  it.each(seeds)(
    'seed %i',
    async (seed) => {
      const tree = join(home, 'deliveries');
      await rm(tree, { recursive: true, force: true });
      await writeOrganization(organization(seed), tree);
      await lake.clear();
      for (const paths of dealt(await filesIn(tree), seed)) {
        await lake.ingest([tree], { openSource: onlyThese(paths) });
        await lake.compact();
      }
      const expected = oracle(await deliveriesIn(tree), { now });
      const actual = await lake.tables(Object.keys(expected));
      expect(describeDifferences(compareTables(expected, actual))).toBe('');
    },
    120_000,
  );
}

/**
 * Four of five record some twenty of the types only: a type costs compaction as much as a thousand resources, and
 * what there is to get wrong hardly depends on how many there are.
 */
function organization(seed: number): OrganizationPlan {
  const plan = randomOrganization(seed);
  if (seed % 5 === 0) return plan;
  const dropped = new Random(seed, 'dropped').some(TYPES, TYPES.length - 20);
  const fewer = ({ mode, types }: RecordedTypes): RecordedTypes =>
    mode === 'only' ? { mode, types } : { mode: 'except', types: [...new Set([...types, ...dropped])] };
  return {
    ...plan,
    accounts: plan.accounts.map((account) => ({
      ...account,
      recorders: account.recorders.map((recorder) => ({
        ...recorder,
        phases: recorder.phases.map((phase) => ({ ...phase, recorded: fewer(phase.recorded) })),
      })),
    })),
  };
}

/** The files dealt to runs at random, each run shuffled. */
function dealt(files: readonly string[], seed: number): readonly (readonly string[])[] {
  const random = new Random(seed, 'dealt');
  const runs = Array.from({ length: random.int(1, MOST_RUNS) }, (): string[] => []);
  for (const file of random.some(files, files.length)) random.pick(runs).push(file);
  return runs;
}
