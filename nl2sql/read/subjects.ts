import { tableNameOf } from '#catalog/naming.ts';
import { services } from '#catalog/words/services.ts';
import { hasRole, type Item, senseOf } from '../cover/item.ts';
import { nounOfType } from '../lexicon/type-phrases.ts';
import type { ColumnRef, Condition, GroupKey } from '../plan/plan.ts';
import { headOf, isName } from './heads.ts';
import { addCondition, type Cursor, type Head, type Reading } from './reading.ts';

/** Takes a noun for resources. After the first, only one that is joined to it ("instances and volumes") is another subject. */
export function readHead(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const head = headOf(item) ?? heldService(cursor, reading);
  if (item === undefined || head === undefined) return false;
  const isTail = head.kind === 'type' && head.strength === 'tail';
  // "windows servers": a word that some type ends in is no subject beside a noun that names one.
  if (
    isTail &&
    reading.heads.length === 0 &&
    cursor.items.slice(cursor.at + 1).some((other) => isName(headOf(other)))
  )
    return false;
  if (
    isTail &&
    (senseOf(item, 'dimension') !== undefined ||
      senseOf(item, 'topic') !== undefined ||
      senseOf(item, 'column') !== undefined ||
      senseOf(item, 'value') !== undefined ||
      hasRole(item, 'filler', 'status', 'details', 'in', 'and', 'how_many', 'use'))
  )
    return false;
  if (
    head.kind === 'any_resource' &&
    (reading.heads.length > 0 || reading.topics.some(({ form }) => form === 'noun'))
  ) {
    cursor.take();
    return true;
  }
  // "S3 resources": the service, not its main type.
  const service = senseOf(item, 'service');
  if (service !== undefined && headOf(cursor.peek(1))?.kind === 'any_resource') {
    reading.services.push(service);
    cursor.skip();
    return true;
  }
  const previous = reading.heads.at(-1);
  const isHolding = cursor.pending.without || (cursor.pending.not && cursor.pending.with);
  if (
    head.kind === 'type' &&
    reading.dimension?.key.kind === 'account' &&
    reading.heads.length === 0 &&
    isHolding
  ) {
    cursor.takeNegation();
    reading.conditions.push({
      condition: { kind: 'not', of: { kind: 'holds', types: head.types, where: [], noun: head.noun } },
      joiner: cursor.pending.joiner,
    });
    cursor.take();
    return true;
  }
  if (previous === undefined) {
    reading.heads.push({ sense: head, at: cursor.at, text: item.text });
    cursor.take();
    return true;
  }
  // "all resources except buckets".
  if (previous.sense.kind === 'any_resource' && head.kind === 'type' && cursor.pending.not) {
    addCondition(cursor, reading, { kind: 'type', types: head.types, noun: head.noun });
    cursor.take();
    return true;
  }
  if (readExcepted(cursor, reading, head, item)) return true;
  const isJoined = cursor.pending.joiner !== 'none' && !cursor.pending.not;
  if (
    isJoined &&
    !cursor.pending.with &&
    !cursor.pending.without &&
    reading.conditions.length === 0 &&
    head.kind !== 'any_resource' &&
    previous.sense.kind !== 'any_resource'
  ) {
    reading.heads.push({ sense: head, at: cursor.at, text: item.text });
    cursor.take();
    return true;
  }
  // "EC2 instances … which instances": the same noun again says nothing new.
  if (
    (hasRole(cursor.peek(-1), 'question', 'pronoun', 'filler', 'all') || cursor.pending.question) &&
    head.kind === 'type' &&
    previous.sense.kind === 'type' &&
    head.types.every((type) => previous.sense.kind === 'type' && previous.sense.types.includes(type))
  ) {
    cursor.take();
    return true;
  }
  // "buckets with no lifecycle", "VPCs with internet gateways": another type that is related, or not.
  if (
    head.kind === 'type' &&
    head.strength !== 'tail' &&
    !cursor.pending.their &&
    (cursor.pending.with || cursor.pending.without)
  ) {
    // "accounts that have instances but no volumes": it is the accounts that have none.
    const isOfAccounts =
      reading.dimension?.key.kind === 'account' &&
      cursor.pending.without &&
      /^(but|and|yet)\b/i.test(cursor.peek(-2)?.text ?? '');
    if (isOfAccounts) {
      addCondition(cursor, reading, { kind: 'holds', types: head.types, where: [], noun: head.noun });
      cursor.take();
      return true;
    }
    const own = columnFor(cursor, reading, head.types);
    addCondition(
      cursor,
      reading,
      own === undefined
        ? { kind: 'related', to: { kind: 'rows', types: head.types, where: [] }, text: `with ${item.text}` }
        : { kind: 'compare', column: own, operator: 'filled', values: [], text: own.name },
    );
    cursor.take();
    return true;
  }
  return false;
}

