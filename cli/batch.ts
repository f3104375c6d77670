import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { UsageError } from './errors.ts';

/** One line of a batch file with its number, read as JSON; `error` where it is none. */
export type BatchLine = { readonly value: unknown } | { readonly error: string };

/** Whether a batch can be read, before anything is opened for it. @throws UsageError */
export async function checkBatch(file: string | undefined): Promise<void> {
  if (file === undefined || file === '-') return;
  if (file === '' || file.includes('\0')) throw new UsageError('--batch needs the name of a file.');
  try {
    const handle = await open(file, 'r');
    const isFolder = (await handle.stat()).isDirectory();
    await handle.close();
    if (isFolder) throw new UsageError(`--batch ${file} is a folder, not a file.`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UsageError(
      isMissing ? `--batch: there is no file ${file}.` : `--batch: ${file} cannot be read.`,
      {
        cause: error,
      },
    );
  }
}

/** Prints what `answer` makes of each line where no line can be answered. */
export async function answerEveryLine(file: string, answer: (id: unknown) => unknown): Promise<void> {
  for await (const line of batchLines(file)) {
    const id = 'value' in line ? idOf(line.value) : null;
    process.stdout.write(`${JSON.stringify(answer(id))}\n`);
  }
}

/** The id of a line that is otherwise unusable, so that its answer can still be told apart. */
export function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
}

/** Reads a batch file line by line; blank lines are passed over. `-` is standard input. */
export async function* batchLines(file: string): AsyncGenerator<BatchLine> {
  const input = file === '-' ? process.stdin : createReadStream(file, 'utf8');
  if (input !== process.stdin) await once(input, 'open');
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    try {
      yield { value: JSON.parse(line) };
    } catch (error) {
      yield { error: error instanceof Error ? error.message : String(error) };
    }
  }
}
