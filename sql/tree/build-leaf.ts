import * as grammar from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { refuse } from '../diagnostic.ts';
import type { BuildContext } from './builder.ts';
import { unicodeString, unquoteString } from './literals.ts';
import type { Identifier, IntervalField, IntervalLiteral, NameExpression, StringLiteral } from './nodes.ts';

/** Most parts of a dotted name: each is looked up. */
const MAX_PARTS = 100;

export function buildName(context: grammar.QualifiedNameContext, build: BuildContext): NameExpression {
  build.claim(context);
  const span = build.span(context);
  const parts = context.identifier();
  if (parts.length > MAX_PARTS) refuse('SQL_TOO_DEEP', `A name has more than ${MAX_PARTS} parts.`, span);
  return { kind: 'name', ...span, parts: parts.map((part) => build.identifier(part)) };
}

export function buildString(context: grammar.StringContext, build: BuildContext): StringLiteral {
  build.claim(context);
  const span = build.span(context);
  if (context instanceof grammar.UnicodeStringLiteralContext) {
    const written = context.STRING()?.getText();
    const text = context.UNICODE_STRING().getText();
    return {
      kind: 'string',
      ...span,
      value: unicodeString(text, written === undefined ? '\\' : unquoteString(written), span),
    };
  }
  return { kind: 'string', ...span, value: unquoteString(build.textOf(span)) };
}

export function buildInterval(context: grammar.IntervalContext, build: BuildContext): IntervalLiteral {
  build.claim(context);
  const [from, to] = context
    .intervalField()
    .map((field) => build.claim(field).getText().toLowerCase() as IntervalField);
  if (from === undefined) throw new Error('an interval has no field');
  const { value } = buildString(context.string(), build);
  const span = build.span(context);
  const parts = /^\s*[+-]?\d+([- :.]\d+)*\s*$/;
  if (!parts.test(value)) refuse('SQL_INVALID_LITERAL', `'${value}' is not a valid interval.`, span);
  return { kind: 'interval', ...span, negative: context.MINUS() !== null, value, from, to: to ?? null };
}

export function buildAliases(
  context: grammar.ColumnAliasesContext | null,
  build: BuildContext,
): Identifier[] | null {
  return context === null
    ? null
    : build
        .claim(context)
        .identifier()
        .map((alias) => build.identifier(alias));
}
