import { iso } from './time.ts';

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}
export type Tags = Record<string, string>;

/** An edge as Config records it; many carry a name and no id, and some names end in a space. */
export interface Relationship {
  resourceId?: string;
  resourceName?: string;
  resourceType: string;
  name: string;
}

/** What one resource is at one time, before it is told in any delivery. */
export interface Draft {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly arn?: string;
  /** availabilityZone as recorded: a zone, `Regional`, `Not Applicable`, `Multiple Availability Zones`; undefined where Config leaves it out. */
  readonly zone?: string;
  /** `global` for IAM and the like; otherwise the Region of its site. */
  readonly region: string;
  readonly createdAt?: number;
  readonly tags: Tags;
  readonly configuration: JsonObject;
  readonly supplementary: JsonObject;
  readonly relationships: readonly Relationship[];
}

export type VersionStatus = 'ResourceDiscovered' | 'OK' | 'ResourceDeleted';

/** One version of a resource; `draft` is null once it is deleted. */
export interface Version {
  readonly capturedAt: number;
  readonly status: VersionStatus;
  readonly draft: Draft | null;
}

/** A resource through time: versions in order of capture, the first one always alive. */
export interface Timeline {
  readonly accountId: string;
  readonly region: string;
  readonly type: string;
  readonly id: string;
  readonly arn: string | undefined;
  readonly versions: readonly Version[];
}

/** The configuration item of a version in the form of S3 files and events (facts of the format: AWS Config Developer Guide). */
export function configurationItem(timeline: Timeline, version: Version): JsonObject {
  const { draft } = version;
  const item: JsonObject = {
    relatedEvents: [],
    relationships: draft === null ? [] : draft.relationships.map((edge) => ({ ...edge })),
    configuration: draft === null ? null : draft.configuration,
    supplementaryConfiguration: draft === null ? {} : draft.supplementary,
    tags: draft === null ? {} : draft.tags,
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: iso(version.capturedAt),
    configurationStateId: version.capturedAt,
    awsAccountId: timeline.accountId,
    configurationItemStatus: version.status,
    resourceType: timeline.type,
    resourceId: timeline.id,
  };
  if (draft?.name !== undefined) item.resourceName = draft.name;
  if (timeline.arn !== undefined) item.ARN = timeline.arn;
  item.awsRegion = timeline.region;
  if (draft?.zone !== undefined) item.availabilityZone = draft.zone;
  item.configurationStateMd5Hash = '';
  if (draft?.createdAt !== undefined) item.resourceCreationTime = iso(draft.createdAt);
  return item;
}

/** Tags as `[{key, value}]`, the form of older types. */
export const tagList = (tags: Tags): JsonObject[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

/** Tags as `[{Key, Value}]`, the form of newer types. */
export const capitalTagList = (tags: Tags): JsonObject[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Tags as `[{tagKey, tagValue}]`, the form of KMS. */
export const kmsTagList = (tags: Tags): JsonObject[] =>
  Object.entries(tags).map(([tagKey, tagValue]) => ({ tagKey, tagValue }));

/** A policy document the way IAM hands it out: URL-encoded JSON. */
export const encodedPolicy = (document: JsonObject): string => encodeURIComponent(JSON.stringify(document));
