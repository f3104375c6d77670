import type { SqlType } from '../types.ts';
import type { DuckdbMapping, FunctionDefinition, FunctionKind } from './definition.ts';
import type { Bindings } from './pattern.ts';
import { type Signature, signature } from './signature.ts';

type SignatureText = string | readonly [parameters: string, result: (bindings: Bindings) => SqlType];

const read = (text: SignatureText): Signature =>
  typeof text === 'string' ? signature(text) : signature(text[0], text[1]);

const define = (
  kind: FunctionKind,
  name: string,
  signatures: readonly SignatureText[],
  duckdb: FunctionDefinition['duckdb'],
): FunctionDefinition => ({
  name,
  kind,
  signatures: signatures.map(read),
  duckdb,
  volatile: false,
});

export const scalar = (
  name: string,
  signatures: readonly SignatureText[],
  duckdb: FunctionDefinition['duckdb'],
): FunctionDefinition => define('scalar', name, signatures, duckdb);

export const aggregate = (
  name: string,
  signatures: readonly SignatureText[],
  duckdb: FunctionDefinition['duckdb'],
): FunctionDefinition => define('aggregate', name, signatures, duckdb);

export const window = (
  name: string,
  signatures: readonly SignatureText[],
  duckdb: FunctionDefinition['duckdb'],
): FunctionDefinition => define('window', name, signatures, duckdb);

/** The same function under other names. */
export const withAliases = (
  definition: FunctionDefinition,
  ...names: readonly string[]
): readonly FunctionDefinition[] => [definition, ...names.map((name) => ({ ...definition, name }))];

/** Known to Trino, refused on every engine, with the reason and what to write instead. */
export const refused = (
  name: string,
  kind: FunctionKind,
  reason: string,
  hint: string | null = null,
): FunctionDefinition => ({
  name,
  kind,
  signatures: [],
  duckdb: { refused: reason },
  volatile: false,
  refused: { reason, hint },
});

/** DuckDB's function (or one of the prelude's) of that name with the same arguments. */
export const call =
  (name: string): DuckdbMapping =>
  ({ arguments: values }) =>
    `${name}(${values.join(', ')})`;

/** A template: `$0`, `$1` … stand for the arguments. */
export const template =
  (text: string): DuckdbMapping =>
  ({ arguments: values }) =>
    text.replace(/\$(\d)/g, (_, digit: string) => values[Number(digit)] ?? 'NULL');
