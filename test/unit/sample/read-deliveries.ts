import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A naive reader of a delivery tree, for checking the sample's truth against the files alone. */
export interface Item {
  awsAccountId: string;
  awsRegion: string;
  resourceType: string;
  resourceId: string;
  configurationItemCaptureTime: string;
  configurationItemStatus: string;
  configuration: unknown;
  [key: string]: unknown;
}
export interface SnapshotFile {
  key: string;
  accountId: string;
  region: string;
  takenAt: number;
  /** null where the file breaks off. */
  items: Item[] | null;
  /** Keys of the items, for looking one up. */
  listed: Set<string>;
  text: string;
}
export interface EventMessage {
  file: string;
  form: 'eventbridge' | 'sns' | 'invoking' | 'bare';
  id: string | undefined;
  at: number | undefined;
  region: string | undefined;
  detailType: string | undefined;
  body: Record<string, unknown> & { messageType: string };
}
export interface Deliveries {
  keys: string[];
  snapshots: SnapshotFile[];
  history: { key: string; region: string; items: Item[] }[];
  oversized: Map<string, Item>;
  events: EventMessage[];
}

export const keyOf = (item: Item): string =>
  `${item.awsAccountId}|${item.awsRegion}|${item.resourceType}|${item.resourceId}`;

export const textOf = (path: string): string => {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

export function readDeliveries(root: string): Deliveries {
  const keys = (readdirSync(root, { recursive: true, withFileTypes: true }) as import('node:fs').Dirent[])
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
  const deliveries: Deliveries = { keys, snapshots: [], history: [], oversized: new Map(), events: [] };
  for (const key of keys) {
    const parts = key.split('/');
    if (key.includes('/ConfigSnapshot/')) deliveries.snapshots.push(readSnapshot(root, key));
    else if (key.includes('/ConfigHistory/'))
      deliveries.history.push({
        key,
        region: parts[3] ?? '',
        items: JSON.parse(textOf(join(root, key))).configurationItems,
      });
    else if (key.includes('/OversizedChangeNotification/'))
      deliveries.oversized.set(key, JSON.parse(textOf(join(root, key))).configurationItem);
    else if (parts[0] === 'events') deliveries.events.push(...readEvents(root, key));
  }
  return deliveries;
}

function readSnapshot(root: string, key: string): SnapshotFile {
  const name = key.split('/').at(-1) ?? '';
  const [accountId = '', , region = '', , stamp = ''] = name.split('_');
  const takenAt = Date.parse(stamp.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, '$1-$2-$3T$4:$5:$6Z'));
  const text = textOf(join(root, key));
  let items: Item[] | null = null;
  try {
    items = JSON.parse(text).configurationItems;
  } catch {
    items = null;
  }
  return { key, accountId, region, takenAt, items, listed: new Set((items ?? []).map(keyOf)), text };
}

function readEvents(root: string, key: string): EventMessage[] {
  const text = textOf(join(root, key));
  const documents = key.endsWith('.json')
    ? [JSON.parse(text)]
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
  return documents.map((document): EventMessage => {
    if (document.detail !== undefined) {
      return {
        file: key,
        form: 'eventbridge',
        id: document.id,
        at: Date.parse(document.time),
        region: document.region,
        detailType: document['detail-type'],
        body: document.detail,
      };
    }
    if (document.Message !== undefined) {
      return {
        file: key,
        form: 'sns',
        id: document.MessageId,
        at: Date.parse(document.Timestamp),
        region: document.TopicArn.split(':')[3],
        detailType: undefined,
        body: JSON.parse(document.Message),
      };
    }
    const body = document.invokingEvent === undefined ? document : JSON.parse(document.invokingEvent);
    return {
      file: key,
      form: document.invokingEvent === undefined ? 'bare' : 'invoking',
      id: undefined,
      at: undefined,
      region: undefined,
      detailType: undefined,
      body,
    };
  });
}

/** Every item told, with the recorder that told it where one can be read. */
export function toldItems(deliveries: Deliveries): { item: Item; recorder: string | undefined }[] {
  const told: { item: Item; recorder: string | undefined }[] = [];
  for (const snapshot of deliveries.snapshots)
    for (const item of snapshot.items ?? wholeItems(snapshot.text))
      told.push({ item, recorder: `${snapshot.accountId}|${snapshot.region}` });
  for (const file of deliveries.history)
    for (const item of file.items) told.push({ item, recorder: `${item.awsAccountId}|${file.region}` });
  for (const [key, item] of deliveries.oversized)
    told.push({ item, recorder: `${item.awsAccountId}|${key.split('/')[3]}` });
  for (const event of deliveries.events) {
    const item = event.body.configurationItem as Item | undefined;
    if (item !== undefined)
      told.push({
        item,
        recorder: event.region === undefined ? undefined : `${item.awsAccountId}|${event.region}`,
      });
  }
  return told;
}

