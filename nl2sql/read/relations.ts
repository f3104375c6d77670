import { typeOfId } from '#catalog/words/id-prefixes.ts';
import { hasRole, type Item, isUnknown, senseOf } from '../cover/item.ts';
import type { Condition } from '../plan/plan.ts';
import { headOf } from './heads.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';

const STRONG =
  /attach|associat|relat|connect|link|behind|used|use|using|depend|refer|protect|front|part|member|contained|tied|bound|point|belong|running in|placed|sitting|launched in|served|mounted|inside|assigned|sharing/i;

/** Whether a relation word needs no named target to be one: "attached to", not "in" or "of". */
export function isStrongRelation(item: Item | undefined): boolean {
  return hasRole(item, 'related') && STRONG.test(item?.text ?? '');
}

/** The text of a resource that an item names by id, ARN, name or in quotes. */
export function identityOf(item: Item | undefined): string | undefined {
  const named = senseOf(item, 'identity');
  if (named !== undefined) return named.text;
  const atom = item?.atom;
  return atom !== undefined && ['id', 'arn', 'quoted'].includes(atom.kind) ? atom.raw : undefined;
}

/** Words written together ("customer-uploads"), as one text, and how many items they take. */
export function writtenTogether(
  cursor: Cursor,
  offset: number,
): { text: string; length: number } | undefined {
  const first = cursor.peek(offset);
  if (first === undefined || hasRole(first, 'not', 'without')) return undefined;
  let to = first.to;
  while (cursor.atoms[to]?.glued === true && cursor.atoms[to]?.kind === 'word') to += 1;
  if (to <= first.from + 1) return undefined;
  let length = 0;
  while ((cursor.peek(offset + length)?.from ?? Number.POSITIVE_INFINITY) < to) length += 1;
  if (cursor.peek(offset + length - 1)?.to !== to) return undefined;
  const text = cursor.atoms
    .slice(first.from, to)
    .map((atom) => atom.raw)
    .join('-');
  return { text, length };
}

const FILLING = ['filler', 'possessive', 'all', 'named', 'of'] as const;

