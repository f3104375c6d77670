import type { Analysis, TableUse } from './analyse/analysis.ts';
import type { EffectivePolicy } from './policy.ts';
import type { SqlTable } from './schema.ts';
import { rowFilter } from './scope/row-filter.ts';
import { type Constraints, constraintsOf } from './touches/constraints.ts';
import { ruleConditionsOf } from './touches/rule-condition.ts';
import { type Window, windowsOf } from './touches/window.ts';
import type { Query } from './tree/nodes.ts';

/** What one table reference can touch. Only literals in top-level conjuncts narrow it. */
export interface TableTouch {
  readonly table: string;
  /** Table whose files hold the rows: resources for a typed table, else the table itself. */
  readonly storedIn: string;
  readonly domain: SqlTable['domain'];
  /** null: all that the caller may read; empty: none, the conditions contradict each other. */
  readonly accounts: readonly string[] | null;
  readonly regions: readonly string[] | null;
  /** Environments asked for, as the column holds them. */
  readonly environments: readonly string[] | null;
  /** Account names asked for. */
  readonly accountNames: readonly string[] | null;
  /** A typed table touches its own types at most. */
  readonly resourceTypes: readonly string[] | null;
  /** The types among them that the query names, in a table that holds those of others too. */
  readonly namedTypes: readonly string[] | null;
  /** Config rules named, for tables of compliance. */
  readonly ruleNames: readonly string[] | null;
  /** All that is asked of the rule and the type it looks at, as SQL over `compliance`; null where nothing is. */
  readonly ruleCondition: string | null;
  /** The caller's rights leave out rows of this table. */
  readonly restrictedByPolicy: boolean;
  /** The time that a history is asked about. */
  readonly asOf: Date | null;
  /** When what is asked for happened, in a table of changes, versions or results over time. */
  readonly window: Window | null;
  /** Columns read, lower case. */
  readonly columns: readonly string[];
  /** Values, or bounds, that the table's partition keys can have, by key; a key that nothing limits is absent. */
  readonly partitions: Readonly<Record<string, PartitionBound>>;
}

export interface PartitionBound {
  readonly values: readonly string[] | null;
  /** Inclusive bounds, as the text of the partition's value. */
  readonly min: string | null;
  readonly max: string | null;
}

export interface TouchContext {
  readonly policy: EffectivePolicy;
  readonly now: Date;
  /** The text that the query was parsed from. */
  readonly text: string;
}

/** What each table reference of a query can touch, in the order of the text. */
export function touchesOf(query: Query, analysis: Analysis, context: TouchContext): TableTouch[] {
  const { now, text } = context;
  const constraints = constraintsOf(query, analysis, now);
  const windows = windowsOf(query, analysis, now);
  const ruleConditions = ruleConditionsOf(query, analysis, text);
  return analysis.tables.map((use) => ({
    ...touchOf(use, constraints.get(use), context.policy),
    ruleCondition: ruleConditions.get(use) ?? null,
    window: windows.get(use) ?? null,
  }));
}

function touchOf(
  use: TableUse,
  constraints: Constraints | undefined,
  policy: EffectivePolicy,
): Omit<TableTouch, 'ruleCondition' | 'window'> {
  const { table } = use;
  const values = (column: string): readonly string[] | null => {
    const set = constraints?.values.get(column);
    return set === undefined ? null : [...set].sort();
  };
  const partitions: Record<string, PartitionBound> = {};
  for (const key of table.partitionKeys) {
    const range = constraints?.ranges.get(key);
    const exact = values(key);
    if (exact === null && range === undefined) continue;
    partitions[key] = { values: exact, min: range?.min ?? null, max: range?.max ?? null };
  }
  return {
    table: table.name,
    storedIn: table.storage.kind === 'slice' ? table.storage.of : table.name,
    domain: table.domain,
    accounts: values('account_id'),
    regions: values('region'),
    environments: values('environment'),
    accountNames: values('account_name'),
    resourceTypes: resourceTypesOf(table, constraints),
    namedTypes: values('resource_type'),
    ruleNames: table.domain === 'compliance' ? values('rule_name') : null,
    restrictedByPolicy: rowFilter(table, policy, 'named') !== undefined,
    asOf: table.columns.some((column) => column.name === 'valid_to') ? (constraints?.asOf ?? null) : null,
    columns: [...use.columns].map((name) => name.toLowerCase()).sort(),
    partitions,
  };
}

/** Types whose rows a reference can touch; null for any. */
export function resourceTypesOf(
  table: SqlTable,
  constraints: Constraints | undefined,
): readonly string[] | null {
  const asked = constraints?.values.get('resource_type');
  const own = table.resourceTypes;
  if (own === undefined) return asked === undefined ? null : [...asked].sort();
  return asked === undefined ? [...own] : own.filter((type) => asked.has(type));
}
