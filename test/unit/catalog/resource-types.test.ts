import { describe, expect, it } from 'vitest';
import { arrayPaths } from '#catalog/facts/array-paths.ts';
import {
  isDynamicObject,
  learnedProperties,
  publishedResourceTypes,
  resourceTypeFacts,
} from '#catalog/resource-types.ts';
import { leavesOf, parseSchemaTree } from '#catalog/schema-tree.ts';

const property = (type: string, column: string) =>
  resourceTypeFacts(type).properties.find((candidate) => candidate.column === column);

describe('facts of resource types', () => {
  it('cover the published types', () => {
    expect(publishedResourceTypes()).toHaveLength(413);
    expect(resourceTypeFacts('AWS::EC2::SecurityGroup')).toMatchObject({
      service: 'EC2',
      table: 'ec2_security_group',
      title: 'EC2 security group',
      isPublished: true,
      isGlobal: false,
    });
  });

  it('are derived for types nobody published', () => {
    expect(resourceTypeFacts('AWS::EC2::EIPAssociation')).toMatchObject({
      table: 'ec2_eip_association',
      isPublished: false,
      properties: [],
    });
  });

  it('know what Config records once for all Regions', () => {
    for (const type of [
      'AWS::IAM::Role',
      'AWS::IAM::User',
      'AWS::CloudFront::Distribution',
      'AWS::Route53::HostedZone',
    ])
      expect(resourceTypeFacts(type).isGlobal, type).toBe(true);
    expect(resourceTypeFacts('AWS::S3::Bucket').isGlobal).toBe(false);
  });

  it('have no scalar column for a path that crosses an array', () => {
    const group = resourceTypeFacts('AWS::EC2::SecurityGroup').properties;
    expect(group.filter(({ path }) => path.startsWith('configuration.ipPermissions.'))).toEqual([]);
    expect(property('AWS::EC2::SecurityGroup', 'ip_permissions')).toMatchObject({
      path: 'configuration.ipPermissions',
      isArray: true,
      json: true,
      type: 'varchar',
    });
  });

  it('read a scalar at x where the schema says x.value', () => {
    expect(property('AWS::EC2::Volume', 'state')).toMatchObject({
      path: 'configuration.state',
      alsoAt: 'configuration.state.value',
    });
    expect(property('AWS::EC2::Volume', 'state_value')).toBeUndefined();
    expect(property('AWS::EC2::Instance', 'state_name')).toMatchObject({
      path: 'configuration.state.name',
      alsoAt: 'configuration.state',
    });
  });

  it('keep policy documents whole', () => {
    expect(property('AWS::IAM::Role', 'assume_role_policy_document')).toMatchObject({
      json: true,
      isArray: false,
    });
    expect(property('AWS::S3::Bucket', 'bucket_policy_policy_text')).toMatchObject({ json: true });
  });

  it('mark secrets and what may identify a person', () => {
    expect(
      property('AWS::RDS::DBInstance', 'pending_modified_values_master_user_password')?.sensitivity,
    ).toBe('secret');
    expect(property('AWS::EC2::Instance', 'private_ip_address')?.sensitivity).toBe('sensitive');
    expect(property('AWS::EC2::Instance', 'instance_type')?.sensitivity).toBe('internal');
  });

  it('leave out lists of the own tags, which the base column holds', () => {
    expect(property('AWS::EC2::Instance', 'configuration_tags')).toBeUndefined();
    expect(property('AWS::ECS::Service', 'propagate_tags')).toBeDefined();
  });

  it('have one column a property, unique within the type', () => {
    for (const type of publishedResourceTypes()) {
      const columns = resourceTypeFacts(type).properties.map(({ column }) => column);
      expect(new Set(columns).size, type).toBe(columns.length);
    }
  });

  it('declare no array inside an array', () => {
    for (const [type, list] of Object.entries(arrayPaths)) {
      const paths = list.toLowerCase().split(' ');
      expect(
        paths.filter((path) => paths.some((other) => path.startsWith(`${other}.`))),
        type,
      ).toEqual([]);
    }
  });
});

describe('learned columns', () => {
  const met = new Map([
    ['configuration.Port', 'integer'],
    ['configuration.Matcher.HttpCode', 'string'],
    ['configuration.Zones', 'array'],
    ['configuration.Tags', 'array'],
    ['configuration.targets', 'array'],
  ] as const);

  it('come from what items hold', () => {
    const learned = learnedProperties('AWS::ElasticLoadBalancingV2::TargetGroup', met);
    expect(learned.map(({ column, type, json }) => [column, type, json])).toEqual([
      ['port', 'bigint', false],
      ['matcher_http_code', 'varchar', false],
      ['zones', 'varchar', true],
    ]);
  });

  it('never take the name of a published column', () => {
    const [learned] = learnedProperties(
      'AWS::EC2::Instance',
      new Map([['configuration.instance.type', 'string']]),
    );
    expect(learned?.column).toMatch(/^instance_type_[0-9a-f]{6}$/);
  });

  it('stop at objects whose keys are the owner’s words', () => {
    expect(isDynamicObject('configuration.environment.variables')).toBe(true);
    expect(isDynamicObject('configuration.vpcConfig')).toBe(false);
  });
});

describe('the compact schema', () => {
  it('reads back every path with its letter', () => {
    const tree = parseSchemaTree('a:s,b{c:i,d{e:b}},f:d');
    expect(leavesOf(tree)).toEqual([
      ['a', 's'],
      ['b.c', 'i'],
      ['b.d.e', 'b'],
      ['f', 'd'],
    ]);
  });

  it('refuses text that breaks off', () => {
    expect(() => parseSchemaTree('a:s,b')).toThrow(SyntaxError);
  });
});
