/** JavaScript types of the values that runtime functions take and give, by DuckDB type. */
interface RuntimeValues {
  VARCHAR: string;
  BIGINT: bigint;
  DOUBLE: number;
  BOOLEAN: boolean;
  BLOB: Uint8Array;
  'VARCHAR[]': readonly (string | null)[];
}

export type RuntimeType = keyof RuntimeValues;

/**
 * A function of the prelude that is written in TypeScript, because SQL cannot say it exactly. It is given no
 * NULL: where an argument is NULL, so is the result. What it throws fails the query with that message.
 */
export interface RuntimeFunction {
  readonly name: string;
  readonly parameters: readonly RuntimeType[];
  readonly result: RuntimeType;
  readonly call: (...values: never[]) => RuntimeValues[RuntimeType] | null;
}

/** Declares one; the types of `call` follow from the names of DuckDB's. */
export function runtime<const P extends readonly RuntimeType[], R extends RuntimeType>(
  name: string,
  parameters: P,
  result: R,
  call: (...values: { [I in keyof P]: RuntimeValues[P[I]] }) => RuntimeValues[R] | null,
): RuntimeFunction {
  return { name, parameters, result, call: call as unknown as RuntimeFunction['call'] };
}

/** A mistake in the data that Trino too stops at. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
}

export const fail = (message: string): never => {
  throw new RuntimeError(message);
};
