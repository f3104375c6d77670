/** Plain shapes that the oracle passes between its steps. Nothing here knows how the product does its work. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** One file as it arrived; `path` is relative to the root of its delivery tree, with `/`. */
export interface Delivery {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** When the file was written, epoch milliseconds: which of two lists of accounts is the newer. */
  readonly modifiedAt?: number;
}

/** A row in answer-JSON form. A column that is absent is one the design says nothing definite about. */
export type Row = { readonly [column: string]: Json };
export type OracleTables = { readonly [table: string]: readonly Row[] };

/** An account in a Region, as a recorder delivers for it. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A place of which a part may be unreadable. */
export interface PartialPlace {
  readonly account: string | null;
  readonly region: string | null;
}

export type Source = 'event' | 'history' | 'snapshot';

/** One configuration item, both dialects brought to one form. Times are milliseconds since the epoch. */
export interface Item {
  readonly accountId: string;
  readonly region: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName: string | null;
  readonly arn: string | null;
  readonly availabilityZone: string | null;
  readonly status: string;
  readonly isDeleted: boolean;
  readonly createdAt: number | null;
  readonly capturedAt: number;
  readonly stateId: string;
  readonly tags: { readonly [key: string]: string | null };
  readonly configuration: Json;
  readonly supplementary: Json;
  readonly relationships: readonly Relationship[];
  /** Digest of the item as it was written, to settle which of two equal tellings is kept. */
  readonly digest: string;
}

export interface Relationship {
  readonly name: string | null;
  readonly targetType: string | null;
  readonly targetId: string | null;
  readonly targetName: string | null;
}

/** One statement, in some delivery, that a version of a resource existed. */
export interface Telling {
  readonly item: Item;
  readonly source: Source;
  readonly recorder: Place | null;
  /** When the telling proves that its recorder saw the resource: a snapshot's time, else the capture time. */
  readonly sightedAt: number;
  readonly snapshot: Snapshot | null;
  /** CREATE, UPDATE or DELETE as an event says, where it does. */
  readonly changeType: string | null;
}

export interface Snapshot {
  readonly recorder: Place;
  readonly takenAt: number;
  readonly complete: boolean;
}

/** One delivery of an event about one version, duplicates included. */
export interface EventTold {
  readonly place: Place | null;
  readonly id: string | null;
  readonly at: number | null;
  readonly kind: 'item' | 'compliance' | 'status';
  readonly resource: string | null;
  readonly version: Version | null;
}

export interface Version {
  readonly capturedAt: number;
  readonly stateId: string;
}

export interface Rejection {
  readonly path: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly reasonCode: string;
  readonly reason: string;
}

/** An evaluation of one resource by one rule. */
export interface Evaluation {
  readonly accountId: string;
  readonly region: string;
  readonly ruleName: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly complianceType: string | null;
  readonly annotation: string | null;
  readonly evaluatedAt: number;
  readonly place: Place | null;
}

/** A ResourceCompliance item that was deleted: results about its resource from before have ceased to exist. */
export interface EvaluationEnd
  extends Pick<Evaluation, 'accountId' | 'region' | 'resourceType' | 'resourceId'> {
  readonly at: number;
}

export interface Account {
  readonly id: string;
  readonly name: string | null;
  readonly status: string | null;
  readonly email: string | null;
  readonly ouPath: string | null;
  readonly joinedAt: number | null;
  readonly tags: { readonly [key: string]: string | null };
  readonly regions: readonly string[] | null;
}

/** What one list says of an account's standing. */
export interface Standing {
  readonly at: number;
  readonly isSuspended: boolean;
}

/** Everything that the deliveries said, before any conclusion is drawn. */
export interface Facts {
  readonly tellings: readonly Telling[];
  readonly snapshots: readonly Snapshot[];
  readonly events: readonly EventTold[];
  readonly evaluations: readonly Evaluation[];
  readonly evaluationEnds: readonly EvaluationEnd[];
  readonly rejections: readonly Rejection[];
  readonly accounts: readonly Account[];
  /** By account, oldest list first. */
  readonly standings: ReadonlyMap<string, readonly Standing[]>;
  /** Places that delivered a file or an event, whatever became of it. */
  readonly places: readonly Place[];
  /** Notices of oversized items whose object has not come and may still come. */
  readonly pending: number;
}

export const placeText = (place: Place): string => `${place.account}|${place.region}`;

export const resourceText = (
  item: Pick<Item, 'accountId' | 'region' | 'resourceType' | 'resourceId'>,
): string => [item.accountId, item.region, item.resourceType, item.resourceId].join('|');

export const versionText = (version: Version): string => `${version.capturedAt}|${version.stateId}`;

/** Rule 3: capture time, then state id (as integers where both are, else as text; a missing one is oldest). */
export function compareVersions(left: Version, right: Version): number {
  if (left.capturedAt !== right.capturedAt) return left.capturedAt - right.capturedAt;
  const digits = /^\d+$/;
  if (digits.test(left.stateId) && digits.test(right.stateId)) {
    const difference = BigInt(left.stateId) - BigInt(right.stateId);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  return left.stateId < right.stateId ? -1 : left.stateId > right.stateId ? 1 : 0;
}
