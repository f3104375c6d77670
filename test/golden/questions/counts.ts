import { count, either, number } from './expectations.ts';
import { at, inAccount, inProduction, inRegion, is } from './facts.ts';
import { type Question, question } from './question.ts';

/** How many, how much. */
export const counts: readonly Question[] = [
  question('count-instances', 'how many ec2 instances do we have?', (facts) =>
    count(facts.of('EC2::Instance')),
  ),
  question('count-buckets-account', 'number of s3 buckets in ledger-prod', (facts) =>
    count(facts.of('S3::Bucket', inAccount('ledger-prod'))),
  ),
  question('count-functions', 'count lambda functions', (facts) => count(facts.of('Lambda::Function'))),
  question('count-everything', 'How many resources are there in total?', (facts) => number(facts.all.length)),
  question('count-accounts', 'how many aws accounts do we have', (facts) => number(facts.accounts.length)),
  question('count-groups-region', 'how many security groups exist in us-east-1', (facts) =>
    count(facts.of('EC2::SecurityGroup', inRegion('us-east-1'))),
  ),
  question('count-roles', 'total number of IAM roles across all accounts', (facts) =>
    count(facts.of('IAM::Role')),
  ),
  question('count-volumes-place', 'How many volumes does analytics-prod have in eu-west-1?', (facts) =>
    count(facts.of('EC2::Volume', inAccount('analytics-prod'), inRegion('eu-west-1'))),
  ),
  question('count-typos', 'hw many lamda functions are in sandbox?', (facts) =>
    count(facts.of('Lambda::Function', inAccount('sandbox'))),
  ),
  question('sum-storage', 'How much EBS storage do we have in total?', (facts) =>
    number(facts.of('EC2::Volume').reduce((sum, volume) => sum + Number(at(volume, 'size')), 0)),
  ),
  question('average-memory', "what's the average memory size of our lambda functions?", (facts) => {
    const functions = facts.of('Lambda::Function');
    return number(functions.reduce((sum, fn) => sum + Number(at(fn, 'memorySize')), 0) / functions.length);
  }),
  question('count-internet-facing', 'how many load balancers face the internet', (facts) =>
    count([
      ...facts.of('ElasticLoadBalancingV2::LoadBalancer', is('scheme', 'internet-facing')),
      ...facts.of('ElasticLoadBalancing::LoadBalancer', is('scheme', 'internet-facing')),
    ]),
  ),
  question('count-distinct', 'how many different instance types are in use?', (facts) => {
    const types = (all: readonly { configuration: { instanceType?: unknown } }[]) =>
      number(new Set(all.map(({ configuration }) => configuration.instanceType)).size);
    return either(
      types(facts.of('EC2::Instance')),
      types(facts.of('EC2::Instance', is('state.name', 'running'))),
    );
  }),
  question('count-not-rotating', 'how many secrets in secrets manager dont rotate', (facts) =>
    count(facts.of('SecretsManager::Secret', is('RotationEnabled', false))),
  ),
  question('count-enis', 'How many ENIs are in analytics-prod?', (facts) =>
    count(facts.of('EC2::NetworkInterface', inAccount('analytics-prod'))),
  ),
  question('count-in-prod', 'how many instances run in prod?', (facts) =>
    either(
      count(facts.of('EC2::Instance', inProduction)),
      count(facts.of('EC2::Instance', inProduction, is('state.name', 'running'))),
    ),
  ),
  question('count-account-resources', 'how many resources does network-hub own', (facts) =>
    number(facts.all.filter(inAccount('network-hub')).length),
  ),
  question('sum-storage-account', 'total size of the volumes in catalog-prod, in GB', (facts) =>
    number(
      facts
        .of('EC2::Volume', inAccount('catalog-prod'))
        .reduce((sum, volume) => sum + Number(at(volume, 'size')), 0),
    ),
  ),
  question('maximum', "what's the longest timeout any lambda function has", (facts) =>
    number(Math.max(...facts.of('Lambda::Function').map((fn) => Number(at(fn, 'timeout'))))),
  ),
  question('count-none', 'how many WorkSpaces do we have?', () => number(0)),
];
