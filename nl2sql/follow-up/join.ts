import { predicateByName, variantFor } from '#catalog/predicates/predicates.ts';
import type { DecideInput } from '../decide/input.ts';
import type { Outcome } from '../decide/outcome.ts';
import { conditionText } from '../describe.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import { areApart, isPlace, sameDimension } from './dimensions.ts';

/** The conditions of both, those that the follow-up replaces left out. */
export function joined(
  { reading, vocabulary }: DecideInput,
  base: Plan,
  own: Plan,
  isOfRows: boolean,
): { readonly conditions: readonly Condition[]; readonly notes: readonly string[] } | Outcome {
  const fresh = own.where.filter(({ kind }) => !(kind === 'type' && base.source.kind === 'types'));
  if (reading.conditions[0]?.joiner === 'or' && !isOfRows) {
    const either = alternative(base, fresh);
    if (either === undefined)
      return { kind: 'clarify', text: 'Or instead of what? Ask for both in one question.', choices: [] };
    return {
      conditions: [...base.where.slice(0, -1), either],
      notes: [`“Or” is beside the last condition: ${conditionText(either)}.`],
    };
  }
  const [rule] = fresh.filter(({ kind }) => kind === 'rule');
  if (
    rule !== undefined &&
    base.where.some((condition) => condition.kind === 'rule' && !same(condition, rule))
  )
    return {
      kind: 'clarify',
      text: 'A result is one rule’s: I cannot tell which resources two rules find fault with. Ask for each of them.',
      choices: [],
    };
  const behindPort = openOnPort(base, fresh);
  if (behindPort !== undefined) return { conditions: behindPort, notes: [] };
  const added = reading.isFragment ? leftOutToo(base, fresh) : fresh;
  const isKept = (condition: Condition) =>
    isOfRows
      ? !added.some((other) => same(other, condition))
      : !added.some(
          (other) =>
            sameDimension(other, condition) ||
            areApart(other, condition, vocabulary.accounts) ||
            areOfOneColumn(other, condition, base),
        );
  const gone = base.where.filter(
    (condition) => !isKept(condition) && !added.some((other) => same(other, condition)),
  );
  const notes = gone.map((condition) => `Instead of: “${conditionText(condition)}”.`);
  return { conditions: [...base.where.filter(isKept), ...added], notes };
}

/** "Pending deletion", then "disabled ones": one column tells both, so that nothing would be both. */
function areOfOneColumn(left: Condition, right: Condition, { source }: Plan): boolean {
  const type = source.kind === 'types' && source.types.length === 1 ? source.types[0] : undefined;
  const [one, other] = [left, right].map((condition) => {
    const leaf = condition.kind === 'not' ? condition.of : condition;
    const predicate = leaf.kind === 'predicate' ? predicateByName(leaf.name) : undefined;
    const needs =
      predicate === undefined || type === undefined ? [] : (variantFor(predicate, type)?.needs ?? []);
    return needs.length === 1 && !SHARED.includes(needs[0] ?? '') ? needs[0] : undefined;
  });
  return one !== undefined && one === other;
}

/** Columns that hold many properties at once. */
const SHARED: readonly string[] = ['configuration', 'supplementary_configuration', 'resource_id', 'tags'];

/** "Open to the internet", then "on port 22": open to it on that port, not by one rule and on the port by another. */
function openOnPort(base: Plan, fresh: readonly Condition[]): readonly Condition[] | undefined {
  const [only] = fresh;
  const isPort = only?.kind === 'predicate' && only.name === 'allows_port' && only.port !== null;
  const isOpen = (condition: Condition) =>
    condition.kind === 'predicate' && condition.name === 'open_to_internet';
  if (!isPort || fresh.length > 1 || !base.where.some(isOpen)) return undefined;
  return base.where.map((condition) =>
    condition.kind === 'predicate' && isOpen(condition) ? { ...condition, port: only.port } : condition,
  );
}

const same = (left: Condition, right: Condition): boolean => JSON.stringify(left) === JSON.stringify(right);

/** "Exclude sandbox", then "and dev": that is left out as well. */
function leftOutToo(base: Plan, fresh: readonly Condition[]): readonly Condition[] {
  const last = base.where.at(-1);
  const [only] = fresh;
  const isMore =
    last?.kind === 'not' &&
    only !== undefined &&
    fresh.length === 1 &&
    only.kind === last.of.kind &&
    isPlace(only);
  return isMore && !same(last.of, only) ? [{ kind: 'not', of: only }] : fresh;
}

/** "or checkout-prod": beside the condition said last, where the follow-up brings just one. */
function alternative(base: Plan, fresh: readonly Condition[]): Condition | undefined {
  const last = base.where.at(-1);
  const [only] = fresh;
  if (last === undefined || only === undefined || fresh.length > 1) return undefined;
  return { kind: 'any', of: [...(last.kind === 'any' ? last.of : [last]), only] };
}
