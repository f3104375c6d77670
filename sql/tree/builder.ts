import { ParserRuleContext, type Token } from 'antlr4ng';
import * as grammar from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { refuse } from '../diagnostic.ts';
import type { Lexed } from './lex.ts';
import type { Identifier, Span } from './nodes.ts';
import { isReserved } from './reserved.ts';

/** Deepest accepted tree, counted in nested nodes: chains of arithmetic, joins and set operations count. */
export const MAX_DEPTH = 400;

/**
 * What the builders share: spans, names, the depth, and the list of parse-tree nodes that were understood. A
 * node that no builder claimed is refused at the end, so nothing in the text can be overlooked.
 */
export class BuildContext {
  readonly #lexed: Lexed;
  readonly #claimed = new Set<ParserRuleContext>();
  #depth = 0;

  constructor(lexed: Lexed) {
    this.#lexed = lexed;
  }

  claim<C extends ParserRuleContext>(context: C): C {
    this.#claimed.add(context);
    return context;
  }

  span(context: ParserRuleContext): Span {
    const start = context.start;
    const stop = context.stop ?? start;
    if (start === null || stop === null) throw new Error('a parse tree node has no tokens');
    return { start: this.#lexed.offset(start.start), end: this.#lexed.offset(stop.stop + 1) };
  }

  spanOf(token: Token): Span {
    return { start: this.#lexed.offset(token.start), end: this.#lexed.offset(token.stop + 1) };
  }

  spanFrom(first: Span, last: Span): Span {
    return { start: first.start, end: last.end };
  }

  textOf(span: Span): string {
    return this.#lexed.text.slice(span.start, span.end);
  }

  /** Runs a builder one level further down. */
  deeper<T>(context: ParserRuleContext, build: () => T): T {
    if (++this.#depth > MAX_DEPTH) {
      refuse('SQL_TOO_DEEP', `The query chains more than ${MAX_DEPTH} operations.`, this.span(context));
    }
    const built = build();
    this.#depth--;
    return built;
  }

  identifier(context: grammar.IdentifierContext): Identifier {
    this.claim(context);
    const span = this.span(context);
    const text = this.textOf(span);
    if (context instanceof grammar.QuotedIdentifierContext) {
      const name = text.slice(1, -1).replaceAll('""', '"');
      if (name === '') refuse('SQL_PARSE', 'A quoted name is empty.', span);
      return { ...span, name, quoted: true, key: name.toLowerCase() };
    }
    if (context instanceof grammar.BackQuotedIdentifierContext) {
      refuse('SQL_PARSE', 'Names are quoted with double quotes, not with backquotes.', span);
    }
    if (context instanceof grammar.DigitIdentifierContext) {
      refuse('SQL_PARSE', `The name ${text} begins with a digit.`, span, `Write "${text}".`);
    }
    if (isReserved(text)) {
      refuse(
        'SQL_PARSE',
        `${text.toUpperCase()} is a reserved word.`,
        span,
        `As a name it is written "${text}".`,
      );
    }
    for (const child of context.children ?? []) if (child instanceof ParserRuleContext) this.claim(child);
    return { ...span, name: text, quoted: false, key: text.toLowerCase() };
  }

  unsupported(context: ParserRuleContext, what: string, hint: string | null = null): never {
    return refuse('SQL_UNSUPPORTED_SYNTAX', `${what} is not supported.`, this.span(context), hint);
  }

  /** Refuses the first node under `root` that no builder understood. */
  finish(root: ParserRuleContext): void {
    // Two copies of the parser's runtime would make every check below pass unseen.
    if (!(root instanceof ParserRuleContext)) throw new Error('the parser has a runtime of its own');
    const open: ParserRuleContext[] = [root];
    for (let context = open.pop(); context !== undefined; context = open.pop()) {
      if (!this.#claimed.has(context)) this.unsupported(context, constructName(context));
      for (const child of context.children ?? []) if (child instanceof ParserRuleContext) open.push(child);
    }
  }
}

const constructNames = new Map<unknown, string>(
  Object.entries(grammar).map(([name, context]) => [
    context,
    name
      .replace(/Context$/, '')
      .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
      .toLowerCase(),
  ]),
);

/** `JsonTableContext` → `The construct "json table"`: the grammar's name of a construct, for a message. */
export function constructName(context: ParserRuleContext): string {
  return `The construct "${constructNames.get(context.constructor) ?? 'unknown'}"`;
}
