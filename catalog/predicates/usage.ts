import { type NamedPredicate, phrases } from './named-predicate.ts';

const UNUSED = phrases(`
      unused | not in use | not used | not being used | unattached | not attached | orphaned | orphan |
      detached | dangling | unassociated | not associated | zombie | unneeded | not used anywhere |
      unreferenced | not assigned | unassigned | not attached to anything | not attached to any instance |
      not attached to instances | not attached to an instance | not associated with anything |
      not associated with an instance | not associated with any instance | attached to nothing |
      attached to no instance | used by nothing | used by nobody | not used by anything |
      not used by anyone | not attached to any resource | associated with nothing |
      not attached to any server | not attached to a server | not attached to any vm |
      not attached to any ec2 instance | not attached to ec2 instances | idle |
      attached to nobody | attached to no one | used by no one | nobody uses | no one uses | noone uses | nothing uses |
      nobody is using | no one is using | nothing is using | not used by anybody | not used by any resource |
      not in use by anything | not in use by anyone | not in use by anybody | nothing attached to it |
      nothing attached | nothing attached to them
    `);

export const usagePredicates: readonly NamedPredicate[] = [
  {
    name: 'in_use',
    adjectives: phrases(`
      in use | used | attached | associated | being used | attached to something | attached to anything |
      used by something | used by anything | actually used | actually attached | attached to an instance | attached to instances
    `),
    opposites: UNUSED,
    nouns: ['attachment'],
    text: 'In use is read per type as the catalogue defines it.',
    days: 90,
    variants: [
      {
        types: ['AWS::EC2::Volume'],
        sql: "coalesce({t}.state, '') <> 'available'",
        needs: ['state'],
        text: 'Unattached (volume): its state is available, which is what EBS calls a volume attached to nothing.',
      },
      {
        types: ['AWS::EC2::EIP'],
        sql: "coalesce({t}.association_id, {t}.instance_id, {t}.network_interface_id, '') <> ''",
        needs: ['association_id', 'instance_id', 'network_interface_id'],
        text: 'Unused (elastic IP): it is associated with no instance and no network interface.',
      },
      {
        types: ['AWS::EC2::NetworkInterface'],
        sql: "coalesce({t}.status, '') <> 'available'",
        needs: ['status'],
        text: 'Unused (network interface): its status is available.',
      },
      {
        types: ['AWS::EC2::SecurityGroup'],
        sql: "({t}.resource_id IN (SELECT a.group_id FROM security_group_attachment AS a WHERE a.group_id IS NOT NULL) OR {t}.resource_id IN (SELECT g.referenced_group_id FROM ec2_security_group_rule AS g WHERE g.referenced_group_id IS NOT NULL AND g.referenced_group_id <> g.group_id) OR {t}.group_name = 'default')",
        needs: ['resource_id', 'group_name'],
        text: 'Unused (security group): no recorded resource uses it and no rule of another group refers to it; default groups, which cannot be deleted, are not counted.',
      },
      {
        types: ['AWS::IAM::Policy'],
        sql: 'coalesce({t}.attachment_count, 0) + coalesce({t}.permissions_boundary_usage_count, 0) > 0',
        needs: ['attachment_count', 'permissions_boundary_usage_count'],
        text: 'Unused (policy): it is attached to nobody and is nobody’s permissions boundary.',
      },
      {
        types: ['AWS::IAM::Role'],
        sql: "coalesce({t}.role_last_used_last_used_date, {t}.create_date) >= {now} - INTERVAL '{days}' DAY",
        needs: ['role_last_used_last_used_date', 'create_date'],
        recorded: 'role_last_used_last_used_date',
        text: 'Unused (role): IAM recorded no use of it in the last {days} days (a role never used counts from its creation). Config refreshes last use only when the role changes.',
      },
      {
        types: ['AWS::ACM::Certificate'],
        sql: "coalesce({t}.in_use_by, '[]') <> '[]'",
        needs: ['in_use_by'],
        text: 'Unused (certificate): ACM lists nothing that uses it.',
      },
      {
        types: ['AWS::EC2::InternetGateway'],
        sql: "coalesce({t}.attachments, '[]') <> '[]'",
        needs: ['attachments'],
        text: 'Unused (gateway): it is attached to no VPC.',
      },
      {
        types: ['AWS::EC2::VPNGateway'],
        sql: "coalesce({t}.vpc_attachments, '[]') <> '[]'",
        needs: ['vpc_attachments'],
        text: 'Unused (gateway): it is attached to no VPC.',
      },
      {
        types: ['AWS::EC2::RouteTable'],
        sql: "coalesce({t}.associations, '[]') <> '[]'",
        needs: ['associations'],
        text: 'Unused (route table): it has no association.',
      },
      {
        types: ['AWS::ElasticLoadBalancing::LoadBalancer'],
        sql: "coalesce({t}.instances, '[]') <> '[]'",
        needs: ['instances'],
        text: 'Unused (classic load balancer): no instance is registered with it.',
      },
      {
        types: ['AWS::KMS::Key'],
        sql: "{t}.key_state = 'Enabled'",
        needs: ['key_state'],
        text: 'Unused (KMS key): it is disabled or pending deletion; whether anything still refers to it is not recorded.',
      },
      {
        types: ['AWS::EC2::NetworkAcl', 'AWS::EC2::Subnet'],
        sql: "{t}.resource_id IN (SELECT e.target_resource_id FROM relationships AS e WHERE e.target_resource_id IS NOT NULL UNION ALL SELECT e.resource_id FROM relationships AS e WHERE e.target_resource_type IN ('AWS::EC2::Subnet', 'AWS::EC2::NetworkInterface', 'AWS::EC2::Instance'))",
        needs: ['resource_id'],
        text: 'Unused: nothing recorded is related to it.',
      },
    ],
  },
  {
    name: 'scaled_to_zero',
    adjectives: phrases(`
      scaled to zero | scaled down to zero | scaled to 0 | scaled down to 0 | scaled in to zero | at zero |
      set to zero | with zero desired capacity | with a desired capacity of zero |
      with no running tasks | without running tasks | with zero running tasks | with no tasks | without tasks |
      with zero tasks | with no tasks running | without any running task | with a desired count of zero |
      with desired count zero | with desired count 0 | running no tasks | that run no tasks | not running any tasks |
      have no running tasks
    `),
    opposites: phrases(`
      not scaled to zero | with running tasks | with tasks running | having running tasks
    `),
    text: 'Scaled to zero: the number wanted of it is 0.',
    variants: [
      {
        types: ['AWS::ECS::Service'],
        sql: '{t}.desired_count = 0',
        needs: ['desired_count'],
        text: 'Scaled to zero (ECS service): its desired count is 0; how many tasks run at this moment is not recorded.',
      },
      {
        types: ['AWS::AutoScaling::AutoScalingGroup'],
        sql: '{t}.desired_capacity = 0',
        needs: ['desired_capacity'],
        text: 'Scaled to zero (Auto Scaling group): its desired capacity is 0.',
      },
    ],
  },
  {
    name: 'ever_used',
    adjectives: ['ever used', 'used at least once'],
    opposites: ['never used', 'never been used', 'that were never used'],
    text: 'Never used: IAM recorded no use of it, as far back as it keeps track (400 days).',
    column: 'was_used',
    variants: [
      {
        types: ['AWS::IAM::Role'],
        sql: '({t}.role_last_used_last_used_date IS NOT NULL)',
        needs: ['role_last_used_last_used_date'],
        recorded: 'role_last_used_last_used_date',
      },
    ],
  },
  {
    name: 'tagged',
    adjectives: ['tagged', 'properly tagged'],
    nouns: ['tag', 'any tag', 'tag at all'],
    opposites: ['untagged', 'not tagged properly', 'not properly tagged'],
    text: 'Untagged: it carries no tag at all. Which tags your standard requires is not known here: ask for them by key (“without an owner tag”).',
    variants: [{ types: [], sql: 'coalesce(cardinality({t}.tags), 0) > 0', needs: ['tags'] }],
  },
  {
    name: 'default_group',
    adjectives: ['default'],
    text: 'Default: the one that AWS makes with each VPC.',
    variants: [
      { types: ['AWS::EC2::SecurityGroup'], sql: "{t}.group_name = 'default'", needs: ['group_name'] },
      { types: ['AWS::EC2::VPC', 'AWS::EC2::NetworkAcl'], sql: '{t}.is_default', needs: ['is_default'] },
      { types: ['AWS::EC2::Subnet'], sql: '{t}.default_for_az', needs: ['default_for_az'] },
    ],
  },
  {
    name: 'enabled',
    adjectives: ['enabled', 'active', 'turned on', 'switched on'],
    opposites: phrases(`
      disabled | inactive | turned off | switched off | not enabled | not active
    `),
    text: 'Enabled: the resource’s own state says so.',
    variants: [
      { types: ['AWS::KMS::Key'], sql: "{t}.key_state = 'Enabled'", needs: ['key_state'] },
      { types: ['AWS::Events::Rule'], sql: "{t}.state = 'ENABLED'", needs: ['state'] },
      {
        types: ['AWS::CloudWatch::Alarm'],
        sql: '{t}.actions_enabled',
        needs: ['actions_enabled'],
        text: 'Enabled (alarm): its actions are enabled.',
      },
      {
        types: ['AWS::CloudFront::Distribution'],
        sql: '{t}.distribution_config_enabled',
        needs: ['distribution_config_enabled'],
      },
      { types: ['AWS::Lambda::Function'], sql: "{t}.state = 'Active'", needs: ['state'] },
      { types: ['AWS::GuardDuty::Detector'], sql: '{t}.enable', needs: ['enable'] },
    ],
  },
];
