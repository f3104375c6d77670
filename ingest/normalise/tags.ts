import { isObject, type JsonObject, type JsonValue, scalarText } from '../decode/json-value.ts';

/** Keys of `configuration` and `supplementaryConfiguration` that hold the resource's tags, in lower case. */
const TAG_KEYS: ReadonlySet<string> = new Set([
  'tags',
  'taglist',
  'tagset',
  'tagslist',
  'filesystemtags',
  'hostedzonetags',
]);

/** Whether a key names a list or map of tags, whose values are the owner's words and never decoded. */
export function isTagKey(key: string): boolean {
  return TAG_KEYS.has(key.toLowerCase());
}

/**
 * Tags from every place they hide in: the item's own first, then those of supplementaryConfiguration (S3 keeps them in
 * BucketTaggingConfiguration), then those of configuration. The first place that names a key gives its value; keys that
 * differ only in case are two tags.
 */
export function tagsOf(
  item: JsonObject,
  configuration: JsonValue,
  supplementary: JsonValue,
): ReadonlyMap<string, string | null> {
  const tags = new Map<string, string | null>();
  const take = (place: JsonValue | undefined) => {
    for (const [key, value] of pairsOf(place)) if (!tags.has(key)) tags.set(key, value);
  };
  take(item.tags);
  for (const document of [supplementary, configuration]) {
    if (!isObject(document)) continue;
    for (const key of Object.keys(document))
      if (isTagKey(key) && !isTagReference(document[key])) take(document[key]);
    if (document === supplementary) for (const set of bucketTagSets(document)) take(set);
  }
  return tags;
}

/** API Gateway V2 holds under `configuration.tags` whose tags they are (`{internalId, resourceArn}`), not the tags themselves. */
const isTagReference = (place: JsonValue | undefined): boolean =>
  isObject(place) && Object.keys(place).sort().join() === 'internalId,resourceArn';

function bucketTagSets(supplementary: JsonObject): readonly (JsonValue | undefined)[] {
  const bucket = supplementary.BucketTaggingConfiguration;
  if (!isObject(bucket) || !Array.isArray(bucket.tagSets)) return [];
  return bucket.tagSets.map((set) => (isObject(set) ? set.tags : undefined));
}

const KEY_NAMES = ['key', 'Key', 'tagKey', 'TagKey', 'tagName', 'TagName'] as const;
const VALUE_NAMES = ['value', 'Value', 'tagValue', 'TagValue'] as const;

/** Tags of a map, or of a list of {key, value}, {Key, Value}, {tagKey, tagValue}, {tagName, tagValue}. */
export function pairsOf(place: JsonValue | undefined): readonly (readonly [string, string | null])[] {
  if (isObject(place))
    return Object.entries(place).flatMap(([key, value]) => {
      const text = value === null ? null : scalarText(value);
      return text === undefined ? [] : [[key, text] as const];
    });
  if (!Array.isArray(place)) return [];
  return place.flatMap((tag) => {
    if (!isObject(tag)) return [];
    const key = KEY_NAMES.map((name) => scalarText(tag[name])).find((text) => text !== undefined);
    if (key === undefined) return [];
    return [
      [
        key,
        VALUE_NAMES.map((name) => scalarText(tag[name])).find((text) => text !== undefined) ?? null,
      ] as const,
    ];
  });
}
