import type {
  Account,
  Delivery,
  Evaluation,
  EvaluationEnd,
  EventTold,
  Facts,
  Item,
  Json,
  PartialPlace,
  Place,
  Rejection,
  Snapshot,
  Source,
  Standing,
  Telling,
} from './model.ts';
import { placeText, resourceText } from './model.ts';
import { isObject, textOf } from './values.ts';

/** What is noted while deliveries are read; a plain bag, filled in any order. */
export class Collection {
  readonly tellings: Telling[] = [];
  readonly snapshots: Snapshot[] = [];
  readonly events: EventTold[] = [];
  readonly evaluations: Evaluation[] = [];
  readonly evaluationEnds: EvaluationEnd[] = [];
  readonly #rejections: { readonly rejection: Rejection; readonly from: Delivery | null }[] = [];
  /** Deliveries under a key of AWS Config by whether they were read to their end. */
  readonly #broken = new Set<Delivery>();
  readonly #wholeKeys = new Set<string>();
  #reading: Delivery | null = null;
  readonly accounts = new Map<string, Account>();
  readonly standings = new Map<string, Standing[]>();
  readonly places = new Map<string, Place>();
  readonly #files: ReadonlyMap<string, Delivery>;
  pending = 0;

  constructor(deliveries: readonly Delivery[]) {
    this.#files = new Map(deliveries.map((delivery) => [delivery.path, delivery]));
  }

  /** The delivery whose path is the key, at the root of its tree or below a folder (rule 26). */
  fileAt(key: string): Delivery | undefined {
    const exact = this.#files.get(key);
    if (exact !== undefined) return exact;
    for (const [path, delivery] of this.#files) if (path.endsWith(`/${key}`)) return delivery;
    return undefined;
  }

  deliveredAt(place: Place | null): void {
    if (place !== null) this.places.set(placeText(place), place);
  }

  /** What follows is read from this delivery. */
  begin(delivery: Delivery): void {
    this.#reading = delivery;
  }

  /** Rule 53: how a delivery under a key of AWS Config ended. */
  ended(delivery: Delivery, isWhole: boolean): void {
    if (isWhole) this.#wholeKeys.add(delivery.path);
    else this.#broken.add(delivery);
  }

  /** Rule 35: what was rejected was delivered all the same, by the place that it names. */
  reject(path: string, place: PartialPlace | null, reasonCode: string, reason: string): void {
    const { account = null, region = null } = place ?? {};
    this.#rejections.push({
      rejection: { path, account, region, reasonCode, reason },
      from: this.#reading,
    });
  }

  /** Those that no whole delivery of the same key has superseded. */
  #standing(): readonly Rejection[] {
    return this.#rejections
      .filter(({ from }) => from === null || !this.#broken.has(from) || !this.#wholeKeys.has(from.path))
      .map(({ rejection }) => rejection);
  }

  tell(
    item: Item,
    source: Source,
    recorder: Place | null,
    more: { readonly snapshot?: Snapshot; readonly changeType?: string | null } = {},
  ): void {
    this.tellings.push({
      item,
      source,
      recorder,
      sightedAt: more.snapshot?.takenAt ?? item.capturedAt,
      snapshot: more.snapshot ?? null,
      changeType: more.changeType ?? null,
    });
    this.#noteCompliance(item, recorder);
  }

  facts(): Facts {
    const rejections = this.#standing();
    for (const { account, region } of rejections)
      if (account !== null && region !== null && region !== 'global') this.deliveredAt({ account, region });
    return {
      tellings: this.tellings,
      snapshots: this.snapshots,
      events: this.events,
      evaluations: this.evaluations,
      evaluationEnds: this.evaluationEnds,
      rejections,
      accounts: [...this.accounts.values()],
      standings: this.standings,
      places: [...this.places.values()],
      pending: this.pending,
    };
  }

  /** Rule 32: a ResourceCompliance item is an evaluation of its target by each rule that it lists. */
  #noteCompliance(item: Item, recorder: Place | null): void {
    if (item.resourceType !== 'AWS::Config::ResourceCompliance') return;
    const { accountId, region, capturedAt } = item;
    const configuration = isObject(item.configuration) ? item.configuration : {};
    const [typeInId, idInId] = /^(.+?)\/(.+)$/.exec(item.resourceId)?.slice(1) ?? [];
    const resourceType = textOf(configuration.targetResourceType ?? null) ?? typeInId ?? '';
    const resourceId = textOf(configuration.targetResourceId ?? null) ?? idInId ?? item.resourceId;
    if (item.isDeleted) {
      this.evaluationEnds.push({ accountId, region, resourceType, resourceId, at: capturedAt });
      return;
    }
    const rules = Array.isArray(configuration.configRuleList)
      ? (configuration.configRuleList as readonly Json[])
      : [];
    for (const rule of rules) {
      const ruleName = isObject(rule) ? textOf(rule.configRuleName ?? null) : null;
      if (ruleName === null) continue;
      this.evaluations.push({
        accountId,
        region,
        ruleName,
        resourceType,
        resourceId,
        complianceType: isObject(rule) ? textOf(rule.complianceType ?? null) : null,
        annotation: null,
        evaluatedAt: capturedAt,
        place: recorder,
      });
    }
  }
}

export const eventOf = (
  kind: EventTold['kind'],
  envelope: { readonly place: Place | null; readonly id: string | null; readonly at: number | null },
  item?: Pick<Item, 'accountId' | 'region' | 'resourceType' | 'resourceId' | 'capturedAt' | 'stateId'>,
): EventTold => ({
  place: envelope.place,
  id: envelope.id,
  at: envelope.at,
  kind,
  resource: item === undefined ? null : resourceText(item),
  version: item === undefined ? null : { capturedAt: item.capturedAt, stateId: item.stateId },
});
