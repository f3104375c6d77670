import { randomUUID } from 'node:crypto';
import { AppError } from '#catalog/errors.ts';
import { TrinoClient } from '#platform/trino/trino-client.ts';
import type { TrinoFailure } from '#platform/trino/trino-errors.ts';
import { athenaText, columnInfo } from './athena-text.ts';

/** How one workgroup behaves; a test picks it by the workgroup's name. */
export interface WorkGroup {
  /** Bytes after which a query is cancelled. */
  readonly bytesCutoff?: number;
  /** Queries that may run at once; the next is told TooManyRequestsException. */
  readonly mostRunning?: number;
  /** False: results of a SELECT do not begin with the columns' names. */
  readonly hasHeader?: boolean;
  /** Its queries fail so many times with a fault of the service, which may be retried. */
  readonly faults?: number;
  /** Its queries are as good as queued for so long, so that a test can cancel them. */
  readonly queuedMs?: number;
}

export interface StartInput {
  readonly QueryString: string;
  readonly ClientRequestToken?: string;
  readonly WorkGroup?: string;
  readonly ExecutionParameters?: readonly string[];
  readonly QueryExecutionContext?: { readonly Database?: string; readonly Catalog?: string };
  readonly ResultConfiguration?: { readonly OutputLocation?: string };
}

export interface Execution {
  readonly QueryExecutionId: string;
  readonly Query: string;
  readonly StatementType: 'DML' | 'DDL';
  readonly WorkGroup: string;
  readonly QueryExecutionContext: StartInput['QueryExecutionContext'];
  readonly ResultConfiguration: StartInput['ResultConfiguration'];
  readonly Status: {
    State: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
    StateChangeReason?: string;
    SubmissionDateTime: number;
    CompletionDateTime?: number;
    AthenaError?: { ErrorCategory: number; ErrorType: number; Retryable: boolean; ErrorMessage: string };
  };
  Statistics: Readonly<Record<string, number>>;
}

export interface ExecutionResult {
  readonly columns: readonly ReturnType<typeof columnInfo>[];
  /** Undefined is NULL. */
  readonly rows: readonly (readonly (string | undefined)[])[];
}

/** An error of the API itself. */
export class ApiError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

class OverCutoff extends Error {}

const UNLOAD = /^\s*UNLOAD\s*\(([\s\S]*)\)\s*TO\s*'((?:[^']|'')*)'\s*(?:WITH\s*\(([\s\S]*?)\)\s*)?;?\s*$/i;
const COMPRESSION = /\bcompression\s*=\s*'\w+'\s*,?\s*|,\s*compression\s*=\s*'\w+'/i;

/** The executions of Athena's API, each run by Trino. */
export class Executions {
  readonly #trino: TrinoClient;
  readonly #workGroups: Readonly<Record<string, WorkGroup>>;
  readonly #executions = new Map<string, Execution>();
  readonly #results = new Map<string, ExecutionResult>();
  readonly #stops = new Map<string, AbortController>();
  readonly #tokens = new Map<string, { readonly id: string; readonly query: string }>();
  readonly #faultsLeft = new Map<string, number>();

  constructor(trinoUrl: string, workGroups: Readonly<Record<string, WorkGroup>>) {
    this.#trino = new TrinoClient({ url: trinoUrl, user: 'athena', catalog: 'awsdatacatalog' });
    this.#workGroups = workGroups;
    for (const [name, { faults = 0 }] of Object.entries(workGroups)) this.#faultsLeft.set(name, faults);
  }

