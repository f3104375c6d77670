import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionsClient, lambdaClient } from '#platform/aws/function-clients.ts';
import { GatewayConnections } from '#platform/aws/gateway-connections.ts';
import { LambdaBackground } from '#platform/aws/lambda-background.ts';
import { AccessDeniedError, ThrottledError } from '#platform/ports/errors.ts';

/** Answers as Lambda and API Gateway's management address do, by their published protocols. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(reply.status, { 'content-type': 'application/json', 'x-amzn-errortype': reply.type });
    response.end(reply.type === '' ? '' : JSON.stringify({ message: 'told', Message: 'told' }));
  });
});
const seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = [];
let reply = { status: 200, type: '' };
let endpoint: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  seen.splice(0);
});

const settings = () => ({
  endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

describe('work handed to another function', () => {
  const background = () =>
    new LambdaBackground<object>({ client: lambdaClient(settings()), functionName: 'answer' });

  it('is invoked asynchronously with the job', async () => {
    reply = { status: 202, type: '' };
    await background().start({ id: 'a-1', question: 'é?' });
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/2015-03-31/functions/answer/invocations',
        headers: { 'x-amz-invocation-type': 'Event' },
        body: '{"id":"a-1","question":"é?"}',
      },
    ]);
  });

  it('that is not accepted says why', async () => {
    reply = { status: 429, type: 'TooManyRequestsException' };
    await expect(background().start({})).rejects.toThrow(ThrottledError);
    reply = { status: 403, type: 'AccessDeniedException' };
    await expect(background().start({})).rejects.toThrow(AccessDeniedError);
  });
});

describe('an open connection', () => {
  const connections = () => new GatewayConnections(connectionsClient(`${endpoint}/live`, settings()));

  it('is sent messages under the stage of its API', async () => {
    reply = { status: 200, type: '' };
    expect(await connections().send('k=1', '{"type":"stage"}')).toBe('sent');
    expect(seen).toMatchObject([
      { method: 'POST', url: '/live/@connections/k%3D1', body: '{"type":"stage"}' },
    ]);
  });

  it('that has gone is told apart from one that cannot be reached', async () => {
    reply = { status: 410, type: 'GoneException' };
    expect(await connections().send('k-1', 'x')).toBe('gone');
    await connections().close('k-1');
    reply = { status: 429, type: 'LimitExceededException' };
    await expect(connections().send('k-1', 'x')).rejects.toThrow(ThrottledError);
  });
});
