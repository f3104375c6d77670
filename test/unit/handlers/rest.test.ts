import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerStore } from '#api/answer-store.ts';
import { answerJob } from '#api/handlers/answer/answer-job.ts';
import { silentTelemetry } from '#platform/lambda/telemetry.ts';
import { MemoryConnections } from '#platform/memory/memory-connections.ts';
import { ThrottledError } from '#platform/ports/errors.ts';
import type { TestLake } from '../ingest/compact/lake.ts';
import { ACCOUNTS, ana, claims, cloud, owner, policies, twoAccounts } from './api-fixtures.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await twoAccounts();
});
afterAll(async () => {
  await lake.close();
});

const COUNT = 'SELECT count(*) AS n FROM resources';
const question = 'how many EC2 instances are there?';

/** Does every job that was handed over, as the function answer does. */
async function doJobs({ deps, jobs, keyValues }: ReturnType<typeof cloud>) {
  const from = {
    deps,
    store: new AnswerStore(keyValues),
    connections: new MemoryConnections(),
    deadline: new AbortController().signal,
  };
  for (const job of jobs.splice(0)) await answerJob(job, from, silentTelemetry);
}

describe('who calls over REST', () => {
  it('is nobody without verified claims, whatever the headers say', async () => {
    const { request } = cloud(lake);
    const forged = {
      Authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIwYjFjLW93bmVyIn0.',
      'x-amzn-oidc-identity': '0b1c-owner',
      'x-cognito-groups': 'owners',
    };
    const { status, body } = await request(
      'POST',
      '/v1/sql',
      null,
      { sql: COUNT },
      {
        headers: { 'content-type': 'application/json', ...forged },
        multiValueHeaders: {},
      },
    );
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'auth.not_signed_in' });
  });

  it('is the owner in the group owners for as long as there is no policies document', async () => {
    const { request } = cloud(lake);
    expect((await request('POST', '/v1/sql', owner, { sql: COUNT })).body.rows).toEqual([[5]]);
    const bracketed = claims('other', { 'cognito:groups': '[analysts owners]' });
    expect((await request('POST', '/v1/sql', bracketed, { sql: COUNT })).body.rows).toEqual([[5]]);
    const { status, body } = await request('POST', '/v1/sql', ana, { sql: COUNT });
    expect({ status, code: body.code, hint: body.hint }).toMatchObject({
      status: 403,
      code: 'auth.not_permitted',
      hint: expect.stringContaining('owners'),
    });
  });

  it('reads what the policies document grants, by verified address and by groups', async () => {
    const { request, keyValues } = cloud(lake);
    await keyValues.put('policies/current', policies);
    const accounts = 'SELECT DISTINCT account_id FROM resources';
    expect((await request('POST', '/v1/sql', ana, { sql: accounts })).body.rows).toEqual([[ACCOUNTS[0]]]);
    expect((await request('POST', '/v1/sql', owner, { sql: COUNT })).body.rows).toEqual([[5]]);
    // The address is Ana's, but nobody has verified that.
    const claimed = claims('mallory', { email: 'ana@example.com', email_verified: 'false' });
    const refused = await request('POST', '/v1/sql', claimed, { sql: accounts });
    expect(refused.body).toMatchObject({ status: 'refused', rows: [] });
    // A header cannot widen what the claims give.
    const widened = await request(
      'POST',
      '/v1/sql',
      ana,
      { sql: accounts },
      {
        headers: { 'content-type': 'application/json', 'x-cognito-groups': 'owners', 'x-user': '0b1c-owner' },
        multiValueHeaders: {},
      },
    );
    expect(widened.body.rows).toEqual([[ACCOUNTS[0]]]);
  });

  it('is nobody while the policies document cannot be used', async () => {
    const { request, keyValues } = cloud(lake);
    await keyValues.put('policies/current', { rules: 'all' });
    const { status, body } = await request('POST', '/v1/sql', owner, { sql: COUNT });
    expect({ status, code: body.code }).toEqual({ status: 500, code: 'auth.policies_unusable' });
  });
});

