import type { RulePlan } from '../plan.ts';

/** Rules that some accounts run; names and wording are those of AWS's managed rules. */
export const mfa = (told: RulePlan['told']): RulePlan => ({
  name: 'iam-user-mfa-enabled',
  resourceType: 'AWS::IAM::User',
  told,
  nonCompliantShare: 0.35,
  annotation: 'The IAM user does not have MFA enabled.',
});
export const keyRotation = (told: RulePlan['told']): RulePlan => ({
  name: 'access-keys-rotated',
  resourceType: 'AWS::IAM::User',
  told,
  nonCompliantShare: 0.3,
  annotation: 'This user has an active access key that is older than 90 days.',
});
export const encryptedVolumes: RulePlan = {
  name: 'encrypted-volumes',
  resourceType: 'AWS::EC2::Volume',
  told: 'items',
  nonCompliantShare: 0.35,
};
export const publicRead: RulePlan = {
  name: 's3-bucket-public-read-prohibited',
  resourceType: 'AWS::S3::Bucket',
  told: 'both',
  nonCompliantShare: 0.1,
  annotation: 'The S3 bucket policy allows public read access.',
};
export const encryptedDatabases: RulePlan = {
  name: 'rds-storage-encrypted',
  resourceType: 'AWS::RDS::DBInstance',
  told: 'events',
  nonCompliantShare: 0.2,
};
export const restrictedSsh: RulePlan = {
  name: 'restricted-ssh',
  resourceType: 'AWS::EC2::SecurityGroup',
  told: 'events',
  nonCompliantShare: 0.25,
  annotation: 'The security group allows unrestricted incoming SSH traffic.',
};
