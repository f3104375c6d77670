import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { ConfigService } from '../ports/config-service.ts';
import { type AwsSettings, clientConfig, configServiceClient } from './clients.ts';
import { AwsConfigService } from './config-service.ts';

export interface MemberConfigOptions {
  /** Name of the role that each member account has for the hub. */
  readonly roleName: string;
  readonly externalId: string;
  /** ARN of the hub's role that may take that role on; without it the hub's own credentials may. */
  readonly through?: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition?: string;
  /** Settings of the hub's own clients, for the role to be assumed with. */
  readonly hub?: AwsSettings;
  /** Settings of the member's client beside Region and credentials. */
  readonly member?: AwsSettings;
}

/** AWS Config of member accounts, each by a role that is assumed there. One client an account and Region is kept. */
export function memberConfig(
  options: MemberConfigOptions,
): (accountId: string, region: string) => Promise<ConfigService> {
  const opened = new Map<string, ConfigService>();
  return async (accountId, region) => {
    const name = `${accountId} ${region}`;
    const present = opened.get(name) ?? open(options, accountId, region);
    opened.set(name, present);
    return present;
  };
}

function open(options: MemberConfigOptions, accountId: string, region: string): ConfigService {
  const { roleName, externalId, partition = 'aws', hub = {}, member = {} } = options;
  const { credentials: given, ...own } = hub;
  const masterCredentials = options.through === undefined ? given : orchestrating(options.through, hub);
  const credentials = fromTemporaryCredentials({
    ...(masterCredentials === undefined ? {} : { masterCredentials }),
    params: {
      RoleArn: `arn:${partition}:iam::${accountId}:role/${roleName}`,
      RoleSessionName: 'stocktake',
      ExternalId: externalId,
    },
    clientConfig: { region, ...clientConfig(own) },
  });
  return new AwsConfigService(configServiceClient({ ...member, region, credentials }));
}

function orchestrating(RoleArn: string, { credentials, ...own }: AwsSettings) {
  return fromTemporaryCredentials({
    ...(credentials === undefined ? {} : { masterCredentials: credentials }),
    params: { RoleArn, RoleSessionName: 'stocktake' },
    clientConfig: clientConfig(own),
  });
}
