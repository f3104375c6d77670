import type { Expression, LogicalExpression } from '../tree/nodes.ts';
import { bindLarge } from './bind-large.ts';
import { emitExpression } from './emit-expression.ts';
import type { EmitState } from './emit-state.ts';
import { mayFail } from './may-fail.ts';

interface Operand {
  readonly text: string;
  readonly mayFail: boolean;
}

/**
 * AND and OR decide from left to right where an operand may fail on rows that an earlier one has decided:
 * DuckDB evaluates shared parts of all operands at once, and filters in an order of its own.
 */
export function emitLogical(node: LogicalExpression, state: EmitState): string {
  const operands = node.operands.map((operand) => ({
    text: emitExpression(operand, state),
    mayFail: mayFail(operand, state),
  }));
  return inOrder(operands, node.operator, state);
}

function inOrder(operands: readonly Operand[], operator: 'and' | 'or', state: EmitState): string {
  const word = operator === 'and' ? ' AND ' : ' OR ';
  const at = operands.findIndex((operand, index) => index > 0 && operand.mayFail);
  if (at < 0) return joined(operands, word);
  const before = joined(operands.slice(0, at), word);
  const rest = inOrder(operands.slice(at), operator, state);
  const decided = operator === 'and' ? 'FALSE' : 'TRUE';
  return bindLarge(
    [before],
    () => state.fresh('v'),
    ([one = '']) =>
      `CASE WHEN ${one} IS DISTINCT FROM ${decided} THEN (${one}${word}${rest}) ELSE ${decided} END`,
  );
}

const joined = (operands: readonly Operand[], word: string): string =>
  operands.length === 1
    ? (operands[0]?.text ?? '')
    : `(${operands.map((operand) => operand.text).join(word)})`;

/** The condition of WHERE: conjuncts that cannot fail stay apart, so that they reach the files. */
export function emitWhere(node: Expression, state: EmitState): string {
  const conjuncts = conjunctsOf(node).map((operand) => ({
    text: emitExpression(operand, state),
    mayFail: mayFail(operand, state),
  }));
  const at = conjuncts.findIndex((operand, index) => index > 0 && operand.mayFail);
  if (at < 0) return joined(conjuncts, ' AND ');
  const before = conjuncts.slice(0, at);
  const guarded = `CASE WHEN ${joined(before, ' AND ')} THEN ${inOrder(conjuncts.slice(at), 'and', state)} END`;
  return joined([...before, { text: guarded, mayFail: true }], ' AND ');
}

function conjunctsOf(node: Expression): readonly Expression[] {
  if (node.kind === 'parenthesized') return conjunctsOf(node.expression);
  return node.kind === 'logical' && node.operator === 'and' ? node.operands.flatMap(conjunctsOf) : [node];
}
