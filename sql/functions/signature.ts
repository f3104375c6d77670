import type { SqlType } from '../types.ts';
import { type Bindings, parsePattern, splitList, type TypePattern } from './pattern.ts';

export interface Signature {
  readonly parameters: readonly TypePattern[];
  /** The last parameter may be repeated, or left out. */
  readonly variadic: boolean;
  readonly result: TypePattern | ((bindings: Bindings) => SqlType);
  /** As written, for messages. */
  readonly text: string;
}

/**
 * Reads `(array(T), bigint) -> T`; `...` after the last parameter means any number of it. The result may be
 * left to a function where it is computed from lengths or scales.
 */
export function signature(text: string, computed?: (bindings: Bindings) => SqlType): Signature {
  const [parenthesized = '', result = ''] = text.split(' -> ');
  const list = parenthesized.slice(1, -1);
  const variadic = list.endsWith('...');
  const parameters = splitList(variadic ? list.slice(0, -3) : list).map(parsePattern);
  return { parameters, variadic, result: computed ?? parsePattern(result), text };
}
