import { createHash } from 'node:crypto';
import { Collection } from './collect.ts';
import { type PathFacts, readPath } from './delivery-path.ts';
import {
  type Delivery,
  type Facts,
  type Json,
  type JsonObject,
  type Place,
  placeText,
  type Snapshot,
} from './model.ts';
import { type FileContent, readFile } from './read-file.ts';
import { readItem, tagPairs } from './read-item.ts';
import { itemsIn, ownPlace, readMessage } from './read-message.ts';
import { isObject, pick, textOf, timeOf } from './values.ts';

/** Reads every delivery whole. Order matters for accounts.json alone: of two, the later written (else the later here) is believed. */
export function readDeliveries(deliveries: readonly Delivery[], now: Date): Facts {
  const into = new Collection(deliveries);
  const oldestFirst = distinct(deliveries).sort(
    (left, right) => (left.modifiedAt ?? 0) - (right.modifiedAt ?? 0),
  );
  for (const delivery of oldestFirst) readDelivery(delivery, now, into);
  return into.facts();
}

/** Rule 1: a file whose content is known is a no-op; of equal contents the least path speaks. */
function distinct(deliveries: readonly Delivery[]): Delivery[] {
  const byContent = new Map<string, Delivery>();
  for (const delivery of deliveries) {
    // The same list of accounts may become true again.
    const digest = `${createHash('sha256').update(delivery.bytes).digest('hex')} ${delivery.modifiedAt ?? ''}`;
    const known = byContent.get(digest);
    if (known === undefined) byContent.set(digest, delivery);
    else if (delivery.path < known.path) byContent.set(digest, { ...known, path: delivery.path });
  }
  return [...byContent.values()];
}

function readDelivery(delivery: Delivery, now: Date, into: Collection): void {
  const { path } = delivery;
  const facts = readPath(path);
  if (facts.kind === 'probe' || facts.kind === 'foreign') return;
  into.begin(delivery);
  into.deliveredAt(facts.recorder);
  const content = readFile(path, delivery.bytes);
  if (facts.recorder !== null) into.ended(delivery, content.broken === null);
  if (content.broken !== null) into.reject(path, facts.recorder, content.broken, 'the file breaks off');
  for (let line = 0; line < content.badLines; line += 1)
    into.reject(path, facts.recorder, 'invalid_json', 'a line that is not JSON');
  if (facts.kind === 'accounts') {
    for (const value of content.values) readAccounts(value, delivery, into);
    return;
  }
  if (content.salvagedItems !== null) {
    readItemFile(content.salvagedItems, content.salvagedIsSnapshot, facts, content, path, into);
    return;
  }
  for (const value of content.values) {
    if (isObject(value) && Array.isArray(value.configurationItems)) {
      const isSnapshot = value.configSnapshotId !== undefined || value.requestId !== undefined;
      readItemFile(value.configurationItems, isSnapshot, facts, content, path, into);
    } else if (facts.kind === 'oversized') readOversizedFile(value, facts.recorder, path, into);
    else if (Array.isArray(value))
      for (const each of value as readonly Json[]) readMessage(each, path, now, into);
    else if (facts.kind === 'other') readMessage(value, path, now, into);
    else into.reject(path, facts.recorder, 'not_config', 'no configurationItems');
  }
}

/** A snapshot or history file (rule 23: the key says which, else the snapshot's id does). */
function readItemFile(
  items: readonly Json[],
  hasSnapshotId: boolean,
  path: PathFacts,
  content: FileContent,
  name: string,
  into: Collection,
): void {
  const isSnapshot = path.kind === 'snapshot' || (path.kind === 'other' && hasSnapshotId);
  const recorder =
    path.recorder ??
    commonPlace(
      items.flatMap((item) => {
        const result = readItem(item, path.recorder);
        return result.ok ? [result.item] : [];
      }),
    );
  const read = items.map((item) => readItem(item, recorder));
  const good = read.flatMap((result) => (result.ok ? [result.item] : []));
  for (const result of read) if (!result.ok) into.reject(name, result, 'no_key', result.reason);
  into.deliveredAt(recorder);
  if (!isSnapshot || recorder === null) {
    for (const item of good) {
      const own = recorder ?? ownPlace(item.accountId, item.region);
      into.deliveredAt(own);
      into.tell(item, 'history', own);
    }
    return;
  }
  const takenAt = path.takenAt ?? good.reduce((latest, item) => Math.max(latest, item.capturedAt), 0);
  const snapshot: Snapshot = { recorder, takenAt, complete: content.broken === null };
  into.snapshots.push(snapshot);
  for (const item of good) into.tell(item, 'snapshot', recorder, { snapshot });
}

/** Rule 25: the recorder of a file whose key does not say: the place that its items agree on. */
function commonPlace(
  items: readonly { readonly accountId: string; readonly region: string }[],
): Place | null {
  const named = items.flatMap(({ accountId, region }) => ownPlace(accountId, region) ?? []);
  const [first] = named;
  return first !== undefined && named.every((place) => placeText(place) === placeText(first)) ? first : null;
}

/** An oversized change's file is a delivery of its own (rule 26): told as history, unless its notice comes too. */
function readOversizedFile(value: Json, recorder: Place | null, path: string, into: Collection): void {
  const items = itemsIn(value);
  if (items.length === 0) {
    into.reject(path, recorder, 'not_config', 'no configuration item');
    return;
  }
  for (const item of items) {
    const result = readItem(item, recorder);
    if (result.ok) into.tell(result.item, 'history', recorder);
    else into.reject(path, result, 'no_key', result.reason);
  }
}

function readAccounts(value: Json, { path, modifiedAt = 0 }: Delivery, into: Collection): void {
  if (!isObject(value) || !Array.isArray(value.Accounts)) {
    into.reject(path, null, 'not_accounts', 'no list of accounts');
    return;
  }
  for (const raw of value.Accounts as readonly Json[]) {
    const id = isObject(raw) ? textOf(pick(raw, 'Id', 'id')) : null;
    if (id === null) {
      into.reject(path, null, 'no_key', 'an account without Id');
      continue;
    }
    const account = raw as JsonObject;
    const regions = account.Regions;
    const status = textOf(account.Status ?? null);
    into.standings.set(id, [
      ...(into.standings.get(id) ?? []),
      { at: modifiedAt, isSuspended: status !== null && status !== 'ACTIVE' },
    ]);
    into.accounts.set(id, {
      id,
      name: textOf(account.Name ?? null),
      status,
      email: textOf(account.Email ?? null),
      ouPath: textOf(account.OuPath ?? null),
      joinedAt: timeOf(account.JoinedTimestamp ?? null),
      tags: Object.fromEntries(tagPairs(account.Tags ?? null)),
      regions: Array.isArray(regions)
        ? regions.filter((region): region is string => typeof region === 'string')
        : null,
    });
  }
}
