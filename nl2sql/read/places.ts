import { hasRole, senseOf } from '../cover/item.ts';
import { headOf } from './heads.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';

/** "account", "region", "environment", "OU" beside the place's own name says only what the name is. */
function isNamedDimension(cursor: Cursor, offset: number, key: string): boolean {
  return senseOf(cursor.peek(offset), 'dimension')?.key === key;
}

/** In production · in the payments account · in eu-west-1 · under OU Workloads · not in Frankfurt. */
export function readPlace(cursor: Cursor, reading: Reading): boolean {
  const dimension = senseOf(cursor.peek(), 'dimension');
  if (
    dimension !== undefined &&
    cursor.pending.joiner !== 'comma' &&
    readNamedPlace(cursor, reading, dimension.key)
  )
    return true;
  return readPlaceAt(cursor, reading);
}

/** account payments-prod, region Ireland, environment prod: the dimension first, then the name. */
function readNamedPlace(cursor: Cursor, reading: Reading, key: string): boolean {
  let offset = 1;
  while (hasRole(cursor.peek(offset), 'equal', 'be', 'named', 'of', 'in') && offset < 3) offset += 1;
  const item = cursor.peek(offset);
  const wanted =
    key === 'account'
      ? 'account'
      : key === 'region'
        ? 'region'
        : key === 'environment'
          ? 'environment'
          : key === 'unit'
            ? 'unit'
            : key === 'zone'
              ? 'zone'
              : undefined;
  if (wanted === undefined) return false;
  // "accounts in the sandbox OU": those in it, not the account of that name.
  const isOther = key === 'account' && senseOf(item, 'unit') !== undefined;
  if (isOther && isNamedDimension(cursor, offset + 1, 'unit')) return false;
  const isSubject =
    key === 'account' && reading.heads.length === 0 && !cursor.pending.within && reading.dimension === null;
  if (isSubject && (senseOf(item, wanted) !== undefined || item?.atom?.kind === 'account_id'))
    reading.dimension = { key: { kind: 'account' }, at: cursor.at, isCounted: false, isNamed: true };
  if (senseOf(item, wanted) !== undefined) {
    cursor.skip(offset);
    return readPlaceAt(cursor, reading, wanted);
  }
  const isText = item?.atom?.kind === 'quoted' || item?.atom?.kind === 'account_id';
  if (key === 'account' && isText && item.atom !== undefined) {
    addCondition(cursor, reading, { kind: 'account', ids: [item.atom.raw], label: item.atom.raw });
    cursor.take(offset + 1);
    return true;
  }
  return false;
}

function readPlaceAt(
  cursor: Cursor,
  reading: Reading,
  wanted?: 'account' | 'region' | 'environment' | 'unit' | 'zone',
): boolean {
  const item = cursor.peek();
  if (item === undefined) return false;
  // "with the tag missing in prod": what is lacking is no place.
  const isPlaceWord = ['environment', 'account', 'unit', 'region'].some((kind) =>
    item.senses.some((sense) => sense.kind === kind),
  );
  if (isPlaceWord && cursor.pending.without && !cursor.pending.not && cursor.pending.within)
    reading.decline ??= `I cannot tell what is missing ${cursor.peek(-1)?.text ?? 'in'} ${item.text}.`;
  const may = (kind: typeof wanted) => wanted === undefined || wanted === kind;
  const done = (key: string) => {
    cursor.take();
    // "the payments account", "production environment", "us-east-1 region".
    if (
      isNamedDimension(cursor, 0, key) &&
      !(key === 'account' && reading.heads.length === 0 && !isPlaceOfSomething(cursor, reading))
    )
      cursor.skip();
    return true;
  };
  const environment = may('environment') ? senseOf(item, 'environment') : undefined;
  const account = may('account') ? senseOf(item, 'account') : undefined;
  const unit = may('unit') ? senseOf(item, 'unit') : undefined;
  const isAccountWord = isNamedDimension(cursor, 1, 'account');
  const isUnitWord = isNamedDimension(cursor, 1, 'unit');
  // "the sandbox OU", where no unit is called so: an account of that name is something else.
  if (isUnitWord && unit === undefined && wanted === undefined) return false;
  if (unit !== undefined && (isUnitWord || wanted === 'unit')) {
    addCondition(cursor, reading, { kind: 'unit', paths: unit.paths, label: unit.label });
    return done('unit');
  }
  if (environment !== undefined && !(account?.exact === true && isAccountWord)) {
    addCondition(cursor, reading, {
      kind: 'environment',
      name: environment.name,
      values: environment.values,
    });
    cursor.take();
    if (isNamedDimension(cursor, 0, 'environment')) cursor.skip();
    // "in production accounts": the accounts' environment is the resources'.
    if (isNamedDimension(cursor, 0, 'account') && isPlaceOfSomething(cursor, reading)) cursor.skip();
    return true;
  }
  if (
    account !== undefined &&
    (account.exact || isAccountWord || wanted === 'account' || cursor.pending.within || isBeforeNoun(cursor))
  ) {
    addCondition(cursor, reading, { kind: 'account', ids: account.ids, label: account.label });
    return done('account');
  }
  if (unit !== undefined && (cursor.pending.within || wanted !== undefined)) {
    addCondition(cursor, reading, { kind: 'unit', paths: unit.paths, label: unit.label });
    return done('unit');
  }
  const zone = may('zone') ? senseOf(item, 'zone') : undefined;
  if (zone !== undefined) {
    addCondition(cursor, reading, { kind: 'zone', zone: zone.zone });
    return done('zone');
  }
  const region = may('region') ? senseOf(item, 'region') : undefined;
  if (region !== undefined && !isObjectPronoun(cursor)) {
    addCondition(cursor, reading, { kind: 'region', regions: region.regions, label: region.label });
    return done('region');
  }
  if (item.atom?.kind === 'account_id') {
    addCondition(cursor, reading, { kind: 'account', ids: [item.atom.raw], label: item.atom.raw });
    return done('account');
  }
  return false;
}

/** "checkout instances": a part of account names right before what is in them. */
function isBeforeNoun(cursor: Cursor): boolean {
  const head = headOf(cursor.peek(1));
  return head !== undefined && senseOf(cursor.peek(), 'tag_value') === undefined;
}

/** "show us all", "what does S3 cost us": a Region only behind "in" or before what lies there. */
function isObjectPronoun(cursor: Cursor): boolean {
  const isPlace = cursor.pending.within || cursor.pending.joiner !== 'none' || isBeforeNoun(cursor);
  return cursor.peek()?.text === 'us' && !isPlace;
}

function isPlaceOfSomething(cursor: Cursor, reading: Reading): boolean {
  return (
    reading.heads.length > 0 ||
    reading.topics.length > 0 ||
    cursor.items
      .slice(cursor.at + 1)
      .some((item) => senseOf(item, 'type') !== undefined || senseOf(item, 'any_resource') !== undefined)
  );
}
