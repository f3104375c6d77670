import type { Span } from './tree/nodes.ts';

/** One change to a text, at a node of its tree. */
export interface Edit {
  readonly node: Span;
  readonly text: string;
  /**
   * What stands there afterwards: a relation or an expression in place of the node; a name without its first
   * parts (only the text before `until` goes); a number of rows; a LIMIT after the end of the node.
   */
  readonly as: 'relation' | 'expression' | 'name' | 'rowCount' | 'limit';
  readonly until?: number;
}

/** Part of the text that an edit replaces. */
export function spanOfEdit(edit: Edit): Span {
  if (edit.as === 'limit') return { start: edit.node.end, end: edit.node.end };
  return { start: edit.node.start, end: edit.until ?? edit.node.end };
}

/** The text with all edits made. Edits never overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => spanOfEdit(a).start - spanOfEdit(b).start);
  let result = '';
  let at = 0;
  for (const edit of ordered) {
    const span = spanOfEdit(edit);
    if (span.start < at) throw new Error('two edits overlap');
    result += text.slice(at, span.start) + edit.text;
    at = span.end;
  }
  return result + text.slice(at);
}
