import '#platform/lambda/parquetjs-globals.ts';
import { parseEnv } from '#platform/lambda/parse-env.ts';
import { instrumented } from '#platform/lambda/telemetry.ts';
import { answeringInAws } from '../asking-in-aws.ts';
import { VocabularyEnv } from './env.ts';
import { refreshVocabulary } from './refresh-vocabulary.ts';

const { answers, clock } = answeringInAws(parseEnv(VocabularyEnv, process.env));

export const handler = instrumented(async (_event: unknown, telemetry) => {
  await clock.refresh();
  await refreshVocabulary(answers, telemetry);
});