/** "Databases, leave out Aurora", "load balancers except classic ones": a kind of what is asked about is left out. */
function readExcepted(cursor: Cursor, reading: Reading, head: Head, item: Item): boolean {
  const isExcept = cursor.pending.not && !cursor.pending.with && !cursor.pending.without;
  if (!isExcept || head.kind === 'any_resource') return false;
  const asked = reading.heads.flatMap(({ sense }) => (sense.kind === 'type' ? sense.types : []));
  // Where a property of theirs says the same, it tells of every type ("aurora" of clusters and of their instances).
  const value = senseOf(item, 'value');
  const types = head.kind === 'slice' ? [head.type] : head.types;
  const isPart = types.every((type) => asked.includes(type)) && types.length < asked.length;
  if (value !== undefined || !isPart || head.kind === 'slice') return false;
  addCondition(cursor, reading, { kind: 'type', types: head.types, noun: head.noun });
  cursor.take();
  return true;
}

/** Services that an account has as a whole, on or off, by their main resource. */
const SWITCHED: ReadonlySet<string> = new Set(['GuardDuty']);

/** "Accounts where GuardDuty is not enabled": those that lack its main resource. */
export function readSwitchedService(cursor: Cursor, reading: Reading): boolean {
  const named = senseOf(cursor.peek(), 'service')?.service ?? '';
  const main = services.find(({ service }) => service === named)?.main;
  const isOfAccounts = reading.dimension?.key.kind === 'account' && reading.heads.length === 0;
  if (main === undefined || !SWITCHED.has(named) || !isOfAccounts) return false;
  let at = 1;
  while (hasRole(cursor.peek(at), 'be') && !hasRole(cursor.peek(at), 'not')) at += 1;
  const said = cursor.items
    .slice(cursor.at + at, cursor.at + at + 2)
    .map(({ text }) => text.toLowerCase())
    .join(' ');
  const off =
    /^(?:is |are )?(?:not (?:enabled|on|active|configured|turned on|set up)|disabled|off|turned off|missing)/.exec(
      said,
    );
  if (off === null || cursor.pending.without || cursor.pending.not) return false;
  const enabled: Condition = { kind: 'predicate', name: 'enabled', port: null, days: null };
  const holds: Condition = { kind: 'holds', types: [main], where: [enabled], noun: nounOfType(main) };
  reading.notes.push('An account counts as having it enabled where it is enabled in at least one Region.');
  addCondition(cursor, reading, { kind: 'not', of: holds });
  let words = 0;
  for (let taken = 0; taken < off[0].trim().length; words += 1)
    taken += (cursor.peek(at + words)?.text.length ?? said.length) + 1;
  cursor.take(at + words);
  return true;
}

/** "Accounts without GuardDuty", "with GuardDuty": a service that accounts have or lack is its main resource. */
function heldService(cursor: Cursor, reading: Reading): Head | undefined {
  const isSaid = cursor.pending.without || cursor.pending.with;
  const named = senseOf(cursor.peek(), 'service')?.service;
  const main = services.find(({ service }) => service === named)?.main;
  if (!isSaid || main === undefined || reading.dimension?.key.kind !== 'account') return undefined;
  return { kind: 'type', types: [main], noun: nounOfType(main), family: null, strength: 'name' };
}

