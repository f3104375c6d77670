import { BrokenGzipError, GzipNestingError, inflate, type OpenBytes } from './inflate.ts';
import { type JsonBreak, type JsonPiece, JsonSplitter } from './split-json.ts';
import { LineSplitter } from './split-lines.ts';

/** A piece of a file, with what was known of the object around it when it came. */
export interface FileRecord extends JsonPiece {
  /** Beginning of the container's own text, e.g. `{"fileVersion":"1.0","configSnapshotId":"…",`. */
  readonly shellHead: string;
}

/** What stopped the reading of a file. */
export interface FileBreak {
  readonly code: JsonBreak['code'] | 'broken_gzip' | 'gzip_nesting';
  readonly reason: string;
  readonly offset: number;
  readonly head: string;
}

export interface ReadOutcome {
  readonly bytes: number;
  readonly broken: FileBreak | undefined;
}

const SNIFF_BYTES = 64 * 1024;

/**
 * Reads the records of a file, gzip or not, in batches of a chunk, and returns how it ended. `name` decides for JSON
 * Lines where it ends in .jsonl or .ndjson; other names are JSON Lines where the first two lines are objects.
 */
export async function* readRecords(
  name: string,
  open: OpenBytes,
): AsyncGenerator<readonly FileRecord[], ReadOutcome> {
  let bytes = 0;
  let splitter: JsonSplitter | LineSplitter | undefined;
  let sniffed = Buffer.alloc(0);
  let broken: FileBreak | undefined;
  const records = (chunk: Buffer): readonly FileRecord[] => {
    splitter ??= looksLikeLines(name, sniffed) ? new LineSplitter() : new JsonSplitter();
    const pieces = splitter.push(chunk);
    const { shellHead } = splitter;
    return pieces.map((piece) => ({ ...piece, shellHead }));
  };
  try {
    for await (const chunk of inflate(open)) {
      bytes += chunk.length;
      if (splitter === undefined) {
        sniffed = Buffer.concat([sniffed, chunk]);
        if (sniffed.length < SNIFF_BYTES) continue;
        yield records(sniffed);
        sniffed = Buffer.alloc(0);
      } else yield records(chunk);
      if (splitter?.broken !== undefined) break;
    }
  } catch (error) {
    if (!(error instanceof BrokenGzipError) && !(error instanceof GzipNestingError)) throw error;
    const code = error instanceof BrokenGzipError ? 'broken_gzip' : 'gzip_nesting';
    broken = { code, reason: error.message, offset: bytes, head: '' };
  }
  if (splitter === undefined) yield records(sniffed);
  const end = endOf(splitter, broken !== undefined);
  if (end.pieces.length > 0) yield end.pieces.map((piece) => ({ ...piece, shellHead: '' }));
  return { bytes, broken: broken ?? end.broken };
}

function endOf(
  splitter: JsonSplitter | LineSplitter | undefined,
  isBroken: boolean,
): { readonly pieces: readonly JsonPiece[]; readonly broken: JsonBreak | undefined } {
  if (splitter instanceof JsonSplitter) return { pieces: [], broken: splitter.finish() };
  const end = splitter?.end() ?? { pieces: [], broken: undefined };
  // The piece of a line at which the gzip breaks off is the break itself and not one more bad line.
  return isBroken ? { pieces: [], broken: undefined } : end;
}

function looksLikeLines(name: string, head: Buffer): boolean {
  if (/\.(jsonl|ndjson)(\.gz)*$/i.test(name)) return true;
  const lines = head
    .toString('utf8')
    .split('\n')
    .map((line) => line.trim());
  const full = (head.length < SNIFF_BYTES ? lines : lines.slice(0, -1)).filter((line) => line !== '');
  return full.length >= 2 && full.slice(0, 2).some((line) => line.startsWith('{') && isObjectText(line));
}

function isObjectText(line: string): boolean {
  try {
    return Object.keys(JSON.parse(line) as object).length > 0;
  } catch {
    return false;
  }
}
