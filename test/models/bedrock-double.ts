import { createServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { corrupted, eventFrame, exceptionFrame } from './event-stream.ts';

/** What the double replies to one request. */
export interface BedrockReply {
  /** Refuses the request with this HTTP status and exception. */
  readonly error?: { readonly status: number; readonly type: string; readonly message: string };
  /** Pieces of text, a delta each. */
  readonly text?: readonly string[];
  /** Tool calls; an input that is a string is sent as it is, JSON or not. */
  readonly calls?: readonly { readonly name: string; readonly input: unknown }[];
  readonly stopReason?: string;
  readonly usage?: Readonly<Record<string, number>>;
  /** Then, before the end: an exception frame, the end of the connection, a frame with a wrong checksum, or nothing more. */
  readonly breaks?: { readonly exception: string } | 'end' | 'reset' | 'checksum' | 'hang';
  /** Deltas of text without end. */
  readonly endless?: boolean;
}

export interface BedrockRequest {
  readonly modelId: string;
  readonly action: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One reply for every request, one after another (the last again and again), or computed. */
export type BedrockScript =
  | BedrockReply
  | readonly BedrockReply[]
  | ((request: BedrockRequest, number: number) => BedrockReply | Promise<BedrockReply>);

export interface BedrockDouble {
  readonly url: string;
  /** What was asked, in order. */
  readonly requests: readonly BedrockRequest[];
  /** From now on. */
  script(script: BedrockScript): void;
  stop(): Promise<void>;
}

/**
 * A server that speaks Bedrock Runtime's Converse and ConverseStream on 127.0.0.1 over HTTP/2 without TLS, which is
 * what the SDK's client speaks to an http endpoint. It proves nothing about models.
 */
export async function startBedrockDouble(script: BedrockScript, port = 0): Promise<BedrockDouble> {
  let current = script;
  const requests: BedrockRequest[] = [];
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.stream?.destroy());
  });

  async function serve(request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const [, id = '', action = ''] = /^\/model\/([^/]+)\/(converse|converse-stream)$/.exec(request.url) ?? [];
    const asked: BedrockRequest = {
      modelId: decodeURIComponent(id),
      action,
      headers: request.headers,
      body: JSON.parse(Buffer.concat(parts).toString() || '{}'),
    };
    requests.push(asked);
    const reply =
      typeof current === 'function'
        ? await current(asked, requests.length)
        : Array.isArray(current)
          ? (current[Math.min(requests.length, current.length) - 1] as BedrockReply)
          : (current as BedrockReply);
    await send(reply, action, response);
  }

  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => undefined);
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`,
    requests,
    script: (next) => {
      current = next;
      requests.length = 0;
    },
    stop: () =>
      new Promise((closed) => {
        // Clients keep their session open for the next request.
        for (const session of sessions) session.destroy();
        server.close(() => closed());
      }),
  };
}

async function send(reply: BedrockReply, action: string, response: Http2ServerResponse): Promise<void> {
  if (reply.error !== undefined) {
    const { status, type, message } = reply.error;
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
    response.end(JSON.stringify({ message }));
    return;
  }
  const calls = reply.calls ?? [];
  const stopReason = reply.stopReason ?? (calls.length > 0 ? 'tool_use' : 'end_turn');
  const usage = { inputTokens: 10, outputTokens: 5, totalTokens: 15, ...reply.usage };
  if (action === 'converse') {
    const content = [
      ...(reply.text === undefined ? [] : [{ text: reply.text.join('') }]),
      ...calls.map(({ name, input }, at) => ({ toolUse: { toolUseId: `tool-${at + 1}`, name, input } })),
    ];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        output: { message: { role: 'assistant', content } },
        stopReason,
        usage,
        metrics: { latencyMs: 1 },
      }),
    );
    return;
  }
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  response.write(eventFrame('messageStart', { role: 'assistant' }));
  let block = 0;
  for (const text of reply.text ?? [])
    response.write(eventFrame('contentBlockDelta', { contentBlockIndex: block, delta: { text } }));
  if ((reply.text ?? []).length > 0) {
    response.write(eventFrame('contentBlockStop', { contentBlockIndex: block }));
    block += 1;
  }
  if (reply.endless === true) {
    const more = eventFrame('contentBlockDelta', {
      contentBlockIndex: block,
      delta: { text: 'on and on '.repeat(500) },
    });
    while (!response.stream.destroyed) {
      response.write(more);
      await new Promise((next) => setImmediate(next));
    }
    return;
  }
  for (const [at, { name, input }] of calls.entries()) {
    const start = { toolUse: { toolUseId: `tool-${at + 1}`, name } };
    response.write(eventFrame('contentBlockStart', { contentBlockIndex: block, start }));
    const text = typeof input === 'string' ? input : JSON.stringify(input);
    const half = Math.ceil(text.length / 2);
    for (const piece of [text.slice(0, half), text.slice(half)])
      response.write(
        eventFrame('contentBlockDelta', { contentBlockIndex: block, delta: { toolUse: { input: piece } } }),
      );
    if (reply.breaks !== undefined && at === calls.length - 1) break;
    response.write(eventFrame('contentBlockStop', { contentBlockIndex: block }));
    block += 1;
  }
  if (reply.breaks === 'hang') return;
  if (reply.breaks === 'end') return void response.end();
  if (reply.breaks === 'reset') return void response.stream.close(2);
  if (reply.breaks === 'checksum')
    return void response.end(corrupted(eventFrame('messageStop', { stopReason })));
  if (reply.breaks !== undefined)
    return void response.end(exceptionFrame(reply.breaks.exception, 'The stream broke.'));
  response.write(eventFrame('messageStop', { stopReason }));
  response.end(eventFrame('metadata', { usage, metrics: { latencyMs: 1 } }));
}
