import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Answer, AnswerSchema } from '#answer/contract.ts';
import { Facts } from '../golden/questions/facts.ts';
import { temporary } from './answers.ts';
import { type RunningServer, startServer, stocktake } from './command.ts';
import { copyOf, sampleLake } from './sample-lake.ts';

const samples = { default: await sampleLake('default'), single: await sampleLake('single') };

describe.each(['default', 'single'] as const)('stocktake serve over the %s sample', (shape) => {
  const facts = new Facts(shape);
  let folder: Awaited<ReturnType<typeof temporary>>;
  let server: RunningServer;
  beforeAll(async () => {
    folder = await temporary();
    const lake = await copyOf(samples[shape].lake, join(folder.path, 'lake'));
    server = await startServer(['serve', '--lake', lake, '--port', '0']);
  });
  afterAll(async () => {
    await server?.stop();
    await folder.dispose();
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, { headers });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const answer = async (response: Response): Promise<Answer> => AnswerSchema.parse(await response.json());
  const buckets = facts.of('S3::Bucket').length;
  const question = 'how many S3 buckets are there?';

  it('answers a question at once with wait=true', async () => {
    const response = await post('/v1/questions?wait=true', { question });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await answer(response)).toMatchObject({ status: 'answered', question, rows: [[buckets]] });
  });

  it('accepts a question and has the answer later', async () => {
    const accepted = await post('/v1/questions', { question, conversation: 'http-suite' });
    expect(accepted.status).toBe(202);
    const { id, conversation } = (await accepted.json()) as Record<string, string>;
    expect(conversation).toBe('http-suite');
    for (let tries = 0; tries < 100; tries += 1) {
      const response = await get(`/v1/questions/${id}`);
      if (response.status === 200) {
        expect(await answer(response)).toMatchObject({ id, conversation, rows: [[buckets]] });
        return;
      }
      expect(response.status).toBe(202);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the question was never answered');
  });

  it('goes on with a conversation', async () => {
    const first = await answer(await post('/v1/questions?wait=true', { question: 'list all S3 buckets' }));
    const next = await answer(
      await post('/v1/questions?wait=true', {
        question: 'how many are in us-east-1?',
        conversation: first.conversation,
      }),
    );
    expect(next.rows).toEqual([[facts.of('S3::Bucket', ({ region }) => region === 'us-east-1').length]]);
  });

  it('knows nothing of an id that it never gave', async () => {
    const response = await get('/v1/questions/no-such-id');
    expect(response.status).toBe(404);
    expect(await response.json()).toHaveProperty('message');
  });

  it('runs SQL, and refuses it with the answer’s own status', async () => {
    const ran = await post('/v1/sql', { sql: 'SELECT count(*) AS n FROM s3_bucket' });
    expect(ran.status).toBe(200);
    expect(await answer(ran)).toMatchObject({ status: 'answered', rows: [[buckets]] });
    const refused = await answer(await post('/v1/sql', { sql: 'DROP TABLE resources' }));
    expect(refused).toMatchObject({ status: 'refused', rows: [] });
    const failed = await answer(await post('/v1/sql', { sql: 'SELECT 1 / 0' }));
    expect(failed.status).toBe('failed');
  });

  it('lists the reports', async () => {
    const response = await get('/v1/reports');
    expect(response.status).toBe(200);
    expect(((await response.json()) as unknown[]).length).toBeGreaterThanOrEqual(20);
  });

  it('tells coverage by account and Region', async () => {
    const response = await get('/v1/coverage');
    expect(response.status).toBe(200);
    const coverage = await answer(response);
    expect(coverage.columns.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['account_id', 'region', 'domain', 'recorder_state', 'verdict', 'items']),
    );
    const recorders = facts.accounts.reduce((sum, account) => sum + account.recorders.length, 0);
    expect(coverage.rows.length).toBeGreaterThanOrEqual(recorders);
  });

  it('tells one resource with its history and edges', async () => {
    const fact = facts.some('EC2::Instance', ({ relationships }) => relationships.length > 3);
    const path = [fact.accountId, fact.region, fact.type, fact.id].map(encodeURIComponent).join('/');
    const response = await get(`/v1/resources/${path}`);
    expect(response.status).toBe(200);
    const { resource, history, relationships } = (await response.json()) as Record<string, Answer>;
    expect(resource?.rows).toHaveLength(1);
    expect(history?.rows.length).toBeGreaterThanOrEqual(1);
    expect(relationships?.rows.length).toBeGreaterThan(3);
  });

  it('finds a resource whose id holds slashes and colons', async () => {
    const fact = facts.some('ElasticLoadBalancingV2::LoadBalancer');
    const path = [fact.accountId, fact.region, fact.type, fact.id].map(encodeURIComponent).join('/');
    const { resource } = (await (await get(`/v1/resources/${path}`)).json()) as Record<string, Answer>;
    expect(resource?.rows).toHaveLength(1);
  });

  it('describes itself', async () => {
    const response = await get('/openapi.json');
    expect(response.status).toBe(200);
    const { openapi, paths } = (await response.json()) as { openapi: string; paths: object };
    expect(openapi).toMatch(/^3\./);
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/v1/questions',
        '/v1/questions/{id}',
        '/v1/sql',
        '/v1/reports',
        '/v1/coverage',
      ]),
    );
  });

  it.each<[string, string, unknown]>([
    ['JSON that breaks off', '/v1/questions', '{"question": "how'],
    ['no question', '/v1/questions', {}],
    ['a question that is a number', '/v1/questions', { question: 7 }],
    ['no SQL', '/v1/sql', { query: 'SELECT 1' }],
    ['an array', '/v1/sql', []],
  ])('answers 400 to %s', async (_what, path, body) => {
    const response = await post(path, body);
    expect(response.status).toBe(400);
    const problem = (await response.json()) as Record<string, string>;
    expect(problem.code).toBeTruthy();
    expect(problem.message).toBeTruthy();
    expect(JSON.stringify(problem)).not.toMatch(/\s+at .*:\d+/);
  });

  it('answers 405 to a method that an address does not take, and says which it takes', async () => {
    for (const [method, path, allowed] of [
      ['DELETE', '/v1/reports', 'GET, HEAD'],
      ['GET', '/v1/sql', 'POST'],
      ['PUT', '/v1/questions', 'POST'],
    ] as const) {
      const response = await fetch(`${server.url}${path}`, { method });
      expect(response.status, path).toBe(405);
      expect(response.headers.get('allow'), path).toBe(allowed);
      expect(await response.json()).toMatchObject({ code: 'HTTP_405' });
    }
  });

  it('answers 404 to what is not there', async () => {
    expect((await get('/v1/unicorns')).status).toBe(404);
    expect((await post('/v1/questions/x/y/z', {})).status).toBe(404);
  });

  it('answers this machine alone', async () => {
    const port = Number(new URL(server.url).port);
    const raw = (lines: readonly string[]) =>
      new Promise<string>((resolve, reject) => {
        const socket = createConnection(port, '127.0.0.1', () => {
          socket.write(`${lines.join('\r\n')}\r\n\r\n`);
        });
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk.toString();
        });
        socket.on('end', () => resolve(text));
        socket.on('error', reject);
      });
    const foreign = await raw(['GET /v1/coverage HTTP/1.1', 'Host: rebound.example', 'Connection: close']);
    expect(foreign).toMatch(/^HTTP\/1\.1 4\d\d/);
    expect(foreign).not.toContain('recorder_state');
    const local = await raw([`GET /v1/reports HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Connection: close']);
    expect(local).toMatch(/^HTTP\/1\.1 200/);
    const crossSite = await post('/v1/sql', { sql: 'SELECT 1' }, { origin: 'https://elsewhere.example' });
    expect(crossSite.status).toBeGreaterThanOrEqual(400);
  });

  it('tells a question’s stages over the socket, then its answer', async () => {
    const messages = await talk([{ type: 'question', question }], 'answer-end');
    const types = messages.map(({ type }) => type);
    expect(types[0]).toBe('question-accepted');
    expect(types).toContain('stage');
    const last = messages.at(-1);
    expect(AnswerSchema.parse(last?.answer)).toMatchObject({ status: 'answered', rows: [[buckets]] });
    const seqs = messages.map(({ seq }) => Number(seq));
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(new Set(messages.map(({ id }) => id)).size).toBe(1);
  });

  it('runs SQL over the socket', async () => {
    const messages = await talk([{ type: 'sql', sql: 'SELECT 5 AS five' }], 'answer-end');
    expect(AnswerSchema.parse(messages.at(-1)?.answer).rows).toEqual([[5]]);
  });

  it('answers a message that it cannot read, and goes on', async () => {
    const messages = await talk(
      ['not JSON', { type: 'unicorn' }, { type: 'sql', sql: 'SELECT 1' }],
      'answer-end',
    );
    expect(messages.filter(({ type }) => type === 'problem')).toHaveLength(2);
    expect(messages.at(-1)?.type).toBe('answer-end');
  });

  it('refuses a socket of another site', async () => {
    const outcome = await new Promise<string>((resolve) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/socket`, {
        origin: 'https://elsewhere.example',
      });
      socket.on('open', () => {
        socket.terminate();
        resolve('open');
      });
      socket.on('error', () => resolve('refused'));
    });
    expect(outcome).toBe('refused');
  });

  // Last: a server may close the connection of a body that it will not read, and with it the client's pooled ones.
  it('answers 413 to a body without bound', async () => {
    const response = await post('/v1/sql', { sql: `SELECT '${'x'.repeat(2_000_000)}'` });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      code: 'HTTP_413',
      message: expect.stringContaining('larger'),
    });
  });

  it('gives every row as CSV, not only those of the answer', async () => {
    const sql = 'SELECT a.n FROM UNNEST(sequence(1, 4000)) AS a(n) CROSS JOIN UNNEST(ARRAY[1, 2, 3]) AS b(m)';
    const cut = await answer(await post('/v1/sql', { sql }));
    expect([cut.rows.length, cut.row_count, cut.truncated]).toEqual([10_000, 12_000, true]);
    const csv = await (await get(`/v1/questions/${cut.id}/csv`)).text();
    expect(csv.trimEnd().split('\n')).toHaveLength(12_001);
  });

  /** Sends messages and gathers what comes back up to a message of the type `until`. */
  function talk(messages: readonly unknown[], until: string): Promise<Record<string, unknown>[]> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/socket`);
      const got: Record<string, unknown>[] = [];
      socket.on('open', () => {
        for (const message of messages)
          socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      });
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as Record<string, unknown>;
        got.push(message);
        if (message.type !== until) return;
        socket.close();
        resolve(got);
      });
      socket.on('error', reject);
    });
  }
});

describe('stocktake serve', () => {
  it('says so where the port is taken', async () => {
    const { lake } = samples.single;
    const first = await startServer(['serve', '--lake', lake, '--port', '0']);
    try {
      const { exitCode, stderr } = await stocktake([
        'serve',
        '--lake',
        lake,
        '--port',
        new URL(first.url).port,
      ]);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/port|in use/i);
    } finally {
      await first.stop();
    }
  });
});
