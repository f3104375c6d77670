import { refuse } from '../diagnostic.ts';
import { commonType } from '../functions/coercion.ts';
import { resolveArithmetic } from '../functions/operators.ts';
import { decimalTextType } from '../tree/literals.ts';
import type { Expression, NumberLiteral, Span } from '../tree/nodes.ts';
import { arrayOf, formatType, type SqlType, types } from '../types.ts';
import { type AnalysisState, castHint } from './state.ts';

/** Type of a number by its size. */
export function numberType(node: NumberLiteral): SqlType {
  if (node.form === 'double') return types.double;
  if (node.form === 'decimal') {
    return (
      decimalTextType(node.text) ?? refuse('SQL_INVALID_LITERAL', 'A number has more than 38 digits.', node)
    );
  }
  const value = BigInt(node.text);
  if (value >= -(2n ** 31n) && value < 2n ** 31n) return types.integer;
  if (value >= -(2n ** 63n) && value < 2n ** 63n) return types.bigint;
  return refuse('SQL_INVALID_LITERAL', `The number ${node.text} is too large for bigint.`, node);
}

/** Type of what an engine's clock says. */
export function clockType(name: string, precision: number | null, at: Span): SqlType {
  if (name === 'current_date') return types.date;
  const digits = precision ?? 3;
  if (digits > 12) refuse('SQL_INVALID_LITERAL', 'A time has at most 12 digits of a second.', at);
  const kind = name.endsWith('timestamp') ? 'timestamp' : 'time';
  return { kind, precision: digits, zone: name.startsWith('current') };
}

/** LIKE takes texts. */
export function likeType(node: Extract<Expression, { kind: 'like' }>, state: AnalysisState): SqlType {
  for (const part of [node.value, node.pattern, node.escape]) {
    if (part === null) continue;
    const type = state.typeOf(part);
    const isText = type.kind === 'varchar' || type.kind === 'char' || type.kind === 'unknown';
    if (!isText)
      refuse(
        'SQL_TYPE_MISMATCH',
        `LIKE needs varchar, not ${formatType(type)}.`,
        part,
        castHint(type, types.varchar),
      );
  }
  if (node.escape?.kind === 'string' && [...node.escape.value].length > 1) {
    refuse('SQL_INVALID_LITERAL', 'The escape of LIKE is one character.', node.escape);
  }
  return types.boolean;
}

/** Type of `a + b` and the like, by Trino's rules for numbers, decimals and times. */
export function arithmeticType(
  node: Extract<Expression, { kind: 'arithmetic' }>,
  state: AnalysisState,
): SqlType {
  const left = state.typeOf(node.left);
  const right = state.typeOf(node.right);
  const resolved = resolveArithmetic(node.operator, left, right);
  if (resolved === undefined) {
    const text = left.kind === 'varchar' || right.kind === 'varchar';
    const hint =
      text && node.operator === '+'
        ? 'Texts are joined with ||.'
        : castHint(text ? types.varchar : left, types.double);
    refuse(
      'SQL_TYPE_MISMATCH',
      `${formatType(left)} ${node.operator} ${formatType(right)} is not possible.`,
      node,
      hint,
    );
  }
  // Operands are noted as cast only where Trino casts them: decimals keep their own precision.
  state.coerce(node.left, resolved.left, 'The left side');
  state.coerce(node.right, resolved.right, 'The right side');
  return resolved.result;
}

/** Type of `-a`. */
export function negationType(type: SqlType, at: Span): SqlType {
  const kinds = [
    'tinyint',
    'smallint',
    'integer',
    'bigint',
    'real',
    'double',
    'decimal',
    'intervalDayToSecond',
    'intervalYearToMonth',
  ];
  if (type.kind === 'unknown') return types.unknown;
  if (!kinds.includes(type.kind)) refuse('SQL_TYPE_MISMATCH', `${formatType(type)} has no sign.`, at);
  return type;
}

/** Result of `||`: texts, binaries, arrays, or an array and an element. */
export function concatenated(left: SqlType, right: SqlType): SqlType | undefined {
  if (left.kind === 'unknown') return right.kind === 'char' ? types.varchar : right;
  if (right.kind === 'unknown') return left;
  if (left.kind === 'char' && right.kind === 'char')
    return { kind: 'char', length: left.length + right.length };
  const isText = (type: SqlType) => type.kind === 'varchar' || type.kind === 'char';
  if (isText(left) && isText(right)) return types.varchar;
  if (left.kind === 'varbinary' && right.kind === 'varbinary') return types.varbinary;
  if (left.kind === 'array') {
    const element = commonType(left.element, right.kind === 'array' ? right.element : right);
    if (element !== undefined) return arrayOf(element);
    const whole = commonType(left.element, right);
    return whole && arrayOf(whole);
  }
  if (right.kind === 'array') {
    const element = commonType(right.element, left);
    return element && arrayOf(element);
  }
  return undefined;
}
