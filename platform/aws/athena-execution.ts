import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { QueryCancelledError, ServiceFaultError } from '../ports/errors.ts';
import { athenaFailed, failureOf } from './athena-errors.ts';

export interface ExecutionPlace {
  readonly client: AthenaClient;
  readonly workGroup: string;
  /** Where results go if the workgroup does not say so. */
  readonly outputLocation?: string;
}

export interface ExecutionRequest {
  readonly text: string;
  readonly database: string;
  /** What the text reads: the same text over the same generation is the same execution. */
  readonly generation: string;
  /** Raised where the execution of the attempt before cannot be used. */
  readonly attempt: number;
  readonly timeoutMs: number;
  /** When that time is over, by the clock of `performance`. */
  readonly endsAt: number;
  readonly signal?: AbortSignal;
}

export interface Executed {
  readonly id: string;
  readonly bytesScanned: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

/**
 * Runs one statement to its end: starts it, asks with growing pauses, and stops it when the caller gives up or the
 * time is over. The token is a hash of what runs, so a call that is repeated (by the SDK, or by a function that AWS
 * invokes again) finds the execution it had and is billed once.
 */
export async function execute(place: ExecutionPlace, request: ExecutionRequest): Promise<Executed> {
  const { signal } = request;
  const isGivenUp = () => signal?.aborted === true;
  if (isGivenUp()) throw new QueryCancelledError('The query was cancelled before it started.');
  const id = await start(place, request);
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 1.5, LONGEST_PAUSE_MS)) {
    const execution = await look(place, id).catch(async (error: unknown) => {
      // Nobody will follow it any further: it would run on, and be billed, for nothing.
      await stop(place, id);
      throw error;
    });
    const state = execution.Status?.State;
    if (state === 'SUCCEEDED') return { id, bytesScanned: execution.Statistics?.DataScannedInBytes ?? 0 };
    if (state === 'FAILED' || state === 'CANCELLED')
      throw failureOf(execution.Status ?? {}, execution.Statistics?.DataScannedInBytes ?? 0);
    const left = request.endsAt - performance.now();
    if (left <= 0) await giveUp(place, id, `The query took longer than ${request.timeoutMs} ms.`);
    await pause(Math.min(wait, left), undefined, signal === undefined ? {} : { signal }).catch(
      () => undefined,
    );
    if (isGivenUp()) await giveUp(place, id, 'The query was cancelled.');
  }
}

async function start(place: ExecutionPlace, request: ExecutionRequest): Promise<string> {
  const { text, database, generation, attempt } = request;
  const token = createHash('sha256')
    .update(JSON.stringify([text, database, place.workGroup, generation, attempt]))
    .digest('hex');
  const { QueryExecutionId } = await place.client
    .send(
      new StartQueryExecutionCommand({
        QueryString: text,
        ClientRequestToken: token,
        QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: database },
        WorkGroup: place.workGroup,
        ...(place.outputLocation === undefined
          ? {}
          : { ResultConfiguration: { OutputLocation: place.outputLocation } }),
        // It cannot know that a partition was swapped.
        ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
      }),
    )
    .catch(athenaFailed('starting a query'));
  if (QueryExecutionId === undefined)
    throw new ServiceFaultError('Athena started a query without telling its id.');
  return QueryExecutionId;
}

async function look(place: ExecutionPlace, id: string): Promise<QueryExecution> {
  const { QueryExecution } = await place.client
    .send(new GetQueryExecutionCommand({ QueryExecutionId: id }))
    .catch(athenaFailed('following a query'));
  return QueryExecution ?? {};
}

async function giveUp(place: ExecutionPlace, id: string, message: string): Promise<never> {
  const cause = await stop(place, id);
  throw new QueryCancelledError(message, cause === undefined ? {} : { cause });
}

/** Returns why it could not be stopped: it may have ended by itself, and the caller has given up either way. */
const stop = (place: ExecutionPlace, id: string): Promise<unknown> =>
  place.client
    .send(new StopQueryExecutionCommand({ QueryExecutionId: id }))
    .then(() => undefined)
    .catch((error: unknown) => error);
