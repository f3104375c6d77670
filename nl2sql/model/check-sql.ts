import { definitionOf } from '#sql/functions/registry.ts';
import { parseSql } from '#sql/parse.ts';
import { type PreparedQuery, prepare } from '#sql/prepare.ts';
import type { FunctionCall, QueryBody } from '#sql/tree/nodes.ts';
import { nodesOf, type TreeNode } from '#sql/tree/walk.ts';
import type { TranslationRequest } from '../translator.ts';
import type { Problem } from './tool.ts';

export type CheckedReply =
  | { readonly ok: true; readonly query: PreparedQuery }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * A model's SQL under the same check as everybody's (the pipeline repeats it before anything runs), and two more:
 * it has to read the lake, and what it returns has to come from there. An answer written into the query as a
 * literal would otherwise look like a result.
 */
export function checkSql(sql: string, request: TranslationRequest): CheckedReply {
  const { schema, policy, now, engine } = request;
  const prepared = prepare(sql, { schema, policy, now, engine, rowLimit: 1 });
  if (!prepared.ok) return { ok: false, problems: prepared.diagnostics.map(toldOf) };
  const literal = literalProblem(sql, prepared.query);
  return literal === null ? { ok: true, query: prepared.query } : { ok: false, problems: [literal] };
}

const toldOf = ({ code, message, hint }: Problem): Problem => ({ code, message, hint });

function literalProblem(sql: string, query: PreparedQuery): Problem | null {
  if (query.touches.length === 0) {
    return {
      code: 'MODEL_READS_NOTHING',
      message: 'The query reads no table, so its result says nothing about the inventory.',
      hint: 'Select from the tables listed, or use the outcome cannot.',
    };
  }
  const parsed = parseSql(sql);
  if (!parsed.ok) return null;
  const readsAny = query.touches.some(({ columns }) => columns.length > 0) || isComputed(parsed.query);
  if (readsAny && !selectsOf(parsed.query.body).some(isLiteralOnly)) return null;
  return {
    code: 'MODEL_ANSWERS_ITSELF',
    message: 'The query returns literals instead of columns of its tables.',
    hint: 'Select columns or aggregates of the tables, or use the outcome cannot.',
  };
}

/** What each SELECT of a set operation returns. */
function selectsOf(body: QueryBody): readonly (readonly TreeNode[])[] {
  switch (body.kind) {
    case 'select':
      return [body.items];
    case 'values':
      return [body.rows];
    case 'setOperation':
      return [...selectsOf(body.left), ...selectsOf(body.right)];
    case 'parenthesizedQuery':
      return selectsOf(body.query.body);
  }
}

const isLiteralOnly = (items: readonly TreeNode[]): boolean => !items.some(isFromTables);

/** `*`, a column, or something counted stands in it. */
function isFromTables(item: TreeNode): boolean {
  return isComputed(item) || [...nodesOf(item)].some(({ kind }) => kind === 'name' || kind === 'allColumns');
}

function isComputed(root: TreeNode): boolean {
  for (const node of nodesOf(root)) {
    if (node.kind !== 'functionCall') continue;
    const call = node as FunctionCall;
    if (call.star || definitionOf(call.name)?.kind !== 'scalar') return true;
  }
  return false;
}
