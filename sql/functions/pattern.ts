import { arrayOf, decimalOf, mapOf, parseType, type SqlType, varcharOf } from '../types.ts';

/**
 * One parameter or result of a signature, written as in Trino's documentation with variables: capital letters
 * are types (`T`, `K`), small ones are lengths, precisions and scales (`varchar(x)`, `decimal(p,s)`,
 * `timestamp(p) with time zone`), `function(T, boolean)` is a lambda whose result comes last.
 */
export type TypePattern =
  | { readonly kind: 'fixed'; readonly type: SqlType }
  /** `any`: each argument keeps its own type. */
  | { readonly kind: 'any' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'varchar'; readonly length: string }
  | { readonly kind: 'char'; readonly length: string }
  | { readonly kind: 'decimal'; readonly precision: string; readonly scale: string }
  | { readonly kind: 'timestamp' | 'time'; readonly precision: string; readonly zone: boolean }
  | { readonly kind: 'array'; readonly element: TypePattern }
  | { readonly kind: 'map'; readonly key: TypePattern; readonly value: TypePattern }
  | { readonly kind: 'row'; readonly fields: readonly TypePattern[] }
  | { readonly kind: 'function'; readonly parameters: readonly TypePattern[]; readonly result: TypePattern };

/** What the variables of a signature stand for in one call. A null length is an unbounded varchar. */
export interface Bindings {
  readonly types: Map<string, SqlType>;
  readonly numbers: Map<string, number | null>;
}

/** Splits at commas that are not inside parentheses. */
export function splitList(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** @throws Error for a spelling that is none: a bug in the registry, found when it loads. */
export function parsePattern(text: string): TypePattern {
  if (text === 'any') return { kind: 'any' };
  if (/^[A-Z]\d?$/.test(text)) return { kind: 'variable', name: text };
  const call = /^([a-z]+)\((.*)\)( with time zone)?$/.exec(text);
  if (call === null) return { kind: 'fixed', type: parseType(text) };
  const [, name = '', inner = '', zone] = call;
  const parts = splitList(inner);
  const [first = '', second = ''] = parts;
  switch (name) {
    case 'array':
      return { kind: 'array', element: parsePattern(first) };
    case 'map':
      return { kind: 'map', key: parsePattern(first), value: parsePattern(second) };
    case 'row':
      return { kind: 'row', fields: parts.map(parsePattern) };
    case 'function':
      return {
        kind: 'function',
        parameters: parts.slice(0, -1).map(parsePattern),
        result: parsePattern(parts.at(-1) ?? ''),
      };
    case 'varchar':
    case 'char':
      return /^[a-z]$/.test(first) ? { kind: name, length: first } : { kind: 'fixed', type: parseType(text) };
    case 'decimal':
      return /^[a-z]$/.test(first)
        ? { kind: 'decimal', precision: first, scale: second }
        : { kind: 'fixed', type: parseType(text) };
    case 'timestamp':
    case 'time':
      return /^[a-z]$/.test(first)
        ? { kind: name, precision: first, zone: zone !== undefined }
        : { kind: 'fixed', type: parseType(text) };
    default:
      return { kind: 'fixed', type: parseType(text) };
  }
}

/** The type a pattern stands for. A type variable that nothing bound is `unknown`. */
export function instantiate(pattern: TypePattern, bindings: Bindings): SqlType {
  switch (pattern.kind) {
    case 'fixed':
      return pattern.type;
    case 'any':
      return { kind: 'unknown' };
    case 'variable':
      return bindings.types.get(pattern.name) ?? { kind: 'unknown' };
    case 'varchar':
      return varcharOf(bindings.numbers.get(pattern.length) ?? null);
    case 'char':
      return { kind: 'char', length: bindings.numbers.get(pattern.length) ?? 1 };
    case 'decimal':
      return decimalOf(
        bindings.numbers.get(pattern.precision) ?? 38,
        bindings.numbers.get(pattern.scale) ?? 0,
      );
    case 'timestamp':
    case 'time':
      return {
        kind: pattern.kind,
        precision: bindings.numbers.get(pattern.precision) ?? 3,
        zone: pattern.zone,
      };
    case 'array':
      return arrayOf(instantiate(pattern.element, bindings));
    case 'map':
      return mapOf(instantiate(pattern.key, bindings), instantiate(pattern.value, bindings));
    case 'row':
      return {
        kind: 'row',
        fields: pattern.fields.map((field) => ({ name: null, type: instantiate(field, bindings) })),
      };
    case 'function':
      return {
        kind: 'function',
        parameters: pattern.parameters.map((parameter) => instantiate(parameter, bindings)),
        result: instantiate(pattern.result, bindings),
      };
  }
}
