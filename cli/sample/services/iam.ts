import { type Cell, toId } from '../cell.ts';
import { encodedPolicy, type JsonObject, tagList } from '../item.ts';
import { personNames, vendors } from '../names.ts';
import { iso } from '../time.ts';

const ZONE = 'Not Applicable';
const managed = (name: string): JsonObject => ({
  policyName: name.split('/').at(-1) ?? name,
  policyArn: `arn:aws:iam::aws:policy/${name}`,
});

/** Names of an account's roles that its functions, tasks and instances use; the same wherever they are asked for. */
export const roleNames = (product: string): readonly string[] =>
  ['app', 'lambda', 'task', 'deploy', 'codebuild', 'states'].map((use) => `${product}-${use}-role`);

const serviceOf: Readonly<Record<string, string>> = {
  app: 'ec2.amazonaws.com',
  lambda: 'lambda.amazonaws.com',
  task: 'ecs-tasks.amazonaws.com',
  deploy: 'cloudformation.amazonaws.com',
  codebuild: 'codebuild.amazonaws.com',
  states: 'states.amazonaws.com',
};

const trust = (...statements: JsonObject[]): JsonObject => ({ Version: '2012-10-17', Statement: statements });
const assume = (principal: JsonObject | string, condition?: JsonObject): JsonObject => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...(condition === undefined ? {} : { Condition: condition }),
});

/** Users, groups, policies and roles of an account; roles trust services, this organization and, in places, outsiders. */
export function addIam(cell: Cell): void {
  const policy = addPolicy(cell);
  const group = addGroup(cell, policy);
  const people = cell.random.some(personNames, cell.index === 0 ? cell.random.int(3, 6) : 4);
  for (const person of people)
    addUser(cell, cell.index === 0 ? person : `${person}.${cell.index + 1}`, group, policy);
  addUser(cell, cell.label('ci-bot'), undefined, policy);
  if (cell.index === 0) for (const name of roleNames(cell.account.product)) addServiceRole(cell, name);
  addOrganizationRoles(cell);
  if (cell.has('outside-trusts')) addOutsideRoles(cell);
}

interface NamedId {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
}

function addPolicy(cell: Cell): NamedId {
  const id = `ANPA${cell.random.capitals(17)}`;
  const name = cell.label('policy');
  const arn = `arn:aws:iam::${cell.accountId}:policy/${name}`;
  const createdAt = cell.past(60, 900);
  const document = trust(
    { Sid: 'Read', Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: '*' },
    ...(cell.random.chance(0.2) ? [{ Effect: 'Allow', Action: '*', Resource: '*' }] : []),
  );
  cell.add({
    type: 'AWS::IAM::Policy',
    id,
    name,
    arn,
    zone: ZONE,
    createdAt,
    configuration: {
      policyName: name,
      policyId: id,
      arn,
      path: '/',
      defaultVersionId: 'v1',
      attachmentCount: cell.random.int(0, 5),
      permissionsBoundaryUsageCount: 0,
      isAttachable: true,
      description: '',
      createDate: iso(createdAt),
      updateDate: iso(createdAt),
      policyVersionList: [
        {
          document: encodedPolicy(document),
          versionId: 'v1',
          isDefaultVersion: true,
          createDate: iso(createdAt),
        },
      ],
    },
  });
  return { id, name, arn };
}

function addGroup(cell: Cell, policy: NamedId): NamedId {
  const id = `AGPA${cell.random.capitals(17)}`;
  const name = cell.label('developers');
  const arn = `arn:aws:iam::${cell.accountId}:group/${name}`;
  const createdAt = cell.past(60, 900);
  cell.add({
    type: 'AWS::IAM::Group',
    id,
    name,
    arn,
    zone: ZONE,
    createdAt,
    configuration: {
      path: '/',
      groupName: name,
      groupId: id,
      arn,
      createDate: iso(createdAt),
      groupPolicyList: [],
      attachedManagedPolicies: [{ policyName: policy.name, policyArn: policy.arn }],
    },
    relationships: [
      {
        ...toId('AWS::IAM::Policy', policy.id, 'Is attached to CustomerManagedPolicy'),
        resourceName: policy.name,
      },
    ],
  });
  return { id, name, arn };
}

