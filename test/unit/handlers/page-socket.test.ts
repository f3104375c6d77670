import { afterEach, describe, expect, it, vi } from 'vitest';

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1LTEifQ.c2lnbmF0dXJl_-';
const known = { token: undefined as string | undefined };
vi.mock('../../../web/state/sign-in.ts', () => ({ token: async () => known.token }));
vi.mock('../../../web/state/api-client.ts', () => ({ api: {} }));

/** Of the page, which is written for a browser: its types are not those of this test. */
const page = '../../../web/state/socket.ts';
const opened: { readonly url: string; readonly protocols: readonly string[] }[] = [];
class Socket {
  constructor(url: string, protocols: readonly string[]) {
    opened.push({ url, protocols });
  }
}

async function opening(token: string | undefined) {
  known.token = token;
  vi.stubGlobal('location', { protocol: 'https:', host: 'd111.cloudfront.net' });
  vi.stubGlobal('WebSocket', Socket);
  const { ask } = (await import(page)) as { ask: (message: object, onMessage: () => void) => Promise<void> };
  void ask({ type: 'sql', sql: 'SELECT 1' }, () => undefined);
  await vi.waitFor(() => expect(opened).toHaveLength(1));
  return opened[0];
}

describe('the socket of the page', () => {
  afterEach(() => {
    opened.length = 0;
    vi.unstubAllGlobals();
  });

  it('carries the token as a protocol, never in its address, which access logs keep', async () => {
    const socket = await opening(TOKEN);
    expect(socket?.url).toBe('wss://d111.cloudfront.net/v1/socket');
    expect(socket?.protocols).toEqual(['stocktake', `stocktake.token.${TOKEN}`]);
    // What a protocol may be made of: RFC 9110's token.
    for (const protocol of socket?.protocols ?? []) expect(protocol).toMatch(/^[\w!#$%&'*+.^`|~-]+$/);
  });

  it('offers no protocol where nobody has to sign in', async () => {
    expect((await opening(undefined))?.protocols).toEqual([]);
  });
});
