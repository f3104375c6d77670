import { byAccount, byRegion, either, groups, sumOf } from './expectations.ts';
import { at, type Fact, inAccount, inProduction, inRegion } from './facts.ts';
import { type Question, question } from './question.ts';

const textAt =
  (path: string) =>
  (fact: Fact): string | undefined => {
    const value = at(fact, path);
    return value === undefined || value === null ? undefined : String(value);
  };
const size = sumOf((volume) => Number(at(volume, 'size')));

/** The name a person would give an environment, whichever way it is written. */
const namedEnvironment = (fact: Fact): readonly string[] | undefined => {
  if (fact.environment === undefined) return undefined;
  if (inProduction(fact)) return ['production', 'prod', 'prd'];
  if (['dev', 'development'].includes(fact.environment)) return ['development', 'dev'];
  return ['staging', 'stage'].includes(fact.environment) ? ['staging', 'stage'] : [fact.environment];
};

/** So many per this and that. */
export const groupings: readonly Question[] = [
  question('group-instances-account', 'ec2 instances per account', (facts) =>
    groups(facts.of('EC2::Instance'), [byAccount]),
  ),
  question('group-buckets-region', 'number of buckets by region', (facts) =>
    groups(facts.of('S3::Bucket'), [byRegion]),
  ),
  question('group-instance-type', 'Count the instances by instance type', (facts) =>
    groups(facts.of('EC2::Instance'), [textAt('instanceType')]),
  ),
  question('group-runtimes', 'How many lambda functions per runtime?', (facts) =>
    groups(facts.of('Lambda::Function'), [textAt('runtime')]),
  ),
  question('group-resources-account', 'count of resources by account', (facts) =>
    groups(facts.all, [byAccount]),
  ),
  question('group-volume-type', 'break down our volumes by volume type', (facts) =>
    groups(facts.of('EC2::Volume'), [textAt('volumeType')]),
  ),
  question('group-state', 'volumes grouped by state', (facts) =>
    groups(facts.of('EC2::Volume'), [textAt('state')]),
  ),
  question('group-engines', 'what database engines do the rds instances run and how many of each', (facts) =>
    groups(facts.of('RDS::DBInstance'), [textAt('engine')]),
  ),
  question('group-sum', 'total volume size per account', (facts) =>
    groups(facts.of('EC2::Volume'), [byAccount], { measure: size }),
  ),
  question('group-environment', 'instances per environment', (facts) =>
    either(
      groups(facts.of('EC2::Instance'), [({ environment }) => environment]),
      groups(facts.of('EC2::Instance'), [namedEnvironment]),
    ),
  ),
  question('group-types-account', 'how many resources of each type are in network-hub', (facts) =>
    groups(facts.all.filter(inAccount('network-hub')), [({ type }) => type]),
  ),
  question('group-by-vpc', 'security groups per vpc in checkout-prod', (facts) =>
    groups(facts.of('EC2::SecurityGroup', inAccount('checkout-prod')), [textAt('vpcId')]),
  ),
  question('group-two', 'lambda functions by account and region', (facts) =>
    groups(facts.of('Lambda::Function'), [byAccount, byRegion]),
  ),
  question('group-average', 'average memory of lambda functions per runtime', (facts) =>
    groups(facts.of('Lambda::Function'), [textAt('runtime')], {
      measure: (all) => sumOf((fn) => Number(at(fn, 'memorySize')))(all) / all.length,
    }),
  ),
  question('group-eks-versions', 'EKS clusters by kubernetes version', (facts) =>
    groups(facts.of('EKS::Cluster'), [textAt('Version')]),
  ),
  question('group-users', 'How many IAM users has each account got?', (facts) =>
    groups(facts.of('IAM::User'), [byAccount]),
  ),
  question('group-filtered', 'running instances in us-east-1, by account', (facts) =>
    groups(
      facts.of(
        'EC2::Instance',
        inRegion('us-east-1'),
        (instance) => at(instance, 'state.name') === 'running',
      ),
      [byAccount],
    ),
  ),
  question('group-production-resources', 'production resources by account', (facts) =>
    groups(facts.all.filter(inProduction), [byAccount]),
  ),
  question('group-service-tiers', 'storage in GB by volume type for ledger-prod', (facts) =>
    groups(facts.of('EC2::Volume', inAccount('ledger-prod')), [textAt('volumeType')], { measure: size }),
  ),
  question('group-resources-region', 'Resource count per region please', (facts) =>
    groups(facts.all, [byRegion]),
  ),
];
