import { Command } from 'commander';
import { z } from 'zod';
import { answerSql, type SqlRequest } from '#answer/answer-sql.ts';
import { blankAnswer } from '#answer/blank-answer.ts';
import type { Answer } from '#answer/contract.ts';
import type { AnswerDeps } from '#answer/deps.ts';
import { answerEveryLine, batchLines, checkBatch, idOf } from '../batch.ts';
import { type EngineOptions, openAskedLake, withEngine } from '../engine-options.ts';
import { NoLakeError, UsageError } from '../errors.ts';
import { withLake } from '../options.ts';
import {
  checkOutput,
  type OutputOptions,
  printAnswer,
  rowLimitOf,
  withOutput,
} from '../output/print-answer.ts';
import { failedToAnswer } from '../told-error.ts';

interface SqlOptions extends EngineOptions, OutputOptions {
  readonly as?: string;
  readonly dryRun?: boolean;
  readonly batch?: string;
}

const SqlLineSchema = z.object({ id: z.unknown().optional(), sql: z.string() });

/** `stocktake sql`: one read-only query in Athena's SQL, checked, priced, run and explained. */
export function sqlCommand(): Command {
  return withOutput(withEngine(withLake(new Command('sql'))))
    .description('run one read-only query (Athena SQL) and say what its answer covers')
    .argument('[sql]', 'the query')
    .option('--as <user>', 'run as this user of the policies file')
    .option('--dry-run', 'check and price, run nothing')
    .option(
      '--batch <file>',
      'a file of {"id", "sql"} lines; one {"id", "answer"} line each (- is standard input)',
    )
    .action(run);
}

async function run(sql: string | undefined, options: SqlOptions): Promise<void> {
  if ((sql === undefined) === (options.batch === undefined))
    throw new UsageError('Give either one query or --batch FILE.');
  checkOutput(options);
  await checkBatch(options.batch);
  const lake = await openAskedLake(options).catch(async (error: unknown) => {
    if (!(error instanceof NoLakeError) || options.batch === undefined) throw error;
    await answerEveryLine(options.batch, (id) => ({ id, answer: failedToAnswer(error) }));
  });
  if (lake === undefined) return;
  try {
    const caller = await lake.callerOf(options.as);
    const dryRun = options.dryRun === true;
    const settings = { caller, dryRun, ...rowLimitOf(options) };
    if (sql !== undefined) printAnswer(await answerSql({ ...settings, sql }, lake), options);
    else await runBatch(options.batch ?? '-', lake, settings);
  } finally {
    await lake.close();
  }
}

type Settings = Omit<SqlRequest, 'sql'>;

async function runBatch(file: string, lake: AnswerDeps, settings: Settings): Promise<void> {
  for await (const line of batchLines(file)) {
    const { id, answer } = await answerLine(line, lake, settings);
    process.stdout.write(`${JSON.stringify({ id: id ?? null, answer })}\n`);
  }
}

async function answerLine(
  line: { value: unknown } | { error: string },
  lake: AnswerDeps,
  settings: Settings,
): Promise<{ id: unknown; answer: Answer }> {
  if ('error' in line) return { id: null, answer: badLine(lake, `This line is not JSON: ${line.error}`) };
  const parsed = SqlLineSchema.safeParse(line.value);
  if (!parsed.success) {
    return {
      id: idOf(line.value),
      answer: badLine(lake, 'This line is not of the form {"id": …, "sql": "…"}.'),
    };
  }
  return { id: parsed.data.id, answer: await answerSql({ ...settings, sql: parsed.data.sql }, lake) };
}

/** A line of a batch that cannot be read fails alone and ends nothing. */
export function badLine(lake: AnswerDeps, message: string): Answer {
  return blankAnswer({
    id: lake.newId(),
    conversation: lake.newId(),
    question: null,
    engine: lake.engine.name,
    status: 'failed',
    text: message,
    diagnostics: [{ code: 'BAD_LINE', message, hint: null }],
  });
}
