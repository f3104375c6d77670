import type { Expression } from '../tree/nodes.ts';

/** Expressions directly inside one, those of subqueries and windows not included. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'dereference':
      return [node.base];
    case 'subscript':
      return [node.base, node.index];
    case 'parenthesized':
      return [node.expression];
    case 'logical':
    case 'concatenation':
      return node.operands;
    case 'not':
    case 'negation':
      return [node.operand];
    case 'comparison':
    case 'isDistinctFrom':
    case 'arithmetic':
      return [node.left, node.right];
    case 'between':
      return [node.value, node.lower, node.upper];
    case 'inList':
      return [node.value, ...node.items];
    case 'like':
      return node.escape === null ? [node.value, node.pattern] : [node.value, node.pattern, node.escape];
    case 'isNull':
    case 'atTimeZone':
      return [node.value];
    case 'cast':
      return [node.operand];
    case 'case': {
      const branches = node.branches.flatMap((branch) => [branch.when, branch.result]);
      return [node.operand, ...branches, node.otherwise].filter((child) => child !== null);
    }
    case 'functionCall':
      return node.arguments;
    case 'lambda':
      return [node.body];
    case 'row':
    case 'array':
      return node.items;
    case 'inSubquery':
      return [node.value];
    case 'quantifiedComparison':
      return [node.left];
    default:
      return [];
  }
}
