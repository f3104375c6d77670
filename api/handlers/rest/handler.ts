import '#platform/lambda/parquetjs-globals.ts';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { lambdaClient } from '#platform/aws/function-clients.ts';
import { LambdaBackground } from '#platform/aws/lambda-background.ts';
import { parseEnv } from '#platform/lambda/parse-env.ts';
import { instrumented, silentTelemetry, type Telemetry } from '#platform/lambda/telemetry.ts';
import { isFault } from '../../answer-fault.ts';
import { createApi } from '../../app.ts';
import type { ApiDeps } from '../../deps.ts';
import { askingInAws } from '../asking-in-aws.ts';
import { callerOfRequest } from './caller-of.ts';
import { RestEnv } from './env.ts';
import { serveRest } from './serve-rest.ts';

/** API Gateway gives a response 29 seconds; what is left is for handing over and for the way back. */
const INLINE_MS = 24_000;

const env = parseEnv(RestEnv, process.env);
const { clock, ...asking } = askingInAws(env);
/** Of the request that is being served: a function serves one at a time. */
let current: Telemetry = silentTelemetry;
const deps: ApiDeps = {
  ...asking,
  callerOf: (source) => callerOfRequest(source, asking.answers.keyValues),
  get sampleTime() {
    return clock.sampleTime;
  },
  onFault: (error) => current.error('a request failed', error),
  onMade: (answer) => current.count('AnswersFailed', isFault(answer) ? 1 : 0),
  handOver: {
    background: new LambdaBackground({ client: lambdaClient(), functionName: env.ANSWER_FUNCTION }),
    inlineMs: INLINE_MS,
  },
};
const api = createApi(deps);

export const handler = instrumented(async (event: APIGatewayProxyEvent, telemetry, context) => {
  current = telemetry;
  return serveRest(event, context, api, telemetry, () => clock.refresh());
});
