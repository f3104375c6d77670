import { accounts, count, either, groups, resources } from './expectations.ts';
import { inDevelopment, inProduction, inStaging, is } from './facts.ts';
import { type Question, question } from './question.ts';

/** Environments and organizational units. */
export const environments: readonly Question[] = [
  question('env-functions', 'lambda functions in production', (facts) =>
    resources(facts.of('Lambda::Function', inProduction)),
  ),
  question('env-staging-rds', 'staging rds instances', (facts) =>
    resources(facts.of('RDS::DBInstance', inStaging)),
  ),
  question('env-dev-buckets', 'dev buckets', (facts) => resources(facts.of('S3::Bucket', inDevelopment))),
  question('env-not-production', 'instances that are not in production', (facts) => {
    const known = facts.of('EC2::Instance', (fact) => fact.environment !== undefined && !inProduction(fact));
    return resources(
      known,
      facts.of('EC2::Instance', (fact) => fact.environment === undefined),
    );
  }),
  question('env-sandbox', 'how many buckets are in the sandbox environment', (facts) =>
    count(facts.of('S3::Bucket', ({ environment }) => environment === 'sandbox')),
  ),
  question('env-prd', 'prd load balancers', (facts) => {
    const of = (condition: Parameters<typeof facts.of>[1]) => [
      ...facts.of('ElasticLoadBalancingV2::LoadBalancer', condition ?? (() => true)),
      ...facts.of('ElasticLoadBalancing::LoadBalancer', condition ?? (() => true)),
    ];
    return either(resources(of(inProduction)), resources(of(({ environment }) => environment === 'prd')));
  }),
  question('env-ou', 'accounts in the OU /Workloads/Prod', (facts) =>
    accounts(facts.accounts.filter(({ ouPath }) => ouPath === '/Workloads/Prod')),
  ),
  question('env-ou-resources', 'Instances in the Security OU', (facts) =>
    resources(
      facts.of('EC2::Instance', ({ accountName }) => facts.account(accountName).ouPath === '/Security'),
    ),
  ),
  question('env-ou-name', 'S3 buckets of the Infrastructure OU', (facts) =>
    resources(
      facts.of('S3::Bucket', ({ accountName }) => facts.account(accountName).ouPath === '/Infrastructure'),
    ),
  ),
  question('env-two', 'number of instances in prod and in staging, compared', (facts) => {
    const some = facts.of('EC2::Instance', (fact) => inProduction(fact) || inStaging(fact));
    return either(
      groups(some, [(fact) => (inProduction(fact) ? ['production', 'prod'] : ['staging'])]),
      groups(some, [({ environment }) => environment]),
    );
  }),
  question('env-stopped-prod', 'stopped machines in the production environment', (facts) =>
    resources(facts.of('EC2::Instance', inProduction, is('state.name', 'stopped'))),
  ),
];
