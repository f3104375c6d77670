import {
  byAccount,
  byRegion,
  count,
  either,
  groups,
  mentions,
  number,
  refused,
  resourceEntity,
  resources,
} from './expectations.ts';
import { at, type Fact, type Facts, inAccount, inProduction, inRegion, inStaging, is } from './facts.ts';
import { isOpenOn } from './predicates.ts';
import { conversation, type Question } from './question.ts';

const running = is('state.name', 'running');
const withoutVersioning = ({ supplementary }: Fact): boolean =>
  !JSON.stringify(supplementary.BucketVersioningConfiguration).includes('"Enabled"');
const largestVolumes = (facts: Facts): readonly Fact[] =>
  facts.of('EC2::Volume', inAccount('checkout-prod'), (volume) => Number(at(volume, 'size')) > 400);

/** Second and third turns: of those, only, and in, group them. */
export const followUps: readonly Question[] = [
  conversation('follow-only', ['list ec2 instances in checkout-dev', 'only the stopped ones'], (facts) =>
    resources(facts.of('EC2::Instance', inAccount('checkout-dev'), is('state.name', 'stopped'))),
  ),
  conversation(
    'follow-count',
    ['show all unencrypted volumes', 'how many of those are in production?'],
    (facts) => count(facts.of('EC2::Volume', is('encrypted', false), inProduction)),
  ),
  conversation('follow-predicate', ['rds instances', 'which of them are publicly accessible?'], (facts) =>
    resources(facts.of('RDS::DBInstance', is('publiclyAccessible', true))),
  ),
  conversation(
    'follow-other-place',
    ['How many lambda functions are in ledger-prod?', 'and in checkout-prod?'],
    (facts) => count(facts.of('Lambda::Function', inAccount('checkout-prod'))),
  ),
  conversation('follow-group', ['buckets in eu-west-1', 'group them by account'], (facts) =>
    groups(facts.of('S3::Bucket', inRegion('eu-west-1')), [byAccount]),
  ),
  conversation('follow-value', ['instances in ledger-prod', 'of those, which are t3.medium?'], (facts) =>
    resources(facts.of('EC2::Instance', inAccount('ledger-prod'), is('instanceType', 't3.medium'))),
  ),
  conversation('follow-three', ['s3 buckets', 'without versioning', 'in catalog-prod only'], (facts) =>
    resources(facts.of('S3::Bucket', withoutVersioning, inAccount('catalog-prod'))),
  ),
  conversation(
    'follow-what-about',
    ['security groups open to the internet on port 22', 'what about 3389?'],
    (facts) => resources(facts.of('EC2::SecurityGroup', isOpenOn(3389))),
  ),
  conversation(
    'follow-break-down',
    ['how many instances do we have?', 'break that down by region'],
    (facts) => groups(facts.of('EC2::Instance'), [byRegion]),
  ),
  conversation('follow-sum', ['unattached volumes', 'what is their total size?'], (facts) =>
    number(
      facts
        .of('EC2::Volume', is('state', 'available'))
        .reduce((sum, fact) => sum + Number(at(fact, 'size')), 0),
    ),
  ),
  conversation('follow-change', ['list iam roles in sandbox', 'delete the first one'], refused),
  conversation('follow-environment', ['ec2 instances in production', 'and staging?'], (facts) =>
    resources(facts.of('EC2::Instance', inStaging)),
  ),
  conversation(
    'follow-region-then-state',
    ['ec2 instances in sydney', 'just the running ones', 'how many is that?'],
    (facts) => count(facts.of('EC2::Instance', inRegion('ap-southeast-2'), running)),
  ),
  conversation(
    'follow-related',
    ['volumes in checkout-prod bigger than 400 GB', 'which instances are they attached to?'],
    (facts) => {
      const ids = new Set(largestVolumes(facts).map(({ id }) => id));
      return mentions(
        facts
          .of('EC2::Instance', ({ relationships }) =>
            relationships.some(({ resourceId }) => ids.has(resourceId ?? '')),
          )
          .map(resourceEntity),
        [...ids].map((id) => ({ keys: [id] })),
      );
    },
  ),
  conversation('follow-not', ['EKS clusters', 'not in production'], (facts) => {
    const rest = facts.of('EKS::Cluster', (fact) => !inProduction(fact));
    return resources(
      rest.filter(({ environment }) => environment !== undefined),
      rest,
    );
  }),
  conversation(
    'follow-new-subject',
    ['dynamodb tables in ledger-prod', 'how many lambda functions do we have in total?'],
    (facts) => count(facts.of('Lambda::Function')),
  ),
  conversation(
    'follow-after-refusal',
    ['delete the old buckets', 'ok, then just list buckets created before 2023'],
    (facts) =>
      either(
        resources(
          facts.of(
            'S3::Bucket',
            ({ createdAt }) => createdAt !== undefined && createdAt < new Date('2023-01-01'),
          ),
        ),
      ),
  ),
];
