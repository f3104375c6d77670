import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { problemOf } from '#api/problems.ts';
import type { AppError } from '#catalog/errors.ts';
import { BytesCutoffError } from '#platform/aws/athena-errors.ts';
import { modelErrorOf } from '#platform/aws/bedrock-errors.ts';
import { fromAws } from '#platform/aws/errors.ts';
import { describeError } from '#platform/lambda/describe-error.ts';
import { EnvironmentError, parseEnv } from '#platform/lambda/parse-env.ts';
import { instrumented } from '#platform/lambda/telemetry.ts';
import { QueryCancelledError, QueryFailedError } from '#platform/ports/errors.ts';
import { ModelStreamBrokenError } from '#platform/ports/model-errors.ts';
import { HANDLER_FOLDERS } from '../../../infra/bundling/handler-bundle.ts';
import { reportTextsModule } from '../../../scripts/generate-report-texts.ts';
import { measureBundle } from '../../../scripts/handler-bundles.ts';

describe('the bundle of each function', () => {
  let out: string;
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'stocktake-bundles-'));
  });
  afterAll(() => rm(out, { recursive: true, force: true }));

  it.each(HANDLER_FOLDERS)('%s is small, holds no engine, and can be imported', async (handler) => {
    const { forbidden, isFit, bytes, importMs, node } = await measureBundle(handler, out);
    console.log(`${handler}: ${Math.round(bytes / 1024)} KiB, imported in ${importMs} ms by Node ${node}`);
    expect({ forbidden, isFit }).toEqual({ forbidden: [], isFit: true });
    expect(bytes).toBeGreaterThan(100_000);
  });

  it('holds the saved reports as they are in their folder', async () => {
    const file = new URL('../../../sql/reports/generated/report-texts.ts', import.meta.url);
    expect(await readFile(file, 'utf8'), 'run scripts/generate-report-texts.ts').toBe(
      await reportTextsModule(),
    );
  });
});

describe('the environment of a function', () => {
  const schema = z.object({
    LAKE_BUCKET: z.string().min(1),
    MODEL_DATA: z.enum(['schema', 'values']),
    EXTRA: z.string().optional(),
  });

  it('is read by its schema', () => {
    expect(parseEnv(schema, { LAKE_BUCKET: 'lake', MODEL_DATA: 'schema', PATH: '/bin' })).toEqual({
      LAKE_BUCKET: 'lake',
      MODEL_DATA: 'schema',
    });
  });

  it('is refused with the names of all that is missing or wrong, and no value', () => {
    const wrong = () => parseEnv(schema, { MODEL_DATA: 'hunter2' });
    expect(wrong).toThrow(EnvironmentError);
    expect(wrong).toThrow(/LAKE_BUCKET is missing; MODEL_DATA: /);
    expect(wrong).not.toThrow(/hunter2/);
  });
});