/** The whole items at the head of a file that breaks off. */
function wholeItems(text: string): Item[] {
  const body = text.slice(text.indexOf('[') + 1);
  for (let end = body.length; end > 0; end = body.lastIndexOf('},{"relatedEvents"', end - 1) + 1) {
    try {
      return JSON.parse(`[${body.slice(0, end)}]`);
    } catch {
      if (body.lastIndexOf('},{"relatedEvents"', end - 1) < 0) return [];
    }
  }
  return [];
}

/** Keys of the resources a perfect reader lists now, from the files alone. */
export function currentResources(deliveries: Deliveries): Map<string, Item> {
  const newest = new Map<string, Item>();
  const reported = new Map<string, Map<string, number>>();
  for (const { item, recorder } of toldItems(deliveries)) {
    const key = keyOf(item);
    const captured = Date.parse(item.configurationItemCaptureTime);
    const known = newest.get(key);
    if (known === undefined || Date.parse(known.configurationItemCaptureTime) < captured)
      newest.set(key, item);
    const by = reported.get(key) ?? new Map<string, number>();
    const teller = recorder ?? `${item.awsAccountId}|${item.awsRegion}`;
    if (!teller.endsWith('|global')) by.set(teller, Math.min(by.get(teller) ?? Infinity, captured));
    reported.set(key, by);
  }
  const recorders = recorderItems(deliveries);
  const current = new Map<string, Item>();
  for (const [key, item] of newest) {
    if (item.configurationItemStatus === 'ResourceDeleted') continue;
    const tellers = [...(reported.get(key) ?? [])];
    const isGone =
      tellers.length > 0 &&
      tellers.every(([teller, since]) => provesAbsence(deliveries, recorders, teller, since, key, item));
    const regions =
      item.awsRegion === 'global'
        ? accountPlaces(recorders, item.awsAccountId)
        : [`${item.awsAccountId}|${item.awsRegion}`];
    const isRecorded = regions.some((place) => lists(recorders.get(place)?.at(-1)?.group, item));
    if (!isGone && isRecorded) current.set(key, item);
  }
  return current;
}

/** Places of an account whose settings are known; where none is, one unknown place. */
function accountPlaces(recorders: Map<string, unknown>, accountId: string): string[] {
  const places = [...recorders.keys()].filter((place) => place.startsWith(`${accountId}|`));
  return places.length > 0 ? places : [accountId];
}

interface Group {
  AllSupported: boolean;
  IncludeGlobalResourceTypes: boolean;
  ResourceTypes: string[];
  ExclusionByResourceTypes: { ResourceTypes: string[] };
}

/** The settings of each recorder through time, as its own items tell them. */
function recorderItems(
  deliveries: Deliveries,
): Map<string, { at: number; group: Group; recording: boolean }[]> {
  const settings = new Map<string, { at: number; group: Group; recording: boolean }[]>();
  const seen = new Set<string>();
  for (const { item } of toldItems(deliveries)) {
    if (item.resourceType !== 'AWS::Config::ConfigurationRecorder') continue;
    const place = `${item.awsAccountId}|${item.awsRegion}`;
    const version = `${place}|${item.configurationItemCaptureTime}`;
    if (seen.has(version)) continue;
    seen.add(version);
    const configuration = item.configuration as { RecordingGroup: Group; Recording: boolean };
    settings.set(
      place,
      [
        ...(settings.get(place) ?? []),
        {
          at: Date.parse(item.configurationItemCaptureTime),
          group: configuration.RecordingGroup,
          recording: configuration.Recording,
        },
      ].sort((a, b) => a.at - b.at),
    );
  }
  return settings;
}

function lists(group: Group | undefined, item: Item): boolean {
  if (item.resourceType === 'AWS::Config::ConfigurationRecorder') return true;
  // Nothing told what this recorder records: no reason to drop anything.
  if (group === undefined) return true;
  const isGlobal = item.awsRegion === 'global';
  if (group.ResourceTypes.length > 0) return group.ResourceTypes.includes(item.resourceType);
  if (group.ExclusionByResourceTypes.ResourceTypes.includes(item.resourceType)) return false;
  return !isGlobal || !group.AllSupported || group.IncludeGlobalResourceTypes;
}

function provesAbsence(
  deliveries: Deliveries,
  recorders: Map<string, { at: number; group: Group }[]>,
  teller: string,
  since: number,
  key: string,
  item: Item,
): boolean {
  const captured = Date.parse(item.configurationItemCaptureTime);
  return deliveries.snapshots.some((snapshot) => {
    if (
      `${snapshot.accountId}|${snapshot.region}` !== teller ||
      snapshot.items === null ||
      snapshot.takenAt < captured ||
      snapshot.takenAt < since
    )
      return false;
    const group = recorders.get(teller)?.findLast((setting) => setting.at <= snapshot.takenAt)?.group;
    if (!lists(group, item)) return false;
    return !snapshot.listed.has(key);
  });
}
