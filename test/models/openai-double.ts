import { createServer, type IncomingHttpHeaders } from 'node:http';

/** What the double replies to one request. */
export interface OpenaiReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body as it is, JSON or not; otherwise a chat completion is made of what follows. */
  readonly body?: string;
  readonly content?: string;
  readonly refusal?: string;
  readonly calls?: readonly { readonly name: string; readonly input: unknown }[];
  readonly finishReason?: string;
  readonly usage?: Readonly<Record<string, unknown>> | null;
  /** Never replies, replies without end, or ends the connection in the middle. */
  readonly breaks?: 'hang' | 'endless' | 'cut';
}

export interface OpenaiRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever was sent
  readonly body: any;
}

export type OpenaiScript =
  | OpenaiReply
  | readonly OpenaiReply[]
  | ((request: OpenaiRequest, number: number) => OpenaiReply);

export interface OpenaiDouble {
  /** With /v1. */
  readonly url: string;
  readonly requests: readonly OpenaiRequest[];
  script(script: OpenaiScript): void;
  stop(): Promise<void>;
}

/** A call of the tool, as most tests need it. */
export const answers = (input: unknown): OpenaiReply => ({ calls: [{ name: 'answer', input }] });

/** A server that speaks OpenAI's chat completions on 127.0.0.1. It proves nothing about models. */
export async function startOpenaiDouble(script: OpenaiScript, port = 0): Promise<OpenaiDouble> {
  let current = script;
  const requests: OpenaiRequest[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const asked: OpenaiRequest = {
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse(Buffer.concat(parts).toString() || 'null'),
    };
    requests.push(asked);
    const reply =
      typeof current === 'function'
        ? current(asked, requests.length)
        : Array.isArray(current)
          ? (current[Math.min(requests.length, current.length) - 1] as OpenaiReply)
          : (current as OpenaiReply);
    if (reply.breaks === 'hang') return;
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    const body = reply.body ?? JSON.stringify(completionOf(reply));
    if (reply.breaks === 'cut') {
      response.write(body.slice(0, 20));
      response.socket?.destroy();
      return;
    }
    if (reply.breaks === 'endless') {
      while (response.writable && !response.destroyed) {
        response.write('x'.repeat(50_000));
        await new Promise((next) => setImmediate(next));
      }
      return;
    }
    response.end(body);
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/v1`,
    requests,
    script: (next) => {
      current = next;
      requests.length = 0;
    },
    stop: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

function completionOf(reply: OpenaiReply): unknown {
  const calls = (reply.calls ?? []).map(({ name, input }, at) => ({
    id: `call_${at + 1}`,
    type: 'function',
    function: { name, arguments: typeof input === 'string' ? input : JSON.stringify(input) },
  }));
  const message = {
    role: 'assistant',
    content: reply.content ?? null,
    ...(reply.refusal === undefined ? {} : { refusal: reply.refusal }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 0,
    model: 'double',
    choices: [
      { index: 0, message, finish_reason: reply.finishReason ?? (calls.length > 0 ? 'tool_calls' : 'stop') },
    ],
    ...(reply.usage === null
      ? {}
      : { usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120, ...reply.usage } }),
  };
}
