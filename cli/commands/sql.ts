import { Command } from 'commander';
import { z } from 'zod';
import { answerSql } from '#answer/answer-sql.ts';
import { blankAnswer } from '#answer/blank-answer.ts';
import type { Answer } from '#answer/contract.ts';
import type { AnswerDeps, Caller } from '#answer/deps.ts';
import { batchLines } from '../batch.ts';
import { type EngineOptions, openAskedLake, withEngine } from '../engine-options.ts';
import { UsageError } from '../errors.ts';

import { withLake } from '../options.ts';
import { printAnswer } from '../output/print-answer.ts';

interface SqlOptions extends EngineOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly as?: string;
  readonly dryRun?: boolean;
  readonly batch?: string;
}

const SqlLineSchema = z.object({ id: z.unknown().optional(), sql: z.string() });

/** `stocktake sql`: one read-only query in Athena's SQL, checked, priced, run and explained. */
export function sqlCommand(): Command {
  return withEngine(withLake(new Command('sql')))
    .description('run one read-only query (Athena SQL) and say what its answer covers')
    .argument('[sql]', 'the query')
    .option('--json', 'print the answer as one JSON object')
    .option('--csv', 'print the rows as CSV')
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
  const lake = await openAskedLake(options);
  try {
    const caller = await lake.callerOf(options.as);
    const dryRun = options.dryRun === true;
    if (sql !== undefined) printAnswer(await answerSql({ sql, caller, dryRun }, lake), options);
    else await runBatch(options.batch ?? '-', lake, caller, dryRun);
  } finally {
    await lake.close();
  }
}

async function runBatch(file: string, lake: AnswerDeps, caller: Caller, dryRun: boolean): Promise<void> {
  for await (const line of batchLines(file)) {
    const { id, answer } = await answerLine(line, lake, caller, dryRun);
    process.stdout.write(`${JSON.stringify({ id: id ?? null, answer })}\n`);
  }
}

async function answerLine(
  line: { value: unknown } | { error: string },
  lake: AnswerDeps,
  caller: Caller,
  dryRun: boolean,
): Promise<{ id: unknown; answer: Answer }> {
  if ('error' in line) return { id: null, answer: badLine(lake, `This line is not JSON: ${line.error}`) };
  const parsed = SqlLineSchema.safeParse(line.value);
  if (!parsed.success) {
    return {
      id: idOf(line.value),
      answer: badLine(lake, 'This line is not of the form {"id": …, "sql": "…"}.'),
    };
  }
  return { id: parsed.data.id, answer: await answerSql({ sql: parsed.data.sql, caller, dryRun }, lake) };
}

/** The id of a line that is otherwise unusable, so that its answer can still be told apart. */
export function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
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
