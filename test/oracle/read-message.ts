import { type Collection, eventOf } from './collect.ts';
import { readPath } from './delivery-path.ts';
import type { Json, JsonObject, Place } from './model.ts';
import { readFile } from './read-file.ts';
import { readItem } from './read-item.ts';
import { isObject, pick, textOf, timeOf } from './values.ts';

/** Who sent a message and when, as the wrapping says. */
export interface Envelope {
  readonly account: string | null;
  readonly region: string | null;
  readonly id: string | null;
  readonly at: number | null;
}

export const NO_ENVELOPE: Envelope = { account: null, region: null, id: null, at: null };

/** Takes the wrappings off (EventBridge, SNS, invokingEvent; they may nest) and reads the message inside. */
export function readMessage(
  raw: Json,
  path: string,
  now: Date,
  into: Collection,
  envelope = NO_ENVELOPE,
): void {
  if (!isObject(raw)) {
    into.reject(path, envelope, 'not_a_message', 'not a JSON object');
    return;
  }
  if (isObject(raw.detail) && (raw['detail-type'] !== undefined || raw.source !== undefined)) {
    const inner: Envelope = {
      account: textOf(raw.account ?? null) ?? envelope.account,
      region: textOf(raw.region ?? null) ?? envelope.region,
      id: textOf(raw.id ?? null) ?? envelope.id,
      at: timeOf(raw.time ?? null) ?? envelope.at,
    };
    if (raw.source !== undefined && raw.source !== 'aws.config') {
      into.reject(path, inner, 'not_config', `an event of ${textOf(raw.source)}`);
      return;
    }
    readMessage(raw.detail, path, now, into, inner);
    return;
  }
  if (raw.Type === 'Notification' || (raw.TopicArn !== undefined && raw.Message !== undefined)) {
    const inner: Envelope = {
      account: envelope.account,
      region: (textOf(raw.TopicArn ?? null) ?? '').split(':')[3] || envelope.region,
      id: textOf(raw.MessageId ?? null) ?? envelope.id,
      at: timeOf(raw.Timestamp ?? null) ?? envelope.at,
    };
    readInner(raw.Message ?? null, path, now, into, inner);
    return;
  }
  if (raw.invokingEvent !== undefined) {
    const arn = (textOf(pick(raw, 'configRuleArn', 'configRuleARN')) ?? '').split(':');
    const inner: Envelope = {
      ...envelope,
      account: envelope.account ?? textOf(raw.accountId ?? null),
      region: envelope.region ?? (arn[3] || null),
    };
    readInner(raw.invokingEvent, path, now, into, inner);
    return;
  }
  readBare(raw, path, now, into, envelope);
}

function readInner(inner: Json, path: string, now: Date, into: Collection, envelope: Envelope): void {
  if (typeof inner !== 'string') {
    readMessage(inner, path, now, into, envelope);
    return;
  }
  let parsed: Json;
  try {
    parsed = JSON.parse(inner) as Json;
  } catch {
    into.reject(path, envelope, 'invalid_json', 'the wrapped message is not JSON');
    return;
  }
  readMessage(parsed, path, now, into, envelope);
}

function readBare(raw: JsonObject, path: string, now: Date, into: Collection, envelope: Envelope): void {
  const at = envelope.at ?? timeOf(pick(raw, 'notificationCreationTime', 'NotificationCreateTime'));
  const type = textOf(raw.messageType ?? null) ?? '';
  if (raw.configurationItem !== undefined && raw.configurationItem !== null) {
    readItemChange(raw, path, into, { ...envelope, at });
    return;
  }
  if (isObject(raw.configurationItemSummary)) {
    readOversized(raw, path, now, into, { ...envelope, at });
    return;
  }
  if (isObject(raw.newEvaluationResult)) {
    readCompliance(raw, path, into, { ...envelope, at });
    return;
  }
  if (
    /^(ConfigRulesEvaluationStarted|Configuration(Snapshot|History)Delivery\w+|ScheduledNotification)$/.test(
      type,
    )
  ) {
    const delivered = readPath(textOf(raw.s3ObjectKey ?? null) ?? '').recorder;
    const account =
      envelope.account ?? textOf(pick(raw, 'awsAccountId', 'accountId')) ?? delivered?.account ?? null;
    const region = envelope.region ?? textOf(raw.awsRegion ?? null) ?? delivered?.region ?? null;
    const place = placeOf({ account, region });
    into.deliveredAt(place);
    into.events.push(eventOf('status', { place, id: envelope.id, at }));
    return;
  }
  if (raw.resourceType !== undefined || raw.configurationItemCaptureTime !== undefined) {
    readBareItem(raw, path, into, placeOf(envelope));
    return;
  }
  if (isObject(raw.data) && Array.isArray(raw.data.configurationItems)) {
    for (const item of raw.data.configurationItems) {
      if (isObject(item)) readBareItem(item, path, into, placeOf(envelope));
      else into.reject(path, envelope, 'not_an_item', 'not an object');
    }
    return;
  }
  into.reject(path, envelope, 'not_config', 'not a message of AWS Config');
}

/** Rule 22: an item alone, outside any message, is read as a history file would tell it. */
function readBareItem(raw: JsonObject, path: string, into: Collection, place: Place | null): void {
  const result = readItem(raw, place);
  if (!result.ok) {
    into.reject(path, result, 'no_key', result.reason);
    return;
  }
  const recorder = place ?? ownPlace(result.item.accountId, result.item.region);
  into.deliveredAt(recorder);
  into.tell(result.item, 'history', recorder);
}

