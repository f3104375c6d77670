import { hasRole, type Item, type SenseOf, senseOf } from '../cover/item.ts';
import { isBeforeItsNoun, isPlainWord } from './asking.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';
import { addTagValue } from './tags.ts';

const plain = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]+/g, ' ');

/** The values under these keys that are written so, as the lake spells them. */
function valuesCalled(cursor: Cursor, keys: readonly string[] | null, text: string): Pairs {
  return cursor.vocabulary.tags
    .filter(({ key }) => keys === null || keys.includes(key))
    .flatMap(({ key, values }) =>
      values.filter(({ value }) => plain(value) === plain(text)).map(({ value }) => ({ key, value })),
    );
}

type Pairs = SenseOf<'tag_value'>['pairs'];

/** Places have words of their own: "prod environment" is the account's. */
const isPlace = (item: Item | undefined): boolean =>
  (['environment', 'account', 'unit', 'region', 'dimension'] as const).some(
    (kind) => senseOf(item, kind) !== undefined,
  );

/**
 * A value of the lake that is English or a noun elsewhere, where its key or its place says what it is: "the search
 * team", "team search", "owned by search", "how many search instances".
 */
export function readOwnWord(cursor: Cursor, reading: Reading): boolean {
  return readBeforeKey(cursor, reading) || readBehindKey(cursor, reading) || readAlone(cursor, reading);
}

function readBeforeKey(cursor: Cursor, reading: Reading): boolean {
  const first = cursor.peek();
  if (first === undefined) return false;
  for (let length = 3; length >= 1; length -= 1) {
    const last = cursor.peek(length - 1);
    const key = senseOf(cursor.peek(length), 'tag_key');
    const isOther = cursor.items.slice(cursor.at, cursor.at + length).some(isPlace);
    if (last === undefined || key === undefined || isOther || isPlace(cursor.peek(length))) continue;
    const text = cursor.atoms
      .slice(first.from, last.to)
      .map(({ raw }) => raw)
      .join(' ');
    const values = valuesCalled(cursor, key.keys, text).map(({ value }) => value);
    if (values.length === 0) continue;
    addCondition(cursor, reading, { kind: 'tag', keys: key.keys, values: [...new Set(values)] });
    cursor.take(length + 1 + (hasRole(cursor.peek(length + 1), 'tag') ? 1 : 0));
    return true;
  }
  return false;
}

function readBehindKey(cursor: Cursor, reading: Reading): boolean {
  const key = senseOf(cursor.peek(), 'tag_key');
  let at = 1;
  while (hasRole(cursor.peek(at), 'be', 'equal')) at += 1;
  const next = cursor.peek(at);
  if (key === undefined || isPlace(cursor.peek()) || !isPlainWord(next)) return false;
  if (hasRole(cursor.peek(-1), 'group', 'question', 'order')) return false;
  const values = valuesCalled(cursor, key.keys, next?.text ?? '').map(({ value }) => value);
  if (values.length === 0) return false;
  addCondition(cursor, reading, { kind: 'tag', keys: key.keys, values: [...new Set(values)] });
  cursor.take(at + 1);
  return true;
}

const HOLDING = /\b(owned|managed|run|belonging|belongs?) (by|to)$/i;

/** Whether an item that is English elsewhere is a value of some tag. */
export const isOwnWord = (cursor: Cursor, item: Item | undefined): boolean =>
  isPlainWord(item) && valuesCalled(cursor, null, item?.text ?? '').length > 0;

function readAlone(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  if (item === undefined || !isPlainWord(item)) return false;
  let before = -1;
  while (
    hasRole(cursor.peek(before), 'filler', 'possessive') &&
    !HOLDING.test(cursor.peek(before)?.text ?? '') &&
    cursor.at + before > 0
  )
    before -= 1;
  const isHeld = HOLDING.test(cursor.peek(before)?.text ?? '');
  if (!isHeld && !isBeforeItsNoun(cursor)) return false;
  const pairs = valuesCalled(cursor, null, item.text);
  return pairs.length > 0 && addTagValue(cursor, reading, item, pairs);
}
