import { isObject, type JsonObject, type JsonValue, textField } from '../decode/json-value.ts';
import { parseJson } from '../decode/parse-json.ts';
import type { DeliveryLanding } from '../land/delivery-landing.ts';
import type { Telling } from '../land/telling.ts';
import type { RejectCode } from '../normalise/reject.ts';
import { timeOf } from '../normalise/time.ts';
import { readAccounts } from './accounts.ts';
import { readEvaluation } from './evaluation.ts';
import { readItemChange, readItemMessage } from './item-change.ts';
import { type OversizedEvents, readOversized } from './oversized.ts';
import { isStatusMessage, readStatus } from './status.ts';

/** Where messages of a file go. */
export interface MessageTarget {
  readonly landing: DeliveryLanding;
  readonly oversized: OversizedEvents;
  /** When the file was last written, epoch milliseconds: the time of a list of accounts. */
  readonly modifiedAt: number;
}

/** What is known of a message before its wrappings are off. */
export const UNWRAPPED: Telling = {
  sourceKind: 'event',
  recorder: { accountId: null, region: null },
  toldAt: null,
  envelopeId: null,
};

const MOST_WRAPPINGS = 12;

/**
 * Reads one record of a folder of events or a loose file: takes EventBridge envelopes, SNS notifications, SQS and Lambda records and
 * `invokingEvent` off, in any nesting, and lands what is inside. Shapes: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-config.html.
 */
export function readMessage(
  value: JsonValue,
  target: MessageTarget,
  telling: Telling = UNWRAPPED,
  depth = 0,
): void {
  const { landing } = target;
  const reject = (code: RejectCode, detail?: string, told: Telling = telling) =>
    landing.reject({ code, ...told.recorder, ...(detail === undefined ? {} : { detail }) }, { value }, told);
  // Before anything is entered, lists too: a file of nothing but brackets must not end the run.
  if (depth > MOST_WRAPPINGS) {
    reject('nesting_too_deep');
    return;
  }
  if (Array.isArray(value)) {
    for (const each of value) readMessage(each, target, telling, depth + 1);
    return;
  }
  if (!isObject(value)) {
    reject('not_config', 'The record is no JSON object.');
    return;
  }
  const inner = unwrapped(value, telling);
  if (inner === undefined) {
    readBare(value, target, telling, depth, reject);
    return;
  }
  if (inner.foreign !== undefined) {
    const source = isPlainWord(inner.foreign) ? inner.foreign : 'another source';
    reject('not_config', `An event of ${source}, not of AWS Config.`, inner.telling);
    return;
  }
  for (const message of inner.messages) {
    const content = typeof message === 'string' ? parsed(message) : message;
    // Of several only the one that is broken: the others have landed, and must not land in its place.
    if (content === undefined)
      landing.reject(
        { code: 'invalid_json', detail: 'The wrapped message is not JSON.', ...inner.telling.recorder },
        { value: inner.messages.length === 1 ? value : message },
        inner.telling,
      );
    else readMessage(content, target, inner.telling, depth + 1);
  }
}

/** What others wrote may be quoted in a reason where it can be nothing but a name. */
const isPlainWord = (text: string): boolean => /^[A-Za-z][\w.-]{0,60}$/.test(text);

interface Unwrapped {
  readonly messages: readonly JsonValue[];
  readonly telling: Telling;
  /** Source of an event that is none of AWS Config's. */
  readonly foreign?: string;
}

