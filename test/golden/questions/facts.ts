import type { Json, JsonObject, Relationship, Tags } from '#cli/sample/item.ts';
import type { AccountPlan } from '#cli/sample/plan.ts';
import {
  sampleTruth,
  type Truth,
  type TruthChange,
  type TruthCompliance,
  type TruthResource,
  valueAt,
} from '#cli/sample/truth.ts';

/** The moment at which the questions are asked; the sample's deliveries end there. */
export const NOW = new Date('2026-03-10T12:00:00Z');
export const SEED = 7;

/** A resource that a perfect reader of the deliveries lists among those that exist. */
export interface Fact {
  readonly accountId: string;
  readonly accountName: string;
  readonly region: string;
  readonly type: string;
  readonly id: string;
  readonly arn: string | undefined;
  /** As the item gives it; `label` is also the tag Name. */
  readonly name: string | undefined;
  readonly label: string | undefined;
  readonly tags: Tags;
  readonly createdAt: Date | undefined;
  readonly configuration: JsonObject;
  readonly supplementary: JsonObject;
  readonly relationships: readonly Relationship[];
  /** In lower case, as written: the account's, else the resource's own tag. */
  readonly environment: string | undefined;
}

/** Own tags that tell an environment, first match first. */
const environmentKeys = ['Environment', 'environment', 'env', 'stage'];

/** What is true of one sample, in the terms in which people ask. */
export class Facts {
  readonly truth: Truth;
  readonly all: readonly Fact[];
  readonly #byType = new Map<string, Fact[]>();

  constructor(shape: 'default' | 'single') {
    this.truth = sampleTruth({ now: NOW, seed: SEED, shape });
    this.all = this.truth.resources.flatMap((resource) => this.#factOf(resource));
    for (const fact of this.all) this.#byType.set(fact.type, [...(this.#byType.get(fact.type) ?? []), fact]);
  }

  get accounts(): readonly AccountPlan[] {
    return this.truth.accounts;
  }

  account(name: string): AccountPlan {
    return found(
      this.truth.accounts.find((account) => account.name === name),
      name,
    );
  }

  /** `EC2::Instance`, optionally those that meet a condition. */
  of(type: string, ...conditions: readonly ((fact: Fact) => boolean)[]): readonly Fact[] {
    return (this.#byType.get(`AWS::${type}`) ?? []).filter((fact) =>
      conditions.every((condition) => condition(fact)),
    );
  }

  /** One resource to ask about by name or id: the first that meets the conditions. */
  some(type: string, ...conditions: readonly ((fact: Fact) => boolean)[]): Fact {
    return found(this.of(type, ...conditions)[0], `${type} that meets the conditions`);
  }

  /** Whether no other resource has this display name. */
  isUniquelyNamed(fact: Fact): boolean {
    return (
      fact.label !== undefined &&
      this.all.filter((other) => other.label === fact.label || other.name === fact.label).length === 1
    );
  }

  /** Changes within [from, to) that a perfect reader knows, and those that happened whether told or not. */
  changes(
    from: Date,
    to: Date,
    condition: (change: TruthChange) => boolean = () => true,
  ): { told: readonly TruthChange[]; all: readonly TruthChange[] } {
    const all = this.truth.changes.filter(
      (change) => change.changedAt >= from && change.changedAt < to && condition(change),
    );
    return { told: all.filter((change) => change.toldBy !== undefined), all };
  }

  /** Newest results of a rule. */
  results(rule: string): readonly TruthCompliance[] {
    return this.truth.compliance.filter((result) => result.ruleName === rule);
  }

  #factOf(resource: TruthResource): Fact[] {
    const { knownState } = resource;
    if (resource.known !== 'current' || knownState === undefined) return [];
    const account = found(
      this.truth.accounts.find(({ id }) => id === resource.accountId),
      resource.accountId,
    );
    const ownKey = environmentKeys.find((key) => knownState.tags[key] !== undefined);
    const own = ownKey === undefined ? undefined : knownState.tags[ownKey]?.toLowerCase();
    return [
      {
        accountId: resource.accountId,
        accountName: account.name,
        region: resource.region,
        type: resource.type,
        id: resource.id,
        arn: resource.arn,
        name: knownState.name,
        label: knownState.name ?? knownState.tags.Name,
        tags: knownState.tags,
        createdAt: knownState.createdAt,
        configuration: knownState.configuration,
        supplementary: knownState.supplementary,
        relationships: knownState.relationships,
        environment: account.environment ?? own,
      },
    ];
  }
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the sample has no ${what}`);
  return value;
}

type Condition = (fact: Fact) => boolean;

/** A value of a resource's configuration, by its path. */
export const at = (fact: Fact, path: string): Json | undefined => valueAt(fact.configuration, path);
export const listAt = (fact: Fact, path: string): JsonObject[] => (at(fact, path) ?? []) as JsonObject[];

export const is =
  (path: string, ...values: readonly Json[]): Condition =>
  (fact) =>
    values.some((value) => at(fact, path) === value);
export const isNot =
  (path: string, ...values: readonly Json[]): Condition =>
  (fact) =>
    at(fact, path) !== undefined && !values.some((value) => at(fact, path) === value);
export const lacks =
  (path: string): Condition =>
  (fact) =>
    at(fact, path) === undefined;
export const above =
  (path: string, least: number): Condition =>
  (fact) =>
    Number(at(fact, path)) > least;
export const below =
  (path: string, most: number): Condition =>
  (fact) =>
    Number(at(fact, path)) < most;
export const inAccount =
  (...names: readonly string[]): Condition =>
  (fact) =>
    names.includes(fact.accountName);
export const inRegion =
  (...regions: readonly string[]): Condition =>
  (fact) =>
    regions.includes(fact.region);

const production = ['prod', 'production', 'prd'];
export const inProduction: Condition = ({ environment }) => production.includes(environment ?? '');
export const inStaging: Condition = ({ environment }) => ['staging', 'stage'].includes(environment ?? '');
export const inDevelopment: Condition = ({ environment }) =>
  ['dev', 'development'].includes(environment ?? '');

export const yesterday = { from: new Date('2026-03-09T00:00:00Z'), to: new Date('2026-03-10T00:00:00Z') };
/** Start of a span that ends now. */
export const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
/** Later than anything delivered. */
export const END = new Date(NOW.getTime() + 60_000);
