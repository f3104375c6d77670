import type { TableDefinition } from '#catalog/define-table.ts';
import {
  landingAccount,
  landingCompliance,
  landingDelivery,
  landingItem,
  landingObserved,
  landingReject,
} from '#catalog/tables/landing.ts';
import type { Clock } from '#platform/ports/clock.ts';
import { type JsonObject, type JsonValue, jsonText } from '../decode/json-value.ts';
import { type ItemKey, itemKeyOf, type NormalItem, normaliseItem } from '../normalise/item.ts';
import { type RejectCode, type Rejection, rejectReasons } from '../normalise/reject.ts';
import { resourceComplianceRows } from '../normalise/resource-compliance.ts';
import { redactRecord, redactUnknown } from '../redact/redact-record.ts';
import { redactText } from '../redact/redact-text.ts';
import { SummaryCounter } from '../summary.ts';
import type { Lander } from './lander.ts';
import { ObservedColumns } from './observed-columns.ts';
import type { LandingRow } from './row-buffer.ts';
import { NOTICE, type Telling, type ToldChange } from './telling.ts';

/** What all deliveries of a run share. */
export interface LandingRun {
  readonly lander: Lander;
  readonly summary: SummaryCounter;
  readonly observed: ObservedColumns;
  /** Deliveries of this run whose markers may not be written yet. */
  readonly landedIds: Set<string>;
  /** The clock when the run began, epoch milliseconds. */
  readonly now: number;
}

/** A run that begins now, with nothing told yet. */
export function newLandingRun(lander: Lander, clock: Clock): LandingRun {
  return {
    lander,
    summary: new SummaryCounter(),
    observed: new ObservedColumns(),
    landedIds: new Set(),
    now: clock.now().getTime(),
  };
}

/** A record as it came: read, or as the text that could not be. */
export type RawRecord = { readonly value: JsonValue } | { readonly text: string };

/** Rejections of records that are no items of a known type, whatever they look like. */
const OF_UNKNOWN_KIND: ReadonlySet<RejectCode> = new Set(['no_type', 'not_config']);

const EXCERPT_CHARACTERS = 500;
const MOST_KEPT_CHARACTERS = 1_000_000;

/** The rows of one delivered file. Positions are counted as rows come, so that the same content always gets the same ones. */
export class DeliveryLanding {
  readonly id: string;
  readonly sourceKey: string;
  readonly #run: LandingRun;
  #ordinal: number;
  items = 0;
  rejected = 0;

  /** @param firstOrdinal where its records begin; a replayed record keeps the position it was rejected at */
  constructor(run: LandingRun, id: string, sourceKey: string, firstOrdinal = 0) {
    this.#ordinal = firstOrdinal;
    this.#run = run;
    this.id = id;
    this.sourceKey = sourceKey;
  }

  get now(): number {
    return this.#run.now;
  }

  get lander(): Lander {
    return this.#run.lander;
  }

  /** Position for a record that lands later than its delivery. */
  takeOrdinal(): number {
    this.#ordinal += 1;
    return this.#ordinal - 1;
  }