/** In vpc-1 · attached to instance web-1 · behind load balancer x · what is behind them. */
export function readRelation(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  if (!hasRole(item, 'related', 'in')) return false;
  const strong = isStrongRelation(item);
  // "history of i-1" is about it; "volumes of i-1" are related to it.
  const isOf = hasRole(item, 'of', 'for', 'with') && !hasRole(item, 'in');
  if (isOf && !strong && (reading.heads.length === 0 || reading.topics.length > 0)) return false;
  let at = 1;
  while (
    hasRole(cursor.peek(at), ...FILLING) &&
    identityOf(cursor.peek(at)) === undefined &&
    headOf(cursor.peek(at)) === undefined
  )
    at += 1;
  const target = cursor.peek(at);
  const direct = identityOf(target);
  const text = (end: number) => [item, cursor.peek(end)].map((part) => part?.text ?? '').join(' ');
  // "What changed on i-1", "what happened to it": the thing itself, not what is related to it.
  const isOfIt = /^(on|to|with|about|for)$/i.test(item?.text ?? '') && reading.heads.length === 0;
  if (direct !== undefined && isOfIt && (reading.asksWhatHappened || reading.topics.length > 0)) {
    reading.identities.push(direct);
    cursor.take(at + 1);
    return true;
  }
  // "What belongs to amara": what a person has, tags tell; what is related to their user is something else.
  const isPerson =
    senseOf(target, 'identity')?.matches.some(({ type }) => type === 'AWS::IAM::User') === true;
  const owned = isPerson && /belong|own/i.test(item?.text ?? '') ? ownedBy(cursor, direct ?? '') : undefined;
  if (owned !== undefined) {
    if (reading.heads.length === 0)
      reading.heads.push({ sense: { kind: 'any_resource' }, at: cursor.at, text: '' });
    addCondition(cursor, reading, owned);
    cursor.take(at + 1);
    return true;
  }
  if (direct !== undefined && isPerson && /belong|own/i.test(item?.text ?? ''))
    reading.decline ??= `Whose resources are is told by tags. Say which tag: owner = “${direct}”, or ask what is related to the user “${direct}”.`;
  if (direct !== undefined && (strong || target?.atom?.kind === 'id' || target?.atom?.kind === 'arn')) {
    addCondition(cursor, reading, {
      kind: 'related',
      to: { kind: 'named', text: direct, types: [] },
      text: text(at),
    });
    cursor.take(at + 1);
    return true;
  }
  const head = headOf(target);
  if (head !== undefined && head.kind === 'type') {
    let next = at + 1;
    // "secrets in Secrets Manager", "functions in Lambda": the service of what is asked about, no second resource.
    const isOwn = reading.heads.some(
      ({ sense }) => sense.kind === 'type' && sense.types.join() === head.types.join(),
    );
    if (isOwn && hasRole(item, 'in') && !strong && identityOf(cursor.peek(next)) === undefined) {
      cursor.skip(next);
      return true;
    }
    while (hasRole(cursor.peek(next), 'named', 'filler') && identityOf(cursor.peek(next)) === undefined)
      next += 1;
    const named =
      identityOf(cursor.peek(next)) ??
      (cursor.peek(next)?.atom?.kind === 'name' && cursor.peek(next)?.senses.length === 0
        ? cursor.peek(next)?.atom?.raw
        : undefined);
    const together = named === undefined ? writtenTogether(cursor, next) : undefined;
    // "policies attached to role x": the role is the subject, and which one it is.
    const only = named ?? together?.text;
    const isSubject = reading.heads.length === 0 && reading.columns.length > 0;
    if (only !== undefined && isSubject && target !== undefined) {
      reading.heads.push({ sense: head, at: cursor.at + at, text: target.text });
      reading.identities.push(only);
      cursor.take(named === undefined ? next + (together?.length ?? 1) : next + 1);
      return true;
    }
    // "What changed on security group x": on it, not on what is related to it.
    if (
      only !== undefined &&
      /^(on|to|with|about|for)$/i.test(item?.text ?? '') &&
      reading.heads.length === 0
    )
      if (
        reading.asksWhatHappened ||
        reading.topics.some(({ topic }) => topic === 'changes' || topic === 'history')
      ) {
        reading.heads.push({ sense: head, at: cursor.at + at, text: target?.text ?? '' });
        reading.identities.push(only);
        cursor.take(named === undefined ? next + (together?.length ?? 1) : next + 1);
        return true;
      }
    if (together !== undefined) {
      addCondition(cursor, reading, {
        kind: 'related',
        to: { kind: 'named', text: together.text, types: head.types },
        text: `${item?.text ?? ''} ${target?.text ?? ''} ${together.text}`,
      });
      cursor.take(next + together.length);
      return true;
    }
    if (named !== undefined) {
      addCondition(cursor, reading, {
        kind: 'related',
        to: { kind: 'named', text: named, types: head.types },
        text: `${item?.text ?? ''} ${target?.text ?? ''} ${named}`,
      });
      cursor.take(next + 1);
      return true;
    }
    const column = senseOf(target, 'column')?.column;
    const after = cursor.peek(at + 1);
    const isWhole =
      after === undefined ||
      hasRole(after, 'and', 'or', 'comma', 'with', 'without', 'in', 'group', 'order') ||
      after.time !== undefined;
    if (column !== undefined && isWhole && reading.heads.length > 0 && (hasRole(item, 'in') || strong)) {
      addCondition(cursor, reading, {
        kind: 'compare',
        column,
        operator: 'filled',
        values: [],
        text: `${item?.text ?? ''} ${target?.text ?? ''}`,
      });
      cursor.take(at + 1);
      return true;
    }
  }
  if (strong && hasRole(target, 'pronoun') && reading.heads.length > 0) {
    reading.addOns.push('related');
    cursor.take(at + 1);
    return true;
  }
  return false;
}

/** What is tagged with a person's name, or with an address that begins with it, as its owner. */
function ownedBy(cursor: Cursor, name: string): Condition | undefined {
  const wanted = name.toLowerCase();
  const isTheirs = (value: string) => value.toLowerCase().split('@')[0] === wanted;
  const tags = cursor.vocabulary.tags.filter(({ key }) => /^owner$/i.test(key));
  const values = [...new Set(tags.flatMap((tag) => tag.values.map(({ value }) => value)).filter(isTheirs))];
  return values.length === 0 ? undefined : { kind: 'tag', keys: tags.map(({ key }) => key), values };
}

/** Whether the form of an id says that it is of none of the types asked about. */
function isOfAnotherType(identity: string, reading: Reading): boolean {
  const type = typeOfId(identity);
  const types = reading.heads.flatMap(({ sense }) => (sense.kind === 'type' ? sense.types : []));
  return type !== undefined && types.length > 0 && !types.includes(type);
}

/** Names, ids, ARNs, addresses: what the question points at. */
export function readIdentity(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const atom = item?.atom;
  const identity = identityOf(item);
  if (identity !== undefined) {
    // "which VPC is sg-1 in", "what subnets does vpc-1 have": the id of something else is what the subject belongs to.
    if (isOfAnotherType(identity, reading)) {
      addCondition(cursor, reading, {
        kind: 'related',
        to: { kind: 'named', text: identity, types: [] },
        text: `related to ${identity}`,
      });
      cursor.take();
      return true;
    }
    reading.identities.push(identity);
    cursor.take();
    return true;
  }
  if (atom?.kind === 'ip') {
    reading.addresses.push(atom.raw);
    cursor.take();
    return true;
  }
  if (atom?.kind === 'cidr') {
    reading.ranges.push(atom.raw);
    cursor.take();
    return true;
  }
  const together = headOf(cursor.peek(-1)) === undefined ? undefined : writtenTogether(cursor, 0);
  const isUnread =
    together !== undefined &&
    cursor.items.slice(cursor.at, cursor.at + together.length).some((part) => isUnknown(part));
  if (together !== undefined && isUnread) {
    reading.identities.push(together.text);
    cursor.take(together.length);
    return true;
  }
  // A name right behind its noun: "bucket customer-uploads", "instance web_01".
  const isNameForm = atom?.kind === 'name' && item?.senses.length === 0;
  if (
    isNameForm &&
    (headOf(cursor.peek(-1)) !== undefined || hasRole(cursor.peek(-1), 'named')) &&
    atom !== undefined
  ) {
    reading.identities.push(atom.raw);
    cursor.take();
    return true;
  }
  return false;
}

