import type { SqlType } from '../types.ts';
import type { Span } from './nodes.ts';

export interface NullLiteral extends Span {
  readonly kind: 'null';
}
export interface BooleanLiteral extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}
/** Sign included; digits without underscores (1_000 is 1000, 0xFF is 255). */
export interface NumberLiteral extends Span {
  readonly kind: 'number';
  readonly form: 'integer' | 'decimal' | 'double';
  readonly text: string;
}
export interface StringLiteral extends Span {
  readonly kind: 'string';
  readonly value: string;
}
export interface BinaryLiteral extends Span {
  readonly kind: 'binary';
  /** Upper-case hex digits. */
  readonly hex: string;
}
/** `DATE '2020-01-01'`, `TIMESTAMP '…'`, `DECIMAL '1.20'`, `JSON '…'`, `BIGINT '1'` … `type` is resolved. */
export interface TypedLiteral extends Span {
  readonly kind: 'typedLiteral';
  readonly type: SqlType;
  readonly value: string;
}
export type IntervalField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';
export interface IntervalLiteral extends Span {
  readonly kind: 'interval';
  readonly negative: boolean;
  readonly value: string;
  readonly from: IntervalField;
  readonly to: IntervalField | null;
}
