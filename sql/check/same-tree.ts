import type { Edit } from '../edit.ts';
import { parseOrRefuse } from '../parse.ts';
import type { Query } from '../tree/nodes.ts';
import { isNode, type TreeNode } from '../tree/walk.ts';

/** An edit did something else than it should have: a bug, and the text must not run. */
export class ChangedTreeError extends Error {
  override readonly name = 'ChangedTreeError';
}

/**
 * Verifies that the tree of an edited text is the tree before the edits, but for the edited nodes, and that each
 * of those is exactly what its edit says. Whatever a name or a string holds, it cannot have become syntax then.
 * @throws ChangedTreeError
 */
export function requireSameTree(before: Query, after: Query, edits: readonly Edit[]): void {
  const byNode = new Map<unknown, Edit>(edits.map((edit) => [edit.node, edit]));
  const used = new Set<Edit>();
  compare(before, after, { byNode, used });
  if (used.size !== edits.length) throw new ChangedTreeError('an edit left no trace in the tree');
}

interface Comparison {
  readonly byNode: ReadonlyMap<unknown, Edit>;
  readonly used: Set<Edit>;
}

const PLACES = new Set(['start', 'end', 'nameSpan']);

function compare(before: unknown, after: unknown, context: Comparison): void {
  const edit = context.byNode.get(before);
  if (edit !== undefined) {
    context.used.add(edit);
    compareEdited(before as TreeNode, after, edit, context);
  } else if (Array.isArray(before)) {
    if (!Array.isArray(after) || after.length !== before.length) differ('a list');
    for (const [index, item] of before.entries()) compare(item, after[index], context);
  } else if (typeof before === 'object' && before !== null) {
    compareObjects(before, after, context);
  } else if (before !== after) {
    differ(`${String(before)} and ${String(after)}`);
  }
}

function compareObjects(
  before: object,
  after: unknown,
  context: Comparison,
  skipped: ReadonlySet<string> = PLACES,
): void {
  if (typeof after !== 'object' || after === null) differ('a node');
  const keys = Object.keys(before);
  if (keys.length !== Object.keys(after).length) differ('the parts of a node');
  for (const key of keys) {
    if (skipped.has(key)) continue;
    if (!(key in after)) differ(key);
    compare((before as Record<string, unknown>)[key], (after as Record<string, unknown>)[key], context);
  }
}

function compareEdited(before: TreeNode, after: unknown, edit: Edit, context: Comparison): void {
  switch (edit.as) {
    case 'relation':
      identical(expectedRelation(edit.text), after);
      break;
    case 'expression':
      identical(expectedExpression(edit.text), after);
      break;
    case 'rowCount':
      compareRowCount(before, after, edit);
      break;
    case 'limit': {
      if (!isNode(after) || !('limit' in after)) differ('LIMIT');
      const limit = (after as unknown as Query).limit;
      if (limit?.form !== 'limit' || ` LIMIT ${limit.count?.value}` !== edit.text) differ('LIMIT');
      compareObjects(before, after, context, new Set([...PLACES, 'limit']));
      break;
    }
    case 'name': {
      if (!isNode(after) || !('parts' in before) || !('parts' in after)) differ('a name');
      const parts = before.parts as readonly TreeNode[];
      const kept = parts.filter((part) => part.start >= (edit.until ?? part.start));
      compareObjects({ ...before, parts: kept }, after, context);
    }
  }
}

/** The number of a LIMIT; LIMIT ALL becomes LIMIT n. */
function compareRowCount(before: TreeNode, after: unknown, edit: Edit): void {
  const expected = BigInt(edit.text);
  if ('form' in before) {
    const limit = after as Query['limit'];
    if (limit?.form !== 'limit' || limit.count?.value !== expected) differ('LIMIT');
  } else if ((after as { value?: bigint } | null)?.value !== expected) {
    differ('a number of rows');
  }
}

function expectedRelation(text: string): unknown {
  const { query } = parseOrRefuse(`SELECT * FROM ${text}`);
  const [relation, second] = query.body.kind === 'select' ? query.body.from : [];
  if (relation === undefined || second !== undefined)
    throw new ChangedTreeError('an edit is not one relation');
  return relation;
}

function expectedExpression(text: string): unknown {
  const { query } = parseOrRefuse(`SELECT ${text}`);
  const [item, second] = query.body.kind === 'select' ? query.body.items : [];
  if (item?.kind !== 'selectExpression' || second !== undefined)
    throw new ChangedTreeError('an edit is not one expression');
  return item.expression;
}

const identical = (expected: unknown, actual: unknown): void =>
  compare(expected, actual, { byNode: new Map(), used: new Set() });

function differ(what: string): never {
  throw new ChangedTreeError(`the edited text differs in ${what}`);
}
