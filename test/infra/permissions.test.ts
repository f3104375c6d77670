import { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import { publishedResourceTypes } from '#catalog/resource-types.ts';
import { allow, UnreasonedWildcardError } from '../../infra/constructs/allow.ts';
import { DENIED_ACTIONS } from '../../infra/read-actions/denied-actions.ts';
import readActions from '../../infra/read-actions/generated/read-actions.json' with { type: 'json' };
import {
  HUB_ACCOUNT,
  listed,
  MODES,
  ORGANIZATION,
  one,
  resources,
  type Statement,
  stacksOf,
} from './synthesise.ts';

describe('granting', () => {
  const stack = new Stack();
  const role = new Role(stack, 'R', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const bucket = new Bucket(stack, 'B');

  it.each([
    ['an action', { actions: ['s3:Get*'], resources: [bucket.bucketArn] }],
    ['every resource', { actions: ['s3:ListAllMyBuckets'], resources: ['*'] }],
    ['a part of a name', { actions: ['s3:GetObject'], resources: [bucket.arnForObjects('a/*')] }],
  ])('refuses a wildcard for %s that nobody gave a reason for', (_, permission) => {
    expect(() => allow(role, permission)).toThrow(UnreasonedWildcardError);
  });

  it('takes names, and wildcards with a reason', () => {
    allow(role, { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] });
    allow(role, {
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('*')],
      why: 'objects of one bucket',
    });
  });
});

describe('the role that reads member accounts', () => {
  const { memberAccount } = stacksOf(MODES.member).stacks;
  const [, role] = one(memberAccount, 'AWS::IAM::Role');
  const granted = [...resources(memberAccount, 'AWS::IAM::ManagedPolicy').values()];
  const statements = granted.flatMap(({ Properties }): Statement[] => Properties.PolicyDocument.Statement);
  const denials = [...resources(memberAccount, 'AWS::IAM::Policy').values()].flatMap(
    ({ Properties }): Statement[] => Properties.PolicyDocument.Statement,
  );

  it('is assumed by the orchestrator of the hub alone, with the external id, from inside the organization', () => {
    expect(role.Properties.RoleName).toBe('ChatSystemReadOnlyRole');
    const [trust, ...others] = role.Properties.AssumeRolePolicyDocument.Statement;
    expect(others).toEqual([]);
    expect(JSON.stringify(trust.Principal)).toContain(`:iam::${HUB_ACCOUNT}:role/ChatSystemOrchestratorRole`);
    expect(trust.Condition).toEqual({
      StringEquals: { 'sts:ExternalId': 'stocktake', 'aws:PrincipalOrgID': ORGANIZATION },
    });
  });

  it('may list, describe and get, each action by its name', () => {
    const actions = statements.flatMap(({ Action }) => listed<string>(Action));
    expect([...actions].sort()).toEqual([...readActions.actions].sort());
    expect(
      actions.filter((action) => !/^[a-z0-9-]+:(List|Describe|Get|Batch(Get|Describe)|GET$)/.test(action)),
    ).toEqual([]);
  });

  it.each([
    's3:GetObject',
    'dynamodb:GetItem',
    'dynamodb:BatchGetItem',
    'dynamodb:Query',
    'dynamodb:Scan',
    'secretsmanager:GetSecretValue',
    'ssm:GetParameter',
    'ssm:GetParameters',
    'ssm:GetParametersByPath',
    'ssm:GetParameterHistory',
    'kms:Decrypt',
    'sqs:ReceiveMessage',
    'lambda:GetFunction',
  ])('is denied %s, which no policy added later can lift', (action) => {
    const denial = denials.find(({ Sid }) => Sid === 'NeverData');
    expect(denial).toMatchObject({ Effect: 'Deny', Resource: '*' });
    expect(listed<string>(denial?.Action)).toContain(action);
    expect(readActions.actions).not.toContain(action);
  });

  it('is denied API keys, which the one read action of API Gateway would show', () => {
    const denial = denials.find(({ Sid }) => Sid === 'NeverApiKeys');
    expect(denial).toMatchObject({ Effect: 'Deny', Action: 'apigateway:GET' });
    expect(JSON.stringify(denial?.Resource)).toContain('/apikeys/*');
  });

  it('fits into policies as IAM takes them', () => {
    for (const { Properties } of granted)
      expect(JSON.stringify(Properties.PolicyDocument).length).toBeLessThanOrEqual(6144);
    // Ten can be attached to a role without asking AWS for more.
    expect(granted.length).toBeLessThanOrEqual(10);
    expect(JSON.stringify(denials).length).toBeLessThanOrEqual(10_240);
  });
});

describe('the list of read actions', () => {
  it('names no denied action, and each once', () => {
    const lower = readActions.actions.map((action) => action.toLowerCase());
    const denied = new Set(DENIED_ACTIONS.map((action) => action.toLowerCase()));
    expect(lower.filter((action) => denied.has(action))).toEqual([]);
    expect(new Set(lower).size).toBe(lower.length);
  });

  it('says which of the catalogue’s types it reads nothing of', () => {
    const types = new Set(publishedResourceTypes());
    expect(readActions.typesWithoutAction.filter((type) => !types.has(type))).toEqual([]);
    expect(readActions.typesWithoutAction.length).toBeLessThan(types.size / 50);
    for (const service of [
      'ec2',
      's3',
      'iam',
      'rds',
      'lambda',
      'dynamodb',
      'eks',
      'elasticloadbalancing',
      'kms',
    ])
      expect(readActions.actions.some((action) => action.startsWith(`${service}:`))).toBe(true);
  });
});

describe('the role that assumes it', () => {
  it('may assume that role alone, inside the organization', () => {
    const { hub } = stacksOf(MODES.hub).stacks;
    const [id, role] = one(hub, 'AWS::IAM::Role', 'Orchestrator');
    expect(role.Properties.RoleName).toBe('ChatSystemOrchestratorRole');
    const [trust] = role.Properties.AssumeRolePolicyDocument.Statement;
    expect(JSON.stringify(trust.Principal)).toMatch(
      /^\{"AWS":\{"Fn::GetAtt":\["Compact\w*Role\w+","Arn"\]\}\}$/,
    );
    const policies = [...resources(hub, 'AWS::IAM::Policy').values()].filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes(id),
    );
    expect(policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Resource: 'arn:aws:iam::*:role/ChatSystemReadOnlyRole',
        Condition: { StringEquals: { 'aws:ResourceOrgID': ORGANIZATION } },
      },
    ]);
  });
});
