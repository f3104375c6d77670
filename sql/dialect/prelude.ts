import { preludeMacros } from './prelude-macros.ts';
import { runtimeFunctions } from './runtime/all.ts';
import type { RuntimeFunction } from './runtime/runtime-function.ts';

/** What a DuckDB database needs before it can run translated queries. */
export interface Prelude {
  /** Functions to register first: the macros call them. */
  readonly functions: readonly RuntimeFunction[];
  /** SQL that creates the macros. */
  readonly sql: string;
}

export const PRELUDE: Prelude = {
  functions: runtimeFunctions,
  sql: preludeMacros.replaceAll(/^(?=t_\w+\()/gm, 'CREATE OR REPLACE MACRO '),
};
