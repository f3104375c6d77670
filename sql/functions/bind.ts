import type { SqlType } from '../types.ts';
import { sameType, types } from '../types.ts';
import { canCoerce, commonType, decimalFor } from './coercion.ts';
import { type Bindings, instantiate, type TypePattern } from './pattern.ts';

/** Whether implicit casts may be used to make an argument fit. */
export type BindMode = 'exact' | 'coerce';

/** Fits the type of an argument to a pattern, filling `bindings`; false where it does not fit. */
export function bind(pattern: TypePattern, actual: SqlType, bindings: Bindings, mode: BindMode): boolean {
  if (pattern.kind === 'any') return true;
  if (actual.kind === 'unknown' && pattern.kind !== 'variable') {
    return mode === 'coerce' || (pattern.kind === 'fixed' && pattern.type.kind === 'unknown');
  }
  switch (pattern.kind) {
    case 'fixed':
      return mode === 'exact' ? sameType(pattern.type, actual) : canCoerce(actual, pattern.type);
    case 'variable':
      return bindVariable(pattern.name, actual, bindings, mode);
    case 'varchar':
      if (actual.kind === 'varchar') return bindNumber(pattern.length, actual.length, bindings);
      return false;
    case 'char':
      return actual.kind === 'char' && bindNumber(pattern.length, actual.length, bindings);
    case 'decimal':
      return bindDecimal(pattern, actual, bindings, mode);
    case 'timestamp':
    case 'time':
      return bindTime(pattern, actual, bindings, mode);
    case 'array':
      return actual.kind === 'array' && bind(pattern.element, actual.element, bindings, mode);
    case 'map':
      return (
        actual.kind === 'map' &&
        bind(pattern.key, actual.key, bindings, mode) &&
        bind(pattern.value, actual.value, bindings, mode)
      );
    case 'row':
      return (
        actual.kind === 'row' &&
        actual.fields.length === pattern.fields.length &&
        pattern.fields.every((field, index) =>
          bind(field, actual.fields[index]?.type ?? types.unknown, bindings, mode),
        )
      );
    case 'function':
      return false;
  }
}

function bindVariable(name: string, actual: SqlType, bindings: Bindings, mode: BindMode): boolean {
  const bound = bindings.types.get(name);
  if (bound === undefined) {
    bindings.types.set(name, actual);
    return true;
  }
  if (mode === 'exact') return sameType(bound, actual);
  const common = commonType(bound, actual);
  if (common === undefined) return false;
  bindings.types.set(name, common);
  return true;
}

/** A length or precision seen twice keeps the larger one; null (unbounded) is the largest. */
function bindNumber(name: string, value: number | null, bindings: Bindings): boolean {
  const bound = bindings.numbers.get(name);
  bindings.numbers.set(
    name,
    bound === undefined ? value : bound === null || value === null ? null : Math.max(bound, value),
  );
  return true;
}

function bindDecimal(
  pattern: TypePattern & { kind: 'decimal' },
  actual: SqlType,
  bindings: Bindings,
  mode: BindMode,
): boolean {
  const decimal = mode === 'coerce' ? decimalFor(actual) : actual.kind === 'decimal' ? actual : undefined;
  if (decimal === undefined) return false;
  return (
    bindNumber(pattern.precision, decimal.precision, bindings) &&
    bindNumber(pattern.scale, decimal.scale, bindings)
  );
}

function bindTime(
  pattern: TypePattern & { kind: 'timestamp' | 'time' },
  actual: SqlType,
  bindings: Bindings,
  mode: BindMode,
): boolean {
  if (actual.kind === pattern.kind && (actual.zone === pattern.zone || (mode === 'coerce' && pattern.zone))) {
    return bindNumber(pattern.precision, actual.precision, bindings);
  }
  return (
    mode === 'coerce' &&
    pattern.kind === 'timestamp' &&
    actual.kind === 'date' &&
    bindNumber(pattern.precision, 0, bindings)
  );
}

/** Gives a lambda's parameters their types and fits its result; false where it does not fit. */
export function bindLambda(
  pattern: TypePattern & { kind: 'function' },
  lambda: { readonly arity: number; readonly resultOf: (parameters: readonly SqlType[]) => SqlType },
  bindings: Bindings,
): boolean {
  if (lambda.arity !== pattern.parameters.length) return false;
  // A result that widens a variable its own parameters use is asked for once more with the wider type.
  for (let round = 0; round < 4; round++) {
    const parameters = pattern.parameters.map((parameter) => instantiate(parameter, bindings));
    const result = lambda.resultOf(parameters);
    if (!bind(pattern.result, result, bindings, 'coerce')) return false;
    const widened = pattern.parameters.map((parameter) => instantiate(parameter, bindings));
    if (widened.every((type, index) => sameType(type, parameters[index] ?? types.unknown))) return true;
  }
  return false;
}
