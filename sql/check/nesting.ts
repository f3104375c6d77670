import { TrinoSqlLexer } from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer.js';
import { refuse } from '../diagnostic.ts';
import type { Lexed } from '../tree/lex.ts';

/** Longest accepted text, in UTF-8 bytes: Athena's own limit. */
export const MAX_BYTES = 262_144;
/** Deepest accepted nesting of brackets, CASE, lambdas and prefix operators together. */
export const MAX_NESTING = 100;

const OPENING = new Set(['(', '[', 'case']);
const CLOSING = new Set([')', ']', 'end']);
const PREFIX = new Set(['not', '-', '+']);

export function checkSize(text: string): void {
  if (Buffer.byteLength(text, 'utf8') > MAX_BYTES) {
    refuse(
      'SQL_TOO_LARGE',
      `The query is longer than ${MAX_BYTES} bytes.`,
      null,
      'Shorten its lists of values.',
    );
  }
}

/**
 * Refuses what nests too deep before the parser sees it: its call stack and its prediction grow with nesting.
 * Counts open brackets and CASEs, and inside each the lambdas and the run of prefix operators.
 */
export function checkNesting(lexed: Lexed): void {
  /** Lambdas and set-off levels that end with their bracket. */
  const frames = [0];
  let depth = 0;
  let prefixes = 0;
  for (const token of lexed.tokens) {
    const quoted = token.type === TrinoSqlLexer.STRING || token.type === TrinoSqlLexer.QUOTED_IDENTIFIER;
    const word = quoted ? '' : (token.text ?? '').toLowerCase();
    prefixes = PREFIX.has(word) ? prefixes + 1 : 0;
    if (OPENING.has(word)) {
      frames.push(0);
      depth++;
    } else if (CLOSING.has(word) && frames.length > 1) {
      depth -= 1 + (frames.pop() ?? 0);
    } else if (word === '->') {
      frames[frames.length - 1] = (frames.at(-1) ?? 0) + 1;
      depth++;
    }
    if (depth + prefixes > MAX_NESTING) {
      refuse(
        'SQL_TOO_DEEP',
        `The query nests deeper than ${MAX_NESTING} levels.`,
        { start: lexed.offset(token.start), end: lexed.offset(token.stop + 1) },
        'Give its inner parts names with WITH.',
      );
    }
  }
}
