import { mentions, resourceEntity, resources } from './expectations.ts';
import { at, type Fact, type Facts, inAccount, listAt } from './facts.ts';
import { type Question, question } from './question.ts';

const server = (facts: Facts): Fact =>
  facts.some(
    'EC2::Instance',
    inAccount('checkout-dev'),
    (fact) => listAt(fact, 'blockDeviceMappings').length > 1,
  );
const network = (facts: Facts): Fact => facts.some('EC2::VPC', inAccount('ledger-prod'));
const subnet = (facts: Facts): Fact =>
  facts.some('EC2::Subnet', (fact) => at(server(facts), 'subnetId') === fact.id);
const scalingGroup = (facts: Facts): Fact =>
  facts.some('AutoScaling::AutoScalingGroup', inAccount('catalog-prod'));
const group = (facts: Facts): Fact =>
  facts.some('EC2::SecurityGroup', inAccount('analytics-prod'), (fact) =>
    facts.of('EC2::Instance').some((instance) => groupIds(instance).includes(fact.id)),
  );

function groupIds(fact: Fact): unknown[] {
  return listAt(fact, 'securityGroups').map(({ groupId }) => groupId);
}

const volumesOf = (instance: Fact): string[] =>
  listAt(instance, 'blockDeviceMappings').map((mapping) =>
    String((mapping.ebs as { volumeId: string }).volumeId),
  );

/** Other resources that hold this id anywhere: what a generous reading of "uses" may name too. */
const holders = (facts: Facts, id: string): readonly Fact[] =>
  facts.all.filter(
    (fact) => fact.id !== id && JSON.stringify([fact.configuration, fact.relationships]).includes(`"${id}"`),
  );

const edgesOf = (fact: Fact) =>
  fact.relationships.map(({ resourceId, resourceName }) => ({
    keys: [resourceId, resourceName].filter((key) => key !== undefined),
  }));

/** What belongs to what. */
export const relations: readonly Question[] = [
  question(
    'related-volumes',
    (facts) => `which volumes are attached to ${server(facts).id}?`,
    (facts) => mentions(volumesOf(server(facts)).map((id) => ({ keys: [id] }))),
  ),
  question(
    'related-groups',
    (facts) => `security groups of instance ${server(facts).id}`,
    (facts) => mentions(groupIds(server(facts)).map((id) => ({ keys: [String(id)] }))),
  ),
  question(
    'related-instances-vpc',
    (facts) => `instances in ${network(facts).id}`,
    (facts) => resources(facts.of('EC2::Instance', (fact) => at(fact, 'vpcId') === network(facts).id)),
  ),
  question(
    'related-subnets',
    (facts) => `what subnets does ${network(facts).id} have`,
    (facts) =>
      mentions(
        facts.of('EC2::Subnet', (fact) => at(fact, 'vpcId') === network(facts).id).map(resourceEntity),
      ),
  ),
  question(
    'related-group-users',
    (facts) => `what uses security group ${group(facts).id}?`,
    (facts) => {
      const { id } = group(facts);
      return mentions(
        facts.of('EC2::Instance', (fact) => groupIds(fact).includes(id)).map(resourceEntity),
        holders(facts, id).map(resourceEntity),
      );
    },
  ),
  question(
    'related-instances-subnet',
    (facts) => `Which EC2 instances sit in subnet ${subnet(facts).id}?`,
    (facts) => resources(facts.of('EC2::Instance', (fact) => at(fact, 'subnetId') === subnet(facts).id)),
  ),
  question(
    'related-scaling-group',
    (facts) => `instances in the auto scaling group ${scalingGroup(facts).name} of catalog-prod`,
    (facts) => {
      const { name, region, accountId } = scalingGroup(facts);
      const all = facts.of(
        'EC2::Instance',
        (fact) => fact.tags['aws:autoscaling:groupName'] === name && fact.accountId === accountId,
      );
      return mentions(
        all.filter((fact) => fact.region === region).map(resourceEntity),
        all.map(resourceEntity),
      );
    },
  ),
  question(
    'related-role-users',
    'lambda functions of checkout-dev that use the role checkout-lambda-role',
    (facts) =>
      resources(
        facts.of('Lambda::Function', inAccount('checkout-dev'), (fact) =>
          String(at(fact, 'role')).endsWith('role/checkout-lambda-role'),
        ),
      ),
  ),
  question(
    'related-everything',
    (facts) => `what is related to ${server(facts).id}?`,
    (facts) =>
      mentions(edgesOf(server(facts)), [
        ...holders(facts, server(facts).id).map(resourceEntity),
        resourceEntity(server(facts)),
      ]),
  ),
  question(
    'related-where-attached',
    (facts) => `Which instance is the volume ${volumesOf(server(facts))[0]} attached to?`,
    (facts) => mentions([resourceEntity(server(facts))]),
  ),
  question('related-cluster-services', 'ecs services by cluster in checkout-staging', (facts) => {
    const services = facts.of('ECS::Service', inAccount('checkout-staging'));
    const clusters = new Map<string, Fact[]>();
    for (const service of services) {
      const cluster = String(at(service, 'Cluster'));
      clusters.set(cluster, [...(clusters.get(cluster) ?? []), service]);
    }
    return {
      kind: 'groups',
      groups: [...clusters].map(([arn, members]) => ({
        keys: [[arn, arn.split('/').at(-1) ?? arn]],
        value: members.length,
      })),
    };
  }),
];