describe('a question over REST', () => {
  it('is accepted, handed over, and asked for until it is answered, by nobody but who asked', async () => {
    const at = cloud(lake);
    const { request, jobs } = at;
    await at.keyValues.put('policies/current', policies);
    const accepted = await request('POST', '/v1/questions', ana, { question, conversation: 'c-1' });
    expect(accepted).toMatchObject({ status: 202, body: { conversation: 'c-1' } });
    const path = `/v1/questions/${accepted.body.id}`;
    expect(jobs).toEqual([
      {
        kind: 'question',
        question,
        zone: 'UTC',
        id: accepted.body.id,
        conversation: 'c-1',
        user: { id: '7d3e-ana', email: 'ana@example.com', groups: [] },
      },
    ]);
    expect(await request('GET', path, ana)).toMatchObject({ status: 202, body: { conversation: 'c-1' } });
    expect((await request('GET', path, owner)).status).toBe(404);
    await doJobs(at);
    const answered = await request('GET', path, ana);
    // Two of the five: the rights are the caller's, in the other function too.
    expect(answered).toMatchObject({ status: 200, body: { status: 'answered', question, rows: [[2]] } });
    expect((await request('GET', path, owner)).status).toBe(404);
    expect((await request('GET', `${path}/csv`, owner)).status).toBe(404);
    expect((await request('GET', `${path}/csv`, ana)).status).toBe(200);
  });

  it('is answered at once with wait=true, under the stage or not', async () => {
    const { request, jobs } = cloud(lake);
    for (const prefix of ['', '/live']) {
      const { status, body } = await request('POST', `${prefix}/v1/questions?wait=true`, owner, { question });
      expect({ status, rows: body.rows }).toEqual({ status: 200, rows: [[5]] });
    }
    expect(jobs).toEqual([]);
  });

  it('that takes longer than a response may is handed over under the same id', async () => {
    let aborted = false;
    const at = cloud(lake, {
      inlineMs: 50,
      ask: (_question, _zone, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(signal.reason);
          });
        }),
    });
    const { status, body } = await at.request('POST', '/v1/questions?wait=true', owner, { question });
    expect(status).toBe(202);
    expect(aborted).toBe(true);
    expect(at.jobs).toMatchObject([{ id: body.id, question }]);
    // What the given-up attempt came to is not the answer.
    expect((await at.request('GET', `/v1/questions/${body.id}`, owner)).status).toBe(202);
  });

  it('is refused where nobody takes it, with a code and what to do', async () => {
    const at = cloud(lake);
    at.faults.background = true;
    const { status, body } = await at.request('POST', '/v1/questions', owner, { question });
    expect({ status, ...body }).toEqual({
      status: 503,
      code: 'platform.throttled',
      message: 'Lambda asks to come back later.',
      hint: 'Try again in a moment.',
    });
  });

  it('that was never finished says so', async () => {
    const { request, keyValues } = cloud(lake);
    const startedAt = new Date(Date.now() - 3_600_000);
    const record = { conversation: 'c', question, startedAt, progress: [] };
    await new AnswerStore(keyValues).keepRunning(String(owner.sub), 'lost', record);
    const { status, body } = await request('GET', '/v1/questions/lost', owner);
    expect({ status, answer: body.status, code: body.diagnostics[0].code }).toEqual({
      status: 200,
      answer: 'failed',
      code: 'answer.lost',
    });
  });

  it('is refused by its form before anything else', async () => {
    const { request } = cloud(lake);
    expect((await request('POST', '/v1/questions', owner, '{"question":')).status).toBe(400);
    expect((await request('POST', '/v1/questions', owner, { ask: 'me' })).status).toBe(400);
    expect((await request('GET', '/v1/nothing', owner)).status).toBe(404);
  });
});

describe('what fails inside', () => {
  it('is a problem with a code, and is told to whoever runs it', async () => {
    const at = cloud(lake);
    const broken = new Error('a value of a row');
    Object.assign(at.keyValues, {
      get: async () => {
        throw broken;
      },
    });
    const { status, body } = await at.request('GET', '/v1/questions/a-1', owner);
    expect({ status, code: body.code }).toEqual({ status: 500, code: 'INTERNAL' });
    expect(JSON.stringify(body)).not.toContain('value of a row');
    expect(at.faults.told).toEqual([broken]);
  });

  it('before the request is a problem, too, and no 502', async () => {
    const prepare = async () => {
      throw new ThrottledError('S3 asks to come back later.');
    };
    const { status, body } = await cloud(lake, { prepare }).request('GET', '/v1/lake', owner);
    expect({ status, code: body.code }).toEqual({ status: 503, code: 'platform.throttled' });
  });
});

describe('the other routes over REST', () => {
  it('give reports, tables, coverage and a resource within the rights of the caller', async () => {
    const { request, keyValues } = cloud(lake);
    await keyValues.put('policies/current', policies);
    const reports = (await request('GET', '/v1/reports', ana)).body;
    expect(reports.length).toBeGreaterThan(10);
    const run = await request('POST', `/v1/reports/${reports[0].name}`, ana, {});
    expect(run).toMatchObject({ status: 200, body: { translator: 'report' } });
    expect((await request('GET', '/v1/tables', ana)).body.length).toBeGreaterThan(400);
    const coverage = await request('GET', '/v1/coverage', ana);
    expect(coverage.status).toBe(200);
    const mine = `/v1/resources/${ACCOUNTS[0]}/eu-west-1/AWS%3A%3AEC2%3A%3AInstance/i-00`;
    const others = `/v1/resources/${ACCOUNTS[1]}/eu-west-1/AWS%3A%3AEC2%3A%3AInstance/i-10`;
    expect((await request('GET', mine, ana)).body.resource.rows).toHaveLength(1);
    expect((await request('GET', others, ana)).body.resource.rows).toHaveLength(0);
    expect((await request('GET', others, owner)).body.resource.rows).toHaveLength(1);
  });
});
