import { setTimeout as wait } from 'node:timers/promises';
import type { Model, ModelMessage, ModelPreview, ModelReply, ModelRequest } from '../ports/model.ts';
import {
  ModelCancelledError,
  ModelError,
  ModelOutputTooLongError,
  ModelTimeoutError,
  ModelUnavailableError,
} from '../ports/model-errors.ts';
import { statusError } from './openai-errors.ts';
import { replyOf } from './openai-reply.ts';

export interface OpenaiModelOptions {
  /** Like http://127.0.0.1:11434/v1; the path of chat completions is added. */
  readonly url: string;
  readonly modelId: string;
  /** Sent as a bearer token where given. */
  readonly key?: string;
  /** Most tokens of a reply. Default 2,000. */
  readonly maxTokens?: number;
  /** Default 0; null leaves it out. */
  readonly temperature?: number | null;
  /** Default `tool`: the one tool by its name. */
  readonly toolChoice?: 'tool' | 'any' | 'auto';
  /** Milliseconds for one whole reply, tries included. Default 120,000: models on a desk are slow. */
  readonly timeoutMs?: number;
  /** Tries of a throttled call. Default 3. */
  readonly maxAttempts?: number;
}

const TIMEOUT_MS = 120_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
/** Bytes of one reply: far more than the token limit allows, so that a server that ignores it is cut. */
const LARGEST_REPLY = 1_000_000;

/** A model behind an OpenAI-compatible HTTP API (chat completions with tools). */
export class OpenaiModel implements Model {
  readonly name = 'openai';
  readonly modelId: string;
  readonly #options: OpenaiModelOptions;
  readonly #url: string;

  constructor(options: OpenaiModelOptions) {
    this.modelId = options.modelId;
    this.#options = options;
    this.#url = completionsUrl(options.url);
  }

  /** @throws ModelError */
  async converse(request: ModelRequest): Promise<ModelReply> {
    const limit = AbortSignal.timeout(this.#options.timeoutMs ?? TIMEOUT_MS);
    const signal = request.signal === undefined ? limit : AbortSignal.any([request.signal, limit]);
    try {
      return replyOf(await this.#post(JSON.stringify(this.#body(request)), signal));
    } catch (error) {
      if (error instanceof ModelError) throw error;
      if (request.signal?.aborted === true)
        throw new ModelCancelledError('The question was given up before the model replied.', {
          cause: error,
        });
      if (limit.aborted) throw new ModelTimeoutError('The model took too long to reply.', { cause: error });
      throw new ModelUnavailableError(`The model’s server cannot be reached at ${this.#url}.`, {
        cause: error,
        hint: 'Check STOCKTAKE_MODEL_URL, and that the server runs.',
      });
    }
  }

  async preview(request: ModelRequest): Promise<ModelPreview> {
    return {
      to: `POST ${this.#url}`,
      settings: {
        provider: 'openai',
        model: this.modelId,
        key: this.#options.key === undefined ? null : 'from STOCKTAKE_MODEL_KEY, not shown',
      },
      body: this.#body(request),
    };
  }

  async close(): Promise<void> {}

  #body(request: ModelRequest): Record<string, unknown> {
    const { tool } = request;
    const { temperature = 0, toolChoice = 'tool', maxTokens = 2000 } = this.#options;
    return {
      model: this.modelId,
      messages: [{ role: 'system', content: request.system }, ...request.messages.flatMap(messagesOf)],
      tools: [
        {
          type: 'function',
          function: { name: tool.name, description: tool.description, parameters: tool.inputSchema },
        },
      ],
      tool_choice:
        toolChoice === 'tool'
          ? { type: 'function', function: { name: tool.name } }
          : toolChoice === 'any'
            ? 'required'
            : 'auto',
      max_tokens: maxTokens,
      ...(temperature === null ? {} : { temperature }),
      stream: false,
    };
  }

  async #post(body: string, signal: AbortSignal): Promise<string> {
    const { key, maxAttempts = 3 } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(this.#url, {
        method: 'POST',
        body,
        signal,
        // What is sent goes where the owner said, and nowhere that a server points to.
        redirect: 'error',
        headers: {
          'content-type': 'application/json',
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        },
      });
      const text = await bounded(response);
      if (response.ok) return text;
      if (response.status !== 429 || attempt >= maxAttempts)
        throw statusError(response.status, messageIn(text), this.modelId, this.#url);
      await wait(waitMs(response.headers.get('retry-after'), attempt), undefined, { signal });
    }
  }
}

/** `http://host:port` → `…/v1/chat/completions`; a path that is given is kept. */
export function completionsUrl(url: string): string {
  const parsed = new URL(url);
  const path = parsed.pathname.replace(/\/+$/, '');
  parsed.pathname = path.endsWith('/chat/completions')
    ? path
    : `${path === '' ? '/v1' : path}/chat/completions`;
  return parsed.toString();
}

function messagesOf(message: ModelMessage): Record<string, unknown>[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: message.text }];
    case 'assistant':
      return [
        {
          role: 'assistant',
          content: message.text,
          ...(message.calls.length === 0
            ? {}
            : {
                tool_calls: message.calls.map((call) => ({
                  id: call.id,
                  type: 'function',
                  function: { name: call.name, arguments: jsonText(call.input) },
                })),
              }),
        },
      ];
    case 'tool':
      return message.results.map(({ callId, text }) => ({
        role: 'tool',
        tool_call_id: callId,
        content: text,
      }));
  }
}

/** Some servers read the arguments of earlier calls, so what was not JSON is repeated as text in an object. */
function jsonText(input: string): string {
  try {
    JSON.parse(input);
    return input;
  } catch {
    return JSON.stringify({ not_json: input });
  }
}

async function bounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > LARGEST_REPLY)
      throw new ModelOutputTooLongError(
        'The model’s server sent more than a query takes; its reply is not used.',
      );
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** `{"error": {"message"}}`, as OpenAI and most others write it, or the text itself. */
function messageIn(body: string): string {
  const match = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(body);
  try {
    return match?.[1] === undefined ? body.trim() : String(JSON.parse(match[1]));
  } catch {
    return body.trim();
  }
}

function waitMs(retryAfter: string | null, attempt: number): number {
  const asked = Number(retryAfter ?? Number.NaN) * 1000;
  const ms = Number.isFinite(asked) && asked >= 0 ? asked : FIRST_WAIT_MS * 2 ** (attempt - 1);
  return Math.min(ms, LONGEST_WAIT_MS);
}
