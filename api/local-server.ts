import type { AddressInfo } from 'node:net';
import { serve, upgradeWebSocket, type WebSocketServerLike } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { WebSocketServer } from 'ws';
import { createApi } from './app.ts';
import type { ApiDeps } from './deps.ts';
import { handleSocketMessage } from './socket.ts';

export interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

interface LocalServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder of the built page. */
  readonly pageFolder: string;
}

/** A page of another site could otherwise reach a server on this machine by a name that it points at 127.0.0.1. */
const LOCAL_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const LARGEST_MESSAGE = 1_048_576;

/** Serves page, API and socket on 127.0.0.1 only. @throws where the port is taken */
export async function startLocalServer(deps: ApiDeps, options: LocalServerOptions): Promise<LocalServer> {
  const { app: api, answers } = createApi(deps);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE });
  api.get(
    '/v1/socket',
    upgradeWebSocket((context) => ({
      onMessage: async (event, socket) => {
        const caller = await deps.callerOf(context);
        const send = (message: object) => {
          if (socket.readyState === 1) socket.send(JSON.stringify(message));
        };
        await handleSocketMessage(String(event.data), caller, { send }, answers);
      },
    })),
  );
  api.get('/*', serveStatic({ root: options.pageFolder }));
  const guarded = async (request: Request, ...rest: unknown[]): Promise<Response> => {
    const host = request.headers.get('host') ?? '';
    const origin = request.headers.get('origin');
    const foreign = origin !== null && !LOCAL_HOST.test(origin.replace(/^https?:\/\//, ''));
    if (!LOCAL_HOST.test(host) || foreign)
      return new Response('This server only answers this machine.', { status: 403 });
    const response = await api.fetch(request, ...(rest as [object]));
    // The rest of the request is not read: a client that sent its next one over this connection would lose it.
    if (response.status === 413) response.headers.set('connection', 'close');
    return response;
  };
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: guarded,
        hostname: '127.0.0.1',
        port: options.port,
        websocket: { server: sockets as WebSocketServerLike },
      },
      ({ port }: AddressInfo) =>
        resolve({
          url: `http://127.0.0.1:${port}`,
          close: () =>
            new Promise((closed) => {
              for (const client of sockets.clients) client.terminate();
              server.close(() => closed());
            }),
        }),
    );
    server.on('error', reject);
  });
}
