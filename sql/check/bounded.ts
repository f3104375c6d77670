import type { Analysis } from '../analyse/analysis.ts';
import type { FunctionCall, Query, Select } from '../tree/nodes.ts';
import { nodesOf, type TreeNode } from '../tree/walk.ts';
import { checkCall, checkNested } from './bounded-calls.ts';
import { checkProducts } from './bounded-products.ts';

/**
 * Refuses work that has no bound in the size of the data: generated sequences and paddings, products of tables,
 * patterns that backtrack for ever, WITH queries that multiply each other.
 * @throws Refusal SQL_UNBOUNDED
 */
export function checkBounded(query: Query, analysis: Analysis, now: Date): void {
  for (const node of nodesOf(query)) {
    if (node.kind === 'functionCall') checkCall(node as FunctionCall & TreeNode, now);
    if (node.kind === 'selectExpression') checkNested(node, now);
    if (node.kind === 'select') {
      const { where, having } = node as Select & TreeNode;
      if (where !== null) checkNested(where, now);
      if (having !== null) checkNested(having, now);
    }
  }
  checkProducts(query, analysis, now);
}
