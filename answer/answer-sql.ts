import { AppError } from '#catalog/errors.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { type PreparedQuery, prepare } from '#sql/prepare.ts';
import { priceOf } from '#sql/price.ts';
import { schemaOf } from '#sql/schema.ts';
import { blankAnswer } from './blank-answer.ts';
import { chartOf } from './chart.ts';
import type { Answer, AnswerProgress, AnswerStage, Chart, Diagnostic } from './contract.ts';
import type { AnswerDeps, Caller } from './deps.ts';
import { type RanQuery, runPrepared } from './run-prepared.ts';
import { sentenceOf } from './sentence.ts';
import { verdictOf } from './verdict/verdict-of.ts';

export interface SqlRequest {
  readonly sql: string;
  readonly caller: Caller;
  readonly id?: string;
  readonly conversation?: string;
  readonly question?: string | null;
  readonly translator?: string;
  readonly subject?: string | null;
  /** What one row stands for where it is not one of the subject. */
  readonly rowsAre?: string | null;
  readonly assumptions?: readonly string[];
  readonly followUps?: readonly string[];
  readonly chart?: Chart | null;
  /** Infinity for every row. */
  readonly rowLimit?: number;
  readonly dryRun?: boolean;
  readonly modelTokens?: number;
  /** False for queries that Stocktake asks on its own behalf: they are nobody's question. */
  readonly isLogged?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AnswerProgress) => void;
}

/** Rows returned unless asked otherwise; the true count is always told beside them. */
export const DEFAULT_ROW_LIMIT = 10_000;

/**
 * SQL in, answer out: check → scope → price → run → verdict → sentence and chart. Never throws for anything that
 * the SQL, the lake or the engine can cause: those become statuses with diagnostics.
 */
export async function answerSql(request: SqlRequest, deps: AnswerDeps): Promise<Answer> {
  const started = performance.now();
  const elapsed = () => Math.round((performance.now() - started) * 10) / 10;
  const tell = (stage: AnswerStage, detail: string | null = null) =>
    request.onProgress?.({ stage, detail, elapsed_ms: elapsed() });
  const base = blankAnswer({
    id: request.id ?? deps.newId(),
    conversation: request.conversation ?? deps.newId(),
    question: request.question ?? null,
    engine: deps.engine.name,
    sql: request.sql,
    translator: request.translator ?? 'sql',
    assumptions: [...(request.assumptions ?? [])],
    follow_ups: [...(request.followUps ?? [])],
  });
  let answer: Answer;
  try {
    answer = await pipeline(base, request, deps, tell);
  } catch (error) {
    answer = failedAnswer(base, error);
  }
  const finished = { ...answer, elapsed_ms: elapsed() };
  await logQuestion(finished, request, deps);
  tell('done');
  return finished;
}

async function pipeline(
  base: Answer,
  request: SqlRequest,
  deps: AnswerDeps,
  tell: (stage: AnswerStage, detail?: string | null) => void,
): Promise<Answer> {
  tell('check');
  const snapshot = await deps.catalogue.snapshot();
  if (snapshot.generation === undefined) return noLake(base);
  const now = deps.clock.now();
  const prepared = prepare(request.sql, {
    schema: schemaOf(snapshot),
    policy: request.caller.policy,
    rowLimit: rowLimitOf(request),
    now,
    engine: deps.engine.name,
  });
  if (!prepared.ok) return refused(base, prepared.diagnostics);
  const query = prepared.query;
  tell('price');
  const estimate = priceOf(query, snapshot);
  const priced: Answer = {
    ...base,
    sql: query.shownSql,
    columns: [...query.columns],
    estimate,
    generations: generationsOf(query, snapshot),
  };
  const budget = request.caller.policy.maxBytesPerQuery;
  if (budget !== null && estimate.bytes > budget) {
    return refused(priced, [
      {
        code: 'SQL_OVER_BUDGET',
        message: `This query would read ${estimate.bytes} bytes; your budget allows ${budget} a query.`,
        hint: 'Name accounts, Regions or fewer columns, so that less has to be read.',
      },
    ]);
  }
  const run = request.dryRun === true ? null : await ranQuery(query, snapshot, request, deps, tell);
  tell('verdict');
  const verdict = await verdictOf({ query, snapshot, now, caller: request.caller, run }, deps);
  if (run === null) {
    return { ...priced, verdict, text: `This would read about ${estimate.bytes} bytes. Nothing was run.` };
  }
  const rows = run.rows.map((row) => [...row]);
  const result = { columns: [...query.columns], rows, truncated: run.truncated };
  const subject = request.subject ?? null;
  return {
    ...priced,
    ...result,
    row_count: run.rowCount,
    bytes_scanned: run.bytesScanned,
    cost_usd: run.cached ? 0 : estimate.cost_usd,
    verdict,
    text: sentenceOf({
      ...result,
      subject,
      rowsAre: request.rowsAre ?? null,
      rowCount: run.rowCount,
      verdict,
    }),
    chart: request.chart ?? chartOf(result, subject ?? 'Result'),
  };
}