/** The subject's own property that names a resource of another type: kms_master_key_id for a KMS key. */
function columnFor(cursor: Cursor, reading: Reading, types: readonly string[]): ColumnRef | undefined {
  const [type] = types;
  const subjects = reading.heads.flatMap(({ sense }) => (sense.kind === 'type' ? sense.types : []));
  if (type === undefined || types.length > 1 || subjects.length === 0) return undefined;
  const words = tableNameOf(type)
    .split('_')
    .filter((word) => word !== 'ec2');
  // One word alone ("key", "role") says too little of which resource a property is about.
  if (words.length < 2) return undefined;
  return cursor.columns.find((column) => {
    const parts = column.name.split('_');
    const isOwn = subjects.every((subject) => column.columns?.[subject] !== undefined);
    return (
      isOwn && column.type === 'varchar' && !column.isJson && words.every((word) => parts.includes(word))
    );
  });
}

/** "Which accounts …", "what Regions …": a dimension that leads; "in all accounts" says nothing. */
export function readDimension(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const dimension = senseOf(item, 'dimension');
  if (dimension === undefined) return false;
  // "In this account": the only one, where there is one; else nothing has said which.
  const pointing = cursor.atoms[(item?.from ?? 0) - 1]?.raw ?? '';
  if (dimension.key === 'account' && cursor.pending.within && /^(this|that)$/i.test(pointing)) {
    if (cursor.vocabulary.accounts.length > 1 && !reading.hasPronoun)
      reading.decline ??= `I cannot tell which account “${pointing} account” is. Name it.`;
    cursor.take();
    return true;
  }
  const isLeading =
    (cursor.pending.question || (!cursor.pending.preposition && reading.heads.length === 0)) &&
    reading.dimension === null &&
    reading.conditions.length === 0;
  const isEverywhere = cursor.pending.preposition || cursor.pending.quantified;
  if (isLeading && !(isEverywhere && !cursor.pending.question)) {
    reading.dimension = {
      key: { kind: dimension.key } as GroupKey,
      at: cursor.at,
      text: item?.text ?? '',
      isCounted: reading.measure?.kind === 'count' && reading.heads.length === 0,
    };
  } else if (
    reading.dimension === null &&
    reading.heads.length === 0 &&
    reading.topics.length === 0 &&
    dimension.key === 'account'
  ) {
    reading.dimension = {
      key: { kind: 'account' },
      at: cursor.at,
      text: item?.text ?? '',
      isCounted: reading.measure?.kind === 'count',
    };
  }
  cursor.take();
  return true;
}

/** What a word before a noun says of it: a predicate ("public"), or a value of one of its columns ("running"). */
function saidOf(item: Item | undefined): Condition | undefined {
  const predicate = senseOf(item, 'predicate');
  if (predicate?.form === 'adjective') {
    const condition: Condition = { kind: 'predicate', name: predicate.name, port: null, days: null };
    return predicate.negated ? { kind: 'not', of: condition } : condition;
  }
  const value = senseOf(item, 'value');
  if (value === undefined || value.patterns) return undefined;
  return { kind: 'compare', column: value.column, operator: '=', values: value.values, text: value.text };
}

/** "accounts that have no public buckets": what is lacking has properties of its own. */
export function readLacking(cursor: Cursor, reading: Reading): boolean {
  const isHolder = reading.dimension?.key.kind === 'account' && reading.heads.length === 0;
  if (!cursor.pending.without || (!isHolder && reading.heads.length === 0)) return false;
  const where: Condition[] = [];
  let at = 0;
  for (let said = saidOf(cursor.peek(at)); said !== undefined; said = saidOf(cursor.peek(at))) {
    where.push(said);
    at += 1;
  }
  const head = headOf(cursor.peek(at));
  if (where.length === 0 || head === undefined || head.kind !== 'type' || head.strength === 'tail')
    return false;
  const { joiner } = cursor.pending;
  const condition: Condition = isHolder
    ? { kind: 'holds', types: head.types, where, noun: head.noun }
    : {
        kind: 'related',
        to: { kind: 'rows', types: head.types, where },
        text: `with ${cursor.items
          .slice(cursor.at, cursor.at + at + 1)
          .map((part) => part.text)
          .join(' ')}`,
      };
  cursor.takeNegation();
  reading.conditions.push({ condition: { kind: 'not', of: condition }, joiner });
  cursor.take(at + 1);
  return true;
}
