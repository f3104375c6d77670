import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** One line of a batch file with its number, read as JSON; `error` where it is none. */
export type BatchLine = { readonly value: unknown } | { readonly error: string };

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
