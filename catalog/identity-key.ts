import { resourceTypeFacts } from './resource-types.ts';
import { hasUniqueIds } from './words/id-prefixes.ts';

/**
 * SQL of what one resource is known by in every table, for an alias: account, Region, type and id. An id alone is
 * not enough: AWS Config records names as ids for many types (functions, repositories, log groups), and the same
 * name stands in other accounts and Regions.
 */
export const identityKey = (alias: string): string =>
  `concat(${alias}.account_id, ' ', ${alias}.region, ' ', ${alias}.resource_type, ' ', ${alias}.resource_id)`;

/** The columns that it reads. */
export const IDENTITY = ['account_id', 'region', 'resource_type', 'resource_id'] as const;

/** How far an id or a name is unique, and so what else must agree at the other end of an edge. */
export type Reach = 'everywhere' | 'account' | 'region';

/**
 * What must agree between an edge and a resource of `type` that it names. Config's edges stay within an account; they
 * stay within a Region too, unless one end is recorded as `global`.
 */
export function reachOf(type: string, others: readonly string[]): Reach {
  if (hasUniqueIds(type)) return 'everywhere';
  return [type, ...others].some((each) => resourceTypeFacts(each).isGlobal) ? 'account' : 'region';
}

/** SQL of an id or name (`value`) with what must agree beside it, read from the row `alias`. */
export function reachKey(alias: string, value: string, reach: Reach): string {
  if (reach === 'everywhere') return value;
  return reach === 'account'
    ? `concat(${alias}.account_id, ' ', ${value})`
    : `concat(${alias}.account_id, ' ', ${alias}.region, ' ', ${value})`;
}
