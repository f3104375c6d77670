import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Input = Readonly<Record<string, string | undefined>>;

interface Execution {
  readonly id: string;
  readonly text: string;
  state: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  reason?: string;
  error?: object;
}

/**
 * Speaks Athena's protocol (JSON 1.1, `X-Amz-Target: AmazonAthena.<operation>`) and runs nothing: an execution runs until it is
 * stopped, or ends as the test says. A token that was seen before finds its execution again.
 */
export class AthenaDouble {
  readonly executions: Execution[] = [];
  readonly calls: { readonly operation: string; readonly input: Input; readonly at: number }[] = [];
  /** How each execution ends, in the order in which they start; the last one stays. Undefined: it runs on. */
  ends: (Pick<Execution, 'state' | 'reason' | 'error'> | undefined)[] = [undefined];
  /** Errors by operation, one a call, before it works (again). */
  readonly faults: Record<string, string[]> = {};
  readonly #tokens = new Map<string, Execution>();
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  called(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  /** Resolves when so many calls of the operation have come. */
  async until(operation: string, times = 1): Promise<void> {
    while (this.called(operation) < times) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const input = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Input;
    const operation = String(request.headers['x-amz-target']).replace('AmazonAthena.', '');
    this.calls.push({ operation, input, at: performance.now() });
    const fault = this.faults[operation]?.shift();
    if (fault !== undefined)
      return {
        status: fault.startsWith('Internal') ? 500 : 400,
        body: { __type: fault, message: `told by ${operation}` },
      };
    return { status: 200, body: this.#operation(operation, input) };
  }

  #operation(operation: string, input: Input): object {
    if (operation === 'StartQueryExecution') return { QueryExecutionId: this.#begin(input).id };
    const found = this.executions.find(({ id }) => id === input.QueryExecutionId);
    if (found === undefined) return {};
    if (operation === 'StopQueryExecution') {
      if (found.state === 'RUNNING')
        Object.assign(found, { state: 'CANCELLED', reason: 'Query cancelled by user' });
      return {};
    }
    if (operation === 'GetQueryExecution') {
      const { id, text, state, reason, error } = found;
      return {
        QueryExecution: {
          QueryExecutionId: id,
          Query: text,
          Status: { State: state, StateChangeReason: reason, AthenaError: error },
          Statistics: { DataScannedInBytes: 3 * 1024 ** 2 },
        },
      };
    }
    return { ResultSet: { Rows: [], ResultSetMetadata: { ColumnInfo: [] } } };
  }

  #begin({ ClientRequestToken: token = '', QueryString: text = '' }: Input): Execution {
    const known = this.#tokens.get(token);
    if (known !== undefined) return known;
    const end = this.ends[Math.min(this.executions.length, this.ends.length - 1)];
    const execution: Execution = { id: `q-${this.executions.length}`, text, state: 'RUNNING', ...end };
    this.executions.push(execution);
    this.#tokens.set(token, execution);
    return execution;
  }
}
