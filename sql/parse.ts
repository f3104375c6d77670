import {
  BaseErrorListener,
  type Parser,
  PredictionMode,
  type RecognitionException,
  type Token,
} from 'antlr4ng';
import { type ProgramContext, TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { checkNesting, checkSize } from './check/nesting.ts';
import { type Diagnostic, Refusal, refuse } from './diagnostic.ts';
import { buildTree } from './tree/build-query.ts';
import { type Lexed, LookBudgetError, lex, withoutComments } from './tree/lex.ts';
import type { Query } from './tree/nodes.ts';

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

/** The same, for callers inside sql/ that handle refusals themselves. */
export function parseOrRefuse(text: string): Omit<Extract<ParseResult, { ok: true }>, 'ok'> {
  checkSize(text);
  const stripped = withoutComments(lex(text));
  const lexed = lex(stripped);
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

function program(lexed: Lexed): ProgramContext {
  // SLL is quick and almost always enough; LL is exact, and decides where SLL finds an error.
  for (const mode of [PredictionMode.SLL, PredictionMode.LL]) {
    try {
      return attempt(lexed, mode);
    } catch (error) {
      if (error instanceof SyntaxProblem) {
        if (mode === PredictionMode.LL) refuseSyntax(error, lexed);
      } else if (error instanceof LookBudgetError || error instanceof RangeError) {
        refuse('SQL_TOO_DEEP', 'The query is too intricate to be parsed in bounded time.', null);
      } else {
        throw error;
      }
    }
  }
  throw new Error('unreachable');
}

function attempt(lexed: Lexed, mode: (typeof PredictionMode)[keyof typeof PredictionMode]): ProgramContext {
  lexed.stream.seek(0);
  lexed.stream.startBudget();
  const parser = new TrinoSqlParser(lexed.stream);
  parser.interpreter.predictionMode = mode as Parser['interpreter']['predictionMode'];
  parser.removeErrorListeners();
  parser.addErrorListener(new FirstErrorListener());
  return parser.program();
}

function refuseSyntax(problem: SyntaxProblem, lexed: Lexed): never {
  const token = problem.token;
  const atEnd = token === null || token.type === TrinoSqlParser.EOF;
  const at = atEnd
    ? { start: lexed.text.length, end: lexed.text.length }
    : { start: lexed.offset(token.start), end: lexed.offset(token.stop + 1) };
  const where = atEnd
    ? 'the end of the query'
    : `"${lexed.text.slice(at.start, Math.min(at.end, at.start + 40))}"`;
  refuse('SQL_PARSE', `The query is not valid SQL near ${where}.`, at);
}
