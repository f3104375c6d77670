import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseColumnNames } from '#catalog/facts/reserved-names.ts';
import { columnNameOf, columnNamesOf, snakeCase, tableNameOf } from '#catalog/naming.ts';
import { canonicalType, publishedResourceTypes } from '#catalog/resource-types.ts';

const shuffled = <T>(items: readonly T[], seed: number): T[] =>
  items
    .map((item, index) => [Math.imul(index + 1, seed) >>> 0, item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);

describe('names of typed tables', () => {
  const golden = readFileSync(new URL('./table-names.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

  it('stay what they were for every published type', () => {
    expect(publishedResourceTypes().map((type) => `${type} ${tableNameOf(type)}`)).toEqual(golden);
  });

  it('are unique over the published types', () => {
    expect(new Set(publishedResourceTypes().map(tableNameOf)).size).toBe(413);
  });

  it.each([
    ['AWS::EC2::SecurityGroup', 'ec2_security_group'],
    ['AWS::RDS::DBInstance', 'rds_db_instance'],
    ['AWS::S3::Bucket', 's3_bucket'],
    ['AWS::IAM::Role', 'iam_role'],
    ['AWS::ElasticLoadBalancing::LoadBalancer', 'elb_load_balancer'],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'elbv2_load_balancer'],
    ['AWS::ElasticLoadBalancingV2::TargetGroup', 'elbv2_target_group'],
    ['AWS::EC2::VPCGatewayAttachment', 'ec2_vpc_gateway_attachment'],
    ['AWS::EC2::EIPAssociation', 'ec2_eip_association'],
    ['AWS::Logs::LogGroup', 'logs_log_group'],
    ['MongoDB::Atlas::Cluster', 'mongodb__atlas_cluster'],
  ])('%s is %s', (type, name) => {
    expect(tableNameOf(type)).toBe(name);
  });

  it('take a type that differs from a published one in case alone for that type', () => {
    expect(canonicalType('AWS::EC2::VOLUME')).toBe('AWS::EC2::Volume');
    expect(tableNameOf('AWS::EC2::VOLUME')).toBe('ec2_volume');
  });

  it('never collide with the tables of the design', () => {
    expect(tableNameOf('AWS::Policy::Statement')).toMatch(/^policy_statement_[0-9a-f]{6}$/);
    expect(tableNameOf('AWS::Elb::LoadBalancer')).toMatch(/^elb_load_balancer_[0-9a-f]{6}$/);
  });

  it('are names whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('', 'MyCustomNames', 'AWS::::', '1::2::3')),
        (type) => {
          expect(tableNameOf(type)).toMatch(/^[a-z][a-z0-9_]*$/);
        },
      ),
    );
  });
});

describe('names of columns', () => {
  it.each([
    ['multiAZ', 'multi_az'],
    ['dBInstanceArn', 'db_instance_arn'],
    ['aRN', 'arn'],
    ['iAMDatabaseAuthenticationEnabled', 'iam_database_authentication_enabled'],
    ['eC2SecurityGroupId', 'ec2_security_group_id'],
    ['isIPV6Enabled', 'is_ipv6_enabled'],
    ['privateIPv4Address', 'private_ipv4_address'],
    ['notificationARNs', 'notification_arns'],
    ['availableVCpus', 'available_vcpus'],
    ['EnforceHTTPS', 'enforce_https'],
    ['HTTPSuccessFeedbackRoleArn', 'http_success_feedback_role_arn'],
    ['EnableResourceNameDnsAAAARecord', 'enable_resource_name_dns_aaaa_record'],
    ['KMSMasterKeyID', 'kms_master_key_id'],
    ['webACLId', 'web_acl_id'],
    ['ES_APPLICATION_LOGS', 'es_application_logs'],
    ['sslPolicy', 'ssl_policy'],
    ['natGatewayId', 'nat_gateway_id'],
    ['enableDns64', 'enable_dns64'],
  ])('%s is %s', (name, column) => {
    expect(snakeCase(name)).toBe(column);
  });

  it('drop the root of the path', () => {
    expect(columnNameOf('configuration.state.name')).toBe('state_name');
    expect(columnNameOf('supplementaryConfiguration.PublicAccessBlockConfiguration.blockPublicAcls')).toBe(
      'public_access_block_configuration_block_public_acls',
    );
  });

  it('keep the root where a base column has the name', () => {
    expect(columnNameOf('configuration.arn')).toBe('configuration_arn');
    expect(columnNameOf('supplementaryConfiguration.Tags')).toBe('supplementary_configuration_tags');
    for (const name of baseColumnNames) expect(columnNameOf(`configuration.${name}`)).not.toBe(name);
  });

  it('give a contested name to configuration, then to the shallower path, then by the alphabet', () => {
    const names = columnNamesOf([
      'supplementaryConfiguration.fooBar',
      'configuration.foo.bar',
      'configuration.fooBar',
    ]);
    expect(names.get('configuration.foobar')).toBe('foo_bar');
    expect(names.get('configuration.foo.bar')).toMatch(/^foo_bar_[0-9a-f]{6}$/);
    expect(names.get('supplementaryconfiguration.foobar')).toMatch(/^foo_bar_[0-9a-f]{6}$/);
  });

  it('take paths that differ in case alone for one column', () => {
    expect(columnNamesOf(['configuration.DefaultAction', 'configuration.defaultAction']).size).toBe(1);
  });

  it('do not depend on the order in which paths come, and are unique', () => {
    const key = fc.constantFrom(
      'foo',
      'fooBar',
      'foo_bar',
      'Bar',
      'bar',
      'baz',
      'arn',
      'Tags',
      '1x',
      'naïve',
      '日本',
    );
    const path = fc
      .tuple(
        fc.constantFrom('configuration', 'supplementaryConfiguration'),
        fc.array(key, { minLength: 1, maxLength: 3 }),
      )
      .map(([root, keys]) => [root, ...keys].join('.'));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 12 }), fc.integer({ min: 1 }), (paths, seed) => {
        const names = columnNamesOf(paths);
        const again = columnNamesOf(shuffled(paths, seed));
        expect(Object.fromEntries([...again].sort())).toEqual(Object.fromEntries([...names].sort()));
        expect(new Set(names.values()).size).toBe(names.size);
        for (const name of names.values()) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      }),
    );
  });
});
