import type { EffectivePolicy, Grant } from '../policy.ts';
import { matchesPattern } from '../policy.ts';
import type { SqlTable } from '../schema.ts';
import { quoteName, quoteString } from '../text.ts';

/**
 * The condition that a caller's rights put on the rows of a table, as SQL over its columns; undefined where the
 * caller may read it whole. Tables it reads itself are named with their database, so that no WITH query of the
 * caller's can stand in for them.
 *
 * A table of public facts is shown whole. Another without a column for an account, or for a tagged resource, shows nothing to a caller who is limited to
 * some; a table without a Region or a type is not limited by them.
 */
export function rowFilter(
  table: SqlTable,
  policy: EffectivePolicy,
  role: 'named' | 'behind',
): string | undefined {
  if (policy.grants === null) return undefined;
  // Facts of AWS's own making, such as when a runtime ends, belong to no account.
  if (table.columns.every((column) => column.sensitivity === 'public')) return undefined;
  const columns = new Set(table.columns.map((column) => column.name.toLowerCase()));
  if (table.name === 'query_log')
    return policy.audit ? undefined : `"user_id" = ${quoteString(policy.user ?? '')}`;
  // Behind a view, every grant counts: the view's own name decided whether it may be read at all.
  const grants =
    role === 'behind'
      ? policy.grants
      : policy.grants.filter((grant) => matchesPattern(grant.tables, table.name));
  const conditions = grants.map((grant) => grantFilter(grant, columns));
  if (conditions.some((condition) => condition === undefined)) return undefined;
  const distinct = [...new Set(conditions)];
  return distinct.length === 0 ? 'FALSE' : distinct.map((condition) => `(${condition})`).join(' OR ');
}

function grantFilter(grant: Grant, columns: ReadonlySet<string>): string | undefined {
  const parts: string[] = [];
  const account = accountFilter(grant);
  if (account !== undefined) parts.push(columns.has('account_id') ? account : 'FALSE');
  if (grant.regions !== null && columns.has('region')) parts.push(inList('region', grant.regions));
  if (grant.resourceTypes !== null && columns.has('resource_type')) {
    parts.push(patternFilter('resource_type', grant.resourceTypes));
  }
  for (const selector of grant.selectors) {
    if (selector.of === 'account') {
      const accounts = `SELECT "account_id" FROM inventory.accounts WHERE ${tagFilter(selector)}`;
      parts.push(columns.has('account_id') ? `"account_id" IN (${accounts})` : 'FALSE');
    } else {
      parts.push(resourceTagFilter(selector, columns));
    }
  }
  if (parts.length <= 1) return parts[0];
  return parts.map((part) => `(${part})`).join(' AND ');
}

/** Accounts of a grant as a condition on account_id; undefined for every account. */
export function accountFilter(grant: Grant): string | undefined {
  const { accounts, organizationalUnits: units } = grant;
  if (accounts === null && units === null) return undefined;
  const ways: string[] = [];
  if (accounts !== null) ways.push(inList('account_id', accounts));
  if (units !== null) {
    const under = units.map((unit) => unitFilter(unit.replace(/\/+$/, ''))).join(' OR ');
    ways.push(`"account_id" IN (SELECT "account_id" FROM inventory.accounts WHERE ${under})`);
  }
  return ways.join(' OR ');
}

const unitFilter = (unit: string): string =>
  `"ou_path" = ${quoteString(unit)} OR starts_with("ou_path", ${quoteString(`${unit}/`)})`;

const inList = (column: string, values: readonly string[]): string =>
  values.length === 0
    ? 'FALSE'
    : `${quoteName(column)} IN (${[...new Set(values)].map(quoteString).join(', ')})`;

function patternFilter(column: string, patterns: readonly string[]): string {
  const exact = patterns.filter((pattern) => !pattern.endsWith('*'));
  const open = patterns.filter((pattern) => pattern.endsWith('*'));
  const ways = open.map(
    (pattern) => `starts_with(${quoteName(column)}, ${quoteString(pattern.slice(0, -1))})`,
  );
  if (exact.length > 0) ways.unshift(inList(column, exact));
  return ways.join(' OR ');
}

/** Whether the tags of a row satisfy a selector. */
export const tagFilter = (selector: { readonly tag: string; readonly values: readonly string[] }): string =>
  selector.values.length === 0
    ? 'FALSE'
    : `element_at("tags", ${quoteString(selector.tag)}) IN (${selector.values.map(quoteString).join(', ')})`;

function resourceTagFilter(selector: Grant['selectors'][number], columns: ReadonlySet<string>): string {
  const identity = ['account_id', 'region', 'resource_type', 'resource_id'];
  if (columns.has('tags') && columns.has('resource_id')) return tagFilter(selector);
  if (!identity.every((column) => columns.has(column))) return 'FALSE';
  const key = `concat_ws('|', ${identity.map(quoteName).join(', ')})`;
  return `${key} IN (SELECT ${key} FROM inventory.resources WHERE ${tagFilter(selector)})`;
}
