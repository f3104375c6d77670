import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { type AwsSettings, clientConfig } from './clients.ts';

export const athenaClient = (settings: AwsSettings = {}): AthenaClient =>
  new AthenaClient(clientConfig(settings));

export const glueClient = (settings: AwsSettings = {}): GlueClient => new GlueClient(clientConfig(settings));
