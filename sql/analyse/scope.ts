import { distance } from 'fastest-levenshtein';
import { refuse } from '../diagnostic.ts';
import type { Identifier, NamedQuery, Span } from '../tree/nodes.ts';
import type { SqlType } from '../types.ts';
import type { Field } from './analysis.ts';

/**
 * Where names are looked up: the columns of FROM, the columns of the SELECT list (in ORDER BY, before those of
 * FROM), or the parameters of a lambda. `parent` is looked into where nothing matches here.
 */
export type Scope = SourceScope | OutputScope | LambdaScope;

export interface SourceScope {
  readonly kind: 'source';
  readonly fields: readonly Field[];
  /** The query around this one: a name found there is correlated. */
  readonly parent: Scope | null;
}

export interface OutputScope {
  readonly kind: 'output';
  readonly fields: readonly Field[];
  readonly parent: SourceScope;
}

export interface LambdaScope {
  readonly kind: 'lambda';
  readonly parameters: readonly { readonly identifier: Identifier; readonly type: SqlType }[];
  readonly parent: Scope;
}

/** WITH queries in reach, innermost first. */
export interface NamedScope {
  readonly query: NamedQuery;
  readonly fields: readonly Field[];
  readonly parent: NamedScope | null;
}

export function findNamed(scope: NamedScope | null, key: string): NamedScope | undefined {
  for (let at = scope; at !== null; at = at.parent) if (at.query.name.key === key) return at;
  return undefined;
}

export type Found =
  | {
      readonly kind: 'field';
      readonly field: Field;
      readonly outer: number;
      readonly used: number;
      readonly output: number | null;
    }
  | {
      readonly kind: 'lambda';
      readonly parameter: Identifier;
      readonly type: SqlType;
      readonly used: number;
    };

/**
 * Looks a dotted name up as Trino does: as a whole a column (`table.column`) if it can, else a shorter name
 * followed by fields of a row. `used` is how many parts name the column.
 * @throws Refusal SQL_AMBIGUOUS_COLUMN
 */
export function findName(scope: Scope, parts: readonly Identifier[], at: Span): Found | undefined {
  for (let used = parts.length; used > 0; used--) {
    const found = findExactly(scope, parts.slice(0, used), at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findExactly(from: Scope, parts: readonly Identifier[], at: Span): Found | undefined {
  let outer = 0;
  for (let scope: Scope | null = from; scope !== null; scope = scope.parent) {
    if (scope.kind === 'lambda') {
      const parameter =
        parts.length === 1 ? scope.parameters.find((one) => one.identifier.key === parts[0]?.key) : undefined;
      if (parameter !== undefined) {
        return { kind: 'lambda', parameter: parameter.identifier, type: parameter.type, used: 1 };
      }
      continue;
    }
    const matches = scope.fields.filter((field) => matchesName(field, parts));
    const [match, second] = matches;
    if (second !== undefined) {
      const name = parts.map((part) => part.name).join('.');
      const relations = [...new Set(matches.map((field) => field.qualifier ?? 'a subquery'))].join(', ');
      refuse(
        'SQL_AMBIGUOUS_COLUMN',
        `The column ${name} is ambiguous (${relations}).`,
        at,
        'Write the table before the column.',
      );
    }
    if (match !== undefined) {
      const output = scope.kind === 'output' ? scope.fields.indexOf(match) : null;
      return { kind: 'field', field: match, outer, used: parts.length, output };
    }
    if (hidesOuter(scope, parts)) return undefined;
    if (scope.kind === 'source') outer++;
  }
  return undefined;
}

/** A qualifier that means a relation here is never looked for further out. */
const hidesOuter = (scope: SourceScope | OutputScope, parts: readonly Identifier[]): boolean =>
  parts.length > 1 && scope.fields.some((field) => isSuffix(parts.slice(0, -1), field.path));

function matchesName(field: Field, parts: readonly Identifier[]): boolean {
  const last = parts.at(-1);
  if (field.name === null || last === undefined || field.name.toLowerCase() !== last.key) return false;
  return isSuffix(parts.slice(0, -1), field.path);
}

export function isSuffix(prefix: readonly Identifier[], path: readonly string[]): boolean {
  const from = path.length - prefix.length;
  return from >= 0 && prefix.every((part, index) => part.key === path[from + index]);
}

/** Names in reach, for a hint. */
export function visibleNames(scope: Scope): string[] {
  const names: string[] = [];
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (at.kind === 'lambda') names.push(...at.parameters.map((one) => one.identifier.name));
    else for (const field of at.fields) if (field.name !== null) names.push(field.name);
  }
  return names;
}

/** `Did you mean a, b?` for the nearest names; null where none is near. */
export function didYouMean(wrong: string, known: Iterable<string>): string | null {
  const key = wrong.toLowerCase();
  const near = [...new Set(known)]
    .map((name) => ({ name, apart: nearness(key, name.toLowerCase()) }))
    .filter((candidate) => candidate.apart <= Math.max(2, Math.floor(key.length / 3)))
    .sort((a, b) => a.apart - b.apart || a.name.localeCompare(b.name))
    .slice(0, 3);
  return near.length === 0 ? null : `Did you mean ${near.map((candidate) => candidate.name).join(', ')}?`;
}

/** Edit distance without underscores (accountId is account_id); a name that contains the other is near. */
function nearness(a: string, b: string): number {
  const plainA = a.replaceAll('_', '');
  const plainB = b.replaceAll('_', '');
  const apart = distance(plainA, plainB);
  const contained =
    plainA.length >= 4 && (plainB.includes(plainA) || plainA.includes(plainB)) && plainB.length >= 4;
  return contained ? Math.min(apart, 2) : apart;
}
