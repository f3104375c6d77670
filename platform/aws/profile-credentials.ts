import { fromIni } from '@aws-sdk/credential-providers';
import type { AwsSettings } from './clients.ts';

/**
 * Settings that use a profile of the AWS configuration files and nothing else: keys in the environment would make the SDK's own
 * chain warn, and a later version of it prefer them. Keys, SSO, assumed roles and credential processes all work.
 */
export const profileSettings = (profile: string): AwsSettings => ({
  profile,
  credentials: fromIni({ profile }),
});