/** "with logs in their name", "containing logs", "whose name does not contain logs": a part of the name, before or after it. */
export function readNamePart(cursor: Cursor, reading: Reading): boolean {
  const opener = cursor.peek();
  const isWith = hasRole(opener, 'with', 'without');
  const isContaining = /\b(contain(s|ed|ing)?|includ(es?|ed|ing))\b/i.test(opener?.text ?? '');
  let at = isWith || isContaining ? 1 : 0;
  const part = cursor.peek(at);
  if (part === undefined || reading.heads.length === 0 || hasRole(part, 'filler', 'their')) return false;
  at += 1;
  let end = at;
  while (hasRole(cursor.peek(end), 'in', 'their', 'filler', 'possessive')) end += 1;
  const isName = /^names?$/i.test(cursor.peek(end)?.text ?? '') && /^in\b/i.test(cursor.peek(at)?.text ?? '');
  const isListed = reading.conditions.at(-1)?.condition.kind === 'name' && cursor.pending.joiner === 'or';
  const isBare = (isContaining || isListed) && (isUnknown(part) || part.atom?.kind === 'quoted' || isListed);
  if (!isName && !isBare) return false;
  if (hasRole(opener, 'without')) cursor.mark({ without: true }, 0);
  const text = part.atom?.raw ?? part.text;
  addCondition(cursor, reading, { kind: 'name', match: 'contains', text });
  if (!isName) reading.notes.push(`“${text}” is looked for in names.`);
  cursor.take(isName ? end + 1 : at);
  return true;
}

/** Named web-1 · whose name contains prod · starting with team-. */
export function readNamed(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const column = senseOf(item, 'column')?.column.name;
  const isNameColumn = column === 'resource_name' || column === 'resource_id';
  const isNamed = hasRole(item, 'named');
  if (!isNamed && !isNameColumn && !hasRole(item, 'starts', 'ends')) return false;
  let at = isNamed || isNameColumn ? 1 : 0;
  let match: 'is' | 'contains' | 'starts' | 'ends' = 'is';
  while (
    hasRole(cursor.peek(at), 'be', 'equal', 'starts', 'ends', 'contains', 'filler', 'in', 'not') &&
    cursor.peek(at)?.atom?.kind !== 'quoted'
  ) {
    if (hasRole(cursor.peek(at), 'not')) cursor.pending.not = true;
    if (hasRole(cursor.peek(at), 'starts')) match = 'starts';
    else if (hasRole(cursor.peek(at), 'ends')) match = 'ends';
    else if (hasRole(cursor.peek(at), 'contains') && !hasRole(cursor.peek(at), 'equal')) match = 'contains';
    at += 1;
  }
  const target = cursor.peek(at);
  if (target === undefined || (at === 1 && isNameColumn && !isNamed)) return false;
  const isWord = target.atom !== undefined || target.senses.length === 0 || match !== 'is' || isNamed;
  if (!isWord || hasRole(target, 'and', 'or', 'comma', 'of')) return false;
  let end = at + 1;
  // Parts that were written together ("web-frontend") are one name.
  while (cursor.atoms[cursor.peek(end)?.from ?? -1]?.glued === true) end += 1;
  const atoms = cursor.atoms.slice(target.from, cursor.peek(end - 1)?.to ?? target.to);
  const text = target.atom?.raw ?? atoms.map((atom) => (atom.glued ? '-' : '') + atom.raw).join('');
  if (text.length < 2) return false;
  const wild = /^(\*?)([^*]+)(\*?)$/.exec(text);
  if (text.includes('*') && (wild === null || match !== 'is')) return false;
  if (text.includes('*')) {
    const [, before, plain = '', after] = wild ?? [];
    const like = before === '' ? 'starts' : after === '' ? 'ends' : 'contains';
    addCondition(cursor, reading, { kind: 'name', match: like, text: plain });
  } else if (match === 'is' && cursor.pending.not) return false;
  else if (match === 'is') reading.identities.push(text);
  else addCondition(cursor, reading, { kind: 'name', match, text });
  cursor.take(end);
  return true;
}
