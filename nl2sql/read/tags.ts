import { hasRole, type Item, isUnknown, type SenseOf, senseOf } from '../cover/item.ts';
import { keysLike } from '../lexicon/lake-words.ts';
import { headOf } from './heads.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';

const textOf = (item: Item): string => item.atom?.raw ?? item.text;

/** A word that can stand for a tag key: one the lake has, or any word where the question says it is a key. */
function keysOf(cursor: Cursor, item: Item | undefined): readonly string[] | undefined {
  if (item === undefined) return undefined;
  const known = senseOf(item, 'tag_key')?.keys;
  if (known !== undefined) return known;
  // English is no key ("no tags in production").
  if (item.senses.some((sense) => sense.kind === 'function')) return undefined;
  // "not tagged instances": the noun is what is tagged.
  const head = headOf(item);
  if (head !== undefined && !(head.kind === 'type' && head.strength === 'tail') && item.atom === undefined)
    return undefined;
  const text = textOf(item);
  const like = keysLike(text, cursor.vocabulary.tags);
  return like.length > 0 ? like : [text];
}

/** The values a word names under these keys: as the lake spells them, else as written. */
function valuesOf(cursor: Cursor, keys: readonly string[], text: string): readonly string[] {
  const wanted = text.toLowerCase();
  const inLake = cursor.vocabulary.tags
    .filter((tag) => keys.includes(tag.key))
    .flatMap((tag) => tag.values.map(({ value }) => value))
    .filter((value) => value.toLowerCase() === wanted);
  return inLake.length > 0 ? [...new Set(inLake)] : [text];
}

/** The value after a key may be several atoms ("team = data platform" is one value where the lake has it). */
function valueAt(
  cursor: Cursor,
  offset: number,
  keys: readonly string[],
): { values: readonly string[]; length: number } | undefined {
  const first = cursor.peek(offset);
  if (first === undefined || hasRole(first, 'and', 'comma', 'pronoun', 'be', 'their')) return undefined;
  for (let length = 3; length >= 1; length -= 1) {
    const last = cursor.peek(offset + length - 1);
    if (last === undefined) continue;
    const text = length === 1 ? textOf(first) : spanText(cursor, first, last);
    const isKnown = cursor.vocabulary.tags.some(
      (tag) =>
        keys.includes(tag.key) && tag.values.some(({ value }) => value.toLowerCase() === text.toLowerCase()),
    );
    if (isKnown || length === 1) return { values: valuesOf(cursor, keys, text), length };
  }
  return undefined;
}

function spanText(cursor: Cursor, first: Item, last: Item): string {
  const atoms = cursor.atoms.slice(first.from, last.to);
  return atoms
    .map(
      (atom, at) =>
        (at === 0 || atom.glued || atom.start === atoms[at - 1]?.end
          ? ''
          : atom.start === (atoms[at - 1]?.end ?? 0) + 1
            ? ' '
            : ' ') + atom.raw,
    )
    .join('')
    .replace(/ (?=-)/g, '');
}

