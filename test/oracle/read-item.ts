import { createHash } from 'node:crypto';
import { canonicalType } from '#catalog/resource-types.ts';
import type { Item, Json, JsonObject, PartialPlace, Relationship } from './model.ts';
import { redact } from './redact.ts';
import { canonicalText, decodeNested, isObject, pick, textOf, timeOf } from './values.ts';

export type ItemResult =
  | { readonly ok: true; readonly item: Item }
  | {
      readonly ok: false;
      readonly account: string | null;
      readonly region: string | null;
      readonly reason: string;
    };

/**
 * Reads one item of either dialect. `place` lends account and Region to an item that names none.
 * Not an item: no type, no id, no account, no Region or no capture time (rule 5).
 */
export function readItem(raw: Json, place: PartialPlace | null): ItemResult {
  if (!isObject(raw))
    return {
      ok: false,
      account: place?.account ?? null,
      region: place?.region ?? null,
      reason: 'not an object',
    };
  const accountId = textOf(pick(raw, 'awsAccountId', 'accountId')) ?? place?.account ?? null;
  const zone = textOf(pick(raw, 'availabilityZone', 'availibilityZone'));
  const region = textOf(pick(raw, 'awsRegion')) ?? place?.region ?? regionOfZone(zone);
  const typeAsWritten = textOf(pick(raw, 'resourceType'));
  const resourceType = typeAsWritten === null ? null : canonicalType(typeAsWritten);
  const resourceId = textOf(pick(raw, 'resourceId'));
  const capturedAt = timeOf(pick(raw, 'configurationItemCaptureTime'));
  const missing = (reason: string): ItemResult => ({
    ok: false,
    account: accountId,
    region: place?.region ?? region,
    reason,
  });
  if (resourceType === null) return missing('no resourceType');
  if (resourceId === null) return missing('no resourceId');
  if (accountId === null) return missing('no account');
  if (region === null) return missing('no Region');
  if (capturedAt === null) return missing('no capture time');
  const status = textOf(pick(raw, 'configurationItemStatus', 'configurationItemState')) ?? 'OK';
  const configuration = redact(resourceType, 'configuration', decodeNested(pick(raw, 'configuration')));
  const supplementary = redact(
    resourceType,
    'supplementaryConfiguration',
    decodeNested(pick(raw, 'supplementaryConfiguration')),
  );
  return {
    ok: true,
    item: {
      accountId,
      region,
      resourceType,
      resourceId,
      resourceName: textOf(pick(raw, 'resourceName')),
      arn: textOf(pick(raw, 'ARN', 'arn')),
      availabilityZone: zoneOf(zone),
      status,
      isDeleted: status === 'ResourceDeleted' || status === 'ResourceDeletedNotRecorded',
      createdAt: timeOf(pick(raw, 'resourceCreationTime')),
      capturedAt,
      stateId: textOf(pick(raw, 'configurationStateId', 'configurationStateID')) ?? '',
      tags: tagsOf(raw, configuration, supplementary),
      configuration,
      supplementary,
      relationships: relationshipsOf(raw),
      digest: createHash('sha256').update(canonicalText(raw)).digest('hex'),
    },
  };
}

/** Rule 6: the words with which Config says that there is no zone are none. */
const zoneOf = (text: string | null): string | null =>
  text === null || /^\s*(regional|global|none|not applicable|multiple availability zones)\s*$/i.test(text)
    ? null
    : text;

/** Rule 5: the Region that a zone begins with. */
const regionOfZone = (zone: string | null): string | null =>
  /^([a-z]+(?:-[a-z]+)+-\d+)[a-z]$/.exec(zone ?? '')?.[1] ?? null;

/** Rule 8: the item's own tags, then those of supplementaryConfiguration, then those of configuration. */
function tagsOf(raw: JsonObject, configuration: Json, supplementary: Json): Item['tags'] {
  const tags: Record<string, string | null> = {};
  const bucket = isObject(supplementary) ? (supplementary.BucketTaggingConfiguration ?? null) : null;
  const places: Json[] = [raw.tags ?? null];
  if (isObject(supplementary)) places.push(supplementary.Tags ?? null, supplementary.tags ?? null);
  if (isObject(bucket) && Array.isArray(bucket.tagSets))
    for (const set of bucket.tagSets) places.push(isObject(set) ? (set.tags ?? null) : null);
  if (isObject(configuration)) places.push(configuration.tags ?? null, configuration.Tags ?? null);
  // What API Gateway V2 keeps at configuration.tags names the owner of the tags.
  const isReference = (place: Json): boolean =>
    isObject(place) && Object.keys(place).length === 2 && 'internalId' in place && 'resourceArn' in place;
  for (const place of places)
    for (const [key, value] of isReference(place) ? [] : tagPairs(place))
      if (!Object.hasOwn(tags, key)) tags[key] = value;
  return tags;
}

/** Pairs of a map, or of a list of {key, value}, {Key, Value}, {tagKey, tagValue}, {tagName, tagValue}. */
export function tagPairs(place: Json): readonly (readonly [string, string | null])[] {
  if (isObject(place)) {
    return Object.entries(place).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null
        ? []
        : [[key, value === null ? null : String(value)] as const],
    );
  }
  if (!Array.isArray(place)) return [];
  return place.flatMap((tag: Json) => {
    if (!isObject(tag)) return [];
    const key = pick(tag, 'key', 'Key', 'tagKey', 'TagKey', 'tagName');
    const value = pick(tag, 'value', 'Value', 'tagValue', 'TagValue');
    if (typeof key !== 'string') return [];
    return [[key, value === null ? null : String(value)] as const];
  });
}

function relationshipsOf(raw: JsonObject): readonly Relationship[] {
  const list = raw.relationships;
  if (!Array.isArray(list)) return [];
  return list.flatMap((edge: Json) => {
    if (!isObject(edge)) return [];
    return [
      {
        name: textOf(pick(edge, 'name', 'relationshipName'))?.trim() ?? null,
        targetType: textOf(pick(edge, 'resourceType')),
        targetId: textOf(pick(edge, 'resourceId')),
        targetName: textOf(pick(edge, 'resourceName')),
      },
    ];
  });
}
