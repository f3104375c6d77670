import type { NamedPredicate } from '#catalog/predicates/named-predicate.ts';
import { predicateByName, variantFor } from '#catalog/predicates/predicates.ts';
import { rulePredicates } from '#catalog/predicates/rules.ts';
import { hasRole, type SenseOf, senseOf, sensesOf } from '../cover/item.ts';
import { stem } from '../lex/stem.ts';
import { spanAt } from '../time/time-phrase.ts';
import { headOf } from './heads.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';
import { identityOf } from './relations.ts';

/** Named predicates: unencrypted, not public, without backups, open to the internet on port 22, expiring in 30 days. */
export function readPredicate(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const rule = senseOf(item, 'rule_predicate');
  const senses = sensesOf(item, 'predicate');
  const types = typesAskedOf(cursor, reading);
  if (rule !== undefined && (senses.length === 0 || types.includes('AWS::IAM::User')))
    return rule.form === 'noun'
      ? readRuleNoun(cursor, reading, rule.name)
      : readRulePredicate(cursor, reading, rule.name);
  const sense = best(senses, types);
  if (sense === undefined) return false;
  // "which tag keys are used": there is nothing else to be in use.
  if (sense.name === 'in_use' && reading.heads.length === 0 && reading.topics.length > 0) {
    cursor.take();
    return true;
  }
  const predicate = predicateByName(sense.name);
  if (predicate === undefined) return false;
  // "EKS versions in use": of a property that is asked for, every value that occurs.
  const [only] = reading.columns;
  if (
    sense.name === 'in_use' &&
    !sense.negated &&
    only !== undefined &&
    types.every((type) => variantFor(predicate, type) === undefined)
  ) {
    reading.dimension ??= { key: { kind: 'column', column: only }, at: cursor.at, isCounted: false };
    reading.columns = reading.columns.slice(1);
    cursor.take();
    return true;
  }
  // "idle": unassociated of what can be so by its settings; of all else only its metrics tell.
  const isTopic = senseOf(item, 'topic')?.form === 'verb';
  if (isTopic && (types.length === 0 || types.some((type) => variantFor(predicate, type) === undefined)))
    return false;
  // "permit IMDSv1": what is allowed is the property that follows, no port.
  const allows = sense.name === 'allows_port' && portAt(cursor, 1) === undefined && reading.port === null;
  if (allows && senseOf(cursor.peek(1), 'predicate') !== undefined) {
    cursor.mark({});
    return true;
  }
  // "admins" is a name where "admin" is a property.
  const said = item?.text.toLowerCase() ?? '';
  const isPlural = sense.form === 'adjective' && /^[a-z]+s$/.test(said) && stem(said) !== said;
  if (isPlural && predicate.adjectives?.includes(said) !== true) return false;
  if (item !== undefined && sense.name === 'in_use' && saysInstance(item.text, predicate, types)) {
    if (sense.negated) cursor.mark({ not: !cursor.pending.not }, 0);
    const to = { kind: 'rows', types: ['AWS::EC2::Instance'], where: [] } as const;
    const text = item.text.replace(/^not /i, '');
    addCondition(cursor, reading, { kind: 'related', to, text });
    cursor.take();
    return true;
  }
  // "attached to instance i-1": to that one, not to any.
  const target = sense.name === 'in_use' ? identityOf(cursor.peek(1)) : undefined;
  if (target !== undefined && item !== undefined) {
    if (sense.negated) cursor.mark({ not: !cursor.pending.not }, 0);
    const text = `${item.text} ${target}`;
    addCondition(cursor, reading, { kind: 'related', to: { kind: 'named', text: target, types: [] }, text });
    cursor.take(2);
    return true;
  }
  // "show their encryption" asks for it, it does not filter by it.
  if (
    sense.form === 'noun' &&
    (cursor.pending.their ||
      (!cursor.pending.with &&
        !cursor.pending.without &&
        !cursor.pending.not &&
        !hasRole(cursor.peek(1), 'on', 'off')))
  ) {
    if (!mayBeBareNoun(cursor, sense.name)) return readShown(cursor, reading, sense.name);
  }
  let negated = sense.negated;
  let length = 1;
  if (sense.form === 'noun' && hasRole(cursor.peek(1), 'on')) length = 2;
  else if (sense.form === 'noun' && hasRole(cursor.peek(1), 'off')) {
    length = 2;
    negated = !negated;
  }
  if (cursor.pending.not && cursor.pending.without) cursor.pending.not = false;
  const port = predicate.takesPort === true ? portAt(cursor, length) : undefined;
  if (port !== undefined) {
    length = port.end;
    reading.otherPorts.push(...port.others);
  }
  const days = predicate.days === undefined ? undefined : daysAt(cursor, length);
  if (days !== undefined) length = days.end;
  const condition = {
    kind: 'predicate',
    name: sense.name,
    port: port?.port ?? reading.port,
    days: days?.days ?? null,
  } as const;
  addCondition(cursor, reading, negated ? { kind: 'not', of: condition } : condition);
  cursor.take(length);
  return true;
}