function addUser(cell: Cell, name: string, group: NamedId | undefined, policy: NamedId): void {
  const { random } = cell;
  const id = `AIDA${random.capitals(17)}`;
  const arn = `arn:aws:iam::${cell.accountId}:user/${name}`;
  const createdAt = cell.past(20, 1500);
  const tags = random.chance(0.3) ? cell.tags(undefined) : {};
  const isAdmin = random.chance(0.15);
  const inline = random.chance(0.15)
    ? [
        {
          policyName: 'temporary-access',
          policyDocument: encodedPolicy(trust({ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' })),
        },
      ]
    : [];
  cell.add({
    type: 'AWS::IAM::User',
    id,
    name,
    arn,
    zone: ZONE,
    createdAt,
    tags,
    configuration: {
      path: '/',
      userName: name,
      userId: id,
      arn,
      createDate: iso(createdAt),
      userPolicyList: inline,
      groupList: group === undefined ? [] : [group.name],
      attachedManagedPolicies: isAdmin
        ? [managed('AdministratorAccess')]
        : [{ policyName: policy.name, policyArn: policy.arn }],
      tags: tagList(tags),
    },
    relationships: [
      ...(group === undefined
        ? []
        : [{ ...toId('AWS::IAM::Group', group.id, 'Is attached to Group'), resourceName: group.name }]),
      ...(isAdmin
        ? []
        : [
            {
              ...toId('AWS::IAM::Policy', policy.id, 'Is attached to CustomerManagedPolicy'),
              resourceName: policy.name,
            },
          ]),
    ],
  });
  if (group !== undefined)
    cell.link(group.id, { ...toId('AWS::IAM::User', id, 'Contains User'), resourceName: name });
}

function addServiceRole(cell: Cell, name: string): void {
  const use = name.split('-').at(-2) ?? 'app';
  const policies = [
    {
      policyName: `${use}-inline`,
      policyDocument: encodedPolicy(
        trust({ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }),
      ),
    },
  ];
  addRole(
    cell,
    name,
    trust(assume({ Service: serviceOf[use] ?? 'ec2.amazonaws.com' })),
    policies,
    use === 'app',
  );
}

function addOrganizationRoles(cell: Cell): void {
  const trusted = cell.otherAccount();
  if (trusted !== undefined) {
    addRole(cell, cell.label('org-reader'), trust(assume({ AWS: `arn:aws:iam::${trusted.id}:root` })));
  }
  const manager = cell.plan.accounts[0];
  if (cell.index === 0 && manager !== undefined && manager.id !== cell.accountId) {
    addRole(cell, 'OrganizationAccountAccessRole', trust(assume({ AWS: `arn:aws:iam::${manager.id}:root` })));
  }
  if (cell.index === 0) {
    addRole(
      cell,
      `${cell.account.product}-github-actions`,
      trust({
        Effect: 'Allow',
        Principal: {
          Federated: `arn:aws:iam::${cell.accountId}:oidc-provider/token.actions.githubusercontent.com`,
        },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' } },
      }),
    );
  }
}

/** Trusts that reach outside the organization: with an external id, without, an id alone, and everyone. */
function addOutsideRoles(cell: Cell): void {
  const [monitoring, backup, finance] = vendors;
  if (monitoring === undefined || backup === undefined || finance === undefined) return;
  addRole(
    cell,
    'brightwatch-integration',
    trust(
      assume(
        { AWS: `arn:aws:iam::${monitoring.accountId}:root` },
        { StringEquals: { 'sts:ExternalId': 'bw-7731' } },
      ),
    ),
  );
  addRole(cell, 'tidewater-restore', trust(assume({ AWS: backup.accountId })));
  addRole(
    cell,
    'finops-export',
    trust(
      assume({
        AWS: [`arn:aws:iam::${finance.accountId}:role/collector`, `arn:aws:iam::${cell.accountId}:root`],
      }),
    ),
  );
  addRole(cell, 'legacy-open-access', trust(assume({ AWS: '*' })));
}

function addRole(
  cell: Cell,
  name: string,
  document: JsonObject,
  policies: JsonObject[] = [],
  hasProfile = false,
): void {
  const id = `AROA${cell.random.capitals(17)}`;
  const arn = `arn:aws:iam::${cell.accountId}:role/${name}`;
  const createdAt = cell.past(30, 1200);
  const tags = cell.random.chance(0.5) ? cell.tags(name) : {};
  cell.add({
    type: 'AWS::IAM::Role',
    id,
    isLasting: JSON.stringify(document).includes('"AWS"'),
    name,
    arn,
    zone: ZONE,
    createdAt,
    tags,
    configuration: {
      path: '/',
      roleName: name,
      roleId: id,
      arn,
      createDate: iso(createdAt),
      assumeRolePolicyDocument: encodedPolicy(document),
      instanceProfileList: hasProfile
        ? [
            {
              path: '/',
              instanceProfileName: name,
              instanceProfileId: `AIPA${cell.random.capitals(17)}`,
              arn: `arn:aws:iam::${cell.accountId}:instance-profile/${name}`,
              createDate: iso(createdAt),
              roles: [],
            },
          ]
        : [],
      rolePolicyList: policies,
      attachedManagedPolicies: cell.random.chance(0.5) ? [managed('ReadOnlyAccess')] : [],
      tags: tagList(tags),
    },
  });
}
