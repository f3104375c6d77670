import { createServer, request as forward, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { UserPoolDouble } from './user-pool.ts';

/** What stands before a deployment's API: every call needs a token of the user pool, as with API Gateway's authorizer. */
export class SignedInFront {
  readonly refused: string[] = [];
  readonly #server: Server;
  readonly #pool: UserPoolDouble;
  readonly #behind: string;
  url = '';

  constructor(pool: UserPoolDouble, behind: string) {
    this.#pool = pool;
    this.#behind = behind;
    this.#server = createServer((request, response) => {
      const path = request.url ?? '/';
      if (path === '/sign-in.json') {
        const settings = { issuer: pool.url, address: pool.url, clientId: pool.clientId };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(settings));
        return;
      }
      const needsToken = path.startsWith('/v1/') || path === '/openapi.json';
      if (needsToken && !pool.accepts(request.headers.authorization?.replace('Bearer ', '') ?? '')) {
        this.refused.push(path);
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end('{"code":"HTTP_401","message":"Unauthorized","hint":"Sign in."}');
        return;
      }
      const passed = forward(
        `${behind}${path}`,
        { method: request.method, headers: this.#headers(request) },
        (reply) => {
          const policy = reply.headers['content-security-policy'];
          response.writeHead(reply.statusCode ?? 502, {
            ...reply.headers,
            ...(policy === undefined
              ? {}
              : {
                  'content-security-policy': String(policy).replace("connect-src 'self'", `$& ${pool.url}`),
                }),
          });
          reply.pipe(response);
        },
      );
      passed.on('error', () => response.writeHead(502).end());
      request.pipe(passed);
    });
    this.#server.on('upgrade', (request, socket: Duplex) => this.#upgrade(request, socket));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #headers(request: IncomingMessage): Record<string, string | string[]> {
    const { host: _front, origin: _origin, ...headers } = request.headers;
    return { ...(headers as Record<string, string>), host: new URL(this.#behind).host };
  }

  #upgrade(request: IncomingMessage, socket: Duplex): void {
    const url = new URL(request.url ?? '/', this.url);
    const offered = request.headers['sec-websocket-protocol'] ?? '';
    const [, token = ''] = /(?:^|[ ,])stocktake\.token\.([^ ,]+)/.exec(offered) ?? [];
    // Whatever stands in an address is kept in a log.
    if (url.search !== '' || !this.#pool.accepts(token)) {
      this.refused.push(url.pathname);
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(this.#behind);
    const inner = connect(Number(port), hostname, () => {
      const lines = Object.entries(this.#headers(request)).map(([name, value]) => `${name}: ${value}`);
      inner.write(`GET ${url.pathname} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      inner.pipe(socket).pipe(inner);
    });
    inner.on('error', () => socket.destroy());
    socket.on('error', () => inner.destroy());
  }
}
