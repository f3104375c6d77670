import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AnswerDeps } from '#answer/deps.ts';
import { type Excuse, ExcuseSchema } from '#answer/verdict/coverage-row.ts';
import { answerQuestion, type QuestionDeps } from '#nl2sql/ask.ts';
import { modelTranslator } from '#nl2sql/model/model-translator.ts';
import type { Translator } from '#nl2sql/translator.ts';
import { athenaClient, glueClient } from '#platform/aws/athena-clients.ts';
import { AthenaQueryEngine } from '#platform/aws/athena-query-engine.ts';
import { BedrockModel } from '#platform/aws/bedrock-model.ts';
import { dynamoDbClient, s3Client } from '#platform/aws/clients.ts';
import { DynamoDbKeyValueStore } from '#platform/aws/dynamodb-key-value-store.ts';
import { GlueTableCatalogue } from '#platform/aws/glue-table-catalogue.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { ParquetQueryLog } from '#platform/local/parquet-query-log.ts';
import { SystemClock } from '#platform/local/system-clock.ts';
import { ObjectNotFoundError } from '#platform/ports/errors.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import { toTrino } from '#sql/dialect/to-trino.ts';
import { bundledReports } from '#sql/reports/bundled-reports.ts';
import type { ApiDeps } from '../deps.ts';
import { EXAMPLES } from '../examples.ts';
import { RefreshedClock } from './refreshed-clock.ts';
import type { RestEnv } from './rest/env.ts';
import type { VocabularyEnv } from './vocabulary/env.ts';

/** What every function that reads the lake has in its environment. */
type AnsweringEnv = z.output<typeof VocabularyEnv>;
/** What every function that answers questions has in its environment. */
type AskingEnv = Omit<z.output<typeof RestEnv>, 'ANSWER_FUNCTION'>;

/** How a function in AWS reads the lake. */
interface AnsweringInAws extends Pick<ApiDeps, 'answers'> {
  readonly clock: RefreshedClock;
}

/** How a function in AWS answers: all of ApiDeps but who calls and what happens to work that takes long. */
interface AskingInAws extends AnsweringInAws, Pick<ApiDeps, 'ask' | 'reports' | 'examples'> {}

/**
 * Composes Athena, Glue, S3 and DynamoDB. Questions asked since the last compaction are not yet rows of query_log: Glue knows
 * only what compaction commits.
 */
export function answeringInAws(env: AnsweringEnv): AnsweringInAws {
  const store = new S3ObjectStore({ client: s3Client(), bucket: env.LAKE_BUCKET });
  const clock = new RefreshedClock(store);
  const answers: AnswerDeps = {
    engine: new AthenaQueryEngine({
      client: athenaClient(endpointOf(env.ATHENA_ENDPOINT_URL)),
      workGroup: env.WORKGROUP,
      database: env.DATABASE,
      translate: toTrino,
    }),
    catalogue: new GlueTableCatalogue({
      glue: glueClient(),
      store,
      bucket: env.LAKE_BUCKET,
      database: env.DATABASE,
    }),
    clock,
    keyValues: new DynamoDbKeyValueStore({
      client: dynamoDbClient(),
      table: env.STATE_TABLE,
      clock: new SystemClock(),
      objects: store,
    }),
    queryLog: new ParquetQueryLog(store),
    excuses: () => readExcuses(store),
    newId: randomUUID,
  };
  return { answers, clock };
}

/** The same, with what a question needs: the saved reports and, where one is named, a Bedrock model. */
export function askingInAws(env: AskingEnv): AskingInAws {
  const { answers, clock } = answeringInAws(env);
  const reports = bundledReports();
  const questions: QuestionDeps = { ...answers, reports, translators: modelsOf(env, reports) };
  return {
    answers,
    clock,
    reports,
    examples: EXAMPLES,
    ask: (question, zone, request) =>
      answerQuestion({ ...request, question, zone, dryRun: false }, questions),
  };
}

const endpointOf = (endpoint: string | undefined) => (endpoint === undefined ? {} : { endpoint });

function modelsOf(env: AskingEnv, reports: QuestionDeps['reports']): readonly Translator[] {
  if (env.MODEL_ID === '') return [];
  const model = new BedrockModel({ modelId: env.MODEL_ID, ...endpointOf(env.BEDROCK_ENDPOINT_URL) });
  return [modelTranslator({ model, data: env.MODEL_DATA, reports })];
}

/** Gaps that the owner excuses: `excuses.json` in the lake, the same as a local lake has. */
async function readExcuses(store: ObjectStore): Promise<readonly Excuse[]> {
  try {
    const text = Buffer.from(await store.get('excuses.json')).toString('utf8');
    return z.array(ExcuseSchema).parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return [];
    throw error;
  }
}
