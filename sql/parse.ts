import { BaseErrorListener, type RecognitionException, type Token } from 'antlr4ng';
import { type SingleStatementContext, TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { checkNesting, checkSize } from './check/nesting.ts';
import { type Diagnostic, Refusal, refuse } from './diagnostic.ts';
import { buildTree } from './tree/build-query.ts';
import { type Lexed, lex, withoutComments } from './tree/lex.ts';
import type { Query } from './tree/nodes.ts';
import { BoundedSimulator, PredictionBudgetError } from './tree/simulator.ts';

export type ParseResult =
  | {
      readonly ok: true;
      /** The text the spans of the tree count in: comments and the final semicolon removed. */
      readonly text: string;
      readonly query: Query;
      /** Type and text of each token: two texts with equal tokens are the same statement. */
      readonly tokens: readonly {
        readonly type: number;
        readonly text: string;
        readonly start: number;
        readonly end: number;
      }[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * Parses exactly one query of Athena SQL: SELECT, VALUES, WITH without recursion, and set operations. Comments
 * are removed; a semicolon at the end is allowed. Time and stack are bounded for any input.
 * @param text at most 262,144 bytes, nested at most 100 levels
 */
export function parseSql(text: string): ParseResult {
  try {
    return { ok: true, ...parseOrRefuse(text) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, diagnostics: [error.diagnostic] };
    throw error;
  }
}

type Parsed = Omit<Extract<ParseResult, { ok: true }>, 'ok'>;

/** A text is parsed when it is checked, again when an edit left it as it was, and again when a dialect writes it. */
const recent = new Map<string, Parsed>();
const MOST_RECENT = 16;
const LONGEST_KEPT = 65_536;

/**
 * The same, for callers inside sql/ that handle refusals themselves. The tree is never changed by whoever reads
 * it, so a text met again has the tree it had before.
 */
export function parseOrRefuse(text: string): Parsed {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const parsed = parseAnew(text);
  if (text.length > LONGEST_KEPT) return parsed;
  const [oldest] = recent.keys();
  if (recent.size >= MOST_RECENT && oldest !== undefined) recent.delete(oldest);
  recent.set(text, parsed);
  return parsed;
}

function parseAnew(text: string): Parsed {
  checkSize(text);
  const whole = lex(text);
  const stripped = withoutComments(whole);
  const lexed = stripped === text ? whole : lex(stripped);
  if (lexed.tokens.length === 0) refuse('SQL_EMPTY', 'There is no statement.', null);
  checkNesting(lexed);
  const query = buildTree(program(lexed), lexed);
  const tokens = lexed.tokens.map((token) => ({
    type: token.type,
    text: token.text ?? '',
    start: lexed.offset(token.start),
    end: lexed.offset(token.stop + 1),
  }));
  return { text: stripped, query, tokens };
}

/** Stops the parser at its first error: recovering from many took minutes on hostile texts. */
class SyntaxProblem extends Error {
  readonly token: Token | null;
  constructor(message: string, token: Token | null) {
    super(message);
    this.token = token;
  }
}

class FirstErrorListener extends BaseErrorListener {
  override syntaxError(
    _recognizer: unknown,
    offendingSymbol: unknown,
    _line: number,
    _column: number,
    message: string,
    _error: RecognitionException | null,
  ): void {
    throw new SyntaxProblem(message, offendingSymbol as Token | null);
  }
}

function program(lexed: Lexed): SingleStatementContext {
  try {
    return attempt(lexed, true);
  } catch (error) {
    if (isOutOfBounds(error)) refuseIntricate();
    if (!(error instanceof SyntaxProblem)) throw error;
    return exactProgram(lexed, error);
  }
}

/** Quick prediction may find an error where there is none: exact prediction decides. */
function exactProgram(lexed: Lexed, first: SyntaxProblem): SingleStatementContext {
  try {
    return attempt(lexed, false);
  } catch (error) {
    if (error instanceof SyntaxProblem || isOutOfBounds(error)) return refuseSyntax(first, lexed);
    throw error;
  }
}

/** RangeError: the stack of the parser, which grows with nesting. */
const isOutOfBounds = (error: unknown): boolean =>
  error instanceof PredictionBudgetError || error instanceof RangeError;

function refuseIntricate(): never {
  refuse('SQL_TOO_DEEP', 'The query is too intricate to be parsed in bounded time.', null);
}

function attempt(lexed: Lexed, quick: boolean): SingleStatementContext {
  lexed.stream.seek(0);
  const parser = new TrinoSqlParser(lexed.stream);
  parser.interpreter = new BoundedSimulator(parser, quick);
  parser.removeErrorListeners();
  parser.addErrorListener(new FirstErrorListener());
  // Not the grammar's `program`: that takes statements without a semicolon between them, so that
  // `a = ANY (SELECT …)` is two.
  const statement = parser.singleStatement();
  const rest = lexed.stream.LT(1);
  if (rest !== null && rest.type !== TrinoSqlParser.EOF) throw new SyntaxProblem('extraneous input', rest);
  return statement;
}

function refuseSyntax(problem: SyntaxProblem, lexed: Lexed): never {
  const token = problem.token;
  const atEnd = token === null || token.type === TrinoSqlParser.EOF;
  const at = atEnd
    ? { start: lexed.text.length, end: lexed.text.length }
    : { start: lexed.offset(token.start), end: lexed.offset(token.stop + 1) };
  if (
    !atEnd &&
    lexed.tokens.some(
      (one, index) => one === token && lexed.tokens[index - 1]?.type === TrinoSqlParser.SEMICOLON,
    )
  ) {
    refuse('SQL_MULTIPLE_STATEMENTS', 'Only one statement is run at a time.', at);
  }
  const where = atEnd
    ? 'the end of the query'
    : `"${lexed.text.slice(at.start, Math.min(at.end, at.start + 40))}"`;
  refuse('SQL_PARSE', `The query is not valid SQL near ${where}.`, at);
}