  #add(
    table: TableDefinition,
    telling: Telling,
    row: LandingRow,
    ordinal = this.takeOrdinal(),
    sourceKind: string = telling.sourceKind,
  ): void {
    this.#run.lander.add(table, telling.recorder.accountId, row, {
      delivery_id: this.id,
      ordinal,
      source_kind: sourceKind,
      source_key: this.sourceKey,
      recorder_account_id: telling.recorder.accountId,
      recorder_region: telling.recorder.region,
      told_at: telling.toldAt,
      envelope_id: telling.envelopeId,
      ingested_at: this.#run.now,
    });
  }

  /** Lands an item, or rejects it; returns what landed. */
  item(raw: JsonObject, telling: Telling, change?: ToldChange): NormalItem | undefined {
    const result = normaliseItem(raw, telling.recorder, this.#run.now);
    if (!result.ok) {
      this.reject(result.rejection, { value: raw }, telling);
      return undefined;
    }
    this.landItem(result.item, telling, change);
    return result.item;
  }

  /** Lands an item that is normalised already, at its own position or the next. */
  landItem(item: NormalItem, telling: Telling, change?: ToldChange, ordinal?: number): void {
    const told: Telling = { ...telling, toldAt: telling.toldAt ?? item.key.capturedAt };
    const row = {
      ...item.row,
      change_type: change?.changeType ?? null,
      changed_paths: change?.changedPaths ?? null,
    };
    const position = ordinal ?? this.takeOrdinal();
    this.#add(landingItem, told, row, position);
    this.items += 1;
    this.#run.summary.items += 1;
    // The item's own position: what a run has told before must not move the positions of later records.
    for (const column of this.#run.observed.news(item.key.resourceType, item.learned))
      this.#add(landingObserved, told, column, position);
    for (const evaluation of resourceComplianceRows(item)) this.compliance(evaluation, told);
  }

  /**
   * Lands that an event told of a version whose item lies elsewhere. Should the item come, it lands at the same position; until
   * then nothing but the event is known.
   */
  notice(
    { key, stateId, changeType }: { key: ItemKey; stateId: bigint | null; changeType: string | null },
    telling: Telling,
    ordinal: number,
  ): void {
    const told: Telling = { ...telling, toldAt: telling.toldAt ?? key.capturedAt };
    const row = {
      account_id: key.accountId,
      region: key.region,
      resource_type: key.resourceType,
      resource_id: key.resourceId,
      captured_at: key.capturedAt,
      state_id: stateId,
      change_type: changeType,
    };
    this.#add(landingItem, told, row, ordinal, NOTICE);
  }

  /** The key of an item that is only told of. */
  keyOf(raw: JsonObject, telling: Telling): ReturnType<typeof itemKeyOf> {
    return itemKeyOf(raw, telling.recorder, this.#run.now);
  }

  compliance(row: LandingRow, telling: Telling): void {
    this.#add(landingCompliance, telling, row);
    this.#run.summary.compliance += 1;
  }

  /** A message about a delivery or an evaluation run. */
  status(messageType: string, snapshotId: string | null, telling: Telling): void {
    this.#add(landingDelivery, telling, { message_type: messageType, snapshot_id: snapshotId });
    this.#run.summary.statuses += 1;
  }

  account(row: LandingRow, telling: Telling): void {
    this.#add(landingAccount, telling, row);
    this.#run.summary.accounts += 1;
  }

  /** An item change was told; counted apart from items, which files tell too. */
  countEvent(): void {
    this.#run.summary.events += 1;
  }

  /** Puts a record into the dead letters with its reason. */
  reject(rejection: Rejection, record: RawRecord, telling: Telling, ordinal = this.takeOrdinal()): void {
    const reason = rejection.detail ?? rejectReasons[rejection.code];
    const isRead = 'value' in record;
    const redacted = !isRead
      ? null
      : OF_UNKNOWN_KIND.has(rejection.code)
        ? redactUnknown(record.value)
        : redactRecord(record.value);
    const text = isRead ? jsonText(redacted) : redactText(record.text);
    const isKept = text.length <= MOST_KEPT_CHARACTERS;
    const day = new Date(this.#run.now).toISOString().slice(0, 10);
    const key = `dead-letters/${day}/${this.id.slice(0, 32)}-${ordinal}.json`;
    this.#run.lander.before(key, {
      reason_code: rejection.code,
      reason,
      account_id: rejection.accountId,
      region: rejection.region,
      received_at: new Date(this.#run.now).toISOString(),
      delivery_id: this.id,
      ordinal,
      source_key: this.sourceKey,
      told: { ...telling, toldAt: telling.toldAt === null ? null : new Date(telling.toldAt).toISOString() },
      ...(isKept && isRead ? { record: JSON.parse(text) as unknown } : {}),
      ...(isRead ? {} : { text }),
    });
    this.#add(
      landingReject,
      telling,
      {
        account_id: rejection.accountId,
        region: rejection.region,
        reason_code: rejection.code,
        reason,
        excerpt: text.slice(0, EXCERPT_CHARACTERS),
        dead_letter_key: key,
      },
      ordinal,
    );
    this.rejected += 1;
    this.#run.summary.reject(rejection.code);
  }

  /** The row of the file itself, after its records. */
  finish(telling: Telling, end: { readonly isComplete: boolean; readonly snapshotId: string | null }): void {
    this.#add(landingDelivery, telling, {
      snapshot_id: end.snapshotId,
      is_complete: end.isComplete,
      items: this.items,
      rejected: this.rejected,
    });
  }
}
