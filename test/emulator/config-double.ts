import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Input = Readonly<Record<string, unknown>>;
/** What an operation answers: its output, or an error by name. */
export type Answer = { readonly output: unknown } | { readonly error: string; readonly message?: string };

/** Answers by operation: one a call, the last one stays; or computed from what was asked. */
export type Operations = Readonly<Record<string, readonly Answer[] | ((input: Input) => Answer)>>;

export interface ConfigDouble {
  readonly endpoint: string;
  readonly calls: { readonly operation: string; readonly input: Input; readonly authorization: string }[];
  stop(): Promise<void>;
}

/**
 * Speaks AWS Config's protocol (JSON 1.1: the operation in `X-Amz-Target: StarlingDoveService.<operation>`, times as epoch
 * seconds, an error's name in `__type`) with answers given by the test.
 */
export async function configDouble(operations: Operations): Promise<ConfigDouble> {
  const calls: ConfigDouble['calls'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).replace('StarlingDoveService.', '');
      const input = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Input;
      const before = calls.filter((call) => call.operation === operation).length;
      const { authorization = '' } = request.headers;
      calls.push({ operation, input, authorization });
      const answers = operations[operation] ?? [{ error: 'UnknownOperationException' }];
      const answer =
        typeof answers === 'function'
          ? answers(input)
          : (answers[Math.min(before, answers.length - 1)] ?? { error: 'UnknownOperationException' });
      const isError = 'error' in answer;
      response.writeHead(isError ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(
        JSON.stringify(isError ? { __type: answer.error, message: answer.message ?? '' } : answer.output),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
