import { randomUUID } from 'node:crypto';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import { type AwsSettings, dynamoDbClient, s3Client } from '#platform/aws/clients.ts';

/** The emulator takes the access key for the account. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** What a client needs to reach the lane's emulator. */
export function settings(changes: AwsSettings = {}): AwsSettings {
  return {
    endpoint: inject('emulatorEndpoint'),
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
    ...changes,
  };
}

/** A new bucket; returns its name. */
export async function newBucket(name = `bucket-${randomUUID()}`): Promise<string> {
  await s3Client(settings()).send(new CreateBucketCommand({ Bucket: name }));
  return name;
}

/** A new table with the keys of the key-value store; returns its name. */
export async function newTable(): Promise<string> {
  const name = `table-${randomUUID()}`;
  await dynamoDbClient(settings()).send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  return name;
}
