import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Answer, AnswerSchema } from '#answer/contract.ts';
import { root } from '../../cli/command.ts';

const run = promisify(execFile);

/** Asks conversations of a lake in one process; the answer to the last turn of each, by id. */
export async function askBatch(
  lake: string,
  conversations: readonly { readonly id: string; readonly turns: readonly string[] }[],
): Promise<ReadonlyMap<string, Answer>> {
  const folder = await mkdtemp(join(tmpdir(), 'stocktake-questions-'));
  try {
    const file = join(folder, 'questions.jsonl');
    await writeFile(file, conversations.map((conversation) => `${JSON.stringify(conversation)}\n`).join(''));
    const { stdout } = await run(
      process.execPath,
      ['dist/stocktake.mjs', 'ask', '--batch', file, '--lake', lake, '--json'],
      { cwd: root, maxBuffer: 1 << 29 },
    );
    const answers = new Map<string, Answer>();
    for (const line of stdout.trimEnd().split('\n')) {
      const { id, answers: turns } = JSON.parse(line) as { id: string; answers: unknown[] };
      answers.set(id, AnswerSchema.parse(turns.at(-1)));
    }
    return answers;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
