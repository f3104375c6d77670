import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What happens to a request in place of being passed on. */
export type Fault =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  /** The service gets the request, but its answer is lost. */
  | 'answer-lost'
  /** The answer's body breaks off after so many bytes. */
  | { readonly breakAfter: number };

export interface FaultyProxy {
  readonly endpoint: string;
  readonly seen: Seen[];
  /** The faults of the next requests, one each; undefined passes a request on. */
  readonly faults: (Fault | undefined)[];
  /** What becomes of every request once `faults` is empty. */
  always: ((seen: Seen) => Fault | undefined) | undefined;
  stop(): Promise<void>;
}

/** Stands before a service and fails as AWS does, which the emulator itself does not. */
export async function faultyProxy(target: string): Promise<FaultyProxy> {
  const proxy = {
    seen: [] as Seen[],
    faults: [] as (Fault | undefined)[],
    always: undefined as FaultyProxy['always'],
  };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const seen: Seen = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: body.toString('latin1'),
      };
      proxy.seen.push(seen);
      const fault = proxy.faults.length > 0 ? proxy.faults.shift() : proxy.always?.(seen);
      if (typeof fault === 'object' && 'status' in fault) {
        outgoing.writeHead(fault.status, fault.headers).end(fault.body ?? '');
        return;
      }
      pass(target, incoming, body, outgoing, fault);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(proxy, {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

function pass(
  target: string,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  fault: Fault | undefined,
): void {
  const onward = request(
    new URL(incoming.url ?? '/', target),
    { method: incoming.method, headers: incoming.headers },
    (answer) => {
      if (fault === 'answer-lost') {
        answer.resume();
        answer.on('end', () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (typeof fault === 'object' && 'breakAfter' in fault) {
        let left = fault.breakAfter;
        answer.on('end', () => outgoing.end());
        answer.on('data', (chunk: Buffer) => {
          if (left <= 0) return;
          const part = chunk.subarray(0, left);
          left -= part.length;
          outgoing.write(part, () => {
            if (left <= 0) outgoing.destroy();
          });
        });
        return;
      }
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.destroy());
  onward.end(body);
}
