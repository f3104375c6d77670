import type { EffectivePolicy, Grant } from '#sql/policy.ts';
import type { SqlTable } from '#sql/schema.ts';
import { rowFilter, tagFilter } from '#sql/scope/row-filter.ts';

/**
 * The places that a caller's rights to some tables include, as a condition over `coverage`; undefined for every
 * place. Where a tag of the resource decides, they are the accounts that hold a resource with that tag: others
 * are outside the caller's rights, and not theirs to know of.
 */
export function placesFilter(coverage: SqlTable, policy: EffectivePolicy): string | undefined {
  if (policy.grants === null) return undefined;
  const conditions = policy.grants.map((grant) => placesOfGrant(coverage, policy, grant));
  if (conditions.some((condition) => condition === undefined)) return undefined;
  const distinct = [...new Set(conditions)];
  return distinct.length === 0 ? 'FALSE' : distinct.map((condition) => `(${condition})`).join(' OR ');
}

function placesOfGrant(coverage: SqlTable, policy: EffectivePolicy, grant: Grant): string | undefined {
  const ofPlaces = { ...grant, selectors: grant.selectors.filter(({ of }) => of === 'account') };
  const place = rowFilter(coverage, { ...policy, grants: [ofPlaces] }, 'behind');
  const tags = grant.selectors
    .filter(({ of }) => of === 'resource')
    .map(tagFilter)
    .map((filter) => `"account_id" IN (SELECT "account_id" FROM inventory.resources WHERE ${filter})`);
  const parts = place === undefined ? tags : [place, ...tags];
  return parts.length === 0 ? undefined : parts.map((part) => `(${part})`).join(' AND ');
}
