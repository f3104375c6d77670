import type { JsonObject } from '#cli/sample/item.ts';
import { vendors } from '#cli/sample/names.ts';
import {
  accountEntity,
  byAccount,
  byRegion,
  type Expectation,
  groups,
  mentions,
  resourceEntity,
  resources,
  sumOf,
  top,
} from '../questions/expectations.ts';
import { at, type Fact, type Facts, inAccount, is, lacks, listAt } from '../questions/facts.ts';
import { deprecatedRuntimes, isOpenOn } from '../questions/predicates.ts';

const size = (volume: Fact): number => Number(at(volume, 'size'));
const text =
  (path: string) =>
  (fact: Fact): string =>
    String(at(fact, path));
const named = (facts: readonly Fact[]): Expectation => mentions(facts.map(resourceEntity));

/** What some reports must give, by the truth of the sample. */
export const spotChecks: Readonly<Record<string, (facts: Facts) => Expectation>> = {
  'inventory/ec2-instances-by-type': (facts) => groups(facts.of('EC2::Instance'), [text('instanceType')]),
  'inventory/resources-by-type': (facts) => groups(facts.all, [({ type }) => type]),
  'inventory/resources-by-account-and-region': (facts) => groups(facts.all, [byAccount, byRegion]),
  'inventory/load-balancers': (facts) =>
    resources([
      ...facts.of('ElasticLoadBalancingV2::LoadBalancer'),
      ...facts.of('ElasticLoadBalancing::LoadBalancer'),
    ]),
  'inventory/databases': (facts) =>
    groups(facts.of('RDS::DBInstance'), [text('engine'), text('engineVersion')]),
  'inventory/largest-volumes': (facts) => top(facts.of('EC2::Volume'), 20, size),
  'security/unencrypted-volumes': (facts) => named(facts.of('EC2::Volume', is('encrypted', false))),
  'security/deprecated-lambda-runtimes': (facts) =>
    named(facts.of('Lambda::Function', is('runtime', ...deprecatedRuntimes))),
  'security/instance-metadata-v1': (facts) =>
    named(facts.of('EC2::Instance', is('metadataOptions.httpTokens', 'optional'))),
  'security/keys-without-rotation': (facts) =>
    named(
      facts.of(
        'KMS::Key',
        is('enabled', true),
        ({ supplementary }) => supplementary.KeyRotationStatus === false,
      ),
    ),
  'security/open-security-groups': (facts) => named(facts.of('EC2::SecurityGroup', isOpenOn(22))),
  'security/roles-trusting-outside': (facts) => {
    const trust = (role: Fact): string => decodeURIComponent(String(at(role, 'assumeRolePolicyDocument')));
    return mentions(
      facts
        .of('IAM::Role', (role) => vendors.some(({ accountId }) => trust(role).includes(accountId)))
        .map(resourceEntity),
      // A trust of everyone may be told here too, or by the report on public policies.
      facts.of('IAM::Role', (role) => trust(role).includes('"AWS":"*"')).map(resourceEntity),
    );
  },
  'security/internet-facing-load-balancers': (facts) =>
    mentions(
      facts.of('ElasticLoadBalancingV2::LoadBalancer', is('scheme', 'internet-facing')).map(resourceEntity),
      facts.of('ElasticLoadBalancing::LoadBalancer', is('scheme', 'internet-facing')).map(resourceEntity),
    ),
  'cost/unattached-volumes': (facts) => named(facts.of('EC2::Volume', is('state', 'available'))),
  'cost/unassociated-addresses': (facts) => named(facts.of('EC2::EIP', lacks('associationId'))),
  'cost/old-generation-volumes': (facts) =>
    groups(facts.of('EC2::Volume', is('volumeType', 'gp2')), [byAccount], { measure: sumOf(size) }),
  'cost/stopped-instances': (facts) => {
    const sizes = new Map(facts.of('EC2::Volume').map((volume) => [volume.id, size(volume)]));
    return groups(facts.of('EC2::Instance', is('state.name', 'stopped')), [({ id }) => id], {
      measure: sumOf((instance) =>
        listAt(instance, 'blockDeviceMappings').reduce(
          (sum, mapping) => sum + (sizes.get(String((mapping.ebs as JsonObject).volumeId)) ?? 0),
          0,
        ),
      ),
    });
  },
  'coverage/accounts-without-trail': (facts) => {
    const withTrail = new Set(facts.of('CloudTrail::Trail').map(({ accountId }) => accountId));
    return mentions(facts.accounts.filter(({ id }) => !withTrail.has(id)).map(accountEntity));
  },
  'tags/missing-tag': (facts) =>
    resources(
      facts.all.filter(({ tags }) => Object.keys(tags).every((key) => key.toLowerCase() !== 'owner')),
    ),
  'tags/tag-keys': (facts) => {
    const keys = facts.all.flatMap((fact) => Object.keys(fact.tags));
    return {
      kind: 'groups',
      groups: [
        ...[...new Set(keys)].map((key) => ({
          keys: [[key]],
          value: keys.filter((other) => other === key).length,
        })),
      ],
    };
  },
  'tags/environment-disagreement': (facts) =>
    resources(
      facts.all.filter(({ tags, environment }) =>
        Object.entries(tags).some(
          ([key, value]) =>
            environment !== undefined &&
            ['environment', 'env', 'stage'].includes(key.toLowerCase()) &&
            value.toLowerCase() !== environment,
        ),
      ),
    ),
  'security/public-policy-statements': (facts) =>
    mentions(
      facts
        .of('S3::Bucket', inAccount('catalog-prod', 'sandbox'), ({ supplementary }) =>
          JSON.stringify(supplementary.BucketPolicy ?? '').includes('PublicRead'),
        )
        .filter(({ id }) => !id.includes('-policy-restricted-'))
        .map(resourceEntity),
      facts.all.map(resourceEntity),
    ),
};
