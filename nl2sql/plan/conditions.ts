import type { Joiner, Reading } from '../read/reading.ts';
import type { Condition } from './plan.ts';

/** What two conditions must share to be alternatives of one thing: "in dev and staging" means either. */
function dimensionOf(condition: Condition): string | null {
  switch (condition.kind) {
    case 'not':
      return condition.of.kind === 'not' ? null : dimensionOf(condition.of);
    case 'environment':
    case 'account':
    case 'unit':
    case 'region':
    case 'zone':
      return condition.kind;
    case 'identity':
      return 'identity';
    case 'compare':
      return condition.operator === '=' || condition.operator === 'like'
        ? `column ${condition.column.name}`
        : null;
    case 'tag':
      return condition.values === null ? null : `tag ${condition.keys.join(' ')}`;
    default:
      return null;
  }
}

/**
 * Puts the conditions of a question together. Values of one dimension are alternatives whatever joins them;
 * an "or" binds the list it ends ("unencrypted, public, or without backups"); all else must hold together.
 */
export function combined(conditions: Reading['conditions']): readonly Condition[] {
  const groups: { members: Condition[]; negated: boolean; dimension: string | null; joiner: Joiner }[] = [];
  for (const { condition, joiner } of conditions) {
    const dimension = dimensionOf(condition);
    const last = groups.at(-1);
    const negated = condition.kind === 'not';
    const carries =
      last !== undefined && dimension !== null && last.dimension === dimension && joiner !== 'none';
    // "not in dev or test": the second is excluded as well.
    if (carries && last.negated && !negated) last.members.push({ kind: 'not', of: condition });
    else if (carries && last.negated === negated) last.members.push(condition);
    else groups.push({ members: [condition], negated, dimension, joiner });
  }
  const merged = groups.map(({ members, negated, joiner }) => {
    const [first] = members;
    const condition: Condition =
      members.length === 1 && first !== undefined
        ? first
        : negated
          ? { kind: 'all', of: members }
          : { kind: 'any', of: members };
    return { condition, joiner };
  });
  return withAlternatives(merged);
}

function withAlternatives(
  list: readonly { readonly condition: Condition; readonly joiner: Joiner }[],
): readonly Condition[] {
  const result: Condition[] = [];
  let at = 0;
  while (at < list.length) {
    let end = at + 1;
    while (end < list.length && (list[end]?.joiner === 'comma' || list[end]?.joiner === 'or')) end += 1;
    const run = list.slice(at, end);
    const hasOr = run.slice(1).some(({ joiner }) => joiner === 'or');
    if (hasOr) result.push({ kind: 'any', of: run.map(({ condition }) => condition) });
    else result.push(...run.map(({ condition }) => condition));
    at = end;
  }
  return result;
}

/** A condition without the "not" before it. */
export const positive = (condition: Condition): Condition =>
  condition.kind === 'not' ? condition.of : condition;

/** A quality said of a resource, or that it lacks it: "public", "not public". */
export const isFlag = (condition: Condition): boolean =>
  condition.kind === 'predicate' || (condition.kind === 'not' && condition.of.kind === 'predicate');

/** All conditions in a tree. */
export function leavesOf(conditions: readonly Condition[]): readonly Condition[] {
  return conditions.flatMap((condition) =>
    condition.kind === 'all' || condition.kind === 'any'
      ? leavesOf(condition.of)
      : condition.kind === 'not'
        ? leavesOf([condition.of])
        : [condition],
  );
}

/** Every condition rewritten by `change`; null removes it. */
export function mapConditions(
  conditions: readonly Condition[],
  change: (condition: Condition) => Condition | null,
): readonly Condition[] {
  return conditions.flatMap((condition): readonly Condition[] => {
    if (condition.kind === 'all' || condition.kind === 'any') {
      const of = mapConditions(condition.of, change);
      return of.length === 0 ? [] : [{ ...condition, of }];
    }
    if (condition.kind === 'not') {
      const [of] = mapConditions([condition.of], change);
      return of === undefined ? [] : [{ kind: 'not', of }];
    }
    const changed = change(condition);
    return changed === null ? [] : [changed];
  });
}