/** "With their owner tag", "show the owner of each": the tag's value beside every row, whether it has one or not. */
export function readShownTag(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const keys = senseOf(item, 'tag_key')?.keys;
  const own = senseOf(item, 'column')?.column;
  const isOwn = own !== undefined && own.name === item?.text.toLowerCase().replaceAll(' ', '_');
  const isOfEach = hasRole(cursor.peek(1), 'of') && /^(each|every|all)$/i.test(cursor.peek(2)?.text ?? '');
  if (keys === undefined || isOwn || (!cursor.pending.their && !isOfEach)) return false;
  const isTag = hasRole(cursor.peek(1), 'tag');
  const after = cursor.peek(isTag ? 2 : 1);
  // "Their team is payments" says which.
  if (hasRole(after, 'equal', 'be') || after?.atom?.kind === 'quoted') return false;
  const { their } = cursor.pending;
  const name = `tag_${(keys[0] ?? '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
  reading.columns.push({
    name,
    type: 'varchar',
    isJson: false,
    columns: null,
    isDerived: false,
    tag: keys,
  });
  cursor.take(isTag ? 2 : 1);
  if (their && hasRole(cursor.peek(), 'and', 'comma')) cursor.pending.their = true;
  return true;
}

/** tagged team=payments · tagged with owner · without an owner tag · the tag env is dev · team: payments · cost center tag. */
export function readTag(cursor: Cursor, reading: Reading): boolean {
  return readIntroduced(cursor, reading) || readAssignment(cursor, reading) || readTrailing(cursor, reading);
}

/** "tagged …", "with tag …", "tag …", "without tag …". */
function readIntroduced(cursor: Cursor, reading: Reading): boolean {
  if (!hasRole(cursor.peek(), 'tagged', 'tag')) return false;
  const isVerb = hasRole(cursor.peek(), 'tagged');
  if (
    !isVerb &&
    !cursor.pending.with &&
    !cursor.pending.without &&
    !cursor.pending.not &&
    senseOf(cursor.peek(1), 'tag_key') === undefined &&
    cursor.peek(1)?.atom?.kind !== 'quoted'
  )
    return false;
  let offset = 1;
  while (
    hasRole(cursor.peek(offset), 'with', 'filler', 'for', 'tag', 'named', 'tagged', 'to') &&
    senseOf(cursor.peek(offset), 'tag_key') === undefined
  )
    offset += 1;
  const item = cursor.peek(offset);
  const keys = keysOf(cursor, item);
  if (item === undefined || keys === undefined) return false;
  const isKey =
    senseOf(item, 'tag_key') !== undefined ||
    item.atom?.kind === 'quoted' ||
    hasRole(cursor.peek(offset + 1), 'equal') ||
    hasRole(cursor.peek(offset + 1), 'tag');
  const pair = senseOf(item, 'tag_value')?.pairs;
  if (!isKey && pair !== undefined) return false;
  if (!isKey && !isVerb && !cursor.pending.without && !cursor.pending.with) return false;
  if (!isKey && isVerb && senseOf(item, 'environment') !== undefined) return false;
  let end = offset + 1;
  if (hasRole(cursor.peek(end), 'tag')) end += 1;
  const valueAfter = assignedValue(cursor, end, keys, isVerb);
  addCondition(cursor, reading, { kind: 'tag', keys, values: valueAfter?.values ?? null });
  cursor.take(valueAfter?.end ?? end);
  return true;
}

function assignedValue(
  cursor: Cursor,
  from: number,
  keys: readonly string[],
  mayFollowBare: boolean,
): { values: readonly string[]; end: number } | undefined {
  let at = from;
  while (hasRole(cursor.peek(at), 'equal', 'be', 'value', 'of', 'with') && !hasRole(cursor.peek(at), 'and'))
    at += 1;
  const isAssigned = at > from;
  const item = cursor.peek(at);
  if (item === undefined) return undefined;
  const isKnownValue = senseOf(item, 'tag_value')?.pairs.some((pair) => keys.includes(pair.key)) ?? false;
  const isLiteral =
    item.atom !== undefined && ['name', 'id', 'quoted'].includes(item.atom.kind) && item.senses.length === 0;
  // "tagged with environment production": every spelling that the key has for it.
  const wanted = senseOf(item, 'environment')?.values ?? [];
  const environment = cursor.vocabulary.tags
    .filter((tag) => keys.includes(tag.key))
    .flatMap((tag) => tag.values.map(({ value }) => value))
    .filter((value) => wanted.includes(value.toLowerCase()));
  // "tagged team search": behind a key a word that asks is a value.
  const isWord =
    item.senses.length > 0 && item.senses.every((sense) => sense.kind === 'function' && sense.role === 'ask');
  if (
    !isAssigned &&
    !(mayFollowBare && (isKnownValue || isUnknown(item) || isWord || isLiteral || environment.length > 0))
  )
    return undefined;
  if (environment.length > 0) return { values: [...new Set(environment)], end: at + 1 };
  // "is different from": English that is no value of the key is a comparison, which is not read here.
  if (!isKnownValue && hasRole(item, 'distinct', 'same', 'not', 'more', 'less')) return undefined;
  const value = valueAt(cursor, at, keys);
  return value === undefined ? undefined : { values: value.values, end: at + value.length };
}

/** "CC-1040": a word that its form marks as somebody's own value. */
const isLiteralName = (item: Item | undefined): boolean =>
  item?.atom?.kind === 'name' && item.senses.every((sense) => sense.kind === 'tag_value');

/** team=payments, owner is alice: a key, a sign, a value. "is" needs a key that the lake has. */
function readAssignment(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const next = cursor.peek(1);
  if (item === undefined || next === undefined) return false;
  const isSign = /^[=:]+$/.test(next.text) && hasRole(next, 'equal');
  if (isSign && senseOf(item, 'column') === undefined && senseOf(item, 'dimension') === undefined) {
    const keys = keysOf(cursor, item);
    const value = keys === undefined ? undefined : valueAt(cursor, 2, keys);
    if (keys === undefined || value === undefined) return false;
    addCondition(cursor, reading, { kind: 'tag', keys, values: value.values });
    cursor.take(2 + value.length);
    return true;
  }
  const known = senseOf(item, 'tag_key');
  if (
    known === undefined ||
    !(
      hasRole(next, 'equal', 'be') ||
      senseOf(next, 'tag_value') !== undefined ||
      next.atom?.kind === 'quoted' ||
      isLiteralName(next)
    )
  )
    return false;
  let offset = 1;
  while (hasRole(cursor.peek(offset), 'equal', 'be')) offset += 1;
  const after = cursor.peek(offset);
  const isValue =
    isUnknown(after) ||
    after?.atom?.kind === 'quoted' ||
    isLiteralName(after) ||
    (senseOf(after, 'tag_value')?.pairs.some((pair) => known.keys.includes(pair.key)) ?? false);
  if (!isValue) return false;
  const value = valueAt(cursor, offset, known.keys);
  if (value === undefined) return false;
  addCondition(cursor, reading, { kind: 'tag', keys: known.keys, values: value.values });
  cursor.take(offset + value.length);
  return true;
}

/** "an owner tag", "no cost center tag", "the payments team": the key or value first, then what it is. */
function readTrailing(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  if (item === undefined) return false;
  if (
    hasRole(cursor.peek(1), 'tag') &&
    !hasRole(
      item,
      'tagged',
      'tag',
      'without',
      'with',
      'filler',
      'all',
      'and',
      'their',
      'question',
      'ask',
      'possessive',
      'of',
      'group',
      'in',
      'not',
      'how_many',
    ) &&
    senseOf(item, 'predicate') === undefined
  ) {
    const keys = keysOf(cursor, item);
    // "With mutable tags": tags of some kind, where no tag is called so.
    const isKind = /s$/i.test(cursor.peek(1)?.text ?? '') && senseOf(item, 'tag_key') === undefined;
    if (isKind && keysLike(textOf(item), cursor.vocabulary.tags).length === 0) return false;
    if (keys === undefined || (senseOf(item, 'type') !== undefined && senseOf(item, 'tag_key') === undefined))
      return false;
    // "the owner tag is missing": the lack is said behind the key.
    const after = hasRole(cursor.peek(2), 'be') ? 3 : 2;
    if (/\b(missing|absent)$/i.test(cursor.peek(after)?.text ?? '')) {
      addCondition(cursor, reading, { kind: 'not', of: { kind: 'tag', keys, values: null } });
      cursor.take(after + 1);
      return true;
    }
    const value = assignedValue(cursor, 2, keys, true);
    if (value === undefined && !cursor.pending.with && !cursor.pending.without && !cursor.pending.not)
      return false;
    addCondition(cursor, reading, { kind: 'tag', keys, values: value?.values ?? null });
    cursor.take(value?.end ?? 2);
    return true;
  }
  const pairs = senseOf(item, 'tag_value')?.pairs;
  const key = senseOf(cursor.peek(1), 'tag_key');
  const matching = pairs?.filter((pair) => key?.keys.includes(pair.key)) ?? [];
  if (key !== undefined && matching.length > 0) {
    addCondition(cursor, reading, {
      kind: 'tag',
      keys: key.keys,
      values: [...new Set(matching.map((pair) => pair.value))],
    });
    cursor.take(2);
    return true;
  }
  // "missing owner", "tagged team but not owner": a key that the lake has, where something is missing.
  const bare = senseOf(item, 'tag_key');
  const isAfterTag = reading.conditions.at(-1)?.condition.kind === 'tag' && cursor.pending.not;
  if (
    bare !== undefined &&
    (cursor.pending.without || isAfterTag) &&
    senseOf(item, 'column') === undefined &&
    senseOf(item, 'type') === undefined
  ) {
    addCondition(cursor, reading, { kind: 'tag', keys: bare.keys, values: null });
    cursor.take();
    return true;
  }
  return false;
}

/** A value of a tag alone ("the payments buckets"): which key, if there are several, is asked back. */
export function readTagValue(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const pairs = senseOf(item, 'tag_value')?.pairs;
  return item !== undefined && pairs !== undefined && addTagValue(cursor, reading, item, pairs);
}

export function addTagValue(
  cursor: Cursor,
  reading: Reading,
  item: Item,
  pairs: SenseOf<'tag_value'>['pairs'],
): boolean {
  const keys = [...new Set(pairs.map((pair) => pair.key))];
  const plain = new Set(keys.map((key) => key.toLowerCase().replaceAll(/[^a-z0-9]/g, '')));
  const account = senseOf(item, 'account');
  if (plain.size > 1 || account !== undefined) {
    const options = keys.slice(0, 5).map((key) => ({
      label: `tag ${key} = ${pairs.find((pair) => pair.key === key)?.value ?? ''}`,
      replacement: `tagged ${key}=${pairs.find((pair) => pair.key === key)?.value ?? ''}`,
    }));
    if (account !== undefined)
      options.push({ label: `accounts named ${item.text}`, replacement: `in ${item.text} accounts` });
    reading.ambiguity ??= { text: item.text, options };
  }
  addCondition(cursor, reading, { kind: 'tag', keys, values: [...new Set(pairs.map((pair) => pair.value))] });
  cursor.take();
  return true;
}
