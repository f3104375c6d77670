import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  ALL,
  accounts,
  columns,
  deleted,
  envelope,
  events,
  file,
  history,
  item,
  REGION,
  recorder,
  run,
  snapshot,
  stamp,
} from './deliver.ts';

describe('accounts', () => {
  it('are those listed and those seen', () => {
    const tables = run(
      accounts([
        {
          Id: '222222222222',
          Name: 'idle',
          Status: 'ACTIVE',
          OuPath: 'Root/Sandbox',
          JoinedTimestamp: '2025-01-02T03:04:05Z',
          Tags: [{ Key: 'team', Value: 'x' }],
        },
      ]),
      history('09:00', [item('a', '09:00')]),
    );
    expect(
      columns(tables, 'accounts', 'account_id', 'account_name', 'status', 'ou_path', 'tags', 'joined_at'),
    ).toEqual([
      [ACCOUNT, null, null, null, {}, null],
      ['222222222222', 'idle', 'ACTIVE', 'Root/Sandbox', { team: 'x' }, '2025-01-02 03:04:05.000'],
    ]);
  });

  it('rename the rows that landed before, by the later list; one that is left out stays known', () => {
    const first = accounts([
      { Id: ACCOUNT, Name: 'old' },
      { Id: '222222222222', Name: 'other' },
    ]);
    const later = accounts([{ Id: ACCOUNT, Name: 'new' }]);
    const tables = run(history('09:00', [item('a', '09:00')]), first, later);
    expect(columns(tables, 'resources', 'account_name')).toEqual([['new']]);
    expect(columns(tables, 'accounts', 'account_name')).toEqual([['new'], ['other']]);
  });

  it('are rejected one by one where they have no Id', () => {
    expect(run(accounts([{ Name: 'x' }, { Id: ACCOUNT }])).rejected_records).toHaveLength(1);
    expect(run(file('organization/accounts.json', '[]')).rejected_records).toHaveLength(1);
  });
});

describe('the environment of a resource', () => {
  const of = (account: object, tags: object = {}) =>
    columns(
      run(accounts([{ Id: ACCOUNT, ...account }]), history('09:00', [item('a', '09:00', { tags })])),
      'resources',
      'environment',
    )[0]?.[0];

  it('is the tag of its account, else the OU, else the name, in lower case as written', () => {
    expect(
      of(
        { Tags: [{ Key: 'environment', Value: 'PRD' }], OuPath: '/Workloads/Dev', Name: 'shop-test' },
        { Environment: 'qa' },
      ),
    ).toBe('prd');
    expect(of({ OuPath: '/Workloads/Dev', Name: 'shop-test' })).toBe('dev');
    expect(of({ OuPath: '/Workloads/Products', Name: 'shopTest' })).toBe('test');
    expect(of({ Name: 'shop-non-prod' })).toBe('nonprod');
  });

  it('is its own tag where the account has none, by the keys in order', () => {
    expect(of({ Name: 'shop' }, { stage: 'Beta', environment: 'Production' })).toBe('production');
    expect(of({ Name: 'shop' }, { Environment: ' ', stage: 'Beta' })).toBe('beta');
    expect(of({ Name: 'shop' }, { team: 'x' })).toBeNull();
  });

  it('is told of accounts too', () => {
    expect(columns(run(accounts([{ Id: ACCOUNT, OuPath: '/Prod' }])), 'accounts', 'environment')).toEqual([
      ['prod'],
    ]);
  });
});

