import type { Command } from 'commander';
import { exitStatusOf } from '#answer/blank-answer.ts';
import type { Answer } from '#answer/contract.ts';
import { answerCsv } from '#answer/csv.ts';
import { UsageError } from '../errors.ts';
import { wholeNumber } from '../options.ts';
import { answerText } from './answer-text.ts';

export interface OutputOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly limit?: number;
}

export function withOutput(command: Command): Command {
  return command
    .option('--json', 'print the answer as one JSON object')
    .option('--csv', 'print the rows as CSV: all of them, unless --limit says otherwise')
    .option('--limit <n>', 'most rows (10000; a policy may allow fewer)', wholeNumber('--limit', 1));
}

/** Two forms at once are a mistake. */
export function checkOutput(options: OutputOptions): void {
  if (options.json === true && options.csv === true)
    throw new UsageError('Give either --json or --csv, not both.');
}

/** The row limit that the options ask for: a file of rows is whole unless it is limited. */
export function rowLimitOf({ csv, limit, batch }: OutputOptions & { readonly batch?: string }): {
  readonly rowLimit?: number;
} {
  if (limit !== undefined) return { rowLimit: limit };
  return csv === true && batch === undefined ? { rowLimit: Number.POSITIVE_INFINITY } : {};
}

/** Prints one answer in the form asked for and sets the exit status that goes with its status. */
export function printAnswer(answer: Answer, options: OutputOptions): void {
  process.exitCode = exitStatusOf(answer.status);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  } else if (options.csv === true) {
    if (answer.status === 'answered') process.stdout.write(answerCsv(answer));
    else process.stderr.write(`${answer.text}\n`);
  } else {
    const stream = answer.status === 'answered' ? process.stdout : process.stderr;
    stream.write(`${answerText(answer)}\n`);
  }
  if (answer.truncated) process.stderr.write(`${cutText(answer, options)}\n`);
}

function cutText({ rows, row_count: total }: Answer, options: OutputOptions): string {
  const count = (value: number) => value.toLocaleString('en-US');
  const shown = `${count(rows.length)} of ${total === null ? 'more' : count(total)} rows are given.`;
  if (options.limit !== undefined && rows.length === options.limit)
    return `${shown} A larger --limit gives more.`;
  if (options.csv === true) return `${shown} Your policy allows no more.`;
  return `${shown} --csv gives all of them, --limit N the first N, as far as your policy allows.`;
}