function readItemChange(raw: JsonObject, path: string, into: Collection, envelope: Envelope): void {
  const items = Array.isArray(raw.configurationItem) ? raw.configurationItem : [raw.configurationItem];
  const diff = raw.configurationItemDiff ?? null;
  const changeType = isObject(diff) ? textOf(diff.changeType ?? null) : null;
  for (const each of items as readonly Json[]) {
    const result = readItem(each, envelope);
    if (!result.ok) {
      into.deliveredAt(placeOf(envelope));
      into.reject(path, result, 'no_key', result.reason);
      continue;
    }
    const place = recorderOf(envelope, result.item.accountId, result.item.region);
    into.deliveredAt(place);
    into.events.push(
      eventOf('item', { place, id: envelope.id, at: envelope.at ?? result.item.capturedAt }, result.item),
    );
    into.tell(result.item, 'event', place, { changeType });
  }
}

/** Rule 26: the summary tells the version; the item itself is in the file that it points to. */
function readOversized(raw: JsonObject, path: string, now: Date, into: Collection, envelope: Envelope): void {
  const summary = readItem(raw.configurationItemSummary ?? null, envelope);
  if (!summary.ok) {
    into.reject(path, summary, 'no_key', summary.reason);
    return;
  }
  const place = recorderOf(envelope, summary.item.accountId, summary.item.region);
  into.deliveredAt(place);
  into.events.push(
    eventOf('item', { place, id: envelope.id, at: envelope.at ?? summary.item.capturedAt }, summary.item),
  );
  const pointer = isObject(raw.s3DeliverySummary)
    ? textOf(raw.s3DeliverySummary.s3BucketLocation ?? null)
    : null;
  const file = pointer === null ? undefined : into.fileAt(pointer.slice(pointer.indexOf('/') + 1));
  const changeType = textOf((raw.configurationItemSummary as JsonObject).changeType ?? null);
  if (file === undefined) {
    const since = envelope.at ?? summary.item.capturedAt;
    if (pointer !== null && now.getTime() - since <= 86_400_000) into.pending += 1;
    else into.reject(path, place ?? envelope, 'missing_object', `no object ${pointer ?? '(not named)'}`);
    return;
  }
  for (const item of itemsIn(readFile(file.path, file.bytes).values[0] ?? null)) {
    const result = readItem(item, place);
    if (!result.ok) continue;
    const { capturedAt, resourceId } = result.item;
    if (capturedAt === summary.item.capturedAt && resourceId === summary.item.resourceId)
      into.tell(result.item, 'event', place, { changeType });
  }
}

/** Items in a file of an oversized change: a message, a list of items, or an item alone. */
export function itemsIn(value: Json): readonly Json[] {
  if (!isObject(value)) return [];
  if (Array.isArray(value.configurationItems)) return value.configurationItems;
  if (isObject(value.configurationItem)) return [value.configurationItem];
  return value.resourceType === undefined ? [] : [value];
}

function readCompliance(raw: JsonObject, path: string, into: Collection, envelope: Envelope): void {
  const result = raw.newEvaluationResult as JsonObject;
  const identifier = isObject(result.evaluationResultIdentifier) ? result.evaluationResultIdentifier : {};
  const qualifier = isObject(identifier.evaluationResultQualifier)
    ? identifier.evaluationResultQualifier
    : {};
  const accountId = textOf(pick(raw, 'awsAccountId', 'accountId')) ?? envelope.account;
  const region = textOf(raw.awsRegion ?? null) ?? envelope.region;
  const ruleName = textOf(raw.configRuleName ?? null) ?? textOf(qualifier.configRuleName ?? null);
  const resourceType = textOf(raw.resourceType ?? null) ?? textOf(qualifier.resourceType ?? null);
  const resourceId = textOf(raw.resourceId ?? null) ?? textOf(qualifier.resourceId ?? null);
  const evaluatedAt =
    timeOf(result.resultRecordedTime ?? null) ??
    timeOf(result.configRuleInvokedTime ?? null) ??
    timeOf(identifier.orderingTimestamp ?? null) ??
    envelope.at;
  const place = placeOf({ account: envelope.account ?? accountId, region: envelope.region ?? region });
  into.deliveredAt(place);
  if (
    accountId === null ||
    region === null ||
    ruleName === null ||
    resourceType === null ||
    resourceId === null ||
    evaluatedAt === null
  ) {
    into.reject(path, { account: accountId, region }, 'no_key', 'an evaluation without its key');
    return;
  }
  into.events.push(eventOf('compliance', { place, id: envelope.id, at: envelope.at }));
  into.evaluations.push({
    accountId,
    region,
    ruleName,
    resourceType,
    resourceId,
    complianceType: textOf(result.complianceType ?? null),
    annotation: textOf(result.annotation ?? null),
    evaluatedAt,
    place,
  });
}

/** Rule 20: the envelope's place, else the item's own account and Region; a global item alone has no recorder. */
function recorderOf(envelope: Envelope, account: string, region: string): Place | null {
  const place = placeOf({ account: envelope.account ?? account, region: envelope.region ?? region });
  return place === null || place.region === 'global' ? null : place;
}

/** Rule 20: an item's own place; a global item has none. */
export const ownPlace = (account: string, region: string): Place | null =>
  region === 'global' ? null : { account, region };

const placeOf = (envelope: Pick<Envelope, 'account' | 'region'>): Place | null =>
  envelope.account === null || envelope.region === null
    ? null
    : { account: envelope.account, region: envelope.region };
