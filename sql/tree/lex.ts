import { CharStreams, CommonTokenStream, type Token } from 'antlr4ng';
// The lexer and the parser alone: the package's main module brings eight other languages with it.
import { TrinoSqlLexer } from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer.js';
import { refuse } from '../diagnostic.ts';

/** A lexed text. Offsets of antlr's tokens count code points; `offset` turns them into UTF-16 offsets. */
export interface Lexed {
  readonly text: string;
  readonly stream: CommonTokenStream;
  /** Tokens that mean something: no whitespace, no comments, no end of file. */
  readonly tokens: readonly Token[];
  readonly comments: readonly Token[];
  offset(codePoint: number): number;
}

/**
 * Splits a text into tokens.
 * @throws Refusal SQL_PARSE for a character that begins no token
 */
export function lex(text: string): Lexed {
  const lexer = new TrinoSqlLexer(CharStreams.fromString(text));
  lexer.removeErrorListeners();
  const stream = new CommonTokenStream(lexer);
  stream.fill();
  const offset = offsets(text);
  const tokens: Token[] = [];
  const comments: Token[] = [];
  for (const token of stream.getTokens()) {
    if (token.type === TrinoSqlLexer.EOF) continue;
    if (token.type === TrinoSqlLexer.LINE_COMMENT || token.type === TrinoSqlLexer.BRACKETED_COMMENT) {
      comments.push(token);
    } else if (token.type === TrinoSqlLexer.UNRECOGNIZED) {
      const at = { start: offset(token.start), end: offset(token.stop + 1) };
      const shown = text.slice(at.start, at.end);
      const hint = shown === "'" || shown === '"' ? 'A quote is not closed.' : null;
      refuse('SQL_PARSE', `The character ${JSON.stringify(shown)} has no meaning here.`, at, hint);
    } else if (token.channel === 0) {
      tokens.push(token);
    }
  }
  return { text, stream, tokens, comments, offset };
}

function offsets(text: string): (codePoint: number) => number {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return (codePoint) => codePoint;
  const starts: number[] = [];
  for (let at = 0; at < text.length; at++) {
    starts.push(at);
    const unit = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) at++;
  }
  return (codePoint) => starts[codePoint] ?? text.length;
}

/**
 * The text without comments, without semicolons at its end and without blanks around it. Each comment becomes
 * one blank or line end, so no two tokens grow together.
 */
export function withoutComments(lexed: Lexed): string {
  let stripped = '';
  let at = 0;
  for (const comment of lexed.comments) {
    const blank = comment.text?.endsWith('\n') === true ? '\n' : ' ';
    stripped += lexed.text.slice(at, lexed.offset(comment.start)) + blank;
    at = lexed.offset(comment.stop + 1);
  }
  stripped += lexed.text.slice(at);
  return stripped.replace(/[\s;]+$/, '').trimStart();
}
