import type { Expression, NameExpression } from '../tree/nodes.ts';
import type { NameResolution } from './analysis.ts';
import type { AnalysisState } from './state.ts';

/**
 * Whether two expressions of one SELECT mean the same: equal trees, where names are equal if they were resolved
 * to the same column, and brackets do not count. Subqueries are equal only to themselves.
 */
export function sameExpression(left: Expression, right: Expression, state: AnalysisState): boolean {
  return same(left, right, state);
}

const SKIPPED = new Set(['start', 'end', 'nameSpan']);

function same(left: unknown, right: unknown, state: AnalysisState): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => same(item, right[index], state))
    );
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const a = unwrapped(left);
  const b = unwrapped(right);
  if (a.kind === 'query' || a.kind !== b.kind) return false;
  if (isName(a) && isName(b)) return sameName(a, b, state);
  if (isIdentifier(a) && isIdentifier(b)) return a.key === b.key;
  const keys = Object.keys(a).filter((key) => !SKIPPED.has(key));
  const others = Object.keys(b).filter((key) => !SKIPPED.has(key));
  return keys.length === others.length && keys.every((key) => same(a[key], b[key], state));
}

type Plain = Record<string, unknown>;
const isName = (value: object): value is NameExpression => 'kind' in value && value.kind === 'name';
const isIdentifier = (value: Plain): boolean => 'key' in value && 'quoted' in value;

function unwrapped(value: object): Plain {
  let at = value as Plain;
  while (at.kind === 'parenthesized') at = at.expression as Plain;
  return at;
}

function sameName(left: NameExpression, right: NameExpression, state: AnalysisState): boolean {
  const a = state.resolutions.get(left);
  const b = state.resolutions.get(right);
  if (a === undefined || b === undefined || a.path.length !== b.path.length) return false;
  return sameTarget(a, b) && a.path.every((part, index) => part.key === b.path[index]?.key);
}

function sameTarget(a: NameResolution, b: NameResolution): boolean {
  if (a.kind === 'column' && b.kind === 'column') return a.field === b.field;
  if (a.kind === 'output' && b.kind === 'output') return a.index === b.index;
  // Lambdas that only differ in the place of their parameters are the same where the names are.
  return a.kind === 'lambda' && b.kind === 'lambda' && a.parameter.key === b.parameter.key;
}
