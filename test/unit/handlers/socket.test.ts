import type { webcrypto } from 'node:crypto';
import { sign } from 'hono/jwt';
import { beforeAll, describe, expect, it } from 'vitest';
import { AnswerStore } from '#api/answer-store.ts';
import { TokenVerifier } from '#api/auth/verify-token.ts';
import type { AnswerJob } from '#api/contract/job.ts';
import { ConnectionStore } from '#api/handlers/socket/connection-store.ts';
import { serveSocket } from '#api/handlers/socket/serve-socket.ts';
import { silentTelemetry, type Telemetry } from '#platform/lambda/telemetry.ts';
import { MemoryConnections } from '#platform/memory/memory-connections.ts';
import { MemoryKeyValueStore } from '#platform/memory/memory-key-value-store.ts';
import { ThrottledError } from '#platform/ports/errors.ts';

const ISSUER = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE';
const CLIENT = '4f8client';

type Key = webcrypto.JsonWebKey & { kid: string; alg: string };
interface Pair {
  readonly own: Key;
  readonly published: Key;
}

async function pair(kid: string): Promise<Pair> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const named = async (key: webcrypto.CryptoKey) => ({
    ...(await crypto.subtle.exportKey('jwk', key)),
    kid,
    alg: 'RS256',
  });
  return { own: await named(privateKey), published: await named(publicKey) };
}

let [pool, stranger]: Pair[] = [];
beforeAll(async () => {
  [pool, stranger] = await Promise.all([pair('k-1'), pair('k-1')]);
});

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const idToken = (fields: object = {}, key = pool!.own) =>
  sign(
    {
      sub: 'u-1',
      aud: CLIENT,
      iss: ISSUER,
      token_use: 'id',
      exp: inSeconds(3600),
      iat: inSeconds(-5),
      email: 'ana@example.com',
      email_verified: true,
      'cognito:groups': ['analysts'],
      ...fields,
    },
    key as never,
    'RS256',
  );

function socket() {
  const keyValues = new MemoryKeyValueStore({ now: () => new Date() });
  const connections = new MemoryConnections('k-1');
  const jobs: AnswerJob[] = [];
  const [state, fetched] = [
    { now: new Date(), isBusy: false, elapsed: 0 },
    { times: 0, keys: [pool!.published] as Key[] },
  ];
  const deps = {
    verifier: new TokenVerifier({
      issuer: ISSUER,
      clientId: CLIENT,
      elapsed: () => state.elapsed,
      fetch: async (url) => {
        expect(String(url)).toBe(`${ISSUER}/.well-known/jwks.json`);
        fetched.times += 1;
        return Response.json({ keys: fetched.keys });
      },
    }),
    open: new ConnectionStore(keyValues),
    answers: new AnswerStore(keyValues),
    background: {
      start: async (job: AnswerJob) => {
        if (state.isBusy) throw new ThrottledError('Lambda asks to come back later.');
        jobs.push(job);
      },
    },
    connections,
    clock: { now: () => state.now },
  };
  const event = (routeKey: string, fields: object = {}) => ({
    requestContext: {
      routeKey,
      connectionId: 'k-1',
      requestId: 'r-1',
      eventType: 'MESSAGE',
      apiId: 'ws',
      stage: 'live',
    },
    isBase64Encoded: false,
    ...fields,
  });
  const connect = (fields: object, telemetry: Telemetry = silentTelemetry) =>
    serveSocket(event('$connect', fields), deps, telemetry);
  const withToken = (token: string) => connect({ queryStringParameters: { token }, headers: { Host: 'x' } });
  const send = (body: unknown) =>
    serveSocket(
      event('$default', { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      deps,
      silentTelemetry,
    );
  const told = () => connections.sent.map(({ text }) => JSON.parse(text));
  return { connect, withToken, send, told, jobs, connections, state, fetched, deps, event };
}

describe('opening a socket', () => {
  it('takes a good token from the query string or the header, id and access alike', async () => {
    const { connect, withToken, fetched } = socket();
    expect(await withToken(await idToken())).toEqual({ statusCode: 200 });
    const access = await idToken({ token_use: 'access', aud: undefined, client_id: CLIENT });
    expect(await connect({ headers: { authorization: `Bearer ${access}` } })).toEqual({ statusCode: 200 });
    expect(fetched.times).toBe(1);
  });

  it('takes a browser’s token, offered as a protocol, and chooses the other one', async () => {
    const { connect } = socket();
    const token = await idToken();
    const offering = (header: string, ...protocols: string[]) =>
      connect({ headers: { [header]: protocols.join(', ') } });
    const opened = { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'stocktake' } };
    expect(await offering('Sec-WebSocket-Protocol', 'stocktake', `stocktake.token.${token}`)).toEqual(opened);
    expect(await offering('sec-websocket-protocol', `stocktake.token.${token}`, 'stocktake')).toEqual(opened);
    // The token is never sent back.
    expect(await offering('Sec-WebSocket-Protocol', `stocktake.token.${token}`)).toEqual({ statusCode: 200 });
    expect(await offering('Sec-WebSocket-Protocol', 'stocktake', 'stocktake.token.nonsense')).toEqual({
      statusCode: 401,
    });
    expect(await offering('Sec-WebSocket-Protocol', 'stocktake')).toEqual({ statusCode: 401 });
  });

  it.each([
    ['signed by somebody else', () => idToken({}, stranger!.own)],
    ['of another pool', () => idToken({ iss: `${ISSUER}2` })],
    ['of another client', () => idToken({ aud: 'other' })],
    ['of another client, as access token', () => idToken({ token_use: 'access', client_id: 'other' })],
    ['that has expired', () => idToken({ exp: inSeconds(-1) })],
    ['that never expires', () => idToken({ exp: undefined })],
    ['to refresh others', () => idToken({ token_use: 'refresh' })],
    ['without signature', async () => `${(await idToken()).split('.').slice(0, 2).join('.')}.`],
    [
      'signed by no algorithm',
      async () => {
        const header = Buffer.from(JSON.stringify({ alg: 'none', kid: 'k-1', typ: 'JWT' })).toString(
          'base64url',
        );
        return `${header}.${(await idToken()).split('.')[1]}.`;
      },
    ],
    [
      'signed by the public key as a secret',
      async () => {
        const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid: 'k-1', typ: 'JWT' })).toString(
          'base64url',
        );
        return `${header}.${(await idToken()).split('.').slice(1).join('.')}`;
      },
    ],
    ['that is none', async () => 'nonsense'],
  ])('refuses a token %s', async (_name, token) => {
    const { withToken, send, jobs } = socket();
    expect(await withToken(await token())).toEqual({ statusCode: 401 });
    await send({ type: 'sql', sql: 'SELECT 1' });
    expect(jobs).toEqual([]);
  });

  it('refuses a connection without a token, and tells the log none of it', async () => {
    const { connect } = socket();
    const lines: unknown[] = [];
    const telemetry = {
      ...silentTelemetry,
      error: (...line: unknown[]) => lines.push(line.slice(2), String(line[0])),
    };
    expect(await connect({}, telemetry)).toEqual({ statusCode: 401 });
    expect(lines).not.toEqual([]);
  });

  it('reads the keys again for a token of a new one, but not for every nonsense', async () => {
    const { withToken, fetched, state } = socket();
    expect(await withToken(await idToken())).toEqual({ statusCode: 200 });
    const next = await pair('k-2');
    fetched.keys = [next.published];
    // The first keys were read just now.
    expect(await withToken(await idToken({}, next.own))).toEqual({ statusCode: 401 });
    expect(fetched.times).toBe(1);
    state.elapsed += 61_000;
    expect(await withToken(await idToken({}, next.own))).toEqual({ statusCode: 200 });
    expect(fetched.times).toBe(2);
  });

  it('says that it cannot check, where the keys cannot be had', async () => {
    const { connect, deps } = socket();
    const verifier = new TokenVerifier({
      issuer: ISSUER,
      clientId: CLIENT,
      fetch: async () => new Response('no', { status: 500 }),
    });
    Object.assign(deps, { verifier });
    expect(await connect({ queryStringParameters: { token: await idToken() } })).toEqual({ statusCode: 503 });
  });
});

