import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  CredentialsError,
  QueryCancelledError,
  QueryFailedError,
  RequestRefusedError,
  ServiceFaultError,
  UnreachableError,
} from '#platform/ports/errors.ts';
import { TrinoClient } from '#platform/trino/trino-client.ts';

type Reply = { readonly status?: number; readonly body: string };

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A coordinator that gives these replies in turn (the last again and again), and keeps what it was asked. */
async function coordinator(replies: (url: string) => readonly Reply[]) {
  const asked: { method: string; path: string; headers: IncomingMessage['headers'] }[] = [];
  let place = 0;
  const server = createServer((request, response) => {
    asked.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
    if (request.method === 'DELETE') {
      response.writeHead(204).end();
      return;
    }
    const list = replies(url);
    const reply = list[Math.min(place, list.length - 1)];
    place += 1;
    response.writeHead(reply?.status ?? 200).end(reply?.body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked };
}

const thrown = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const failed = (errorType: string, errorName: string, message = 'line 1:8: why') => [
  { body: JSON.stringify({ error: { errorType, errorName, message } }) },
];

describe('TrinoClient', () => {
  it('follows the pages, exact beyond 2^53, and says who asks', async () => {
    const { url, asked } = await coordinator((base) => [
      { body: JSON.stringify({ id: '1', nextUri: `${base}/v1/1` }) },
      {
        body: `{"nextUri":"${base}/v1/2","columns":[{"name":"n","type":"bigint"},{"name":"t","type":"varchar"}],"data":[[9007199254740993,"a 9007199254740993"]]}`,
      },
      { status: 503, body: 'busy' },
      {
        body: '{"data":[[-9223372036854775808,"\\"1234567890123456789"],[1,null]],"stats":{"physicalInputBytes":42}}',
      },
    ]);
    const client = new TrinoClient({ url: `${url}/`, user: 'ann', password: 'p', catalog: 'c', schema: 's' });
    const answer = await client.query('SELECT 1', { session: { 'c.x': 'a b' } });
    expect(answer.rows).toEqual([
      ['9007199254740993', 'a 9007199254740993'],
      ['-9223372036854775808', '"1234567890123456789'],
      [1, null],
    ]);
    expect(answer.bytesScanned).toBe(42);
    expect(asked[0]?.headers).toMatchObject({
      'x-trino-user': 'ann',
      'x-trino-catalog': 'c',
      'x-trino-schema': 's',
      'x-trino-session': 'c.x=a%20b',
      authorization: `Basic ${Buffer.from('ann:p').toString('base64')}`,
    });
    expect(asked.map(({ path }) => path)).toEqual(['/v1/statement', '/v1/1', '/v1/2', '/v1/2']);
  });

  it.each([
    ['USER_ERROR', 'DIVISION_BY_ZERO', QueryFailedError],
    ['INSUFFICIENT_RESOURCES', 'EXCEEDED_LOCAL_MEMORY_LIMIT', ServiceFaultError],
    ['INTERNAL_ERROR', 'GENERIC_INTERNAL_ERROR', ServiceFaultError],
    ['EXTERNAL', 'HIVE_METASTORE_ERROR', ServiceFaultError],
    ['USER_ERROR', 'USER_CANCELED', QueryCancelledError],
  ])('tells %s %s in its own error', async (type, name, kind) => {
    const { url } = await coordinator(() => failed(type, name));
    const error = await thrown(new TrinoClient({ url, user: 'ann' }).query('SELECT 1'));
    expect(error).toBeInstanceOf(kind);
    expect(String((error as Error).message)).not.toContain('line 1:8');
  });

  it('waits for a server that has only just started', async () => {
    const { url, asked } = await coordinator(() => [
      ...failed('INTERNAL_ERROR', 'NO_NODES_AVAILABLE'),
      { body: '{"columns":[],"data":[[1]]}' },
    ]);
    expect((await new TrinoClient({ url, user: 'ann' }).query('SELECT 1')).rows).toEqual([[1]]);
    expect(asked).toHaveLength(2);
  });

  it.each([
    [401, CredentialsError],
    [404, RequestRefusedError],
    [500, ServiceFaultError],
  ])('tells HTTP %i in its own error', async (status, kind) => {
    const { url } = await coordinator(() => [{ status, body: '' }]);
    expect(await thrown(new TrinoClient({ url, user: 'ann' }).query('SELECT 1'))).toBeInstanceOf(kind);
  });

  it('says that nobody answers', async () => {
    const { url } = await coordinator(() => []);
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    expect(await thrown(new TrinoClient({ url, user: 'ann' }).query('SELECT 1'))).toBeInstanceOf(
      UnreachableError,
    );
  });

  it('tells the server to stop when the caller gives up or the time is over', async () => {
    const { url, asked } = await coordinator((base) => [
      { body: JSON.stringify({ nextUri: `${base}/v1/again` }) },
    ]);
    const client = new TrinoClient({ url, user: 'ann' });
    const caller = new AbortController();
    const given = thrown(
      client.query('SELECT 1', { signal: caller.signal, onProgress: () => caller.abort() }),
    );
    expect(await given).toBeInstanceOf(QueryCancelledError);
    expect(asked.some(({ method }) => method === 'DELETE')).toBe(true);
    const before = asked.length;
    const late = await thrown(client.query('SELECT 1', { timeoutMs: 50 }));
    expect(late).toBeInstanceOf(QueryCancelledError);
    expect((late as Error).message).toContain('50 ms');
    expect(asked.slice(before).some(({ method }) => method === 'DELETE')).toBe(true);
    expect(await thrown(client.query('SELECT 1', { signal: AbortSignal.abort() }))).toBeInstanceOf(
      QueryCancelledError,
    );
  });
});
