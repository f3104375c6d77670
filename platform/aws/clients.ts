import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** What may differ from the SDK's own chain of settings; in a function all of it is left out. */
export interface AwsSettings {
  /** Default: AWS_REGION, or the profile's. */
  readonly region?: string;
  /** Default: AWS_ENDPOINT_URL, or the Region's own. */
  readonly endpoint?: string;
  /** A profile of the AWS configuration files, for its Region; `profile-credentials.ts` has its credentials too. */
  readonly profile?: string;
  readonly credentials?: NonNullable<S3ClientConfig['credentials']>;
  /** Tries of a throttled or failing call, the first included. */
  readonly maxAttempts?: number;
}

const MAX_ATTEMPTS = 5;
const CONNECT_MS = 5_000;
/** No byte for this long: the connection is taken for dead. */
const IDLE_MS = 30_000;
/** A whole request up to its answer's first byte; a part of an upload is the largest. */
const REQUEST_MS = 120_000;

/** The settings that every client of the project shares: standard retry with back-off and jitter, and limits of time. */
export function clientConfig(settings: AwsSettings = {}) {
  return {
    ...(settings.region === undefined ? {} : { region: settings.region }),
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    ...(settings.profile === undefined ? {} : { profile: settings.profile }),
    ...(settings.credentials === undefined ? {} : { credentials: settings.credentials }),
    retryMode: 'standard',
    maxAttempts: settings.maxAttempts ?? MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: IDLE_MS,
      requestTimeout: REQUEST_MS,
      throwOnRequestTimeout: true,
    },
  };
}

/** S3. Buckets of other Regions are followed there; an endpoint that is not the Region's own gets the bucket in the path. */
export function s3Client(settings: AwsSettings = {}): S3Client {
  const isElsewhere =
    (settings.endpoint ?? process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL) !== undefined;
  return new S3Client({
    ...clientConfig(settings),
    followRegionRedirects: true,
    ...(isElsewhere ? { forcePathStyle: true } : {}),
  });
}

export const dynamoDbClient = (settings: AwsSettings = {}): DynamoDBClient =>
  new DynamoDBClient(clientConfig(settings));

export const eventBridgeClient = (settings: AwsSettings = {}): EventBridgeClient =>
  new EventBridgeClient(clientConfig(settings));

export const configServiceClient = (settings: AwsSettings = {}): ConfigServiceClient =>
  new ConfigServiceClient(clientConfig(settings));
