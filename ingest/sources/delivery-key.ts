import { timeOf } from '../normalise/time.ts';

/**
 * What a file is by its path alone.
 *
 * The rule, in this order:
 * 1. `…/AWSLogs/<account>/Config/ConfigWritabilityCheckFile` is AWS Config's test that it may write: ignored.
 * 2. `[prefix/][org/]AWSLogs/<account>/Config/<region>/Y/M/D/{ConfigSnapshot|ConfigHistory|OversizedChangeNotification}/…` is a
 *    delivery of that recorder. Month and day are not padded. The name gives the time: a snapshot's own, a history file's end.
 * 3. Anything else below `AWSLogs/<account>/` is a log of another service: ignored.
 * 4. `organization/accounts.json[.gz]` is the list of accounts; `sample.json` at the root is the clock of a made-up organization.
 * 5. Any other file that ends in .json, .jsonl, .ndjson (with .gz or without) or .gz is read for messages and items; in an
 *    `events/` folder and elsewhere alike. A name as AWS Config gives it (`<account>_Config_<region>_Config…`) tells the recorder
 *    there too.
 * 6. Any other name is ignored, unless the file itself was named: then it is read.
 */
export type DeliveryKey =
  | { readonly kind: 'ignored'; readonly reason: 'writability_check' | 'other_service' | 'other_file' }
  | { readonly kind: 'accounts' }
  | { readonly kind: 'sample' }
  | ({ readonly kind: 'snapshot' | 'history' | 'oversized' | 'loose' } & Recorded);

export interface Recorded {
  readonly accountId: string | null;
  readonly region: string | null;
  /** Epoch milliseconds that the name tells. */
  readonly toldAt: number | null;
}

const DELIVERY =
  /(?:^|\/)AWSLogs\/(\d{12})\/Config\/([a-z]{2,}(?:-[a-z]+)+-\d+)\/\d{4}\/\d{1,2}\/\d{1,2}\/(ConfigSnapshot|ConfigHistory|OversizedChangeNotification)\/(.+)$/;
const FILE_NAME =
  /(?:^|\/)(\d{12})_Config_([a-z]{2,}(?:-[a-z]+)+-\d+)_(ConfigSnapshot|ConfigHistory|ChangeNotification)_([^/]*)$/;
const STAMP = /_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z(?=_|\.|$)/g;
const READABLE = /\.(json|jsonl|ndjson|gz)$/i;

const kinds = {
  ConfigSnapshot: 'snapshot',
  ConfigHistory: 'history',
  OversizedChangeNotification: 'oversized',
  ChangeNotification: 'oversized',
} as const;

/**
 * Judges a file by its path.
 * @param isNamed the file itself was named, so its ending does not matter
 */
export function deliveryKeyOf(fullPath: string, path: string, isNamed: boolean): DeliveryKey {
  if (/(?:^|\/)ConfigWritabilityCheckFile$/.test(fullPath))
    return { kind: 'ignored', reason: 'writability_check' };
  const delivery = DELIVERY.exec(fullPath);
  if (delivery !== null) {
    const [, accountId = '', region = '', folder = 'ConfigHistory', name = ''] = delivery;
    const kind = kinds[folder as keyof typeof kinds];
    return { kind, accountId, region, toldAt: stampIn(name) };
  }
  if (!isNamed && /(?:^|\/)AWSLogs\/\d{12}\//.test(fullPath))
    return { kind: 'ignored', reason: 'other_service' };
  if (/(?:^|\/)organization\/accounts\.json(\.gz)?$/.test(fullPath)) return { kind: 'accounts' };
  if (path === 'sample.json') return { kind: 'sample' };
  if (!isNamed && !READABLE.test(path)) return { kind: 'ignored', reason: 'other_file' };
  const named = FILE_NAME.exec(path);
  if (named === null) return { kind: 'loose', accountId: null, region: null, toldAt: null };
  const [, accountId = '', region = '', form = 'ConfigHistory', rest = ''] = named;
  return { kind: kinds[form as keyof typeof kinds], accountId, region, toldAt: stampIn(`_${rest}`) };
}

/** The last time stamp of a name: the end of a history file, the time of a snapshot. */
function stampIn(name: string): number | null {
  const stamps = [...name.matchAll(STAMP)];
  const [, year, month, day, hour, minute, second] = stamps.at(-1) ?? [];
  if (year === undefined) return null;
  return timeOf(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) ?? null;
}

/** The part of a key that is the same wherever the tree begins: from `AWSLogs/` on, else the whole key. */
export function canonicalKey(key: string): string {
  const start = key.lastIndexOf('AWSLogs/');
  return start < 0 ? key.replace(/^\/+/, '') : key.slice(start);
}
