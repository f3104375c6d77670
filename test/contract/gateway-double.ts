import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LARGEST_MESSAGE_BYTES } from '#platform/ports/connections.ts';

export interface GatewayDouble {
  /** The management address of a stage. */
  readonly endpoint: string;
  readonly got: ReadonlyMap<string, readonly string[]>;
  stop(): Promise<void>;
}

/**
 * Speaks the management API of a WebSocket API with some open connections: POST and DELETE /@connections/{id}, 410 where nobody
 * is there, 413 for what is too large. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export async function gatewayDouble(open: readonly string[]): Promise<GatewayDouble> {
  const got = new Map<string, string[]>(open.map((id) => [id, []]));
  const gone = new Set<string>();
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const fail = (status: number, type: string) =>
        response
          .writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type })
          .end('{"message":"told"}');
      const id = decodeURIComponent(/@connections\/([^/?]+)$/.exec(request.url ?? '')?.[1] ?? '');
      const told = gone.has(id) ? undefined : got.get(id);
      if (told === undefined) return fail(410, 'GoneException');
      const body = Buffer.concat(chunks);
      if (body.length > LARGEST_MESSAGE_BYTES) return fail(413, 'PayloadTooLargeException');
      if (request.method === 'DELETE') gone.add(id);
      else told.push(body.toString('utf8'));
      return response.writeHead(request.method === 'DELETE' ? 204 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live`,
    got,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