describe('compliance', () => {
  const result = (complianceType: string, at: string, annotation?: string) => ({
    source: 'aws.config',
    'detail-type': 'Config Rules Compliance Change',
    id: `c-${at}`,
    account: ACCOUNT,
    region: REGION,
    time: '2026-03-01T12:00:00Z',
    detail: {
      messageType: 'ComplianceChangeNotification',
      awsAccountId: ACCOUNT,
      awsRegion: REGION,
      configRuleName: 'no-public',
      resourceType: 'AWS::S3::Bucket',
      resourceId: 'a',
      newEvaluationResult: { complianceType, annotation, resultRecordedTime: `2026-03-01T${at}:00.000Z` },
    },
  });

  it('is the newest result of a rule for a resource, in any order of arrival', () => {
    const tables = run(events(result('NON_COMPLIANT', '11:00', 'open'), result('COMPLIANT', '10:00')));
    expect(tables.compliance).toEqual([
      {
        account_id: ACCOUNT,
        account_name: null,
        region: REGION,
        rule_name: 'no-public',
        resource_type: 'AWS::S3::Bucket',
        resource_id: 'a',
        compliance_type: 'NON_COMPLIANT',
        annotation: 'open',
        evaluated_at: stamp('11:00'),
      },
    ]);
    expect(tables.compliance_history).toHaveLength(2);
  });

  it('comes from ResourceCompliance items too, one row a rule', () => {
    const told = item('AWS::S3::Bucket/a', '12:00', {
      resourceType: 'AWS::Config::ResourceCompliance',
      configuration: {
        targetResourceId: 'a',
        targetResourceType: 'AWS::S3::Bucket',
        complianceType: 'NON_COMPLIANT',
        configRuleList: [
          { configRuleName: 'no-public', complianceType: 'COMPLIANT' },
          { configRuleName: 'tagged', complianceType: 'NON_COMPLIANT' },
        ],
      },
    });
    const tables = run(events(result('NON_COMPLIANT', '11:00')), history('12:00', [told]));
    expect(
      columns(tables, 'compliance', 'rule_name', 'resource_id', 'compliance_type', 'evaluated_at'),
    ).toEqual([
      ['no-public', 'a', 'COMPLIANT', stamp('12:00')],
      ['tagged', 'a', 'NON_COMPLIANT', stamp('12:00')],
    ]);
  });

  it('ceases to exist when its ResourceCompliance item is deleted, and may come again', () => {
    const ended = deleted('AWS::S3::Bucket/a', '11:30', { resourceType: 'AWS::Config::ResourceCompliance' });
    const tables = run(events(result('COMPLIANT', '11:00')), history('12:00', [ended]));
    expect(tables.compliance).toEqual([]);
    expect(columns(tables, 'compliance_history', 'evaluated_at', 'is_deleted')).toEqual([
      [stamp('11:00'), false],
      [stamp('11:30'), true],
    ]);
    const again = run(
      events(result('COMPLIANT', '11:00'), result('COMPLIANT', '12:00')),
      history('12:00', [ended]),
    );
    expect(columns(again, 'compliance', 'evaluated_at')).toEqual([[stamp('12:00')]]);
  });

  it('without its key is rejected', () => {
    expect(
      run(events({ messageType: 'ComplianceChangeNotification', newEvaluationResult: {} })).rejected_records,
    ).toHaveLength(1);
  });
});

