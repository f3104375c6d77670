import { dynamoDbClient, s3Client } from '#platform/aws/clients.ts';
import { DynamoDbKeyValueStore } from '#platform/aws/dynamodb-key-value-store.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { keyValueStoreContract } from '../contract/key-value-store.contract.ts';
import { objectStoreContract } from '../contract/object-store.contract.ts';
import { newBucket, newTable, settings } from './places.ts';

objectStoreContract(
  'S3ObjectStore',
  async () => new S3ObjectStore({ client: s3Client(settings()), bucket: await newBucket() }),
);
keyValueStoreContract(
  'DynamoDbKeyValueStore',
  async (clock) =>
    new DynamoDbKeyValueStore({ client: dynamoDbClient(settings()), table: await newTable(), clock }),
);
