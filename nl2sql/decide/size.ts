import { wordsOfType } from '#catalog/words/type-words.ts';
import type { ColumnRef, Plan } from '../plan/plan.ts';

/** What "largest" means for the types asked about. */
export function sizeOf(plan: Plan): ColumnRef | undefined {
  if (plan.source.kind !== 'types') return undefined;
  const sizes = plan.source.types.map((type) => [type, wordsOfType(type)?.size?.column] as const);
  const named = sizes.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  const [first] = named;
  if (first === undefined || named.length < plan.source.types.length) return undefined;
  return {
    name: first[1],
    type: 'bigint',
    isJson: false,
    columns: Object.fromEntries(named),
    isDerived: first[1] === 'vcpus',
  };
}
