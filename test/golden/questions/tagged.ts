import { count, either, groups, resources, values } from './expectations.ts';
import { type Fact, inAccount, inProduction } from './facts.ts';
import { type Question, question } from './question.ts';

/** Value of a tag whose key is spelled in any case. */
const anyCase = (fact: Fact, key: string): string | undefined =>
  Object.entries(fact.tags).find(([name]) => name.toLowerCase() === key)?.[1];
/** The house's spellings of its cost tag. */
const costKeys = ['cost-center', 'CostCenter', 'cost_center', 'costcenter'];

/** Tags: present, missing, equal, spelled in several ways. */
export const tagged: readonly Question[] = [
  question('tag-equal', 'resources tagged app=ledger-api', (facts) =>
    resources(facts.all.filter(({ tags }) => tags.app === 'ledger-api')),
  ),
  question('tag-missing', 'buckets with no owner tag', (facts) =>
    either(
      resources(facts.of('S3::Bucket', (fact) => anyCase(fact, 'owner') === undefined)),
      resources(facts.of('S3::Bucket', ({ tags }) => tags.owner === undefined)),
    ),
  ),
  question('tag-team', 'instances tagged with team payments', (facts) =>
    either(
      resources(facts.of('EC2::Instance', (fact) => anyCase(fact, 'team')?.toLowerCase() === 'payments')),
      resources(facts.of('EC2::Instance', (fact) => anyCase(fact, 'team') === 'payments')),
      resources(facts.of('EC2::Instance', ({ tags }) => tags.team === 'payments')),
    ),
  ),
  question('tag-none', 'untagged instances', (facts) =>
    resources(facts.of('EC2::Instance', ({ tags }) => Object.keys(tags).length === 0)),
  ),
  question('tag-owner', 'which resources are owned by elif.aksoy@quillon.example?', (facts) =>
    resources(facts.all.filter(({ tags }) => Object.values(tags).includes('elif.aksoy@quillon.example'))),
  ),
  question('tag-count', 'How many resources carry the cost-center tag CC-1033?', (facts) => {
    const some = (keys: readonly string[]) =>
      count(facts.all.filter(({ tags }) => keys.some((key) => tags[key] === 'CC-1033')));
    return either(some(costKeys), some(['cost-center']));
  }),
  question('tag-keys', 'what tag keys are used in the sandbox account?', (facts) =>
    values([...new Set(facts.all.filter(inAccount('sandbox')).flatMap(({ tags }) => Object.keys(tags)))]),
  ),
  question('tag-tier', 'subnets with tag Tier=Public', (facts) =>
    resources(facts.of('EC2::Subnet', ({ tags }) => tags.Tier === 'Public')),
  ),
  question('tag-group', 'number of instances by team tag', (facts) =>
    either(
      groups(facts.of('EC2::Instance'), [({ tags }) => tags.team]),
      groups(facts.of('EC2::Instance'), [(fact) => anyCase(fact, 'team')]),
      groups(facts.of('EC2::Instance'), [(fact) => anyCase(fact, 'team')?.toLowerCase()]),
    ),
  ),
  question('tag-present', 'everything that has a reviewed tag', (facts) =>
    resources(facts.all.filter(({ tags }) => tags.reviewed !== undefined)),
  ),
  question('tag-missing-production', 'production databases on RDS without a team tag', (facts) => {
    const without = (has: (fact: Fact) => unknown) =>
      resources(
        facts.of('RDS::DBInstance', inProduction, (fact) => has(fact) === undefined),
        facts.of('RDS::DBCluster', inProduction, (fact) => has(fact) === undefined),
      );
    return either(
      without((fact) => anyCase(fact, 'team')),
      without(({ tags }) => tags.team),
    );
  }),
  question('tag-and-account', 'lambda functions in checkout-prod where app is checkout-search', (facts) =>
    resources(
      facts.of('Lambda::Function', inAccount('checkout-prod'), ({ tags }) => tags.app === 'checkout-search'),
    ),
  ),
];
