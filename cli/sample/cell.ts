import type { Draft, JsonObject, Relationship, Tags } from './item.ts';
import { personNames, scriptNames } from './names.ts';
import type { AccountPlan, OrganizationPlan, SpecialPlant } from './plan.ts';
import type { Random } from './random.ts';
import { resourceTags } from './tagging.ts';
import { DAY, SECOND } from './time.ts';

/** What a service needs to say about a new resource; account, Region and tags come from the cell. */
export interface NewResource {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly arn?: string;
  readonly zone?: string;
  readonly region?: string;
  readonly createdAt?: number;
  readonly tags?: Tags;
  readonly configuration: JsonObject;
  readonly supplementary?: JsonObject;
  readonly relationships?: readonly Relationship[];
  /** Stays as it is while deliveries run: somebody counts on finding it. */
  readonly isLasting?: boolean;
}

/**
 * A self-contained group of resources of one account and Region (`global` for IAM and the like). Sites are
 * streams of cells: a cell is made, told and forgotten, so memory does not grow with the organization.
 */
export class Cell {
  readonly plan: OrganizationPlan;
  readonly account: AccountPlan;
  readonly region: string;
  /** 0 is the site's first cell, which holds what exists once per site. */
  readonly index: number;
  /** Number of the site in the organization, for address ranges. */
  readonly siteIndex: number;
  readonly random: Random;
  readonly component: string;
  readonly drafts: Draft[] = [];
  readonly #lasting = new Set<string>();
  readonly #back = new Map<string, Relationship[]>();

  constructor(
    place: {
      plan: OrganizationPlan;
      account: AccountPlan;
      region: string;
      index: number;
      siteIndex: number;
      component: string;
    },
    random: Random,
  ) {
    this.plan = place.plan;
    this.account = place.account;
    this.region = place.region;
    this.index = place.index;
    this.siteIndex = place.siteIndex;
    this.component = place.component;
    this.random = random;
  }

  get accountId(): string {
    return this.account.id;
  }

  has(plant: SpecialPlant): boolean {
    return this.index === 0 && this.account.special.includes(plant);
  }

  /** The three zones of the cell's Region. */
  get zones(): readonly [string, string, string] {
    return [`${this.region}a`, `${this.region}b`, `${this.region}c`];
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region}:${this.accountId}:${resource}`;
  }

  /** An EC2-style id such as `vpc-0a1b…`. */
  ec2Id(prefix: string): string {
    return `${prefix}-0${this.random.hex(16)}`;
  }

  /** A whole second between `youngest` and `oldest` days before the first delivery. */
  past(youngest: number, oldest: number): number {
    const seconds = Math.floor((youngest + this.random.next() * (oldest - youngest)) * (DAY / SECOND));
    return Math.floor(this.plan.start / SECOND) * SECOND - seconds * SECOND;
  }

  /** `checkout-web`, `checkout-web-3`, or a name in some script where the shape asks for it. */
  label(role: string): string {
    const base = `${this.account.product}-${this.component}-${role}`;
    return this.index === 0 ? base : `${base}-${this.index + 1}`;
  }

  /** A display name (tag Name and names that allow any letters). */
  display(role: string): string {
    if (this.plan.nameStyle === 'scripts' && this.random.chance(0.6)) return this.random.pick(scriptNames);
    return this.label(role);
  }

  person(): string {
    return this.random.pick(personNames);
  }

  /** Another account of the organization; undefined where there is none. */
  otherAccount(): AccountPlan | undefined {
    const { accounts } = this.plan;
    const index = this.random.int(0, accounts.length - 1);
    const chosen =
      accounts[index] === this.account ? accounts[(index + 1) % accounts.length] : accounts[index];
    return chosen === this.account ? undefined : chosen;
  }

  /** Tags of a resource, with the gaps and spellings of its account. */
  tags(name: string | undefined): Tags {
    return resourceTags(this.account, this.component, this.random, name);
  }

  /** Records a resource. Edges promised to it by `link` are added when the cell is closed. */
  add(resource: NewResource): void {
    if (resource.isLasting === true) this.#lasting.add(resource.id);
    this.drafts.push({
      type: resource.type,
      id: resource.id,
      ...(resource.name === undefined ? {} : { name: resource.name }),
      ...(resource.arn === undefined ? {} : { arn: resource.arn }),
      ...(resource.zone === undefined ? {} : { zone: resource.zone }),
      region: resource.region ?? this.region,
      ...(resource.createdAt === undefined ? {} : { createdAt: resource.createdAt }),
      tags: resource.tags ?? {},
      configuration: resource.configuration,
      supplementary: resource.supplementary ?? {},
      relationships: [...(resource.relationships ?? [])],
    });
  }

  isLasting(id: string): boolean {
    return this.#lasting.has(id);
  }

  /** Promises an edge from the resource `from` (made before or after) to another. */
  link(from: string, edge: Relationship): void {
    const edges = this.#back.get(from);
    if (edges === undefined) this.#back.set(from, [edge]);
    else edges.push(edge);
  }

  /** The cell's resources with all promised edges. */
  close(): readonly Draft[] {
    return this.drafts.map((draft) => {
      const edges = this.#back.get(draft.id);
      return edges === undefined ? draft : { ...draft, relationships: [...draft.relationships, ...edges] };
    });
  }
}

/** An edge by id. */
export const toId = (resourceType: string, resourceId: string, name: string): Relationship => ({
  resourceId,
  resourceType,
  name,
});

/** An edge that Config records by name only. */
export const toName = (resourceType: string, resourceName: string, name: string): Relationship => ({
  resourceName,
  resourceType,
  name,
});
