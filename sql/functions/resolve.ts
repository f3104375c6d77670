import type { SqlType } from '../types.ts';
import type { FunctionDefinition } from './definition.ts';
import { definitionOf } from './registry.ts';
import { type CallArgument, selectSignature } from './select-signature.ts';

export type { CallArgument } from './select-signature.ts';

export type FunctionResolution =
  | {
      readonly ok: true;
      readonly definition: FunctionDefinition;
      /** The type each argument has after Trino's implicit casts; a lambda has its function type. */
      readonly argumentTypes: readonly SqlType[];
      readonly resultType: SqlType;
    }
  | {
      readonly ok: false;
      readonly code: 'SQL_UNSUPPORTED_FUNCTION' | 'SQL_WRONG_ARGUMENTS';
      readonly message: string;
      readonly hint: string | null;
    };

/**
 * Finds the function that a call means, as Trino does: an exact signature first, else the most specific one
 * that implicit casts reach. Lambda arguments are asked for their result type with the parameter types of the
 * signature tried; the last time they are asked is with the types finally chosen.
 * @param name lower case
 */
export function resolveFunction(name: string, argumentsOf: readonly CallArgument[]): FunctionResolution {
  const definition = definitionOf(name);
  if (definition === undefined) {
    return {
      ok: false,
      code: 'SQL_UNSUPPORTED_FUNCTION',
      message: `The function ${name} is not one of those that may be used.`,
      hint: null,
    };
  }
  if (definition.refused !== undefined) {
    return {
      ok: false,
      code: 'SQL_UNSUPPORTED_FUNCTION',
      message: `The function ${name} is not supported: ${definition.refused.reason}.`,
      hint: definition.refused.hint,
    };
  }
  const selected = selectSignature(definition, argumentsOf);
  if (!selected.ok)
    return { ok: false, code: 'SQL_WRONG_ARGUMENTS', message: selected.message, hint: selected.hint };
  return { ok: true, definition, argumentTypes: selected.argumentTypes, resultType: selected.resultType };
}
