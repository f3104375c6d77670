/** A statement's answer as Trino's HTTP protocol gives it; integers of 16 digits and more are texts. */
export interface TrinoAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The query failed in Trino; `name` is its error name, e.g. DIVISION_BY_ZERO. */
export class TrinoError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

interface Reply {
  readonly nextUri?: string;
  readonly columns?: TrinoAnswer['columns'];
  readonly data?: TrinoAnswer['rows'];
  readonly error?: { readonly errorName: string; readonly message: string };
}

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** JSON.parse would round a bigint: long integers are quoted first. */
const parse = (text: string): Reply =>
  JSON.parse(text.replace(TOKEN, (token) => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token))) as Reply;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class TrinoClient {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /** For some seconds after its start Trino has no node to run a query on: nothing has run then. */
  async query(sql: string): Promise<TrinoAnswer> {
    for (let left = 120; ; left--) {
      try {
        return await this.#attempt(sql);
      } catch (error) {
        const isStarting =
          error instanceof TrinoError
            ? error.name === 'NO_NODES_AVAILABLE' || error.name === 'SERVER_STARTING_UP'
            : error instanceof TypeError;
        if (!isStarting || left === 0) throw error;
        await pause(250);
      }
    }
  }

  async #attempt(sql: string): Promise<TrinoAnswer> {
    const headers = {
      'X-Trino-User': 'conformance',
      'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
      'X-Trino-Time-Zone': 'UTC',
    };
    let reply = parse(
      await (await fetch(`${this.#base}/v1/statement`, { method: 'POST', headers, body: sql })).text(),
    );
    let columns: TrinoAnswer['columns'] = [];
    const rows: (readonly unknown[])[] = [];
    for (;;) {
      if (reply.error !== undefined) throw new TrinoError(reply.error.errorName, reply.error.message);
      if (reply.columns !== undefined) columns = reply.columns;
      if (reply.data !== undefined) rows.push(...reply.data);
      if (reply.nextUri === undefined) return { columns, rows };
      reply = parse(await (await fetch(reply.nextUri)).text());
    }
  }
}
