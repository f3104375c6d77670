/** What is kept of one question asked: a row of the table query_log. */
export interface QueryLogEntry {
  readonly id: string;
  readonly askedAt: Date;
  readonly userId: string;
  readonly question: string | null;
  readonly sql: string | null;
  readonly status: string;
  readonly engine: string;
  readonly bytesScanned: number | null;
  readonly rowCount: number | null;
  readonly elapsedMs: number;
  readonly modelTokens: number;
  readonly costUsd: number | null;
}

/** Append-only record of what was asked. A failure to write it never fails the answer. */
export interface QueryLog {
  append(entry: QueryLogEntry): Promise<void>;
}
