import '#platform/lambda/parquetjs-globals.ts';
import { lakeClock } from '#ingest/settings.ts';
import { bucketFinder } from '#ingest/sources/bucket-source.ts';
import { s3Client } from '#platform/aws/clients.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { parseEnv } from '#platform/lambda/parse-env.ts';
import { instrumented } from '#platform/lambda/telemetry.ts';
import { EventsEnv } from './env.ts';
import { ingestEvents } from './ingest-events.ts';

const env = parseEnv(EventsEnv, process.env);
const client = s3Client();
const store = new S3ObjectStore({ client, bucket: env.LAKE_BUCKET });
const objects = bucketFinder((bucket) => new S3ObjectStore({ client, bucket }));

export const handler = instrumented(async (event: unknown, telemetry) =>
  ingestEvents(event, { store, clock: await lakeClock(store), objects }, telemetry),
);