function unwrapped(value: JsonObject, telling: Telling): Unwrapped | undefined {
  const { recorder } = telling;
  if (value.detail !== undefined && (value['detail-type'] !== undefined || value.source !== undefined)) {
    const source = textField(value, 'source');
    return {
      messages: [value.detail],
      telling: {
        sourceKind: 'event',
        recorder: {
          accountId: textField(value, 'account') ?? recorder.accountId,
          region: textField(value, 'region') ?? recorder.region,
        },
        toldAt: timeOf(value.time) ?? telling.toldAt,
        envelopeId: textField(value, 'id') ?? telling.envelopeId,
      },
      ...(source !== null && source !== 'aws.config' ? { foreign: source } : {}),
    };
  }
  if (value.Message !== undefined && (value.Type === 'Notification' || value.TopicArn !== undefined)) {
    const [, , , region, account] = (textField(value, 'TopicArn') ?? '').split(':');
    return {
      messages: [value.Message],
      telling: {
        sourceKind: 'event',
        // The topic may be a central account's, so it lends its Region only.
        recorder: {
          accountId: recorder.accountId,
          region: recorder.region ?? (account === undefined ? null : (region ?? null)),
        },
        toldAt: timeOf(value.Timestamp) ?? telling.toldAt,
        envelopeId: textField(value, 'MessageId') ?? telling.envelopeId,
      },
    };
  }
  if (value.invokingEvent !== undefined) {
    const [, , , region] = (textField(value, 'configRuleArn', 'configRuleARN') ?? '').split(':');
    return {
      messages: [value.invokingEvent],
      telling: {
        ...telling,
        recorder: {
          accountId: recorder.accountId ?? textField(value, 'accountId'),
          region: recorder.region ?? (region === undefined || region === '' ? null : region),
        },
      },
    };
  }
  return carried(value, telling);
}

/** Records of SQS and of a Lambda invoked by SNS or SQS, as an archive or a test keeps them. */
function carried(value: JsonObject, telling: Telling): Unwrapped | undefined {
  for (const key of ['Records', 'Messages']) {
    const records = value[key];
    if (
      Array.isArray(records) &&
      records.every((record) => isObject(record) && carriedIn(record) !== undefined)
    )
      return { messages: records, telling };
  }
  const body = carriedIn(value);
  return body === undefined ? undefined : { messages: [body], telling };
}

function carriedIn(record: JsonObject): JsonValue | undefined {
  if (isObject(record.Sns)) return record.Sns;
  const body = record.body ?? record.Body;
  const isRecord = record.messageId !== undefined || record.MessageId !== undefined;
  return isRecord && typeof body === 'string' ? body : undefined;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** A message without wrappings, a list of items or of accounts, or an item alone. */
function readBare(
  value: JsonObject,
  target: MessageTarget,
  telling: Telling,
  depth: number,
  reject: (code: RejectCode, detail?: string) => void,
): void {
  const { landing } = target;
  const told: Telling = {
    ...telling,
    toldAt: telling.toldAt ?? timeOf(value.notificationCreationTime) ?? null,
  };
  const messageType = textField(value, 'messageType');
  if (value.configurationItem !== undefined && value.configurationItem !== null) {
    readItemChange(value, landing, told);
    return;
  }
  if (isObject(value.configurationItemSummary)) {
    readOversized(value, target, told);
    return;
  }
  if (value.newEvaluationResult !== undefined || value.oldEvaluationResult !== undefined) {
    readEvaluation(value, landing, told);
    return;
  }
  if (isStatusMessage(messageType)) {
    readStatus(value, messageType, landing, told);
    return;
  }
  if (messageType !== null) {
    reject('unknown_message', isPlainWord(messageType) ? `A message of type ${messageType}.` : undefined);
    return;
  }
  const items = Array.isArray(value.configurationItems)
    ? value.configurationItems
    : isObject(value.data) && Array.isArray(value.data.configurationItems)
      ? value.data.configurationItems
      : undefined;
  if (items !== undefined) {
    for (const item of items) readItemMessage(item, landing, told);
    return;
  }
  if (Array.isArray(value.Accounts)) {
    readAccounts(value.Accounts, landing, target.modifiedAt);
    return;
  }
  if (value.resourceType !== undefined || value.configurationItemCaptureTime !== undefined) {
    readItemMessage(value, landing, told);
    return;
  }
  if (Array.isArray(value.Results) || (isObject(value.data) && Array.isArray(value.data.Results))) {
    reject('query_result');
    return;
  }
  if (isObject(value.detail)) {
    readMessage(value.detail, target, told, depth + 1);
    return;
  }
  reject('not_config');
}
