import '#platform/lambda/parquetjs-globals.ts';
import { lakeClock } from '#ingest/settings.ts';
import { athenaClient, glueClient } from '#platform/aws/athena-clients.ts';
import { AthenaQueryEngine } from '#platform/aws/athena-query-engine.ts';
import { WorkTables } from '#platform/aws/athena-work-tables.ts';
import { eventBridgeClient, s3Client } from '#platform/aws/clients.ts';
import { EventBridgeBus } from '#platform/aws/eventbridge-bus.ts';
import { GlueTableCatalogue } from '#platform/aws/glue-table-catalogue.ts';
import { memberConfig } from '#platform/aws/member-config.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { parseEnv } from '#platform/lambda/parse-env.ts';
import { instrumented } from '#platform/lambda/telemetry.ts';
import { toTrino } from '#sql/dialect/to-trino.ts';
import { CompactEnv } from './env.ts';
import { runCompaction } from './run-compaction.ts';

const env = parseEnv(CompactEnv, process.env);
const s3 = s3Client();
const glue = glueClient();
const bucket = env.LAKE_BUCKET;
const store = new S3ObjectStore({ client: s3, bucket });
const catalogue = new GlueTableCatalogue({ glue, store, bucket, database: env.DATABASE });
const athena = athenaClient(
  env.ATHENA_ENDPOINT_URL === undefined ? {} : { endpoint: env.ATHENA_ENDPOINT_URL },
);
const services = memberConfig({
  roleName: env.MEMBER_ROLE_NAME,
  externalId: env.EXTERNAL_ID,
  through: env.ORCHESTRATOR_ROLE,
  partition: env.ORCHESTRATOR_ROLE.split(':')[1] ?? 'aws',
});
const bus = new EventBridgeBus({ client: eventBridgeClient(), bus: env.EVENT_BUS });

export const handler = instrumented(async (_event: unknown, telemetry) => {
  // Its tables last as long as the run.
  const engine = new AthenaQueryEngine({
    client: athena,
    workGroup: env.WORKGROUP,
    database: env.DATABASE,
    translate: toTrino,
    work: new WorkTables({ glue, store, bucket, database: env.WORK_DATABASE }),
    files: { s3, store, bucket },
  });
  try {
    const clock = await lakeClock(store);
    return await runCompaction({ store, catalogue, engine, clock, bus, services }, telemetry);
  } finally {
    await engine.close();
  }
});