/** The smaller of what was asked for and what the caller's rules allow; null where neither limits. */
function rowLimitOf({ rowLimit, caller }: SqlRequest): number | null {
  const limit = Math.min(rowLimit ?? DEFAULT_ROW_LIMIT, caller.policy.rowLimit ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(limit) ? limit : null;
}

async function ranQuery(
  query: PreparedQuery,
  snapshot: CatalogueSnapshot,
  request: SqlRequest,
  deps: AnswerDeps,
  tell: (stage: AnswerStage) => void,
): Promise<RanQuery> {
  tell('run');
  return runPrepared(
    { query, snapshot, policy: request.caller.policy, ...(request.signal ? { signal: request.signal } : {}) },
    deps,
  );
}

function generationsOf(query: PreparedQuery, snapshot: CatalogueSnapshot): Record<string, string> {
  const generations: Record<string, string> = {};
  for (const table of query.checked.tables) {
    const newest = snapshot
      .partitions(table)
      .map((partition) => partition.generation)
      .sort()
      .at(-1);
    generations[table] = newest ?? snapshot.generation ?? '';
  }
  return generations;
}

export function refused(base: Answer, diagnostics: readonly Diagnostic[]): Answer {
  const [first] = diagnostics;
  const text =
    first === undefined
      ? 'This cannot be run.'
      : `${first.message}${first.hint === null ? '' : ` ${first.hint}`}`;
  return { ...base, status: 'refused', text, diagnostics: [...diagnostics] };
}

export function noLake(base: Answer): Answer {
  const message = 'There is no lake here: nothing has been ingested and committed yet.';
  const hint =
    base.engine === 'athena'
      ? 'Deliveries land as AWS Config sends them, and the next run of compaction commits them.'
      : 'Run `stocktake sample --out DIR` and `stocktake ingest DIR`, or give the lake with --lake.';
  const text = `no lake: ${message} ${hint}`;
  return {
    ...base,
    sql: null,
    status: 'failed',
    text,
    diagnostics: [{ code: 'NO_LAKE', message: text, hint }],
  };
}

/** Turns whatever was thrown into an answer a person can act on; never a stack trace. */
export function failedAnswer(base: Answer, error: unknown): Answer {
  const known = error instanceof AppError;
  const message = known ? error.message : 'Something inside Stocktake went wrong while answering.';
  const hint = known
    ? (error.hint ?? (error.retryable ? 'Try again in a moment.' : null))
    : 'Please report this with the question.';
  const detail =
    known || !(error instanceof Error) ? message : `${message} (${error.message.split('\n')[0] ?? ''})`;
  return {
    ...base,
    status: 'failed',
    text: hint === null ? detail : `${detail} ${hint}`,
    diagnostics: [{ code: known ? error.code : 'INTERNAL', message: detail, hint }],
  };
}

async function logQuestion(answer: Answer, request: SqlRequest, deps: AnswerDeps): Promise<void> {
  if (request.dryRun === true || request.isLogged === false) return;
  if (answer.diagnostics.some((diagnostic) => diagnostic.code === 'NO_LAKE')) return;
  try {
    await deps.queryLog.append({
      id: answer.id,
      askedAt: deps.clock.now(),
      userId: request.caller.userId,
      question: answer.question,
      sql: answer.sql,
      status: answer.status,
      engine: answer.engine,
      bytesScanned: answer.bytes_scanned,
      rowCount: answer.row_count,
      elapsedMs: answer.elapsed_ms,
      modelTokens: request.modelTokens ?? 0,
      costUsd: answer.cost_usd,
    });
  } catch {
    // The log is a record beside the answer: a full disk must not take the answer away.
  }
}
