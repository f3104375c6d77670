import { definePartTable, textColumns } from './part-table.ts';

const attached = (type: string) => ({
  resourceTypes: [type],
  path: 'configuration.attachedManagedPolicies',
  columns: { policy_name: 'policyName', policy_arn: 'policyArn' },
});

export const attachedPolicy = definePartTable({
  name: 'iam_attached_policy',
  description:
    'Managed policies attached to IAM roles, users and groups. policy_arn of an AWS managed policy starts with arn:aws:iam::aws:.',
  rowPer: 'managed policy on a role, user or group',
  ownColumns: textColumns(['policy_name', 'Name of the policy.'], ['policy_arn', 'ARN of the policy.']),
  sources: [attached('AWS::IAM::Role'), attached('AWS::IAM::User'), attached('AWS::IAM::Group')],
});

export const userGroup = definePartTable({
  name: 'iam_user_group',
  description: 'Which IAM user is in which group.',
  rowPer: 'membership of a user in a group',
  ownColumns: textColumns(['group_name', 'Name of the group.']),
  sources: [
    {
      resourceTypes: ['AWS::IAM::User'],
      path: 'configuration.groupList',
      columns: { group_name: '' },
      needs: 'group_name',
    },
  ],
});
