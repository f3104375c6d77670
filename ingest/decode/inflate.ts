import { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { AppError } from '#catalog/errors.ts';

/** Opens a file's bytes from their beginning; may be called again. */
export type OpenBytes = () => AsyncIterable<Uint8Array>;

/** The compressed bytes end too soon, or are no gzip after all. What could be read was given before. */
export class BrokenGzipError extends AppError {
  override readonly name = 'BrokenGzipError';
  readonly code = 'ingest.broken_gzip';
  readonly retryable = false;
}

/** Gzip within gzip, deeper than anything that is delivered. */
export class GzipNestingError extends AppError {
  override readonly name = 'GzipNestingError';
  readonly code = 'ingest.gzip_nesting';
  readonly retryable = false;
}

const CHUNK_BYTES = 512 * 1024;
const SALVAGE_BYTES = 1024;
const MAX_LAYERS = 8;

/**
 * The plain bytes of a file: as many layers of gzip are taken off as its magic numbers show, in constant memory.
 * Where the gzip is broken, everything that could be decompressed comes first, then a BrokenGzipError.
 */
export async function* inflate(open: OpenBytes, layers = 0): AsyncGenerator<Buffer> {
  const iterator = open()[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, asBuffer(next.value)]);
  }
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      if (next.value.length > 0) yield asBuffer(next.value);
    return;
  }
  await iterator.return?.();
  if (layers >= MAX_LAYERS) throw new GzipNestingError(`More than ${MAX_LAYERS} layers of gzip.`);
  yield* inflate(() => gunzip(open), layers + 1);
}

async function* gunzip(open: OpenBytes): AsyncGenerator<Buffer> {
  let given = 0;
  const source = Readable.from(open(), { objectMode: false, highWaterMark: 256 * 1024 });
  const inflated = source.pipe(createGunzip({ chunkSize: CHUNK_BYTES }));
  source.on('error', (error) => inflated.destroy(error));
  try {
    for await (const chunk of inflated as AsyncIterable<Buffer>) {
      given += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
    yield* salvage(open, given);
    throw new BrokenGzipError(error.message, { cause: error });
  } finally {
    source.destroy();
    inflated.destroy();
  }
}

/** zlib drops the output of the write that fails, so the bytes before a break are read again in small writes. */
async function* salvage(open: OpenBytes, given: number): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH });
  const source = Readable.from(small(open()), { objectMode: false });
  const inflated = source.pipe(gunzip);
  source.on('error', (error) => inflated.destroy(error));
  let seen = 0;
  try {
    for await (const chunk of inflated as AsyncIterable<Buffer>) {
      const skipped = Math.max(0, Math.min(chunk.length, given - seen));
      seen += chunk.length;
      if (skipped < chunk.length) yield chunk.subarray(skipped);
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
  } finally {
    source.destroy();
    inflated.destroy();
  }
}

async function* small(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += SALVAGE_BYTES) yield chunk.subarray(at, at + SALVAGE_BYTES);
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function isZlibError(error: unknown): error is Error & { code: string } {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')
  );
}
