import { refuse } from '../diagnostic.ts';
import type { Expression, NameExpression } from '../tree/nodes.ts';
import { childrenOf, isNode, type TreeNode } from '../tree/walk.ts';
import type { Grouping } from './grouping.ts';
import { sameExpression } from './same-expression.ts';
import type { SourceScope } from './scope.ts';
import type { AnalysisState } from './state.ts';

/**
 * Refuses an expression of a grouped SELECT that reads a column which is neither grouped nor aggregated; also
 * where a subquery inside it does.
 */
export function checkGrouped(
  expression: Expression,
  grouping: Grouping,
  scope: SourceScope,
  state: AnalysisState,
): void {
  const own = new Set(scope.fields);
  const visit = (node: TreeNode): void => {
    if (isExpression(node)) {
      if (isAggregate(node, state)) return;
      if (node.kind === 'grouping') return;
      if (grouping.expressions.some((key) => key.kind === node.kind && sameExpression(key, node, state)))
        return;
      if (node.kind === 'name') checkName(node);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  const checkName = (node: NameExpression): void => {
    const resolution = state.resolutions.get(node);
    if (resolution?.kind !== 'column' || !own.has(resolution.field) || grouping.fields.has(resolution.field))
      return;
    const written = node.parts.map((part) => part.name).join('.');
    refuse(
      'SQL_NOT_GROUPED',
      `The column ${written} is neither grouped nor aggregated.`,
      node,
      `Add it to GROUP BY, or take one value with arbitrary(${written}).`,
    );
  };
  visit(expression);
}

const isExpression = (node: TreeNode): node is Expression & TreeNode => isNode(node) && node.kind !== 'query';

/** An aggregate without OVER; its arguments are rows, not groups. */
const isAggregate = (node: Expression, state: AnalysisState): boolean =>
  node.kind === 'functionCall' && node.over === null && state.aggregates.has(node);