  start(input: StartInput): string {
    const { QueryString, ClientRequestToken, WorkGroup: workGroup = 'primary' } = input;
    if (Buffer.byteLength(QueryString) > 262_144)
      throw new ApiError('InvalidRequestException', 'QueryString is longer than 262144 bytes');
    if (
      ClientRequestToken !== undefined &&
      (ClientRequestToken.length < 32 || ClientRequestToken.length > 128)
    )
      throw new ApiError('InvalidRequestException', 'ClientRequestToken must have 32 to 128 characters');
    const before = ClientRequestToken === undefined ? undefined : this.#tokens.get(ClientRequestToken);
    if (before !== undefined) {
      if (before.query !== QueryString)
        throw new ApiError('InvalidRequestException', 'Idempotent parameters do not match');
      return before.id;
    }
    const group = this.#workGroups[workGroup];
    if (group === undefined)
      throw new ApiError('InvalidRequestException', `WorkGroup ${workGroup} is not found.`);
    if (this.#stops.size >= (group.mostRunning ?? Number.POSITIVE_INFINITY))
      throw new ApiError(
        'TooManyRequestsException',
        'You have exceeded the limit for the number of queries you can run concurrently.',
      );
    const execution: Execution = {
      QueryExecutionId: randomUUID(),
      Query: QueryString,
      StatementType: /^\s*(?:SELECT|WITH|VALUES|UNLOAD|\()/i.test(QueryString) ? 'DML' : 'DDL',
      WorkGroup: workGroup,
      QueryExecutionContext: input.QueryExecutionContext,
      ResultConfiguration: input.ResultConfiguration,
      Status: { State: 'QUEUED', SubmissionDateTime: Date.now() / 1000 },
      Statistics: {},
    };
    const id = execution.QueryExecutionId;
    this.#executions.set(id, execution);
    if (ClientRequestToken !== undefined) this.#tokens.set(ClientRequestToken, { id, query: QueryString });
    const stop = new AbortController();
    this.#stops.set(id, stop);
    void this.#run(execution, input, group, stop.signal).finally(() => this.#stops.delete(id));
    return id;
  }

  find(id: string): Execution {
    const execution = this.#executions.get(id);
    if (execution === undefined)
      throw new ApiError('InvalidRequestException', `QueryExecution ${id} was not found`);
    return execution;
  }

  stop(id: string): void {
    const execution = this.find(id);
    if (!this.#stops.has(id)) return;
    execution.Status.State = 'CANCELLED';
    execution.Status.StateChangeReason = 'Query cancelled by user';
    this.#stops.get(id)?.abort();
  }

  resultOf(id: string): ExecutionResult & { readonly hasHeader: boolean } {
    const { Status, StatementType, WorkGroup: workGroup } = this.find(id);
    if (Status.State === 'QUEUED' || Status.State === 'RUNNING')
      throw new ApiError(
        'InvalidRequestException',
        `Query has not yet finished. Current state: ${Status.State}`,
      );
    const result = this.#results.get(id);
    if (Status.State !== 'SUCCEEDED' || result === undefined)
      throw new ApiError(
        'InvalidRequestException',
        `Query did not finish successfully. Final query state: ${Status.State}`,
      );
    const hasHeader = StatementType === 'DML' && this.#workGroups[workGroup]?.hasHeader !== false;
    return { ...result, hasHeader: hasHeader && result.columns.length > 0 };
  }

  async #run(execution: Execution, input: StartInput, group: WorkGroup, signal: AbortSignal): Promise<void> {
    const { Status } = execution;
    const started = Date.now();
    let bytes = 0;
    try {
      if (group.queuedMs !== undefined) await this.#queued(group.queuedMs, signal);
      if (Status.State === 'QUEUED') Status.State = 'RUNNING';
      this.#failIfFaulty(execution.WorkGroup);
      const onProgress = (read: number): void => {
        bytes = read;
        if (read > (group.bytesCutoff ?? Number.POSITIVE_INFINITY)) throw new OverCutoff();
      };
      const result = await this.#inTrino(execution, input, { signal, onProgress });
      this.#results.set(execution.QueryExecutionId, result);
      if (Status.State === 'RUNNING') Status.State = 'SUCCEEDED';
    } catch (error) {
      if (Status.State !== 'CANCELLED') fail(Status, error);
    }
    Status.CompletionDateTime = Date.now() / 1000;
    execution.Statistics = {
      DataScannedInBytes: bytes,
      EngineExecutionTimeInMillis: Date.now() - started,
      TotalExecutionTimeInMillis: Date.now() - started,
      QueryQueueTimeInMillis: 0,
      ServiceProcessingTimeInMillis: 0,
    };
  }

  /** UNLOAD is Athena's own: a table made from the query at its target, of which only the files stay. */
  async #inTrino(
    execution: Execution,
    input: StartInput,
    request: { readonly signal: AbortSignal; readonly onProgress: (bytes: number) => void },
  ): Promise<ExecutionResult> {
    const schema = input.QueryExecutionContext?.Database ?? 'default';
    const unload = UNLOAD.exec(input.QueryString);
    if (unload === null) {
      const { columns, rows } = await this.#trino.query(input.QueryString.replace(/[\s;]+$/, ''), {
        ...request,
        schema,
      });
      return {
        columns: columns.map(columnInfo),
        rows: rows.map((row) => row.map((value, index) => athenaText(value, columns[index]?.type ?? ''))),
      };
    }
    const [, query = '', location = '', options = ''] = unload;
    const table = `unload_${execution.QueryExecutionId.replaceAll('-', '')}`;
    const others = options.replace(COMPRESSION, '').replace(/,\s*$/, '').trim();
    const properties = [`external_location = '${location}'`, ...(others === '' ? [] : [others])];
    await this.#trino.query(`CREATE TABLE ${table} WITH (${properties.join(', ')}) AS ${query}`, {
      ...request,
      schema,
      session: { 'awsdatacatalog.compression_codec': 'ZSTD' },
    });
    await this.#trino.query(`DROP TABLE ${table}`, { schema });
    return { columns: [], rows: [] };
  }

  #failIfFaulty(workGroup: string): void {
    const left = this.#faultsLeft.get(workGroup) ?? 0;
    if (left === 0) return;
    this.#faultsLeft.set(workGroup, left - 1);
    throw Object.assign(new Error('Internal error'), {
      cause: { errorName: 'GENERIC_INTERNAL_ERROR', errorType: 'INTERNAL_ERROR', message: 'Internal error' },
    });
  }

  async #queued(milliseconds: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    if (signal.aborted) throw new Error('cancelled');
  }
}

function fail(status: Execution['Status'], error: unknown): void {
  if (error instanceof OverCutoff) {
    status.State = 'CANCELLED';
    status.StateChangeReason = 'Bytes scanned limit was exceeded';
    return;
  }
  const failure = error instanceof Error ? (error.cause as TrinoFailure | undefined) : undefined;
  const known = failure?.errorName !== undefined ? failure : undefined;
  const message = error instanceof AppError || error instanceof Error ? error.message : String(error);
  const text = known === undefined ? message : `${known.errorName}: ${known.message}`;
  status.State = 'FAILED';
  status.StateChangeReason = text;
  status.AthenaError = { ...categoryOf(known), ErrorMessage: text };
}

/** https://docs.aws.amazon.com/athena/latest/ug/error-reference.html */
function categoryOf(failure: TrinoFailure | undefined) {
  switch (failure?.errorType) {
    case 'USER_ERROR':
      return { ErrorCategory: 2, ErrorType: 1000, Retryable: false };
    case 'INSUFFICIENT_RESOURCES':
      return { ErrorCategory: 1, ErrorType: 1, Retryable: false };
    case undefined:
      return { ErrorCategory: 3, ErrorType: 9999, Retryable: false };
    default:
      return { ErrorCategory: 1, ErrorType: 200, Retryable: true };
  }
}
