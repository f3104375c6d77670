import { z } from 'zod';
import { effectiveGrants, type Grant } from './policy/grant.ts';

/**
 * Who may read what. Rules add up: a user reads a row if one rule that names the table grants it; what any of a
 * user's rules denies, masks or limits is denied, masked or limited. A table that no rule names is refused.
 *
 * Example:
 *
 *     { "users": { "ana": { "groups": ["network"], "attributes": { "team": "edge" } } },
 *       "rules": [ { "name": "network reads EC2 in production",
 *                    "groups": ["network"],
 *                    "tables": ["resources", "ec2_*"],
 *                    "organizational_units": ["/Workloads/Prod"],
 *                    "resource_types": ["AWS::EC2::*"],
 *                    "masked_columns": ["ec2_instance.private_ip_address"],
 *                    "row_limit": 1000 } ] }
 */
const Names = z.array(z.string().min(1)).min(1);
const ColumnName = z.string().regex(/^(\*|[a-z0-9_]+)\.[a-z0-9_]+$/, 'write table.column, or *.column');

const SelectorSchema = z
  .strictObject({
    account_tag: z.string().min(1).optional(),
    resource_tag: z.string().min(1).optional(),
    /** Attribute of the user whose values the tag must have. */
    user_attribute: z.string().min(1).optional(),
    /** Or the values themselves. */
    values: Names.optional(),
  })
  .refine((selector) => (selector.account_tag === undefined) !== (selector.resource_tag === undefined), {
    message: 'name either account_tag or resource_tag',
  })
  .refine((selector) => (selector.user_attribute === undefined) !== (selector.values === undefined), {
    message: 'name either user_attribute or values',
  });

const RuleSchema = z
  .strictObject({
    name: z.string().min(1),
    users: Names.optional(),
    groups: Names.optional(),
    /** Table names; `*` at the end stands for any ending, alone for every table. */
    tables: Names,
    /** Account ids. Accounts and organizational units add up; neither means every account. */
    accounts: z
      .array(z.string().regex(/^\d{12}$/, 'an account id has 12 digits'))
      .min(1)
      .optional(),
    /** Paths like /Workloads/Prod; units below are included. */
    organizational_units: z.array(z.string().startsWith('/')).min(1).optional(),
    /** IAM and the like are in the Region global. */
    regions: Names.optional(),
    /** Like AWS::EC2::Instance or AWS::EC2::*. */
    resource_types: Names.optional(),
    selectors: z.array(SelectorSchema).min(1).optional(),
    denied_columns: z.array(ColumnName).optional(),
    masked_columns: z.array(ColumnName).optional(),
    row_limit: z.int().positive().optional(),
    budgets: z.strictObject({ bytes_per_query: z.int().positive().optional() }).optional(),
    /** May read every row of query_log, not only their own. */
    audit: z.boolean().optional(),
  })
  .refine((rule) => rule.users !== undefined || rule.groups !== undefined, {
    message: 'name users or groups',
  });

const UserSchema = z.strictObject({
  groups: z.array(z.string().min(1)).optional(),
  attributes: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
});

export const PoliciesSchema = z.strictObject({
  users: z.record(z.string().min(1), UserSchema),
  rules: z.array(RuleSchema),
});
export type Policies = z.infer<typeof PoliciesSchema>;
export type PolicyRule = z.infer<typeof RuleSchema>;

export type { Grant } from './policy/grant.ts';

/** What one caller may read. Plain data but for `mayReadTable`, so that it can be part of a cache's key. */
export interface EffectivePolicy {
  /** undefined for the owner, who reads every account and table. */
  readonly user: string | undefined;
  /** null for the owner. */
  readonly grants: readonly Grant[] | null;
  /** `table.column` or `*.column`. */
  readonly deniedColumns: readonly string[];
  readonly maskedColumns: readonly string[];
  readonly rowLimit: number | null;
  readonly maxBytesPerQuery: number | null;
  readonly audit: boolean;
  mayReadTable(table: string): boolean;
}

/** Every account and every table: the caller without `--as`, and the local server without sign-in. */
export const ownerPolicy: EffectivePolicy = {
  user: undefined,
  grants: null,
  deniedColumns: [],
  maskedColumns: [],
  rowLimit: null,
  maxBytesPerQuery: null,
  audit: true,
  mayReadTable: () => true,
};

/** What a sign-in tells of a user beside their id. */
export interface SignedInAs {
  /** Other names by which the document may call them. */
  readonly names: readonly string[];
  readonly groups: readonly string[];
}

/** What the rules that name a user, or a group of theirs, come to. A user whom none names may read nothing. */
export function effectivePolicy(
  policies: Policies,
  user: string,
  signedInAs: SignedInAs = { names: [], groups: [] },
): EffectivePolicy {
  const names = [user, ...signedInAs.names];
  const name = names.find((each) => Object.hasOwn(policies.users, each));
  const known = name === undefined ? undefined : policies.users[name];
  const groups = new Set([...(known?.groups ?? []), ...signedInAs.groups]);
  const rules = policies.rules.filter(
    (rule) =>
      rule.users?.some((each) => names.includes(each)) === true ||
      rule.groups?.some((group) => groups.has(group)) === true,
  );
  const grants = effectiveGrants(rules, known?.attributes ?? {});
  const least = (values: readonly (number | undefined)[]): number | null => {
    const given = values.filter((value) => value !== undefined);
    return given.length === 0 ? null : Math.min(...given);
  };
  return {
    user,
    grants,
    deniedColumns: [...new Set(rules.flatMap((rule) => rule.denied_columns ?? []))].sort(),
    maskedColumns: [...new Set(rules.flatMap((rule) => rule.masked_columns ?? []))].sort(),
    rowLimit: least(rules.map((rule) => rule.row_limit)),
    maxBytesPerQuery: least(rules.map((rule) => rule.budgets?.bytes_per_query)),
    audit: rules.some((rule) => rule.audit === true),
    mayReadTable: (table) => grants.some((grant) => matchesPattern(grant.tables, table.toLowerCase())),
  };
}

/** Whether one of the patterns, exact or ending in `*`, matches. */
export const matchesPattern = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
