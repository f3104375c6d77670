import { setTimeout as pause } from 'node:timers/promises';
import type { AppError } from '#catalog/errors.ts';
import {
  CredentialsError,
  QueryCancelledError,
  RequestRefusedError,
  ServiceFaultError,
  UnreachableError,
} from '../ports/errors.ts';
import { failureOf, isNotReady, type TrinoFailure } from './trino-errors.ts';

export interface TrinoClientOptions {
  /** The coordinator, e.g. `https://trino.example.org:8443`. */
  readonly url: string;
  readonly user: string;
  /** With one, the user is authenticated by it. */
  readonly password?: string;
  readonly catalog?: string;
  readonly schema?: string;
}

export interface TrinoRequest {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly schema?: string;
  /** Session properties, e.g. `awsdatacatalog.compression_codec`. */
  readonly session?: Readonly<Record<string, string>>;
  /** Told while the statement runs: bytes read so far. May throw, which cancels the statement. */
  readonly onProgress?: (bytesScanned: number) => void;
}

/** A statement's answer as Trino's protocol gives it; integers of 16 digits and more are texts, lest they are rounded. */
export interface TrinoAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  readonly bytesScanned: number;
}

interface Reply {
  readonly nextUri?: string;
  readonly columns?: TrinoAnswer['columns'];
  readonly data?: TrinoAnswer['rows'];
  readonly error?: TrinoFailure;
  readonly stats?: { readonly physicalInputBytes?: number; readonly processedBytes?: number };
}

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** JSON.parse would round a bigint: long integers are quoted first. */
const parse = (text: string): Reply =>
  JSON.parse(text.replace(TOKEN, (token) => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token))) as Reply;

const NOT_READY_TRIES = 60;
const NOT_READY_PAUSE_MS = 500;
const BUSY_TRIES = 8;
const FIRST_BUSY_PAUSE_MS = 100;

/** Trino's client protocol over HTTP (https://trino.io/docs/current/develop/client-protocol.html). */
export class TrinoClient {
  readonly #options: TrinoClientOptions;

  constructor(options: TrinoClientOptions) {
    this.#options = { ...options, url: options.url.replace(/\/+$/, '') };
  }

  /**
   * Runs one statement to its end and gives all its rows.
   * For some seconds after its start Trino has no node to run a statement on; nothing has run then, so it is sent again.
   */
  async query(sql: string, request: TrinoRequest = {}): Promise<TrinoAnswer> {
    for (let left = NOT_READY_TRIES; ; left -= 1) {
      const answer = await this.#attempt(sql, request);
      if (!('error' in answer)) return answer;
      if (!isNotReady(answer.error) || left === 0) throw failureOf(answer.error);
      await pause(NOT_READY_PAUSE_MS, undefined, signalOption(request.signal)).catch(() => undefined);
    }
  }

  async #attempt(
    sql: string,
    request: TrinoRequest,
  ): Promise<TrinoAnswer | { readonly error: TrinoFailure }> {
    const { timeoutMs = 600_000 } = request;
    const timeout = AbortSignal.timeout(timeoutMs);
    const stopped = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
    const reasonOf = () =>
      timeout.aborted ? `The query took longer than ${timeoutMs} ms.` : 'The query was cancelled.';
    if (stopped.aborted) throw new QueryCancelledError('The query was cancelled before it started.');
    let next: string | undefined;
    try {
      let reply = await this.#call(
        'POST',
        `${this.#options.url}/v1/statement`,
        stopped,
        this.#headers(request),
        sql,
      );
      let columns: TrinoAnswer['columns'] = [];
      const rows: (readonly unknown[])[] = [];
      for (;;) {
        if (reply.error !== undefined) return { error: reply.error };
        columns = reply.columns ?? columns;
        rows.push(...(reply.data ?? []));
        const bytesScanned = reply.stats?.physicalInputBytes ?? 0;
        next = reply.nextUri;
        request.onProgress?.(bytesScanned);
        if (next === undefined) return { columns, rows, bytesScanned };
        reply = await this.#call('GET', next, stopped, this.#authorization());
      }
    } catch (error) {
      if (next !== undefined) await this.#cancel(next);
      if (stopped.aborted) throw new QueryCancelledError(reasonOf(), { cause: error });
      throw error;
    }
  }

  /** Tells Trino to stop; it also forgets a statement whose client is silent for some minutes. */
  async #cancel(uri: string): Promise<void> {
    await fetch(uri, { method: 'DELETE', headers: this.#authorization() }).catch(() => undefined);
  }

  async #call(
    method: 'GET' | 'POST',
    uri: string,
    signal: AbortSignal,
    headers: Record<string, string>,
    body?: string,
  ): Promise<Reply> {
    for (let attempt = 0; ; attempt += 1) {
      const response = await fetch(uri, {
        method,
        headers,
        signal,
        ...(body === undefined ? {} : { body }),
      }).catch((error: unknown) => {
        if (signal.aborted) throw error;
        throw new UnreachableError(`Trino at ${this.#options.url} does not answer.`, {
          cause: error,
          hint: 'Check the address, and that the server runs.',
        });
      });
      if (response.ok) return parse(await response.text());
      await response.body?.cancel();
      // The protocol asks to call again after these.
      const isBusy = [429, 502, 503, 504].includes(response.status);
      if (!isBusy || attempt >= BUSY_TRIES) throw this.#refusal(response.status);
      await pause(FIRST_BUSY_PAUSE_MS * 2 ** attempt, undefined, { signal });
    }
  }

  #refusal(status: number): AppError {
    const told = `Trino at ${this.#options.url} answered with HTTP ${status}.`;
    if (status === 401 || status === 403)
      return new CredentialsError(told, { hint: 'Check the user and the password.' });
    if (status < 500)
      return new RequestRefusedError(told, { hint: 'Check that the address is that of Trino.' });
    return new ServiceFaultError(told, { hint: 'Try again in a moment.' });
  }

  #headers({ schema, session = {} }: TrinoRequest): Record<string, string> {
    const { user, catalog } = this.#options;
    const properties = Object.entries(session).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const chosen = schema ?? this.#options.schema;
    return {
      ...this.#authorization(),
      'X-Trino-User': user,
      'X-Trino-Source': 'stocktake',
      'X-Trino-Time-Zone': 'UTC',
      'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
      ...(catalog === undefined ? {} : { 'X-Trino-Catalog': catalog }),
      ...(chosen === undefined ? {} : { 'X-Trino-Schema': chosen }),
      ...(properties.length === 0 ? {} : { 'X-Trino-Session': properties.join(',') }),
    };
  }

  #authorization(): Record<string, string> {
    const { user, password } = this.#options;
    if (password === undefined) return {};
    return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
  }
}

const signalOption = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { signal });
