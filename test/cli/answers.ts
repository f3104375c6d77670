import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Answer, AnswerSchema, type AnswerValue } from '#answer/contract.ts';
import { type CommandResult, stocktake } from './command.ts';

/** A folder of a suite's own, removed by `dispose`. */
export async function temporary(): Promise<{ readonly path: string; dispose(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'stocktake-cli-'));
  return { path, dispose: () => rm(path, { recursive: true, force: true }) };
}

/** The one JSON object that a command printed on standard output. */
export function answerOf(result: CommandResult): Answer {
  const lines = result.stdout.trimEnd().split('\n');
  expect(lines, result.stderr).toHaveLength(1);
  return AnswerSchema.parse(JSON.parse(lines[0] ?? ''));
}

/** One query by `stocktake sql`. */
export const sql = async (lake: string, text: string, ...options: readonly string[]): Promise<Answer> =>
  answerOf(await stocktake(['sql', '--lake', lake, '--json', ...options, '--', text]));

/** One question by `stocktake ask`. */
export const ask = async (lake: string, text: string, ...options: readonly string[]): Promise<Answer> =>
  answerOf(await stocktake(['ask', '--lake', lake, '--json', ...options, '--', text]));

/** Runs a command with `--batch` over these lines; its lines as JSON. */
export async function batch(
  args: readonly string[],
  lines: readonly unknown[],
): Promise<{ readonly result: CommandResult; readonly lines: readonly Record<string, unknown>[] }> {
  const folder = await temporary();
  try {
    const file = join(folder.path, 'batch.jsonl');
    const text = (line: unknown) => (typeof line === 'string' ? line : JSON.stringify(line));
    await writeFile(file, lines.map((line) => `${text(line)}\n`).join(''));
    const result = await stocktake([...args, '--batch', file]);
    const printed = result.stdout.trimEnd();
    return {
      result,
      lines:
        printed === '' ? [] : printed.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>),
    };
  } finally {
    await folder.dispose();
  }
}

/** Several queries in one process, by id. */
export async function sqlAnswers<Id extends string>(
  lake: string,
  queries: Readonly<Record<Id, string>>,
  ...options: readonly string[]
): Promise<Readonly<Record<Id, Answer>>> {
  const { lines, result } = await batch(
    ['sql', '--lake', lake, '--json', ...options],
    Object.entries(queries).map(([id, text]) => ({ id, sql: text })),
  );
  expect(lines, result.stderr).toHaveLength(Object.keys(queries).length);
  return Object.fromEntries(
    lines.map(({ id, answer }) => [id, AnswerSchema.parse(answer)]),
  ) as unknown as Readonly<Record<Id, Answer>>;
}

/** Several conversations in one process: the answers to all turns, by id. */
export async function askAnswers<Id extends string>(
  lake: string,
  conversations: Readonly<Record<Id, readonly string[]>>,
  ...options: readonly string[]
): Promise<Readonly<Record<Id, readonly Answer[]>>> {
  const { lines, result } = await batch(
    ['ask', '--lake', lake, '--json', ...options],
    Object.entries(conversations).map(([id, turns]) => ({ id, turns })),
  );
  expect(lines, result.stderr).toHaveLength(Object.keys(conversations).length);
  return Object.fromEntries(
    lines.map(({ id, answers }) => [id, AnswerSchema.array().parse(answers)]),
  ) as unknown as Readonly<Record<Id, readonly Answer[]>>;
}

/** Rows as objects. */
export const rowsOf = (answer: Answer): Record<string, AnswerValue>[] =>
  answer.rows.map((row) =>
    Object.fromEntries(answer.columns.map(({ name }, index) => [name, row[index] ?? null])),
  );

/** The values of a column. */
export const columnOf = (answer: Answer, name: string): AnswerValue[] =>
  rowsOf(answer).map((row) => row[name] ?? null);
