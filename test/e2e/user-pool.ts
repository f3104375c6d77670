import { createHash, createSign, generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const CLIENT = 'page-client';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * A user pool's sign-in pages and token endpoint: OpenID Connect's code flow with PKCE (RFC 6749, RFC 7636), its
 * tokens signed. It forgets a code once used, and gives whoever presses the button to one person.
 */
export class UserPoolDouble {
  readonly clientId = CLIENT;
  /** Seconds for which a token holds. */
  lifetime = 3600;
  renewals = 0;
  readonly revoked: string[] = [];
  readonly #codes = new Map<string, { challenge: string; redirect: string; nonce: string | null }>();
  readonly #refresh = new Set<string>();
  readonly #server: Server;
  url = '';

  constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request).then(
        ({ status = 200, headers = {}, body = '' }) => response.writeHead(status, headers).end(body),
        () => response.writeHead(500).end(),
      );
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Whether a token is one of this pool's, and holds now. */
  accepts(token: string): boolean {
    const [head = '', body = '', signature = ''] = token.split('.');
    if (!verify('RSA-SHA256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url')))
      return false;
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { exp: number; aud: string };
    return claims.aud === CLIENT && claims.exp * 1000 > Date.now();
  }

  async #answer(request: IncomingMessage): Promise<Reply> {
    const url = new URL(request.url ?? '/', this.url);
    const query = url.searchParams;
    if (url.pathname === '/oauth2/authorize') return this.#form(query);
    if (url.pathname === '/press') return this.#pressed(query);
    if (url.pathname === '/favicon.ico') return { status: 204 };
    if (url.pathname === '/logout')
      return html(`<h1>Signed out</h1><a href="${query.get('logout_uri')}">Back</a>`);
    const body = new URLSearchParams(await text(request));
    const cors = { 'access-control-allow-origin': '*' };
    if (url.pathname === '/oauth2/revoke') {
      this.revoked.push(body.get('token') ?? '');
      return { headers: cors };
    }
    const tokens = url.pathname === '/oauth2/token' ? this.#tokens(body) : undefined;
    const headers = { ...cors, 'content-type': 'application/json' };
    return tokens === undefined
      ? { status: 400, headers, body: '{"error":"invalid_grant"}' }
      : { headers, body: JSON.stringify(tokens) };
  }

  #form(query: URLSearchParams): Reply {
    const isAsked =
      query.get('client_id') === CLIENT &&
      query.get('response_type') === 'code' &&
      query.get('code_challenge_method') === 'S256';
    if (!isAsked) return html('<h1>Bad request</h1>');
    const back = `${query.get('redirect_uri')}?error=access_denied&error_description=${encodeURIComponent('You may not come in')}&state=${query.get('state')}`;
    return html(
      `<h1>Who are you?</h1><a href="/press?${query}">I am Ann</a> <a href="${back}">I am nobody</a>`,
    );
  }

  #pressed(query: URLSearchParams): Reply {
    const code = randomUUID();
    const redirect = query.get('redirect_uri') ?? '';
    this.#codes.set(code, {
      redirect,
      challenge: query.get('code_challenge') ?? '',
      nonce: query.get('nonce'),
    });
    return {
      status: 302,
      headers: { location: `${redirect}?${new URLSearchParams({ code, state: query.get('state') ?? '' })}` },
    };
  }

  #tokens(body: URLSearchParams): object | undefined {
    if (body.get('grant_type') === 'refresh_token') {
      if (!this.#refresh.has(body.get('refresh_token') ?? '')) return undefined;
      this.renewals++;
      return this.#made(null);
    }
    const code = body.get('code') ?? '';
    const begun = this.#codes.get(code);
    this.#codes.delete(code);
    const verifier = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    if (begun === undefined || begun.challenge !== verifier || begun.redirect !== body.get('redirect_uri'))
      return undefined;
    const refresh_token = randomUUID();
    this.#refresh.add(refresh_token);
    return { ...this.#made(begun.nonce), refresh_token };
  }

  #made(nonce: string | null): object {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.url, aud: CLIENT, sub: 'ann', email: 'ann@example.com', token_use: 'id' };
    const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ ...claims, iat: now, exp: now + this.lifetime, ...(nonce === null ? {} : { nonce }) })}`;
    const id_token = `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey).toString('base64url')}`;
    return { id_token, access_token: randomUUID(), token_type: 'Bearer', expires_in: this.lifetime };
  }
}

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const html = (body: string): Reply => ({ headers: { 'content-type': 'text/html' }, body });

async function text(request: IncomingMessage): Promise<string> {
  let all = '';
  for await (const chunk of request) all += String(chunk);
  return all;
}
