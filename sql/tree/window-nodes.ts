import type { Expression, Identifier, SortItem, Span } from './nodes.ts';

export interface WindowDefinition extends Span {
  readonly kind: 'windowDefinition';
  readonly name: Identifier;
  readonly window: WindowSpecification;
}

export interface WindowSpecification extends Span {
  readonly kind: 'window';
  readonly existing: Identifier | null;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortItem[];
  readonly frame: WindowFrame | null;
}

export interface WindowFrame extends Span {
  readonly unit: 'range' | 'rows' | 'groups';
  readonly from: FrameBound;
  readonly to: FrameBound | null;
}

export interface FrameBound extends Span {
  readonly form: 'unboundedPreceding' | 'preceding' | 'currentRow' | 'following' | 'unboundedFollowing';
  readonly offset: Expression | null;
}
