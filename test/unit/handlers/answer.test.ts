import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerStore } from '#api/answer-store.ts';
import { createApi } from '#api/app.ts';
import type { AnswerJob } from '#api/contract/job.ts';
import { type ServerMessage, ServerMessageSchema } from '#api/contract/socket.ts';
import { answerJob } from '#api/handlers/answer/answer-job.ts';
import { handleSocketMessage } from '#api/socket.ts';
import { silentTelemetry, type Telemetry } from '#platform/lambda/telemetry.ts';
import { MemoryConnections } from '#platform/memory/memory-connections.ts';
import { ServiceFaultError } from '#platform/ports/errors.ts';
import { ownerPolicy } from '#sql/policy.ts';
import type { TestLake } from '../ingest/compact/lake.ts';
import { cloud, twoAccounts } from './api-fixtures.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await twoAccounts();
});
afterAll(async () => {
  await lake.close();
});

const user = { id: 'u-1', email: null, groups: ['owners'] };
const question = 'how many EC2 instances are there?';
const asked: AnswerJob = {
  kind: 'question',
  question,
  zone: 'UTC',
  id: 'a-1',
  conversation: 'c-1',
  user,
  connection: 'k-1',
};

function answering(options: Parameters<typeof cloud>[1] = {}, connections = new MemoryConnections('k-1')) {
  const { deps, keyValues } = cloud(lake, options);
  const store = new AnswerStore(keyValues);
  const deadline = new AbortController();
  const from = { deps, store, connections, deadline: deadline.signal };
  const run = (job: unknown, telemetry: Telemetry = silentTelemetry) => answerJob(job, from, telemetry);
  const told = () => connections.sent.map(({ text }) => ServerMessageSchema.parse(JSON.parse(text)));
  const kept = async () => (await store.find(user.id, 'a-1')) ?? { kind: 'none' };
  return { run, told, kept, store, connections, deadline, keyValues };
}

/** Messages without what differs from run to run. */
const shapes = (messages: readonly ServerMessage[]) =>
  messages.map((message) => {
    if (message.type === 'problem') return message;
    const { type, seq } = message;
    if (message.type === 'stage') return { type, seq, stage: message.stage };
    if (message.type === 'answer-end')
      return { type, seq, rows: message.answer.rows, text: message.answer.text };
    return { type, seq };
  });

describe('the function that answers', () => {
  it('tells a connection the same as the local socket does, and keeps the answer', async () => {
    const { run, told, kept } = answering();
    await run(asked);
    const local: ServerMessage[] = [];
    const { answers } = createApi(cloud(lake).deps);
    await handleSocketMessage(
      JSON.stringify({ type: 'question', question, conversation: 'c-1' }),
      { userId: 'u-1', policy: ownerPolicy, principal: user },
      { send: (message) => local.push(message) },
      answers,
    );
    expect(shapes(told())).toEqual(shapes(local));
    expect(told()[0]).toMatchObject({ type: 'question-accepted', id: 'a-1', conversation: 'c-1' });
    expect(told().at(-1)).toMatchObject({ type: 'answer-end', answer: { rows: [[5]], status: 'answered' } });
    expect(await kept()).toMatchObject({ kind: 'finished', answer: { id: 'a-1', rows: [[5]] } });
  });

  it('answers SQL and reports, too, and whoever has no connection', async () => {
    const { run, kept, connections } = answering();
    const { connection: _none, ...job } = asked;
    await run({ ...job, kind: 'sql', sql: 'SELECT count(*) AS n FROM resources', dryRun: false });
    expect(await kept()).toMatchObject({ answer: { rows: [[5]], translator: 'sql' } });
    expect(connections.sent).toEqual([]);
    const other = answering();
    await other.run({ ...job, kind: 'report', name: 'no/such', parameters: {} });
    expect(await other.kept()).toMatchObject({
      answer: { status: 'failed', diagnostics: [{ code: 'report.unknown' }] },
    });
  });

  it('does a job once, however often it is handed over', async () => {
    const { run, told, kept } = answering();
    await run(asked);
    const [first, messages] = [await kept(), told().length];
    await run(asked);
    expect(await kept()).toEqual(first);
    expect(told()).toHaveLength(messages);
  });

  it('goes on without a client that has gone, or that cannot be reached', async () => {
    const gone = answering({}, new MemoryConnections());
    await gone.run(asked);
    expect(await gone.kept()).toMatchObject({ kind: 'finished', answer: { rows: [[5]] } });

    let tries = 0;
    const unreachable = Object.assign(new MemoryConnections('k-1'), {
      send: async () => {
        tries += 1;
        throw new ServiceFaultError('API Gateway failed.');
      },
    });
    const failing = answering({}, unreachable);
    await failing.run(asked);
    expect(await failing.kept()).toMatchObject({ kind: 'finished', answer: { rows: [[5]] } });
    expect(tries).toBe(1);
  });

  it('points to an answer that is larger than a message', async () => {
    const { run, told, kept } = answering();
    const many = `SELECT n, '${'x'.repeat(50)}' AS t FROM UNNEST(sequence(1, 5000)) AS s(n)`;
    await run({ ...asked, kind: 'sql', sql: many, dryRun: false });
    expect(told().at(-1)).toEqual({ type: 'answer-stored', id: 'a-1', seq: expect.any(Number) });
    expect(await kept()).toMatchObject({ answer: { status: 'answered', row_count: 5000 } });
  });

  it('makes the rights that a user lacks the answer', async () => {
    const { run, kept, told } = answering();
    await run({ ...asked, user: { ...user, groups: [] } });
    expect(await kept()).toMatchObject({
      answer: { status: 'failed', rows: [], diagnostics: [{ code: 'auth.not_permitted' }] },
    });
    expect(told().at(-1)).toMatchObject({ type: 'answer-end', answer: { status: 'failed' } });
  });

  it('stops when its time is nearly up, and says so', async () => {
    const at = answering({ ask: (_question, _zone, { signal }) => untilAborted(signal) });
    const running = at.run(asked);
    at.deadline.abort();
    await running;
    expect(await at.kept()).toMatchObject({
      answer: { status: 'failed', diagnostics: [{ code: 'answer.too_slow' }] },
    });
  });

  it('stops where its user asks it to, and not where somebody else does', async () => {
    const at = answering({ ask: (_question, _zone, { signal }) => untilAborted(signal) });
    await at.store.askToCancel('somebody', 'a-1');
    const running = at.run(asked);
    await at.store.askToCancel(user.id, 'a-1');
    await running;
    expect(await at.kept()).toMatchObject({ kind: 'finished', answer: { status: 'failed' } });
  });

  it('keeps the stages while it works, for whoever asks', async () => {
    const at = answering({
      ask: async (_question, _zone, request) => {
        request.onProgress({ stage: 'translate', detail: null, elapsed_ms: 1 });
        await new Promise((resolve) => setTimeout(resolve, 20));
        seen = await at.kept();
        throw new Error('enough');
      },
    });
    let seen: unknown;
    await at.run(asked);
    expect(seen).toMatchObject({
      kind: 'running',
      running: { question, progress: [{ stage: 'translate' }] },
    });
  });

  it('refuses what is no job, and logs no question', async () => {
    const { run } = answering();
    await expect(run({ kind: 'question', question })).rejects.toThrow();
    const lines: unknown[] = [];
    await answering().run(asked, { ...silentTelemetry, info: (...line) => lines.push(line) });
    expect(lines).not.toEqual([]);
    expect(JSON.stringify(lines)).not.toContain('instances');
  });
});

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(new Error('aborted'));
    signal.addEventListener('abort', () => reject(new Error('aborted')));
  });
}
