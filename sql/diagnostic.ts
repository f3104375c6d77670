import type { Span } from './tree/nodes.ts';

/**
 * Why a query is refused, for a person or a model to act on. The codes are a stable contract:
 *
 * | code | the query … |
 * |---|---|
 * | SQL_EMPTY | holds no statement |
 * | SQL_PARSE | is not Athena SQL |
 * | SQL_MULTIPLE_STATEMENTS | holds more than one statement |
 * | SQL_NOT_READ_ONLY | is not a SELECT, VALUES or WITH |
 * | SQL_TOO_LARGE | is longer than 262,144 bytes |
 * | SQL_TOO_DEEP | nests deeper than the documented depth |
 * | SQL_UNSUPPORTED_SYNTAX | uses a construct that is not on the allow-list |
 * | SQL_UNSUPPORTED_FUNCTION | uses a function that is not on the allow-list |
 * | SQL_UNSUPPORTED_TYPE | names a type that is not on the allow-list |
 * | SQL_UNKNOWN_TABLE, SQL_UNKNOWN_COLUMN | names what does not exist |
 * | SQL_FORBIDDEN_TABLE, SQL_FORBIDDEN_COLUMN | names what this caller may not read |
 * | SQL_HIDDEN_COLUMN | names a hidden column or table, such as "$path" |
 * | SQL_AMBIGUOUS_COLUMN, SQL_DUPLICATE_NAME | uses a name that means two things |
 * | SQL_TYPE_MISMATCH | combines types that Trino does not combine |
 * | SQL_WRONG_ARGUMENTS | calls a function with arguments it does not take |
 * | SQL_NOT_GROUPED | selects what is neither grouped nor aggregated |
 * | SQL_MISPLACED_AGGREGATE, SQL_MISPLACED_WINDOW | aggregates where Trino does not |
 * | SQL_INVALID_ORDINAL | orders or groups by a position that does not exist |
 * | SQL_INVALID_LITERAL | holds a literal that has no value |
 * | SQL_INVALID_QUERY | breaks another rule of Trino's analyser |
 * | SQL_UNBOUNDED | asks for work without a bound |
 */
export type SqlDiagnosticCode =
  | 'SQL_EMPTY'
  | 'SQL_PARSE'
  | 'SQL_MULTIPLE_STATEMENTS'
  | 'SQL_NOT_READ_ONLY'
  | 'SQL_TOO_LARGE'
  | 'SQL_TOO_DEEP'
  | 'SQL_UNSUPPORTED_SYNTAX'
  | 'SQL_UNSUPPORTED_FUNCTION'
  | 'SQL_UNSUPPORTED_TYPE'
  | 'SQL_UNKNOWN_TABLE'
  | 'SQL_UNKNOWN_COLUMN'
  | 'SQL_FORBIDDEN_TABLE'
  | 'SQL_FORBIDDEN_COLUMN'
  | 'SQL_HIDDEN_COLUMN'
  | 'SQL_AMBIGUOUS_COLUMN'
  | 'SQL_DUPLICATE_NAME'
  | 'SQL_TYPE_MISMATCH'
  | 'SQL_WRONG_ARGUMENTS'
  | 'SQL_NOT_GROUPED'
  | 'SQL_MISPLACED_AGGREGATE'
  | 'SQL_MISPLACED_WINDOW'
  | 'SQL_INVALID_ORDINAL'
  | 'SQL_INVALID_LITERAL'
  | 'SQL_INVALID_QUERY'
  | 'SQL_UNBOUNDED';

export interface Diagnostic {
  readonly code: SqlDiagnosticCode;
  readonly message: string;
  readonly hint: string | null;
  /** Where in the text, as UTF-16 offsets; null where the whole text is meant. */
  readonly at: Span | null;
}

/**
 * How a refusal travels inside sql/. `prepare` and `parseSql` turn it into diagnostics; it never leaves the
 * folder.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly diagnostic: Diagnostic;

  constructor(code: SqlDiagnosticCode, message: string, at: Span | null, hint: string | null = null) {
    super(message);
    this.diagnostic = { code, message, hint, at: at === null ? null : { start: at.start, end: at.end } };
  }
}

/** Throws the refusal; typed so that a branch that calls it needs no return. */
export function refuse(
  code: SqlDiagnosticCode,
  message: string,
  at: Span | null,
  hint: string | null = null,
): never {
  throw new Refusal(code, message, at, hint);
}
