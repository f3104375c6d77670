import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AnswerDeps } from '#answer/deps.ts';
import { type Excuse, ExcuseSchema } from '#answer/verdict/coverage-row.ts';
import { parseS3Url } from '#ingest/sources/s3-url.ts';
import { athenaClient, glueClient } from '#platform/aws/athena-clients.ts';
import { AthenaQueryEngine } from '#platform/aws/athena-query-engine.ts';
import { type AwsSettings, s3Client } from '#platform/aws/clients.ts';
import { GlueTableCatalogue } from '#platform/aws/glue-table-catalogue.ts';
import { profileSettings } from '#platform/aws/profile-credentials.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { ParquetQueryLog } from '#platform/local/parquet-query-log.ts';
import { MemoryKeyValueStore } from '#platform/memory/memory-key-value-store.ts';
import { ObjectNotFoundError } from '#platform/ports/errors.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { QueryEngine } from '#platform/ports/query-engine.ts';
import { toTrino } from '#sql/dialect/to-trino.ts';
import { UsageError } from './errors.ts';
import { LakeClock } from './lake-clock.ts';

export interface BucketLakeOptions {
  /** `s3://bucket` of a deployed lake. */
  readonly lake: string;
  readonly profile?: string;
  readonly workgroup?: string;
  readonly now?: Date;
}

/** Glue database of the lake's tables: the project's SQL calls it by this name. */
const DATABASE = 'inventory';
const WORKGROUP = 'stocktake';

/** A lake in AWS, asked from here with the caller's own rights; through Athena unless another engine is given. */
export async function openBucketLake(
  options: BucketLakeOptions,
  engine: QueryEngine = athena(options),
): Promise<AnswerDeps> {
  const { bucket, prefix } = parseS3Url(options.lake);
  if (prefix !== '') throw new UsageError(`A lake in AWS is a whole bucket: give --lake s3://${bucket}.`);
  const settings = settingsOf(options);
  const store = new S3ObjectStore({
    client: s3Client(settings),
    bucket,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
  });
  const clock = new LakeClock(options.now);
  await clock.readFrom(store);
  return {
    engine,
    // Asking reads the catalogue's document; Glue itself is the engine's to read.
    catalogue: new GlueTableCatalogue({ glue: glueClient(settings), store, bucket, database: DATABASE }),
    clock,
    keyValues: new MemoryKeyValueStore(clock),
    queryLog: new ParquetQueryLog(store),
    excuses: () => readExcuses(store),
    newId: randomUUID,
  };
}

function athena(options: BucketLakeOptions): AthenaQueryEngine {
  const endpoint = process.env.ATHENA_ENDPOINT_URL;
  return new AthenaQueryEngine({
    client: athenaClient({ ...settingsOf(options), ...(endpoint === undefined ? {} : { endpoint }) }),
    workGroup: options.workgroup ?? process.env.STOCKTAKE_WORKGROUP ?? WORKGROUP,
    database: DATABASE,
    translate: toTrino,
  });
}

const settingsOf = ({ profile }: BucketLakeOptions): AwsSettings =>
  profile === undefined ? {} : profileSettings(profile);

/** Gaps that the owner excuses: `excuses.json` in the bucket. */
async function readExcuses(store: ObjectStore): Promise<readonly Excuse[]> {
  try {
    return z
      .array(ExcuseSchema)
      .parse(JSON.parse(Buffer.from(await store.get('excuses.json')).toString('utf8')));
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return [];
    throw new UsageError('The excuses.json of the lake cannot be used.', { cause: error });
  }
}
