import { compareKeys } from '#platform/ports/key-order.ts';
import type { ObjectInfo, ObjectPage } from '#platform/ports/object-store.ts';

export interface Listed {
  readonly object: ObjectInfo;
  /** False where it was delivered before the time asked for. */
  readonly isWanted: boolean;
}

type List = (prefix: string, cursor: string | undefined) => Promise<ObjectPage>;

const DAY_MS = 86_400_000;
/** Sorts after every character of a key. */
const LAST = '\u{10FFFF}';
const OTHER_SERVICE = /^(.*(?:^|\/)AWSLogs\/\d{12}\/(?!Config\/)[^/]+\/)/s;
const DATED = /^(.*(?:^|\/)AWSLogs\/\d{12}\/Config\/[^/]+\/)(\d{4})\/(\d{1,2})\/(\d{1,2})\//s;

/** Months and days as keys spell them, in key order: AWS Config pads neither (1, 10, 11, 12, 2 …), copies may. */
const NUMBERS = Array.from({ length: 31 }, (_, index) => String(index + 1))
  .flatMap((number) => [number, number.padStart(2, '0')])
  .filter((number, index, all) => all.indexOf(number) === index)
  .sort(compareKeys);

/**
 * Objects below a prefix in key order. Folders that hold nothing wanted are jumped over and not paged through: logs of
 * other services beside AWS Config's, and, with `since`, the folders of days more than a day before it (a file may be
 * delivered the day after the one it is filed under). Within the days that remain, an object's own time decides.
 */
export async function* listDeliveries(list: List, prefix: string, since?: Date): AsyncGenerator<Listed> {
  const firstDay = since === undefined ? undefined : new Date(since.getTime() - DAY_MS);
  let cursor: string | undefined;
  let jump: string | undefined;
  for (;;) {
    const page = await list(prefix, cursor);
    for (const object of page.objects) {
      if (jump !== undefined && compareKeys(object.key, jump) <= 0) continue;
      jump = endOfUnwanted(object.key, firstDay);
      const isRecent = since === undefined || object.lastModified >= since;
      yield { object, isWanted: jump === undefined && isRecent };
    }
    if (page.cursor === undefined) return;
    cursor = jump !== undefined && compareKeys(jump, page.cursor) > 0 ? jump : page.cursor;
  }
}

/** The last key that nothing wanted comes before, where the key lies in such a folder. */
function endOfUnwanted(key: string, firstDay: Date | undefined): string | undefined {
  const other = OTHER_SERVICE.exec(key)?.[1];
  if (other !== undefined) return other + LAST;
  if (firstDay === undefined) return undefined;
  const [, base = '', year = '', month = '', day = ''] = DATED.exec(key) ?? [];
  if (base === '') return undefined;
  const first = [firstDay.getUTCFullYear(), firstDay.getUTCMonth() + 1, firstDay.getUTCDate()] as const;
  if (Number(year) !== first[0])
    return Number(year) < first[0] ? `${base}${String(first[0] - 1).padStart(4, '0')}/${LAST}` : undefined;
  if (Number(month) !== first[1])
    return Number(month) < first[1] ? `${base}${year}/${lastBelow(month, first[1])}/${LAST}` : undefined;
  return Number(day) < first[2] ? `${base}${year}/${month}/${lastBelow(day, first[2])}/${LAST}` : undefined;
}

/** Of the numbers that follow one another in key order from this one on, the last before one that is not below `first`. */
function lastBelow(number: string, first: number): string {
  const at = NUMBERS.indexOf(number);
  if (at < 0) return number;
  const after = NUMBERS.slice(at);
  const end = after.findIndex((each) => Number(each) >= first);
  return after[(end < 0 ? after.length : end) - 1] ?? number;
}
