import '#platform/lambda/parquetjs-globals.ts';
import { connectionsClient } from '#platform/aws/function-clients.ts';
import { GatewayConnections } from '#platform/aws/gateway-connections.ts';
import { parseEnv } from '#platform/lambda/parse-env.ts';
import { instrumented } from '#platform/lambda/telemetry.ts';
import { AnswerStore } from '../../answer-store.ts';
import { NotSignedInError } from '../../auth/errors.ts';
import { askingInAws } from '../asking-in-aws.ts';
import { answerJob } from './answer-job.ts';
import { AnswerEnv } from './env.ts';

/** Left of the function's time when the work is ended: to stop the query, and to keep and send the answer. */
const TO_END_MS = 10_000;

const env = parseEnv(AnswerEnv, process.env);
const { clock, ...asking } = askingInAws(env);
const deps = {
  ...asking,
  // Nobody calls this function but rest and socket: the job says who asks.
  callerOf: async () => {
    throw new NotSignedInError('Only jobs are answered here.');
  },
  sampleTime: undefined,
};
const store = new AnswerStore(asking.answers.keyValues);
const connections = new GatewayConnections(connectionsClient(env.SOCKET_ENDPOINT));

export const handler = instrumented(async (event: unknown, telemetry, context) => {
  await clock.refresh();
  const deadline = AbortSignal.timeout(Math.max(1, context.getRemainingTimeInMillis() - TO_END_MS));
  await answerJob(event, { deps, store, connections, deadline }, telemetry);
});
