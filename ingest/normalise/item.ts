import { hash } from 'node:crypto';
import { canonicalType, type PropertyFact } from '#catalog/resource-types.ts';
import { REDACTED } from '#catalog/secret-keys.ts';
import { isObject, type JsonObject, type JsonValue, jsonText, textField } from '../decode/json-value.ts';
import { parseJson } from '../decode/parse-json.ts';
import type { LandingValue } from '../land/column-buffer.ts';
import type { LandingRow } from '../land/row-buffer.ts';
import { secretRules } from '../redact/secret-rules.ts';
import { availabilityZoneOf, regionOfZone } from './availability-zone.ts';
import { cleanDocument, NestingTooDeepError } from './clean-document.ts';
import { partsOf } from './parts.ts';
import { propertiesOf } from './properties.ts';
import type { Rejection } from './reject.ts';
import { relationshipsOf } from './relationships.ts';
import { tagsOf } from './tags.ts';
import { timeOf } from './time.ts';

/** Account and Region that an item takes where it names none: those of the recorder that told it. */
export interface Place {
  readonly accountId: string | null;
  readonly region: string | null;
}

/** What is known of a resource's version before its content is read. */
export interface ItemKey {
  readonly accountId: string;
  readonly region: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly capturedAt: number;
}

export interface NormalItem {
  readonly key: ItemKey;
  readonly isDeleted: boolean;
  readonly configuration: JsonValue;
  /** The columns of landing_item but for provenance, change_type and changed_paths. */
  readonly row: LandingRow;
  readonly learned: readonly PropertyFact[];
}

export type ItemResult<T> =
  | { readonly ok: true; readonly item: T }
  | { readonly ok: false; readonly rejection: Rejection };

const DAY_MS = 86_400_000;
/** AWS opened in 2006; an earlier capture time is a broken clock or a wrong unit. */
const EARLIEST_CAPTURE = Date.UTC(2006, 0, 1);

/** Statuses that say the resource is gone; ResourceNotRecorded only says that nobody looks any more. */
const DELETED: ReadonlySet<string> = new Set(['ResourceDeleted', 'ResourceDeletedNotRecorded']);

/**
 * The key of an item in either dialect, or why it has none. A missing account or Region is lent by the place, and a Region
 * that the place has not either by the zone: the oldest items name no Region.
 * @param now the clock: a capture time more than 24 hours past it is a fault
 */
export function itemKeyOf(raw: JsonObject, place: Place, now: number): ItemResult<ItemKey> {
  const accountId = textField(raw, 'awsAccountId', 'accountId') ?? place.accountId;
  const region =
    textField(raw, 'awsRegion', 'region') ??
    place.region ??
    regionOfZone(textField(raw, 'availabilityZone', 'availibilityZone'));
  const reject = (code: Rejection['code'], detail?: string): ItemResult<ItemKey> => ({
    ok: false,
    // Counted where it was told: a global item's own Region is nobody's place.
    rejection: {
      code,
      accountId,
      region: place.region ?? region,
      ...(detail === undefined ? {} : { detail }),
    },
  });
  const resourceType = textField(raw, 'resourceType');
  if (resourceType === null) return reject('no_type');
  const resourceId = textField(raw, 'resourceId');
  if (resourceId === null) return reject('no_id', `The ${resourceType} has no resourceId.`);
  if (accountId === null) return reject('no_account');
  if (region === null) return reject('no_region');
  const capturedAt = timeOf(raw.configurationItemCaptureTime);
  if (capturedAt === undefined)
    return reject('no_capture_time', `${resourceType} ${resourceId} has no readable capture time.`);
  if (capturedAt < EARLIEST_CAPTURE) return reject('capture_time_out_of_range');
  if (capturedAt > now + DAY_MS) return reject('capture_time_in_future');
  return {
    ok: true,
    item: { accountId, region, resourceType: canonicalType(resourceType), resourceId, capturedAt },
  };
}

