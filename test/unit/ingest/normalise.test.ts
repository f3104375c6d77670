import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#ingest/decode/json-value.ts';
import { parseJson } from '#ingest/decode/parse-json.ts';
import { normaliseItem } from '#ingest/normalise/item.ts';
import { ACCOUNT, item, NOW } from './fixtures.ts';

const NOWHERE = { accountId: null, region: null };

function normal(
  fields: Readonly<Record<string, unknown>>,
  place: { accountId: string | null; region: string | null } = NOWHERE,
) {
  const raw = parseJson(JSON.stringify(item(fields))) as JsonObject;
  const result = normaliseItem(raw, place, Date.parse(NOW));
  if (!result.ok) throw new Error(result.rejection.code);
  const { row } = result.item;
  const json = (name: string) => JSON.parse(String(row[name])) as Record<string, unknown>;
  return { ...result.item, row, json, properties: row.properties as ReadonlyMap<string, string> };
}

const rejected = (fields: Readonly<Record<string, unknown>>): string => {
  const result = normaliseItem(item(fields) as JsonObject, NOWHERE, Date.parse(NOW));
  return result.ok ? 'landed' : result.rejection.code;
};

describe('an item', () => {
  it('is the same in both dialects', () => {
    const s3 = normal({}).row;
    const { ARN, awsAccountId, configurationStateId, configuration, availabilityZone, ...rest } = item();
    const api = normaliseItem(
      {
        ...(rest as JsonObject),
        arn: ARN as string,
        accountId: awsAccountId as string,
        configurationStateID: String(configurationStateId),
        configuration: JSON.stringify(configuration),
        availibilityZone: availabilityZone as string,
        configurationItemCaptureTime: 1773129600.123,
      },
      NOWHERE,
      Date.parse(NOW),
    );
    expect(api.ok && api.item.row).toEqual(s3);
  });

  it('takes account and Region from its recorder where it names none', () => {
    const { row } = normal(
      { awsAccountId: undefined, awsRegion: undefined },
      { accountId: '999988887777', region: 'us-east-1' },
    );
    expect([row.account_id, row.region]).toEqual(['999988887777', 'us-east-1']);
  });

  it.each([
    [{ resourceType: '' }, 'no_type'],
    [{ resourceId: null }, 'no_id'],
    [{ awsAccountId: undefined }, 'no_account'],
    [{ awsRegion: undefined, availabilityZone: 'Regional' }, 'no_region'],
    [{ awsRegion: undefined, availabilityZone: undefined, availibilityZone: 'us-west-2b' }, 'landed'],
    [{ configurationItemCaptureTime: 'soon' }, 'no_capture_time'],
    [{ configurationItemCaptureTime: -5 }, 'capture_time_out_of_range'],
    [{ configurationItemCaptureTime: '2026-03-11T12:00:01Z' }, 'capture_time_in_future'],
    [{ configurationItemCaptureTime: '2026-03-11T12:00:00Z' }, 'landed'],
    [{ resourceId: `a/"b'\\c` }, 'landed'],
  ])('is judged by its key: %j %s', (fields, code) => {
    expect(rejected(fields)).toBe(code);
  });

  it('has no zone where Config writes that there is none', () => {
    for (const zone of ['Regional', 'Not Applicable', 'Multiple Availability Zones', ''])
      expect(normal({ availabilityZone: zone }).row.availability_zone).toBeNull();
  });

  it('knows a deletion from a type that is no longer recorded', () => {
    expect(
      normal({ configurationItemStatus: 'ResourceDeletedNotRecorded', configuration: null }).isDeleted,
    ).toBe(true);
    expect(
      normal({ configurationItemStatus: 'ResourceDeleted', configuration: null }).row.configuration,
    ).toBeNull();
    expect(normal({ configurationItemStatus: 'ResourceNotRecorded' }).isDeleted).toBe(false);
  });

  it('gathers tags from every place, the item first, and keeps keys that differ in case', () => {
    const { row } = normal({
      tags: { Environment: 'prod' },
      configuration: {
        tags: [
          { tagName: 'environment', tagValue: 'dev' },
          { key: 'Environment', value: 'old' },
        ],
      },
      supplementaryConfiguration: {
        Tags: [{ Key: 'Owner', Value: '{"team":1}' }],
        BucketTaggingConfiguration: '{"tagSets":[{"tags":{"Cost":"12"}}]}',
      },
    });
    expect([...(row.tags as ReadonlyMap<string, string>)].sort()).toEqual([
      ['Cost', '12'],
      ['Environment', 'prod'],
      ['Owner', '{"team":1}'],
      ['environment', 'dev'],
    ]);
  });

  it('does not take the owner of tags for tags', () => {
    const { row } = normal({
      tags: {},
      configuration: { tags: { internalId: 'x1', resourceArn: 'arn:aws:apigateway:eu-west-1::/apis/x1' } },
      supplementaryConfiguration: { tags: { Name: 'orders' } },
    });
    expect([...(row.tags as ReadonlyMap<string, string>)]).toEqual([['Name', 'orders']]);
  });

  it('trims the names of edges and keeps those that name their target only', () => {
    const { json } = normal({
      relationships: [
        { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', name: 'Is contained in Vpc ' },
        { resourceType: 'AWS::IAM::Role', resourceName: 'app', relationshipName: 'Is associated with Role' },
      ],
    });
    expect(json('relationships')).toMatchObject([
      { relationship: 'Is contained in Vpc', target_resource_id: 'vpc-1', target_arn: null },
      { relationship: 'Is associated with Role', target_resource_id: null, target_resource_name: 'app' },
    ]);
  });

  it('decodes documents in texts, plain and URL-encoded, and keeps the digits of large numbers', () => {
    const policy = { Version: '2012-10-17', Statement: [] };
    const raw = item({
      configuration: {
        plain: JSON.stringify(policy),
        encoded: encodeURIComponent(JSON.stringify(policy)),
        note: '[1]',
      },
    });
    const text = JSON.stringify(raw).replace('"note"', '"big":12345678901234567890,"note"');
    const result = normaliseItem(parseJson(text) as JsonObject, NOWHERE, Date.parse(NOW));
    expect(result.ok && result.item.row.configuration).toBe(
      `{"plain":${JSON.stringify(policy)},"encoded":${JSON.stringify(policy)},"big":12345678901234567890,"note":"[1]"}`,
    );
  });

  it('is rejected where it nests deeper than any configuration', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(300)}1${'}'.repeat(300)}`) as unknown;
    expect(rejected({ configuration: deep })).toBe('nesting_too_deep');
  });
});

describe('typed properties', () => {
  it('read the published columns leniently and count what does not fit', () => {
    const { properties, row } = normal({
      configuration: {
        launchTime: '2026-01-02T03:04:05+0000',
        ebsOptimized: 'true',
        amiLaunchIndex: '0',
        state: { name: 'running', code: 16 },
      },
    });
    expect(Object.fromEntries(properties)).toMatchObject({
      launch_time: '2026-01-02 03:04:05.000',
      ebs_optimized: 'true',
      ami_launch_index: '0',
      state_name: 'running',
    });
    expect(row.schema_faults).toBe(0);
    expect(normal({ configuration: { launchTime: 'yesterday', ebsOptimized: 7 } }).row.schema_faults).toBe(2);
  });

  it('count an array where a scalar is declared', () => {
    expect(normal({ configuration: { instanceType: ['t3.micro'] } }).row.schema_faults).toBe(1);
  });

  it('match keys without case', () => {
    expect(normal({ configuration: { InstanceType: 't3.micro' } }).properties.get('instance_type')).toBe(
      't3.micro',
    );
  });

  it('do not make a column of every id that is a key', () => {
    const { properties } = normal({
      resourceType: 'AWS::SSM::ManagedInstanceInventory',
      configuration: {
        'AWS:InstanceInformation': { Content: { 'i-07c3cdaf3fddb30d4': { AgentType: 'x' } } },
      },
    });
    expect([...properties.values()]).toEqual(['{"i-07c3cdaf3fddb30d4":{"AgentType":"x"}}']);
  });

  it('learn what no schema declares, and leave objects with words of the owner whole', () => {
    const { properties, learned } = normal({
      resourceType: 'Custom::Thing',
      configuration: {
        Size: 12,
        Owner: { Team: 'a', Ratio: 0.5 },
        Names: ['x'],
        labels: { 'app/name': 'web' },
      },
    });
    expect(Object.fromEntries(properties)).toEqual({
      size: '12',
      owner_team: 'a',
      owner_ratio: '0.5',
      names: '["x"]',
      labels: '{"app/name":"web"}',
    });
    expect(learned.map(({ column, type, json }) => [column, type, json])).toEqual([
      ['size', 'bigint', false],
      ['owner_team', 'varchar', false],
      ['owner_ratio', 'double', false],
      ['names', 'varchar', true],
      ['labels', 'varchar', true],
    ]);
  });
});

describe('parts', () => {
  const partsOf = (
    fields: Readonly<Record<string, unknown>>,
    table: string,
  ): Readonly<Record<string, unknown>>[] =>
    JSON.parse((normal(fields).row.parts as ReadonlyMap<string, string>).get(table) ?? 'null');

  it('give one security group rule for each permission and source', () => {
    const rules = partsOf(
      {
        resourceType: 'AWS::EC2::SecurityGroup',
        configuration: {
          groupId: 'sg-1',
          ipPermissions: [
            {
              ipProtocol: 'tcp',
              fromPort: 22,
              toPort: 22,
              ipv4Ranges: [{ cidrIp: '0.0.0.0/0', description: 'all' }, { cidrIp: '10.0.0.0/8' }],
              ipRanges: ['0.0.0.0/0', '10.0.0.0/8'],
              ipv6Ranges: [{ cidrIpv6: '::/0' }],
              userIdGroupPairs: [{ groupId: 'sg-2', userId: ACCOUNT }],
              prefixListIds: [{ prefixListId: 'pl-1' }],
            },
          ],
          ipPermissionsEgress: [{ ipProtocol: '-1', ipRanges: ['0.0.0.0/0'] }],
        },
      },
      'ec2_security_group_rule',
    );
    expect(
      rules.map(({ direction, source_kind, cidr, referenced_group_id, prefix_list_id, from_port }) => [
        direction,
        source_kind,
        cidr ?? referenced_group_id ?? prefix_list_id,
        from_port,
      ]),
    ).toEqual([
      ['ingress', 'ipv4', '0.0.0.0/0', '22'],
      ['ingress', 'ipv4', '10.0.0.0/8', '22'],
      ['ingress', 'ipv6', '::/0', '22'],
      ['ingress', 'group', 'sg-2', '22'],
      ['ingress', 'prefix_list', 'pl-1', '22'],
      ['egress', 'ipv4', '0.0.0.0/0', undefined],
    ]);
  });

  const statements = (statement: unknown) =>
    partsOf(
      {
        resourceType: 'AWS::S3::Bucket',
        configuration: {},
        supplementaryConfiguration: {
          BucketPolicy: { policyText: JSON.stringify({ Statement: statement }) },
        },
      },
      'policy_statement',
    );

  it.each([
    [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }, 'true'],
    [{ Effect: 'Allow', Principal: { AWS: ['*'] }, Action: '*', Resource: '*' }, 'true'],
    [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }, 'false'],
    [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: '*', Resource: '*' }, 'false'],
    [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      },
      'false',
    ],
    [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'true' } },
      },
      'true',
    ],
    [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:SourceAccount': ACCOUNT } },
      },
      'true',
    ],
    [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
      },
      'true',
    ],
  ])('judge whether %j is for everyone: %s', (statement, isPublic) => {
    expect(statements(statement)[0]?.is_public).toBe(isPublic);
  });

  it('take policies apart, with the accounts of their principals', () => {
    const [row] = partsOf(
      {
        resourceType: 'AWS::IAM::Role',
        awsRegion: 'global',
        configuration: {
          assumeRolePolicyDocument: encodeURIComponent(
            JSON.stringify({
              Statement: [
                {
                  Sid: 'a',
                  Effect: 'Allow',
                  Principal: { AWS: `arn:aws:iam::444455556666:root`, Service: 'ec2.amazonaws.com' },
                  Action: 'sts:AssumeRole',
                },
              ],
            }),
          ),
        },
      },
      'policy_statement',
    );
    expect(row).toMatchObject({
      policy_kind: 'trust',
      statement_id: 'a',
      principals: ['arn:aws:iam::444455556666:root', 'Service:ec2.amazonaws.com'],
      actions: ['sts:AssumeRole'],
      principal_account_ids: ['444455556666'],
    });
    expect(row).not.toHaveProperty('resources');
  });
});
