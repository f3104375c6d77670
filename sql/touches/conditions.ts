import type { Expression, Query } from '../tree/nodes.ts';
import { nodesOf } from '../tree/walk.ts';

/** Operands of a chain of AND, brackets undone. */
export function conjuncts(condition: Expression): readonly Expression[] {
  if (condition.kind === 'parenthesized') return conjuncts(condition.expression);
  if (condition.kind === 'logical' && condition.operator === 'and')
    return condition.operands.flatMap(conjuncts);
  return [condition];
}

/** Every conjunct of WHERE and of ON anywhere in a query, subqueries and WITH queries included. */
export function conditionsOf(query: Query): readonly Expression[] {
  const found: Expression[] = [];
  for (const node of nodesOf(query)) {
    // Nodes of a query are those of the closed union, so the kind tells which one it is.
    const one = node as { kind?: string; where?: Expression | null; on?: Expression | null };
    if (one.kind === 'select' && one.where) found.push(...conjuncts(one.where));
    if (one.kind === 'join' && one.on) found.push(...conjuncts(one.on));
  }
  return found;
}
