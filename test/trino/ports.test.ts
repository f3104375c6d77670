import { randomUUID } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { glueClient } from '#platform/aws/athena-clients.ts';
import { s3Client } from '#platform/aws/clients.ts';
import { ensureDatabase } from '#platform/aws/glue-tables.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { athenaEngine, trinoEngine } from '#test/athena/engines.ts';
import { queryEngineContract, unloadContract } from '../contract/query-engine.contract.ts';

queryEngineContract('AthenaQueryEngine', async () => athenaEngine());
// It writes no files: the lake is written by Athena, or on this machine.
queryEngineContract('TrinoQueryEngine', async () => trinoEngine());

unloadContract('AthenaQueryEngine', async () => {
  const bucket = `unload-${randomUUID()}`;
  const s3 = s3Client();
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const store = new S3ObjectStore({ client: s3, bucket });
  await ensureDatabase(glueClient(), 'unloads');
  return { store, engine: athenaEngine('primary', { database: 'unloads', files: { s3, store, bucket } }) };
});