describe('a message over a socket', () => {
  it('is handed over for who opened the connection', async () => {
    const { withToken, send, jobs, told } = socket();
    await withToken(await idToken());
    await send({ type: 'question', question: 'how many?', conversation: 'c-1', zone: 'Europe/Rome' });
    await send({ type: 'sql', sql: 'SELECT 1' });
    const user = { id: 'u-1', email: 'ana@example.com', groups: ['analysts'] };
    expect(jobs).toMatchObject([
      {
        kind: 'question',
        question: 'how many?',
        conversation: 'c-1',
        zone: 'Europe/Rome',
        user,
        connection: 'k-1',
      },
      { kind: 'sql', sql: 'SELECT 1', user, connection: 'k-1' },
    ]);
    expect(told()).toEqual([]);
  });

  it('that cannot be read is answered with a problem', async () => {
    const { withToken, send, told, jobs } = socket();
    await withToken(await idToken());
    for (const body of ['{', '', { type: 'question' }]) await send(body);
    expect(told().map(({ type, code }) => ({ type, code }))).toEqual(
      Array.from({ length: 3 }, () => ({ type: 'problem', code: 'SOCKET_MESSAGE' })),
    );
    expect(jobs).toEqual([]);
  });

  it('asks the function that answers to cancel, for its own user', async () => {
    const { withToken, send, deps } = socket();
    await withToken(await idToken());
    await send({ type: 'cancel', id: 'a-1' });
    expect(await deps.answers.isAskedToCancel('u-1', 'a-1')).toBe(true);
    expect(await deps.answers.isAskedToCancel('u-2', 'a-1')).toBe(false);
  });

  it('is refused once the token has expired, and the connection is closed', async () => {
    const { withToken, send, state, told, jobs, connections } = socket();
    await withToken(await idToken({ exp: inSeconds(60) }));
    await send({ type: 'sql', sql: 'SELECT 1' });
    state.now = new Date(Date.now() + 61_000);
    await send({ type: 'sql', sql: 'SELECT 2' });
    expect(jobs).toHaveLength(1);
    expect(told()).toMatchObject([{ type: 'problem', code: 'auth.token_expired' }]);
    expect([...connections.open]).toEqual([]);
  });

  it('is refused after the connection was closed', async () => {
    const { withToken, send, deps, event, jobs } = socket();
    await withToken(await idToken());
    await serveSocket(
      event('$disconnect', {
        requestContext: { routeKey: '$disconnect', connectionId: 'k-1', eventType: 'DISCONNECT' },
      }),
      deps,
      silentTelemetry,
    );
    await send({ type: 'sql', sql: 'SELECT 1' });
    expect(jobs).toEqual([]);
  });

  it('tells the client where nobody takes the work', async () => {
    const { withToken, send, state, told, connections } = socket();
    await withToken(await idToken());
    state.isBusy = true;
    await send({ type: 'sql', sql: 'SELECT 1' });
    expect(told()).toMatchObject([{ type: 'problem', code: 'platform.throttled' }]);
    expect([...connections.open]).toEqual(['k-1']);
  });
});
