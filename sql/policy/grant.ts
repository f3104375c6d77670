import type { PolicyRule } from '../policy.ts';

/** Rows of some tables that a rule grants: all conditions must hold; null means no condition. */
export interface Grant {
  readonly rule: string;
  /** Lower-case names; `*` at the end stands for any ending. */
  readonly tables: readonly string[];
  /** An account is granted by its id or by its unit; both null means every account. */
  readonly accounts: readonly string[] | null;
  readonly organizationalUnits: readonly string[] | null;
  readonly regions: readonly string[] | null;
  readonly resourceTypes: readonly string[] | null;
  readonly selectors: readonly Selector[];
}

/** A tag that must have one of the values; no values (an attribute the user lacks) grants nothing. */
export interface Selector {
  readonly of: 'account' | 'resource';
  readonly tag: string;
  readonly values: readonly string[];
}

export function effectiveGrants(
  rules: readonly PolicyRule[],
  attributes: Readonly<Record<string, string | string[]>>,
): readonly Grant[] {
  return rules.map((rule) => ({
    rule: rule.name,
    tables: rule.tables.map((table) => table.toLowerCase()),
    accounts: rule.accounts ?? null,
    organizationalUnits: rule.organizational_units ?? null,
    regions: rule.regions ?? null,
    resourceTypes: rule.resource_types ?? null,
    selectors: (rule.selectors ?? []).map((selector) => ({
      of: selector.account_tag === undefined ? ('resource' as const) : ('account' as const),
      tag: selector.account_tag ?? selector.resource_tag ?? '',
      values: selector.values ?? valuesOf(attributes, selector.user_attribute ?? ''),
    })),
  }));
}

function valuesOf(attributes: Readonly<Record<string, string | string[]>>, name: string): readonly string[] {
  const value = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