/**
 * Normalises one item: both dialects and old spellings to one form, documents in texts decoded, secrets redacted, typed values
 * and parts extracted. The raw item is changed on the way. Never throws for what was delivered.
 */
export function normaliseItem(raw: JsonObject, place: Place, now: number): ItemResult<NormalItem> {
  const keyed = itemKeyOf(raw, place, now);
  if (!keyed.ok) return keyed;
  try {
    return { ok: true, item: contentOf(raw, keyed.item) };
  } catch (error) {
    if (!(error instanceof NestingTooDeepError) && !(error instanceof RangeError)) throw error;
    const { accountId, region } = keyed.item;
    return { ok: false, rejection: { code: 'nesting_too_deep', accountId, region: place.region ?? region } };
  }
}

function contentOf(raw: JsonObject, key: ItemKey): NormalItem {
  const rules = secretRules(key.resourceType);
  const decoded = new WeakSet<object>();
  const status = textField(raw, 'configurationItemStatus', 'configurationItemState') ?? 'OK';
  const isDeleted = DELETED.has(status);
  const configuration = cleanDocument(
    documentOf(raw.configuration),
    rules?.children.get('configuration'),
    decoded,
  );
  const supplementary = cleanDocument(
    documentOf(raw.supplementaryConfiguration),
    rules?.children.get('supplementaryconfiguration'),
    decoded,
  );
  const properties = propertiesOf(key.resourceType, configuration, supplementary, decoded);
  const createdAt = timeOf(raw.resourceCreationTime);
  const hasBadCreation = createdAt === undefined && textField(raw, 'resourceCreationTime') !== null;
  const content = {
    availability_zone: availabilityZoneOf(textField(raw, 'availabilityZone', 'availibilityZone')),
    resource_name: textField(raw, 'resourceName'),
    arn: textField(raw, 'ARN', 'arn'),
    created_at: createdAt ?? null,
    status,
    tags: tagsOf(raw, configuration, supplementary),
    configuration: textOrNull(configuration),
    supplementary_configuration: textOrNull(supplementary),
    relationships: JSON.stringify(relationshipsOf(raw.relationships)),
  };
  const row: LandingRow = {
    account_id: key.accountId,
    region: key.region,
    resource_type: key.resourceType,
    resource_id: key.resourceId,
    captured_at: key.capturedAt,
    state_id: stateIdOf(raw),
    ...content,
    properties: properties.values,
    parts: partsOf(key.resourceType, { configuration, supplementaryConfiguration: supplementary }),
    content_hash: contentHash(content),
    schema_faults: properties.faults + (hasBadCreation ? 1 : 0),
  };
  return { key, isDeleted, configuration, row, learned: properties.learned };
}

/** A separator that no value holds: cleaned texts have no such character. */
const SEPARATOR = '\u0000';

function contentHash(content: Readonly<Record<string, LandingValue>>): string {
  let text = '';
  for (const value of Object.values(content))
    text += `${value instanceof Map ? [...value].flat().join(SEPARATOR) : String(value)}${SEPARATOR}`;
  return hash('sha256', text);
}

/** The API gives documents as JSON text. What a text that is none holds nobody can tell, so it does not stay. */
function documentOf(value: JsonValue | undefined): JsonValue {
  if (typeof value !== 'string') return value ?? null;
  if (value.trim() === '') return null;
  try {
    return parseJson(value);
  } catch {
    return REDACTED;
  }
}

/** JSON text of a document; NULL where there is none, or an empty one. */
function textOrNull(value: JsonValue): string | null {
  if (value === null) return null;
  return isObject(value) && Object.keys(value).length === 0 ? '{}' : jsonText(value);
}

const WHOLE = /^-?\d{1,18}$/;

/** State ids that are whole numbers order versions of one time; others are NULL. */
export function stateIdOf(raw: JsonObject): bigint | null {
  const text = textField(raw, 'configurationStateId', 'configurationStateID');
  return text !== null && WHOLE.test(text) ? BigInt(text) : null;
}
