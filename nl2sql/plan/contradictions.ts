import { predicateByName, variantFor } from '#catalog/predicates/predicates.ts';
import type { Condition } from './plan.ts';

/** Two conditions that cannot both hold, or of which one says nothing beside the other. */
export interface Clash {
  /** `opposed`: no row can meet both. `idle`: what is excluded was never included. */
  readonly kind: 'opposed' | 'idle';
  readonly left: Condition;
  readonly right: Condition;
}

/** A condition as a set of values of one thing, or as a yes or no. */
interface Fact {
  readonly condition: Condition;
  readonly dimension: string;
  readonly isNegated: boolean;
  /** Null: the condition is met or not, and has no values. */
  readonly values: ReadonlySet<string> | null;
  readonly range: readonly [number, number] | null;
}

/**
 * The first clash among conditions that must all hold. A question whose conditions exclude each other ("prod vs
 * staging", "encrypted and unencrypted") means something else than their intersection, which is empty for ever.
 */
export function clashIn(conditions: readonly Condition[], types: readonly string[]): Clash | undefined {
  const all = conditions.flatMap(together);
  const facts = all.flatMap((condition) => factsOf(condition, types));
  for (const [index, left] of facts.entries())
    for (const right of facts.slice(index + 1)) {
      const kind = clashOf(left, right);
      if (kind !== undefined) return { kind, left: left.condition, right: right.condition };
    }
  // An alternative that the rest excludes is never met: the "or" was meant to reach further.
  for (const [index, condition] of all.entries()) {
    if (condition.kind !== 'any' || factsOf(condition, types).length > 0) continue;
    const rest = all.filter((_, at) => at !== index);
    for (const branch of condition.of) {
      const clash = clashIn([...rest, branch], types);
      if (clash?.kind === 'opposed') return clash;
    }
  }
  return undefined;
}

const together = (condition: Condition): readonly Condition[] =>
  condition.kind === 'all' ? condition.of.flatMap(together) : [condition];

function factsOf(condition: Condition, types: readonly string[]): readonly Fact[] {
  if (condition.kind === 'any') {
    const facts = condition.of.map((part) => factsOf(part, types));
    const [first] = facts[0] ?? [];
    const isOne =
      first?.values !== null &&
      facts.every(
        ([fact, ...more]) =>
          more.length === 0 && fact?.dimension === first?.dimension && fact?.isNegated === false,
      );
    if (first === undefined || !isOne) return [];
    const values = new Set(facts.flatMap(([fact]) => [...(fact?.values ?? [])]));
    return [{ ...first, condition, values }];
  }
  if (condition.kind === 'not') {
    if (condition.of.kind === 'any' || condition.of.kind === 'all') return [];
    return factsOf(condition.of, types).map((fact) => ({ ...fact, condition, isNegated: !fact.isNegated }));
  }
  const found = valuesOf(condition);
  const base = { condition, isNegated: false };
  if (found !== undefined)
    return [{ ...base, dimension: found[0], values: new Set(found[1]), range: found[2] ?? null }];
  if (condition.kind === 'all' || condition.kind === 'related') return [];
  const column = columnOf(condition, types);
  if (column !== undefined) return [{ ...base, dimension: column, values: null, range: null }];
  return [{ ...base, dimension: JSON.stringify(condition), values: null, range: null }];
}

/** The one column that a yes or no is read from: “public” of an instance is its public_ip_address being filled. */
function columnOf(condition: Condition, types: readonly string[]): string | undefined {
  if (condition.kind === 'compare' && ['filled', 'true'].includes(condition.operator))
    return `${condition.operator} ${condition.column.name}`;
  const predicate = condition.kind === 'predicate' ? predicateByName(condition.name) : undefined;
  if (predicate === undefined || types.length === 0) return undefined;
  const read = types.map((type) => {
    const sql = variantFor(predicate, type)?.sql ?? '';
    const filled = /^coalesce\(\{t\}\.(\w+), ''\) <> ''$/.exec(sql)?.[1];
    const flag = /^\{t\}\.(\w+)$/.exec(sql)?.[1];
    return filled === undefined ? (flag === undefined ? undefined : `true ${flag}`) : `filled ${filled}`;
  });
  return read.every((column) => column === read[0]) ? read[0] : undefined;
}

type Values = readonly [dimension: string, values: readonly string[], range?: readonly [number, number]];

function valuesOf(condition: Condition): Values | undefined {
  switch (condition.kind) {
    case 'environment':
      return ['environment', condition.values];
    case 'account':
      return ['account', condition.ids];
    case 'region':
      return ['region', condition.regions];
    case 'unit':
      return ['unit', condition.paths];
    case 'zone':
      return ['zone', [condition.zone]];
    case 'tag':
      return condition.values === null ? undefined : [`tag ${condition.keys.join(' ')}`, condition.values];
    case 'topic_value':
      return [`value ${condition.column}`, condition.values];
    case 'compare':
      return comparedOf(condition);
    default:
      return undefined;
  }
}

function comparedOf(condition: Extract<Condition, { kind: 'compare' }>): Values | undefined {
  const dimension = `column ${condition.column.name}`;
  const [value] = condition.values;
  if (condition.operator === '=') {
    const values = condition.values.map((each) => String(each).toLowerCase());
    return typeof value === 'number' ? [dimension, values, [value, value]] : [dimension, values];
  }
  if (typeof value !== 'number') return undefined;
  if (condition.operator === '>' || condition.operator === '>=')
    return [dimension, [], [value, Number.POSITIVE_INFINITY]];
  if (condition.operator === '<' || condition.operator === '<=')
    return [dimension, [], [Number.NEGATIVE_INFINITY, value]];
  return undefined;
}

function clashOf(left: Fact, right: Fact): Clash['kind'] | undefined {
  if (left.dimension !== right.dimension) return undefined;
  if (left.values === null || right.values === null)
    return left.isNegated === right.isNegated ? undefined : 'opposed';
  if (left.range !== null || right.range !== null) {
    if (left.range === null || right.range === null || left.isNegated || right.isNegated) return undefined;
    return left.range[0] > right.range[1] || right.range[0] > left.range[1] ? 'opposed' : undefined;
  }
  if (left.isNegated && right.isNegated) return undefined;
  const [a, b] = [left.values, right.values];
  const shared = [...a].filter((value) => b.has(value)).length;
  if (!left.isNegated && !right.isNegated) return shared === 0 ? 'opposed' : undefined;
  const [included, excluded] = left.isNegated ? [b, a] : [a, b];
  if ([...included].every((value) => excluded.has(value))) return 'opposed';
  return shared === 0 ? 'idle' : undefined;
}
