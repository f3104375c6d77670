import '#platform/lambda/parquetjs-globals.ts';
import { lakeClock } from '#ingest/settings.ts';
import { s3Client } from '#platform/aws/clients.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { parseEnv } from '#platform/lambda/parse-env.ts';
import { instrumented } from '#platform/lambda/telemetry.ts';
import { ObjectsEnv } from './env.ts';
import { ingestObjects } from './ingest-objects.ts';

const env = parseEnv(ObjectsEnv, process.env);
const client = s3Client();
const store = new S3ObjectStore({ client, bucket: env.LAKE_BUCKET });

export const handler = instrumented((event: unknown, telemetry) =>
  ingestObjects(
    event,
    {
      store,
      clock: () => lakeClock(store),
      openBucket: (bucket) => new S3ObjectStore({ client, bucket }),
    },
    telemetry,
  ),
);