/** "Attached to an instance", of types that may as well be in use by something else. */
function saysInstance(said: string, predicate: NamedPredicate, types: readonly string[]): boolean {
  const isOther = types.some((type) => {
    const sql = variantFor(predicate, type)?.sql;
    return sql !== undefined && type !== 'AWS::EC2::Volume' && !sql.includes('instance');
  });
  return isOther && /\b(instance|server|vm)s?$/i.test(said);
}

/** The types of the nouns so far; where none was said yet, of the next one ("idle elastic IPs"). */
function typesAskedOf(cursor: Cursor, reading: Reading): readonly string[] {
  const said = reading.heads.map(({ sense }) => sense);
  const next = cursor.items
    .slice(cursor.at + 1)
    .map(headOf)
    .find((head) => head !== undefined);
  return (said.length > 0 ? said : next === undefined ? [] : [next]).flatMap((head) =>
    head.kind === 'type' ? head.types : head.kind === 'slice' ? [head.type] : [],
  );
}

/** "show their encryption", "encryption status by account": yes or no of each row, as a column. */
function readShown(cursor: Cursor, reading: Reading, name: string): boolean {
  const hasStatus = hasRole(cursor.peek(1), 'status');
  if (!hasStatus && !cursor.pending.their && !hasRole(cursor.peek(-1), 'ask', 'and', 'comma')) return false;
  reading.flags.push({ kind: 'predicate', name, port: null, days: null });
  cursor.take(hasStatus ? 2 : 1);
  return true;
}

function best(
  senses: readonly SenseOf<'predicate'>[],
  types: readonly string[],
): SenseOf<'predicate'> | undefined {
  const fits = (sense: SenseOf<'predicate'>) =>
    predicateByName(sense.name)?.variants.some(
      (variant) => variant.types.length === 0 || variant.types.some((type) => types.includes(type)),
    ) ?? false;
  return senses.find(fits) ?? senses[0];
}

function mayBeBareNoun(cursor: Cursor, name: string): boolean {
  return (
    name === 'open_to_internet' ||
    name === 'admin' ||
    (cursor.peek()?.text.includes(' ') === true && cursor.pending.joiner !== 'none')
  );
}

function readRulePredicate(cursor: Cursor, reading: Reading, name: string): boolean {
  cursor.takeNegation();
  reading.conditions.push({ condition: { kind: 'rule', name }, joiner: cursor.pending.joiner });
  cursor.take();
  // "older than 90 days" belongs to the keys: the rule has its own age.
  if (name === 'old_access_keys')
    while (cursor.peek()?.time !== undefined || cursor.peek()?.quantity !== undefined) cursor.skip();
  return true;
}

/** "Users with MFA", "do the users have MFA": what the rule calls compliant, or what it says of each. */
function readRuleNoun(cursor: Cursor, reading: Reading, name: string): boolean {
  const predicate = rulePredicates.find((rule) => rule.name === name);
  const types = typesAskedOf(cursor, reading);
  if (predicate === undefined || !types.some((type) => predicate.types.includes(type))) return false;
  const { with: has, without, not } = cursor.pending;
  if (without || (not && has)) return readRulePredicate(cursor, reading, name);
  if (not || (!has && !reading.isYesNo)) return false;
  const rules = cursor.vocabulary.rules.filter((rule) => predicate.rules.some((each) => rule.includes(each)));
  if (rules.length === 0) reading.decline ??= `${predicate.text} None of them has results here.`;
  addCondition(cursor, reading, { kind: 'topic_value', column: 'rule_name', values: rules });
  if (!reading.isYesNo)
    reading.conditions.push({
      condition: { kind: 'topic_value', column: 'compliance_type', values: ['COMPLIANT'] },
      joiner: 'and',
    });
  if (!reading.topics.some(({ topic }) => topic === 'compliance'))
    reading.topics.push({ topic: 'compliance', form: 'noun', at: cursor.at });
  reading.notes.push(predicate.text);
  cursor.take(hasRole(cursor.peek(1), 'on') ? 2 : 1);
  return true;
}

