import { refuse } from '../diagnostic.ts';
import type { Identifier, NameExpression } from '../tree/nodes.ts';
import type { SqlType } from '../types.ts';
import { type ExpressionContext, fieldType } from './expression.ts';
import { didYouMean, findName, type Scope, visibleNames } from './scope.ts';

/** Finds what a name means, notes it, and gives its type. `mark: false` leaves the column unread. */
export function resolveName(node: NameExpression, context: ExpressionContext, mark = true): SqlType {
  const { state } = context;
  const found = findName(context.scope, node.parts, node);
  if (found === undefined) return refuseUnknown(node, context);
  const path = node.parts.slice(found.used);
  if (found.kind === 'lambda') {
    state.resolutions.set(node, { kind: 'lambda', parameter: found.parameter, type: found.type, path });
    return pathType(found.type, path);
  }
  if (found.output !== null) {
    state.resolutions.set(node, { kind: 'output', index: found.output, path });
  } else {
    state.resolutions.set(node, { kind: 'column', field: found.field, outer: found.outer, path });
  }
  if (mark) state.use(found.field);
  return pathType(found.field.type, path);
}

const pathType = (type: SqlType, path: readonly Identifier[]): SqlType =>
  path.reduce((at, part) => fieldType(at, part.name, part), type);

function refuseUnknown(node: NameExpression, context: ExpressionContext): never {
  const written = node.parts.map((part) => part.name).join('.');
  const last = node.parts.at(-1);
  if (last === undefined) throw new Error('a name without parts');
  if (last.name.startsWith('$'))
    refuse('SQL_HIDDEN_COLUMN', `The hidden column ${written} may not be read.`, node);
  const forbidden = context.state.tables.find(
    (use) =>
      context.state.access.deniedColumns(use.table).has(last.key) && qualifies(node.parts, use.table.name),
  );
  if (forbidden !== undefined) {
    refuse(
      'SQL_FORBIDDEN_COLUMN',
      `You may not read the column ${last.name} of ${forbidden.table.name}.`,
      node,
    );
  }
  const scopes = relations(context.scope);
  const hint =
    didYouMean(last.name, visibleNames(context.scope)) ??
    (scopes === ''
      ? 'The query has no FROM.'
      : `Columns come from ${scopes}; see \`stocktake tables NAME\` for their names.`);
  refuse(
    'SQL_UNKNOWN_COLUMN',
    `The column ${written} does not exist${aliasNote(node, context)}.`,
    node,
    hint,
  );
}

const qualifies = (parts: readonly Identifier[], table: string): boolean =>
  parts.length === 1 || parts.at(-2)?.key === table || parts.length === 2;

function relations(from: Scope): string {
  const names = new Set<string>();
  for (let scope: Scope | null = from; scope !== null; scope = scope.parent) {
    if (scope.kind !== 'lambda')
      for (const field of scope.fields) if (field.qualifier !== null) names.add(field.qualifier);
  }
  return [...names].join(', ');
}

/** Trino knows the names of the SELECT list only in ORDER BY, which surprises people. */
function aliasNote(node: NameExpression, context: ExpressionContext): string {
  const isClause = ['WHERE', 'HAVING', 'GROUP BY'].includes(context.clause);
  return isClause && node.parts.length === 1
    ? ` (${context.clause} does not know the names of the SELECT list)`
    : '';
}