describe('tags and edges', () => {
  it('are those of resources that exist', () => {
    const tagged = item('a', '09:00', {
      tags: { k: 'v' },
      relationships: [{ name: 'Is in', resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1' }],
    });
    expect(run(history('09:00', [tagged])).relationships).toHaveLength(1);
    const gone = run(history('09:00', [tagged]), events(envelope('10:00', deleted('a', '10:00'))));
    expect([gone.resource_tags, gone.relationships]).toEqual([[], []]);
  });

  it('leave resources with a type that is no longer recorded', () => {
    const tagged = item('a', '09:00', { tags: { k: 'v' } });
    const narrow = recorder('09:45', { ...ALL, AllSupported: false, ResourceTypes: ['AWS::SNS::Topic'] });
    expect(run(snapshot('09:30', [tagged]), snapshot('10:00', [narrow])).resource_tags).toEqual([]);
  });
});

describe('parts', () => {
  it('hold a row for each permission and source of a security group', () => {
    const group = item('sg-1', '09:00', {
      resourceType: 'AWS::EC2::SecurityGroup',
      configuration: {
        groupId: 'sg-1',
        ipPermissions: [
          {
            ipProtocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            ipRanges: ['0.0.0.0/0'],
            ipv4Ranges: [{ cidrIp: '0.0.0.0/0', description: 'all' }],
            ipv6Ranges: [{ cidrIpv6: '::/0' }],
            userIdGroupPairs: [{ groupId: 'sg-2' }],
            prefixListIds: [{ prefixListId: 'pl-1' }],
          },
          { ipProtocol: 'icmp' },
        ],
        ipPermissionsEgress: [{ ipProtocol: '-1', ipRanges: ['10.0.0.0/8'] }],
      },
    });
    const names = [
      'group_id',
      'direction',
      'ip_protocol',
      'from_port',
      'source_kind',
      'cidr',
      'referenced_group_id',
      'prefix_list_id',
      'description',
    ];
    expect(columns(run(history('09:00', [group])), 'ec2_security_group_rule', ...names)).toEqual([
      ['sg-1', 'egress', '-1', null, 'ipv4', '10.0.0.0/8', null, null, null],
      ['sg-1', 'ingress', 'icmp', null, null, null, null, null, null],
      ['sg-1', 'ingress', 'tcp', 22, 'group', null, 'sg-2', null, null],
      ['sg-1', 'ingress', 'tcp', 22, 'ipv4', '0.0.0.0/0', null, null, 'all'],
      ['sg-1', 'ingress', 'tcp', 22, 'ipv6', '::/0', null, null, null],
      ['sg-1', 'ingress', 'tcp', 22, 'prefix_list', null, null, 'pl-1', null],
    ]);
  });

  const encoded = (...Statement: unknown[]) =>
    encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement }));
  const statements = (of: ReturnType<typeof item>, ...names: string[]) =>
    columns(
      run(history('09:00', [of])),
      'policy_statement',
      'policy_kind',
      'policy_name',
      'effect',
      ...names,
    );

  it('hold the trust and inline statements of a role', () => {
    const role = item('AROA', '09:00', {
      awsRegion: 'global',
      resourceType: 'AWS::IAM::Role',
      configuration: {
        assumeRolePolicyDocument: encoded({
          Effect: 'Allow',
          Principal: { AWS: ['arn:aws:iam::222222222222:root', ACCOUNT], Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
        rolePolicyList: [
          {
            policyName: 'p',
            policyDocument: encoded({ Effect: 'Deny', NotAction: ['s3:*'], NotResource: 'x' }),
          },
        ],
      },
    });
    expect(
      statements(
        role,
        'principals',
        'actions',
        'not_actions',
        'resources',
        'is_public',
        'principal_account_ids',
        'outside_account_ids',
      ),
    ).toEqual([
      ['inline', 'p', 'Deny', null, undefined, ['s3:*'], ['!x'], false, null, undefined],
      [
        'trust',
        null,
        'Allow',
        ['arn:aws:iam::222222222222:root', ACCOUNT, 'Service:ec2.amazonaws.com'],
        ['sts:AssumeRole'],
        null,
        null,
        false,
        [ACCOUNT, '222222222222'],
        ['222222222222'],
      ],
    ]);
  });

  it('hold the default version of a managed policy alone', () => {
    const policy = item('ANPA', '09:00', {
      awsRegion: 'global',
      resourceType: 'AWS::IAM::Policy',
      configuration: {
        policyName: 'admin',
        policyVersionList: [
          { isDefaultVersion: false, document: encoded({ Effect: 'Deny' }) },
          { isDefaultVersion: true, document: encoded({ Effect: 'Allow', Action: '*', Resource: '*' }) },
        ],
      },
    });
    expect(statements(policy, 'actions', 'resources', 'statement_index')).toEqual([
      ['identity', 'admin', 'Allow', ['*'], ['*'], 0],
    ]);
  });

  it('hold the statements of a resource policy, public unless their conditions confine them', () => {
    const open = {
      Sid: 'open',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::b/*',
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    };
    const confined = {
      Sid: 'confined',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 's3:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    };
    const bucket = item('b', '09:00', {
      supplementaryConfiguration: {
        BucketPolicy: { policyText: JSON.stringify({ Statement: [open, confined] }) },
      },
    });
    expect(statements(bucket, 'statement_id', 'principals', 'conditions', 'is_public')).toEqual([
      ['resource', null, 'Allow', 'confined', ['*'], confined.Condition, false],
      ['resource', null, 'Allow', 'open', ['*'], open.Condition, true],
    ]);
  });
});
