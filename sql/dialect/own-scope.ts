import type { Expression } from '../tree/nodes.ts';
import { childrenOf } from './children.ts';
import { isAggregate } from './is-aggregate.ts';

const known = new WeakMap<Expression, boolean>();

/** Whether an expression holds an aggregate, a window function or a subquery: then it is no grouping key. */
export function hasOwnScope(node: Expression): boolean {
  let has = known.get(node);
  if (has === undefined) {
    has = compute(node);
    known.set(node, has);
  }
  return has;
}

function compute(node: Expression): boolean {
  switch (node.kind) {
    case 'scalarSubquery':
    case 'exists':
    case 'inSubquery':
    case 'quantifiedComparison':
    case 'grouping':
      return true;
    case 'functionCall':
      return isAggregate(node) || node.over !== null || node.arguments.some(hasOwnScope);
    default:
      return childrenOf(node).some(hasOwnScope);
  }
}
