import type { Place } from './model.ts';
import { timeOf } from './values.ts';

export type FileKind = 'snapshot' | 'history' | 'oversized' | 'accounts' | 'probe' | 'other' | 'foreign';

export interface PathFacts {
  readonly kind: FileKind;
  readonly recorder: Place | null;
  /** Time in a snapshot file's name. */
  readonly takenAt: number | null;
}

const KEY =
  /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?([^/]+)\/Config\/([^/]+)\/\d{4}\/\d{1,2}\/\d{1,2}\/(ConfigSnapshot|ConfigHistory|OversizedChangeNotification)\//;
const NAME = /(?:^|\/)(\d{12})_Config_([a-z0-9-]+)_(ConfigSnapshot|ConfigHistory|ChangeNotification)_/;
const SNAPSHOT_TIME = /_ConfigSnapshot_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z_/;

const kinds: { readonly [word: string]: FileKind } = {
  ConfigSnapshot: 'snapshot',
  ConfigHistory: 'history',
  OversizedChangeNotification: 'oversized',
  ChangeNotification: 'oversized',
};

/** What a key says about its file, by the forms of AWS Config's delivery. */
export function readPath(path: string): PathFacts {
  const match = KEY.exec(path) ?? NAME.exec(path);
  if (match !== null) {
    const [, account = '', region = '', word = ''] = match;
    const time = SNAPSHOT_TIME.exec(path);
    const takenAt =
      time === null ? null : timeOf(`${time[1]}-${time[2]}-${time[3]}T${time[4]}:${time[5]}:${time[6]}Z`);
    return { kind: kinds[word] ?? 'other', recorder: { account, region }, takenAt };
  }
  if (/(^|\/)organization\/accounts\.json$/.test(path))
    return { kind: 'accounts', recorder: null, takenAt: null };
  if (path === 'sample.json' || /(^|\/)ConfigWritabilityCheckFile$/.test(path))
    return { kind: 'probe', recorder: null, takenAt: null };
  if (!/\.(json|jsonl|ndjson)(\.gz)?$/i.test(path)) return { kind: 'foreign', recorder: null, takenAt: null };
  return { kind: 'other', recorder: null, takenAt: null };
}