/** "on port 22", "on ssh", "for SSH from anywhere", "on 3389 or 3306". */
function portAt(cursor: Cursor, from: number): { port: number; others: number[]; end: number } | undefined {
  const first = onePortAt(cursor, from, false);
  if (first === undefined) return undefined;
  const others: number[] = [];
  let { end } = first;
  while (hasRole(cursor.peek(end), 'or', 'comma')) {
    const next = onePortAt(cursor, end + 1, true);
    if (next === undefined) break;
    others.push(next.port);
    end = next.end;
  }
  return { port: first.port, others, end };
}

/** @param isListed behind a port a bare number is another one */
function onePortAt(
  cursor: Cursor,
  from: number,
  isListed: boolean,
): { port: number; end: number } | undefined {
  let at = from;
  while (
    hasRole(cursor.peek(at), 'in', 'for', 'with', 'filler', 'to', 'port', 'on', 'or') &&
    senseOf(cursor.peek(at), 'port') === undefined
  )
    at += 1;
  const item = cursor.peek(at);
  const named = senseOf(item, 'port');
  if (named !== undefined)
    return { port: named.port, end: at + 1 + (hasRole(cursor.peek(at + 1), 'port') ? 1 : 0) };
  const quantity = item?.quantity;
  if (quantity === undefined || quantity.unit !== undefined) return undefined;
  const isPort =
    hasRole(cursor.peek(at - 1), 'port') ||
    isListed ||
    (at > from && /\bon$/i.test(cursor.peek(at - 1)?.text ?? ''));
  return isPort ? { port: quantity.value, end: at + 1 } : undefined;
}

export function readPort(cursor: Cursor, reading: Reading): boolean {
  // "open to 0.0.0.0/0 on 3389": behind a range a number is a port.
  const isOpen = reading.conditions.some(
    ({ condition }) =>
      condition.kind === 'predicate' && ['public', 'open_to_internet'].includes(condition.name),
  );
  const isBehindRange = (reading.ranges.length > 0 || isOpen) && /^on$/i.test(cursor.peek()?.text ?? '');
  const start =
    isBehindRange || hasRole(cursor.peek(), 'port') || senseOf(cursor.peek(), 'port') !== undefined;
  const isColumn = senseOf(cursor.peek(), 'column') !== undefined;
  const found = start && !isColumn ? portAt(cursor, 0) : undefined;
  if (found === undefined) return false;
  reading.port = found.port;
  reading.otherPorts.push(...found.others);
  cursor.take(found.end);
  return true;
}

/** "in 30 days", "within the next 60 days" after "expiring". */
function daysAt(cursor: Cursor, from: number): { days: number; end: number } | undefined {
  const item = cursor.peek(from);
  if (item?.time !== undefined) {
    const { from: start, to } = item.time.range;
    if (item.time.kind === 'age' && item.time.isDuration === true)
      return { days: Math.max(1, Math.round((item.time.seconds ?? 0) / 86_400)), end: from + 1 };
    if (item.time.kind === 'age' && to !== null) return undefined;
    if (start !== null && to !== null)
      return { days: Math.max(1, Math.round((to.getTime() - start.getTime()) / 86_400_000)), end: from + 1 };
  }
  let at = from;
  while (hasRole(cursor.peek(at), 'in', 'for', 'less', 'filler', 'at_most')) at += 1;
  const next = cursor.peek(at);
  if (at === from || next === undefined) return undefined;
  const span = spanAt(cursor.atoms, next.from);
  if (span === undefined) return undefined;
  let end = at;
  while ((cursor.peek(end)?.from ?? Number.POSITIVE_INFINITY) < next.from + span.length) end += 1;
  return { days: Math.max(1, Math.round(span.seconds / 86_400)), end };
}
