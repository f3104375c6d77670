import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { createApi } from '#api/app.ts';
import type { AnswerJob } from '#api/contract/job.ts';
import type { ApiDeps } from '#api/deps.ts';
import { EXAMPLES } from '#api/examples.ts';
import { callerOfRequest } from '#api/handlers/rest/caller-of.ts';
import { serveRest } from '#api/handlers/rest/serve-rest.ts';
import { ingestEvents } from '#ingest/handlers/events/ingest-events.ts';
import { bucketFinder } from '#ingest/sources/bucket-source.ts';
import { answerQuestion } from '#nl2sql/ask.ts';
import { silentTelemetry } from '#platform/lambda/telemetry.ts';
import { MemoryKeyValueStore } from '#platform/memory/memory-key-value-store.ts';
import { MemoryObjectStore } from '#platform/memory/memory-object-store.ts';
import { ThrottledError } from '#platform/ports/errors.ts';
import { bundledReports } from '#sql/reports/bundled-reports.ts';
import { TestLake } from '../ingest/compact/lake.ts';
import { envelope, item, itemChange, NOW } from '../ingest/fixtures.ts';
import { sqsEvent, sqsRecord } from './aws-events.ts';

export const ACCOUNTS = ['111122223333', '444455556666'] as const;

/** A lake with two instances in one account and three in the other. */
export async function twoAccounts(): Promise<TestLake> {
  const lake = await TestLake.open(new Date(NOW));
  const records = ACCOUNTS.flatMap((account, at) =>
    Array.from({ length: 2 + at }, (_, index) => {
      const resourceId = `i-${at}${index}`;
      const changed = item({
        awsAccountId: account,
        resourceId,
        ARN: `arn:aws:ec2:eu-west-1:${account}:instance/${resourceId}`,
      });
      return sqsRecord(envelope(itemChange(changed), { account, id: `e-${resourceId}` }));
    }),
  );
  const objects = bucketFinder(() => new MemoryObjectStore());
  await ingestEvents(sqsEvent(...records), { ...lake, objects }, silentTelemetry);
  await lake.compact();
  return lake;
}

/** The functions' dependencies over a lake of this machine and memory. */
export function cloud(
  lake: TestLake,
  options: { inlineMs?: number; ask?: ApiDeps['ask']; prepare?: () => Promise<void> } = {},
) {
  const keyValues = new MemoryKeyValueStore({ now: () => new Date() });
  const jobs: AnswerJob[] = [];
  const faults = { background: false, told: [] as Error[] };
  const answers: ApiDeps['answers'] = {
    engine: lake.engine,
    catalogue: lake.catalogue,
    clock: lake.clock,
    keyValues,
    queryLog: { append: async () => undefined },
    excuses: async () => [],
    newId: randomUUID,
  };
  const reports = bundledReports();
  const deps: ApiDeps = {
    answers,
    reports,
    examples: EXAMPLES,
    sampleTime: undefined,
    ask:
      options.ask ??
      ((question, zone, request) => answerQuestion({ ...request, question, zone }, { ...answers, reports })),
    callerOf: (source) => callerOfRequest(source, keyValues),
    onFault: (error) => faults.told.push(error),
    handOver: {
      background: {
        start: async (job) => {
          if (faults.background) throw new ThrottledError('Lambda asks to come back later.');
          // As it travels.
          jobs.push(JSON.parse(JSON.stringify(job)) as AnswerJob);
        },
      },
      inlineMs: options.inlineMs ?? 20_000,
    },
  };
  const api = createApi(deps);
  const request = async (
    method: string,
    path: string,
    claims: Claims | null,
    body?: unknown,
    fields: Partial<APIGatewayProxyEvent> = {},
  ) => {
    const event = { ...restEvent(method, path, claims, body), ...fields };
    const result = await serveRest(event, {} as Context, api, silentTelemetry, options.prepare);
    const type = String(result.headers?.['content-type'] ?? result.multiValueHeaders?.['content-type']);
    return { status: result.statusCode, body: type.includes('json') ? JSON.parse(result.body) : result.body };
  };
  return { keyValues, deps, jobs, faults, request };
}

export type Claims = Readonly<Record<string, string>>;

/** Claims as API Gateway's Cognito authorizer hands them over: every one a text. */
export const claims = (sub: string, fields: Claims = {}): Claims => ({
  sub,
  aud: 'client',
  email_verified: 'true',
  token_use: 'id',
  auth_time: '1773133200',
  iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE',
  exp: 'Tue Mar 10 13:00:00 UTC 2026',
  ...fields,
});

export const owner = claims('0b1c-owner', {
  'cognito:groups': 'analysts,owners',
  email: 'owner@example.com',
});
export const ana = claims('7d3e-ana', { email: 'Ana@example.com' });

/** Ana reads one account alone. */
export const policies = {
  users: {},
  rules: [
    { name: 'owners read all', groups: ['owners'], tables: ['*'], audit: true },
    { name: 'ana', users: ['ana@example.com'], tables: ['*'], accounts: [ACCOUNTS[0]] },
  ],
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export function restEvent(
  httpMethod: string,
  target: string,
  caller: Claims | null,
  body?: unknown,
): APIGatewayProxyEvent {
  const url = new URL(target, 'https://api.example');
  const headers = { 'content-type': 'application/json', Host: 'abc123.execute-api.eu-west-1.amazonaws.com' };
  const query = [...url.searchParams.keys()];
  return {
    resource: '/v1/questions',
    path: url.pathname,
    httpMethod,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: query.length === 0 ? null : Object.fromEntries(url.searchParams),
    multiValueQueryStringParameters:
      query.length === 0
        ? null
        : Object.fromEntries(query.map((name) => [name, url.searchParams.getAll(name)])),
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      accountId: '999988887777',
      apiId: 'abc123',
      authorizer: caller === null ? null : { claims: caller },
      protocol: 'HTTP/1.1',
      httpMethod,
      identity: { sourceIp: '192.0.2.1', userAgent: 'test' } as never,
      path: `/live${url.pathname}`,
      stage: 'live',
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      requestTimeEpoch: 1773133200000,
      resourceId: '123456',
      resourcePath: '/v1/questions',
    },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    isBase64Encoded: false,
  };
}
