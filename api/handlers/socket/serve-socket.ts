import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '#catalog/errors.ts';
import type { Telemetry } from '#platform/lambda/telemetry.ts';
import type { Background } from '#platform/ports/background.ts';
import type { Clock } from '#platform/ports/clock.ts';
import type { Connections } from '#platform/ports/connections.ts';
import type { AnswerStore } from '../../answer-store.ts';
import { NotSignedInError, TokenExpiredError } from '../../auth/errors.ts';
import type { TokenVerifier } from '../../auth/verify-token.ts';
import type { AnswerJob } from '../../contract/job.ts';
import type { ServerMessage, SocketProtocol, TokenProtocol } from '../../contract/socket.ts';
import { problemOf } from '../../problems.ts';
import { parseClientMessage, unreadableMessage, workOf } from '../../socket.ts';
import type { ConnectionStore, OpenConnection } from './connection-store.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html */
const EventSchema = z.object({
  requestContext: z.object({
    routeKey: z.string(),
    eventType: z.enum(['CONNECT', 'MESSAGE', 'DISCONNECT']).optional(),
    connectionId: z.string().min(1),
    requestId: z.string().optional(),
  }),
  headers: z.record(z.string(), z.string()).nullish(),
  queryStringParameters: z.record(z.string(), z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().optional(),
});
type SocketEvent = z.infer<typeof EventSchema>;

export interface SocketDeps {
  readonly verifier: Pick<TokenVerifier, 'verify'>;
  readonly open: ConnectionStore;
  readonly answers: AnswerStore;
  readonly background: Background<AnswerJob>;
  readonly connections: Connections;
  readonly clock: Clock;
}

export interface SocketResponse {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const PROTOCOL: SocketProtocol = 'stocktake';
const TOKEN_PROTOCOL: TokenProtocol = 'stocktake.token.';

/**
 * The WebSocket API. A connection is only opened with a good token: in the header Authorization, or, since a browser cannot
 * set one, as a protocol that it offers beside the one that is chosen, or in the query string as `token`. The last only
 * reaches the API by its own address, where no log keeps it: the page's distribution drops query strings. A message is the same as over the local socket; what is asked is handed over to the
 * function that answers, which tells the connection itself. From the moment at which the token expires every message is
 * refused, and the connection is closed.
 */
export async function serveSocket(
  event: unknown,
  deps: SocketDeps,
  telemetry: Telemetry,
): Promise<SocketResponse> {
  const parsed = EventSchema.parse(event);
  const { routeKey, connectionId } = parsed.requestContext;
  telemetry.correlate(parsed.requestContext.requestId ?? connectionId);
  if (routeKey === '$connect') return connect(parsed, deps, telemetry);
  if (routeKey === '$disconnect') await deps.open.forget(connectionId);
  else await message(parsed, deps, telemetry);
  return { statusCode: 200 };
}

async function connect(event: SocketEvent, deps: SocketDeps, telemetry: Telemetry): Promise<SocketResponse> {
  try {
    const { principal, expiresAt } = await deps.verifier.verify(tokenIn(event));
    await deps.open.open(event.requestContext.connectionId, { user: principal, tokenExpiresAt: expiresAt });
    if (!protocolsIn(event).includes(PROTOCOL)) return { statusCode: 200 };
    // A browser that offered protocols closes a connection for which none was chosen.
    return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': PROTOCOL } };
  } catch (error) {
    telemetry.error('a connection was refused', error);
    return { statusCode: error instanceof Error ? problemOf(error).status : 500 };
  }
}

const headerIn = ({ headers }: SocketEvent, wanted: string): string | undefined =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1];

const protocolsIn = (event: SocketEvent): readonly string[] =>
  (headerIn(event, 'sec-websocket-protocol') ?? '').split(',').map((protocol) => protocol.trim());

function tokenIn(event: SocketEvent): string {
  const token =
    headerIn(event, 'authorization')?.replace(/^bearer\s+/i, '') ??
    protocolsIn(event)
      .find((protocol) => protocol.startsWith(TOKEN_PROTOCOL))
      ?.slice(TOKEN_PROTOCOL.length) ??
    event.queryStringParameters?.token ??
    '';
  if (token === '') throw new NotSignedInError('No token came with the connection.');
  return token;
}

async function message(event: SocketEvent, deps: SocketDeps, telemetry: Telemetry): Promise<void> {
  const { connectionId } = event.requestContext;
  const tell = async (reply: ServerMessage) => {
    await deps.connections.send(connectionId, JSON.stringify(reply));
  };
  try {
    const connection = await deps.open.find(connectionId);
    if (connection === undefined) throw new NotSignedInError('This connection is not signed in.');
    if (connection.tokenExpiresAt <= deps.clock.now())
      throw new TokenExpiredError('Your sign-in has expired.', { hint: 'Sign in again, and connect anew.' });
    const reply = await handOn(event, connection, deps);
    if (reply !== undefined) await tell(reply);
  } catch (error) {
    telemetry.error('a message of a client was refused', error);
    const { problem, status } = problemOf(error instanceof Error ? error : new Error('unknown'));
    if (status >= 500) telemetry.count('AnswersFailed', 1);
    const hint = problem.hint === null ? '' : ` ${problem.hint}`;
    await tell({ type: 'problem', code: problem.code, message: `${problem.message}${hint}` });
    if (isSignedOut(error)) await deps.connections.close(connectionId);
  }
}

const isSignedOut = (error: unknown): boolean =>
  error instanceof AppError && (error instanceof NotSignedInError || error instanceof TokenExpiredError);

/** What the client is told at once; most messages are answered by another function. */
async function handOn(
  { body, isBase64Encoded, requestContext }: SocketEvent,
  { user }: OpenConnection,
  { answers, background }: SocketDeps,
): Promise<ServerMessage | undefined> {
  const text = isBase64Encoded === true ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');
  const asked = parseClientMessage(text);
  if (asked === undefined) return unreadableMessage;
  if (asked.type === 'cancel') {
    await answers.askToCancel(user.id, asked.id);
    return undefined;
  }
  await background.start({
    ...workOf(asked),
    id: randomUUID(),
    conversation: asked.conversation ?? randomUUID(),
    user,
    connection: requestContext.connectionId,
  });
  return undefined;
}
