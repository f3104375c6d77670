import type { AnswerStatus, AnswerValue } from '#answer/contract.ts';
import type { AccountPlan } from '#cli/sample/plan.ts';
import type { Fact } from './facts.ts';

/** Something that rows may name in one of several ways: a resource by id, ARN or name; an account by id or name. */
export interface Entity {
  readonly keys: readonly string[];
}

/** A group and its measure. `keys` has, per dimension, the spellings that name it; '' is no value. */
export interface Group {
  readonly keys: readonly (readonly string[])[];
  readonly value: number;
  /** May be left out (resources without the value that is grouped by). */
  readonly isOptional?: boolean;
}

/** What a right answer is. */
export type Expectation =
  /** Rows name exactly `must`, and any of `may`. `anyColumn`: not only in the column of ids. */
  | {
      readonly kind: 'rows';
      readonly must: readonly Entity[];
      readonly may: readonly Entity[];
      readonly anyColumn: boolean;
    }
  /** One row with a number in these bounds; rows that name exactly `counted` are as good. */
  | {
      readonly kind: 'number';
      readonly least: number;
      readonly most: number;
      readonly counted: readonly Entity[] | undefined;
    }
  | { readonly kind: 'groups'; readonly groups: readonly Group[] }
  /** The n with the highest measure, whichever of equals. */
  | {
      readonly kind: 'top';
      readonly candidates: readonly { readonly entity: Entity; readonly value: number }[];
      readonly n: number;
    }
  /** One row, one cell of which is (or, for texts, begins with) one of these. */
  | { readonly kind: 'cell'; readonly anyOf: readonly AnswerValue[] }
  /** Answered, no rows, verdict not_recorded. */
  | { readonly kind: 'not-recorded' }
  | { readonly kind: 'status'; readonly anyOf: readonly AnswerStatus[] }
  | { readonly kind: 'either'; readonly options: readonly Expectation[] };

export const resourceEntity = (fact: Pick<Fact, 'id' | 'arn' | 'name' | 'label'>): Entity => ({
  keys: [fact.id, fact.arn, fact.name, fact.label].filter((key) => key !== undefined),
});
export const accountEntity = (account: Pick<AccountPlan, 'id' | 'name'>): Entity => ({
  keys: [account.id, account.name],
});

/** Exactly these resources. */
export const resources = (must: readonly Fact[], may: readonly Fact[] = []): Expectation => ({
  kind: 'rows',
  must: must.map(resourceEntity),
  may: may.map(resourceEntity),
  anyColumn: false,
});

/** Exactly these resources, in whichever column (other ends of edges, addresses, rules). */
export const mentions = (must: readonly Entity[], may: readonly Entity[] = []): Expectation => ({
  kind: 'rows',
  must,
  may,
  anyColumn: true,
});

export const accounts = (must: readonly Pick<AccountPlan, 'id' | 'name'>[]): Expectation =>
  mentions(must.map(accountEntity));
export const values = (must: readonly string[], may: readonly string[] = []): Expectation =>
  mentions(
    must.map((key) => ({ keys: [key] })),
    may.map((key) => ({ keys: [key] })),
  );

/** How many of these there are; a list of exactly these says so as well. */
export const count = (facts: readonly Fact[]): Expectation => ({
  kind: 'number',
  least: facts.length,
  most: facts.length,
  counted: facts.map(resourceEntity),
});
/** A number, with room for rounding where it is no whole number. */
export const number = (value: number): Expectation => {
  const slack = Number.isInteger(value) ? 0 : Math.abs(value) * 0.005;
  return { kind: 'number', least: value - slack, most: value + slack, counted: undefined };
};
export const numberBetween = (least: number, most: number): Expectation => ({
  kind: 'number',
  least,
  most,
  counted: undefined,
});

export const cell = (...anyOf: readonly AnswerValue[]): Expectation => ({ kind: 'cell', anyOf });
export const notRecorded: Expectation = { kind: 'not-recorded' };
export const status = (...anyOf: readonly AnswerStatus[]): Expectation => ({ kind: 'status', anyOf });
export const refused = status('refused');
/** Asks back; saying what is missing without offering choices is as good. */
export const asksBack = status('clarify', 'abstained');
export const either = (...options: readonly Expectation[]): Expectation => ({ kind: 'either', options });

export interface GroupingOptions {
  /** Measure of a group; its size where left out. */
  readonly measure?: (facts: readonly Fact[]) => number;
  /** Whether facts without the value may be left out (default: yes). */
  readonly isOptionalWithout?: boolean;
}

/** Facts by the values of some dimensions; each dimension gives the spellings that name its value, or none. */
export function groups(
  facts: readonly Fact[],
  dimensions: readonly ((fact: Fact) => string | readonly string[] | undefined)[],
  options: GroupingOptions = {},
): Expectation {
  const found = new Map<string, { keys: (readonly string[])[]; facts: Fact[] }>();
  for (const fact of facts) {
    const keys = dimensions.map((dimension) => {
      const value = dimension(fact);
      return value === undefined ? [''] : typeof value === 'string' ? [value] : value;
    });
    const key = JSON.stringify(keys);
    const group = found.get(key) ?? { keys, facts: [] };
    group.facts.push(fact);
    found.set(key, group);
  }
  return {
    kind: 'groups',
    groups: [...found.values()].map((group) => ({
      keys: group.keys,
      value: options.measure?.(group.facts) ?? group.facts.length,
      isOptional: options.isOptionalWithout !== false && group.keys.some(([key]) => key === ''),
    })),
  };
}

/** The n facts with the highest measure. */
export const top = (facts: readonly Fact[], n: number, measure: (fact: Fact) => number): Expectation => ({
  kind: 'top',
  candidates: facts.map((fact) => ({ entity: resourceEntity(fact), value: measure(fact) })),
  n,
});

/** The n groups with the highest measure (their size unless told otherwise). */
export function topGroups(
  facts: readonly Fact[],
  n: number,
  dimension: (fact: Fact) => string | readonly string[] | undefined,
  measure?: (facts: readonly Fact[]) => number,
): Expectation {
  const grouped = groups(facts, [dimension], measure === undefined ? {} : { measure });
  if (grouped.kind !== 'groups') throw new Error('groups() gives groups');
  return {
    kind: 'top',
    candidates: grouped.groups.flatMap(({ keys, value }) =>
      keys[0]?.[0] === '' ? [] : [{ entity: { keys: keys[0] ?? [] }, value }],
    ),
    n,
  };
}

export const byAccount = (fact: Fact): readonly string[] => [fact.accountId, fact.accountName];
export const byRegion = (fact: Fact): string => fact.region;
export const sumOf =
  (measure: (fact: Fact) => number) =>
  (facts: readonly Fact[]): number =>
    facts.reduce((sum, fact) => sum + measure(fact), 0);
