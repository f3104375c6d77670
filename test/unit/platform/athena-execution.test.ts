import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerSql } from '#answer/answer-sql.ts';
import { isFault } from '#api/answer-fault.ts';
import { problemOf } from '#api/problems.ts';
import { athenaClient } from '#platform/aws/athena-clients.ts';
import { AthenaQueryEngine } from '#platform/aws/athena-query-engine.ts';
import { MemoryKeyValueStore } from '#platform/memory/memory-key-value-store.ts';
import {
  CredentialsError,
  QueryCancelledError,
  ServiceFaultError,
  ThrottledError,
} from '#platform/ports/errors.ts';
import { toTrino } from '#sql/dialect/to-trino.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { checked, emptyLake } from '#test/athena/engines.ts';
import { AthenaDouble } from './athena-double.ts';

let athena: AthenaDouble;
let endpoint: string;
beforeEach(async () => {
  athena = new AthenaDouble();
  endpoint = await athena.start();
});
afterEach(() => athena.stop());

const engine = (retryPauseMs = 1) =>
  new AthenaQueryEngine({
    client: athenaClient({
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 's' },
      maxAttempts: 1,
    }),
    workGroup: 'stocktake',
    database: 'inventory',
    translate: toTrino,
    retryPauseMs,
  });

function running(options: { signal?: AbortSignal; timeoutMs?: number; retryPauseMs?: number } = {}) {
  const { retryPauseMs, ...run } = options;
  const snapshot = emptyLake();
  const asked = engine(retryPauseMs);
  return asked.run(checked('SELECT 1 AS one', snapshot, asked), { snapshot, ...run }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

const states = () => athena.executions.map(({ state }) => state);

describe('a query that runs', () => {
  it('is stopped in Athena when its caller gives up', async () => {
    const caller = new AbortController();
    const given = running({ signal: caller.signal });
    await athena.until('GetQueryExecution', 2);
    expect(states()).toEqual(['RUNNING']);
    caller.abort();
    expect(await given).toBeInstanceOf(QueryCancelledError);
    expect(athena.called('StopQueryExecution')).toBe(1);
    expect(states()).toEqual(['CANCELLED']);
  });

  it('is stopped when its time is over', async () => {
    const error = await running({ timeoutMs: 150 });
    expect(error).toBeInstanceOf(QueryCancelledError);
    expect((error as Error).message).toContain('150 ms');
    expect(athena.called('StopQueryExecution')).toBe(1);
    expect(states()).toEqual(['CANCELLED']);
  });

  it.each([
    ['ThrottlingException', ThrottledError],
    ['ExpiredTokenException', CredentialsError],
  ])('is stopped where nobody can follow it any more (%s)', async (fault, kind) => {
    athena.faults.GetQueryExecution = [fault];
    expect(await running()).toBeInstanceOf(kind);
    expect(athena.called('StopQueryExecution')).toBe(1);
    expect(states()).toEqual(['CANCELLED']);
  });

  it('is stopped before another is started in its place', async () => {
    athena.faults.GetQueryExecution = ['InternalServerException'];
    athena.ends = [undefined, { state: 'SUCCEEDED' }];
    expect(await running()).toBeUndefined();
    expect(states()).toEqual(['CANCELLED', 'SUCCEEDED']);
    const operations = athena.calls.map(({ operation }) => operation);
    expect(operations.indexOf('StopQueryExecution')).toBeLessThan(
      operations.lastIndexOf('StartQueryExecution'),
    );
  });

  it('tells the first fault where stopping fails as well', async () => {
    athena.faults.GetQueryExecution = ['ExpiredTokenException'];
    athena.faults.StopQueryExecution = ['ExpiredTokenException'];
    expect(await running()).toBeInstanceOf(CredentialsError);
  });
});

describe('a query that a fault of Athena ended', () => {
  const fault = { state: 'FAILED', error: { ErrorCategory: 1, ErrorType: 204 } } as const;

  it('is started again after growing pauses, three times at most', async () => {
    athena.ends = [fault];
    expect(await running({ retryPauseMs: 120 })).toBeInstanceOf(ServiceFaultError);
    const started = athena.calls.filter(({ operation }) => operation === 'StartQueryExecution');
    expect(started).toHaveLength(3);
    const [first = 0, second = 0, third = 0] = started.map(({ at }) => at);
    // Half of each pause is chance.
    expect(second - first).toBeGreaterThanOrEqual(60);
    expect(third - second).toBeGreaterThanOrEqual(120);
  });

  it('is not started again once its caller has gone', async () => {
    athena.ends = [fault];
    const caller = new AbortController();
    const given = running({ signal: caller.signal, retryPauseMs: 60_000 });
    await athena.until('GetQueryExecution');
    setTimeout(() => caller.abort(), 20);
    expect(await given).toBeInstanceOf(QueryCancelledError);
    expect(athena.called('StartQueryExecution')).toBe(1);
  });
});

describe('what whoever asked is told', () => {
  const asked = async (signal?: AbortSignal) => {
    const snapshot = emptyLake();
    return answerSql(
      {
        sql: 'SELECT 1 AS one',
        caller: { userId: 'ann', policy: ownerPolicy },
        ...(signal === undefined ? {} : { signal }),
      },
      {
        engine: engine(),
        catalogue: {
          snapshot: async () => snapshot,
          putTables: async () => undefined,
          swapPartitions: async () => undefined,
        },
        clock: { now: () => new Date('2026-03-01T12:00:00Z') },
        keyValues: new MemoryKeyValueStore({ now: () => new Date() }),
        queryLog: { append: async () => undefined },
        excuses: async () => [],
        newId: () => 'a-1',
      },
    );
  };
  const told = (code: string, text: RegExp) => ({
    status: 'failed',
    rows: [],
    row_count: null,
    verdict: null,
    text: expect.stringMatching(text),
    diagnostics: [{ code, message: expect.any(String), hint: expect.any(String) }],
  });

  it.each(['TooManyRequestsException', 'ThrottlingException'])('of throttling (%s)', async (fault) => {
    athena.faults.StartQueryExecution = [fault];
    const answer = await asked();
    expect(answer).toMatchObject(told('platform.throttled', /Athena .*[Tt]ry again in a (moment|minute)\.$/));
    expect(isFault(answer)).toBe(true);
  });

  it('of the bytes cut-off: what was read, that it is billed, and how to ask for less', async () => {
    athena.ends = [{ state: 'CANCELLED', reason: 'Bytes scanned limit was exceeded' }];
    const answer = await asked();
    expect(answer).toMatchObject(
      told(
        'query.bytes_cutoff',
        /^The query was stopped: it had read 3\.0 MB .* limit .*Name accounts, Regions, types or days.*billed\.$/,
      ),
    );
    expect(athena.called('StartQueryExecution')).toBe(1);
    expect(isFault(answer)).toBe(false);
  });

  it('of their own wish to stop', async () => {
    const caller = new AbortController();
    const answering = asked(caller.signal);
    await athena.until('GetQueryExecution');
    caller.abort();
    const answer = await answering;
    expect(answer).toMatchObject(
      told('query.cancelled', /^The query was cancelled\. Try again in a moment\.$/),
    );
    expect(states()).toEqual(['CANCELLED']);
    expect(isFault(answer)).toBe(false);
  });

  it('of expired credentials, which are not theirs', async () => {
    athena.faults.StartQueryExecution = ['ExpiredTokenException'];
    const answer = await asked();
    expect(answer).toMatchObject(told('platform.credentials', /^The AWS credentials have expired/));
    expect(isFault(answer)).toBe(true);
  });

  it('of a fault of Athena, again and again', async () => {
    athena.ends = [{ state: 'FAILED', error: { ErrorCategory: 1 } }];
    const answer = await asked();
    expect(answer).toMatchObject(
      told(
        'platform.service_fault',
        /^Athena could not run the query: it gave no reason\. Try again in a moment\.$/,
      ),
    );
    expect(isFault(answer)).toBe(true);
  });

  it('in a status that fits, where it fails a request itself', () => {
    expect(problemOf(new ThrottledError('later')).status).toBe(503);
  });
});
