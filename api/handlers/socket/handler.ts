import { dynamoDbClient } from '#platform/aws/clients.ts';
import { DynamoDbKeyValueStore } from '#platform/aws/dynamodb-key-value-store.ts';
import { connectionsClient, lambdaClient } from '#platform/aws/function-clients.ts';
import { GatewayConnections } from '#platform/aws/gateway-connections.ts';
import { LambdaBackground } from '#platform/aws/lambda-background.ts';
import { parseEnv } from '#platform/lambda/parse-env.ts';
import { instrumented } from '#platform/lambda/telemetry.ts';
import { SystemClock } from '#platform/local/system-clock.ts';
import { AnswerStore } from '../../answer-store.ts';
import { TokenVerifier } from '../../auth/verify-token.ts';
import { ConnectionStore } from './connection-store.ts';
import { SocketEnv } from './env.ts';
import { serveSocket } from './serve-socket.ts';

const env = parseEnv(SocketEnv, process.env);
const clock = new SystemClock();
const keyValues = new DynamoDbKeyValueStore({ client: dynamoDbClient(), table: env.STATE_TABLE, clock });
const deps = {
  verifier: new TokenVerifier({
    issuer: env.USER_POOL_ISSUER,
    clientId: env.USER_POOL_CLIENT,
    ...keysElsewhere(),
  }),
  open: new ConnectionStore(keyValues),
  answers: new AnswerStore(keyValues),
  background: new LambdaBackground({ client: lambdaClient(), functionName: env.ANSWER_FUNCTION }),
  connections: new GatewayConnections(connectionsClient(env.SOCKET_ENDPOINT)),
  clock,
};

export const handler = instrumented((event: unknown, telemetry) => serveSocket(event, deps, telemetry));

/** Where AWS's services are elsewhere, so are the user pool's keys, while its tokens still name AWS's own address. */
function keysElsewhere(): { readonly keysUrl?: string } {
  if (env.AWS_ENDPOINT_URL === undefined) return {};
  const pool = new URL(env.USER_POOL_ISSUER).pathname.replace(/^\/+/, '');
  return { keysUrl: `${env.AWS_ENDPOINT_URL.replace(/\/+$/, '')}/${pool}/.well-known/jwks.json` };
}