describe('what a function logs', () => {
  const context = {
    functionName: 'f',
    awsRequestId: 'r-1',
    memoryLimitInMB: '128',
    invokedFunctionArn: 'arn:f',
    functionVersion: '1',
  } as Context;

  it('is structured, with ids, a cold start and metrics, and of errors no message', async () => {
    // As Lambda sets it; the others let the lines be seen here.
    vi.stubEnv('AWS_LAMBDA_INITIALIZATION_TYPE', 'on-demand');
    vi.stubEnv('POWERTOOLS_DEV', 'true');
    vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
    const lines: Record<string, unknown>[] = [];
    const take = (line: unknown) => {
      lines.push(JSON.parse(String(line)) as Record<string, unknown>);
    };
    const spies = (['log', 'info', 'error'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(take),
    );
    const cause = Object.assign(new Error('secret in the cause'), { $metadata: { requestId: 'aws-1' } });
    const handler = instrumented(async (_event: unknown, telemetry) => {
      telemetry.correlate('answer-7');
      telemetry.info('landed', { items: 3 });
      telemetry.count('ObjectsLanded', 1);
      throw new QueryFailedError('Cannot cast "hunter2"', { cause });
    });
    await expect(handler({}, context)).rejects.toThrow();
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
    const text = JSON.stringify(lines);
    expect(text).not.toMatch(/hunter2|secret in/);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'INFO',
        message: 'landed',
        items: 3,
        correlation_id: 'answer-7',
        function_request_id: 'r-1',
      }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ ColdStart: 1 }));
    expect(lines).toContainEqual(expect.objectContaining({ ObjectsLanded: 1 }));
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: 'ERROR',
        fault: {
          name: 'QueryFailedError',
          code: 'query.failed',
          retryable: false,
          cause: expect.objectContaining({ name: 'Error', awsRequestId: 'aws-1' }),
        },
      }),
    );
  });

  it('names where an error came from that nobody foresaw', () => {
    const { name, frames } = describeError(new TypeError('of a value'));
    expect(name).toBe('TypeError');
    expect(frames?.[0]).toContain('functions.test.ts');
  });
});

describe('what goes wrong in AWS', () => {
  const call = { service: 'S3', doing: 'reading s3://lake/x' };
  const named = (name: string, status: number) =>
    Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });

  /** Made as Lambda would have it made. */
  function inAFunction<T>(make: () => T): T {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'rest');
    try {
      return make();
    } finally {
      vi.unstubAllEnvs();
    }
  }
  const bedrock = { modelId: 'm', region: 'eu-west-1', profile: null };

  it.each<[string, () => AppError]>([
    ['expired credentials', () => fromAws(named('ExpiredToken', 400), call)],
    ['no credentials', () => fromAws(named('CredentialsProviderError', 400), call)],
    ['a refusal', () => fromAws(named('AccessDenied', 403), call)],
    ['no Region', () => fromAws(new Error('Region is missing'), call)],
    ['no network', () => fromAws(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }), call)],
    ['Bedrock, expired', () => modelErrorOf(named('ExpiredTokenException', 400), bedrock, false)],
    ['Bedrock, refused', () => modelErrorOf(named('AccessDeniedException', 403), bedrock, false)],
    ['Bedrock, no model', () => modelErrorOf(named('ResourceNotFoundException', 404), bedrock, false)],
    ['Bedrock, quota', () => modelErrorOf(named('ServiceQuotaExceededException', 400), bedrock, false)],
  ])('%s: a caller is told nothing that only the owner can do, the owner is', (_name, make) => {
    const owners = /aws sso|--profile|--model|AWS_REGION|permission|Allow|AWS_ENDPOINT_URL|Service Quotas/;
    expect(make().hint).toMatch(owners);
    const hint = inAFunction(make).hint;
    expect(hint).toMatch(/whoever runs Stocktake/);
    expect(hint).not.toMatch(owners);
  });

  it.each<[string, AppError, number, RegExp]>([
    ['throttling', fromAws(named('SlowDown', 503), call), 503, /minute/],
    [
      'expired credentials',
      inAFunction(() => fromAws(named('ExpiredTokenException', 400), call)),
      500,
      /^Try again in a few minutes; if it stays so, tell whoever runs Stocktake\.$/,
    ],
    ['a cancelled query', new QueryCancelledError('The query was cancelled.'), 503, /again/],
    [
      'the bytes cut-off',
      new BytesCutoffError('The query was stopped.', { hint: 'Name accounts.' }),
      400,
      /accounts/,
    ],
    ['a broken model stream', new ModelStreamBrokenError('The reply broke off.'), 503, /again/],
  ])('%s has a code, a status and a hint', (_name, error, status, hint) => {
    const told = problemOf(error);
    expect(told.status).toBe(status);
    expect(told.problem).toMatchObject({
      code: error.code,
      message: error.message,
      hint: expect.stringMatching(hint),
    });
  });
});
