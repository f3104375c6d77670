import { exposurePredicates } from './exposure.ts';
import { lifecyclePredicates } from './lifecycle.ts';
import type { NamedPredicate, PredicateVariant } from './named-predicate.ts';
import { protectionPredicates } from './protection.ts';
import { usagePredicates } from './usage.ts';

/** Every named predicate. To add one, see docs/how-to/add-a-predicate.md. */
export const predicates: readonly NamedPredicate[] = [
  ...exposurePredicates,
  ...protectionPredicates,
  ...usagePredicates,
  ...lifecyclePredicates,
];

const byName = new Map(predicates.map((predicate) => [predicate.name, predicate]));

export function predicateByName(name: string): NamedPredicate | undefined {
  return byName.get(name);
}

/** The variant for a resource type; one that names no types holds for every type. */
export function variantFor(predicate: NamedPredicate, type: string): PredicateVariant | undefined {
  return predicate.variants.find((variant) => variant.types.length === 0 || variant.types.includes(type));
}

/** Types that a predicate is defined for; empty means every type. */
export function typesOfPredicate(predicate: NamedPredicate): readonly string[] {
  return predicate.variants.some((variant) => variant.types.length === 0)
    ? []
    : predicate.variants.flatMap((variant) => variant.types);
}
