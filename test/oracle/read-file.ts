import { constants, gunzipSync } from 'node:zlib';
import type { Json } from './model.ts';

/** What a file holds: whole JSON values, and whether something of it could not be read. */
export interface FileContent {
  readonly values: readonly Json[];
  /** Elements of `configurationItems` read before a break; only where `broken` is set. */
  readonly salvagedItems: readonly Json[] | null;
  readonly salvagedIsSnapshot: boolean;
  readonly broken: string | null;
  /** Lines of a JSON Lines file that are not JSON. */
  readonly badLines: number;
}

const NOTHING = { salvagedItems: null, salvagedIsSnapshot: false, badLines: 0 } as const;

/** Reads a file whole: gzip by its magic, then one JSON value, or one a line (rule 21). */
export function readFile(path: string, bytes: Uint8Array): FileContent {
  const { text, broken } = inflate(bytes);
  if (text.trim() === '') return { ...NOTHING, values: [], broken: broken ?? 'empty' };
  if (/\.(jsonl|ndjson)(\.gz)?$/.test(path)) return readLines(text, broken);
  try {
    return { ...NOTHING, values: [JSON.parse(text) as Json], broken };
  } catch {
    if (/"configurationItems"\s*:/.test(text.slice(0, 10_000))) {
      return {
        values: [],
        salvagedItems: itemsBeforeBreak(text),
        salvagedIsSnapshot: /"(configSnapshotId|requestId)"\s*:/.test(text.slice(0, 10_000)),
        broken: broken ?? 'invalid_json',
        badLines: 0,
      };
    }
    if (/^\s*\[\s*\{/.test(text))
      return {
        ...NOTHING,
        values: elementsBeforeBreak(text, text.indexOf('[') + 1),
        broken: broken ?? 'invalid_json',
      };
    const lines = readLines(text, broken);
    const isJsonLines = typeof lines.values[0] === 'object' && text.trimStart().startsWith('{"');
    if (isJsonLines && text.trim().includes('\n')) return lines;
    return { ...NOTHING, values: [], broken: broken ?? 'invalid_json' };
  }
}

function readLines(text: string, broken: string | null): FileContent {
  const values: Json[] = [];
  let badLines = 0;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  lines.forEach((line, index) => {
    try {
      values.push(JSON.parse(line) as Json);
    } catch {
      // The piece of a line at which a gzip breaks off is the break itself, not one more bad line.
      if (broken === null || index < lines.length - 1) badLines += 1;
    }
  });
  return { ...NOTHING, values, broken, badLines };
}

/** Items of `configurationItems` that are whole and valid before the first thing that is not. */
function itemsBeforeBreak(text: string): readonly Json[] {
  const start = /"configurationItems"\s*:\s*\[/.exec(text);
  return start === null ? [] : elementsBeforeBreak(text, start.index + start[0].length);
}

function elementsBeforeBreak(text: string, start: number): readonly Json[] {
  const items: Json[] = [];
  let position = start;
  for (;;) {
    const gap = /^[\s,]*/.exec(text.slice(position, position + 1000));
    position += gap?.[0].length ?? 0;
    if (text[position] !== '{') return items;
    const end = endOfObject(text, position);
    if (end === null) return items;
    try {
      items.push(JSON.parse(text.slice(position, end)) as Json);
    } catch {
      return items;
    }
    position = end;
  }
}

function endOfObject(text: string, start: number): number | null {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function inflate(bytes: Uint8Array): { readonly text: string; readonly broken: string | null } {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return { text: decode(bytes), broken: null };
  try {
    return { text: decode(gunzipSync(bytes)), broken: null };
  } catch {
    // The longest beginning that still inflates: what a reader has in hand when the break comes.
    let readable = 0;
    let tooLong = bytes.length + 1;
    while (tooLong - readable > 1) {
      const middle = Math.floor((readable + tooLong) / 2);
      if (begins(bytes, middle) === null) tooLong = middle;
      else readable = middle;
    }
    return { text: decode(begins(bytes, readable) ?? new Uint8Array()), broken: 'broken_gzip' };
  }
}

function begins(bytes: Uint8Array, length: number): Uint8Array | null {
  try {
    return gunzipSync(bytes.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return null;
  }
}

const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);
