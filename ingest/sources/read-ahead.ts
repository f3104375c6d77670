import { deliveryKeyOf } from './delivery-key.ts';
import type { SourceFile } from './delivery-source.ts';

/** Together at most 32 MiB are held. */
const FILES_AHEAD = 8;
const SMALL_BYTES = 4 * 1024 * 1024;

/**
 * The same files, the next few small ones being fetched already while one is read: a bucket answers after tens of
 * milliseconds, and most deliveries are small.
 */
export async function* readAhead(files: AsyncIterable<SourceFile>): AsyncGenerator<SourceFile> {
  const queue: SourceFile[] = [];
  for await (const file of files) {
    queue.push(isWorthIt(file) ? fetched(file) : file);
    const next = queue.length > FILES_AHEAD ? queue.shift() : undefined;
    if (next !== undefined) yield next;
  }
  yield* queue;
}

const isWorthIt = (file: SourceFile): boolean =>
  file.size <= SMALL_BYTES && deliveryKeyOf(file.fullPath, file.path, false).kind !== 'ignored';

function fetched(file: SourceFile): SourceFile {
  const bytes = whole(file.open());
  // Whoever opens the file hears of the failure; until then it is nobody's.
  bytes.catch(() => undefined);
  return { ...file, open: () => given(bytes) };
}

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}

async function* given(bytes: Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  const read = await bytes;
  if (read.length > 0) yield read;
}
