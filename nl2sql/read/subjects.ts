import { hasRole, senseOf, sensesOf } from '../cover/item.ts';
import type { Condition, GroupKey } from '../plan/plan.ts';
import { headOf } from './heads.ts';
import { addCondition, type Cursor, type Head, type Reading } from './reading.ts';

const isName = (head: Head | undefined): boolean =>
  head?.kind === 'slice' || (head?.kind === 'type' && head.strength !== 'tail');

/** Takes a noun for resources. After the first, only one that is joined to it ("instances and volumes") is another subject. */
export function readHead(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const head = headOf(item);
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
  const isJoined = cursor.pending.joiner !== 'none';
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
    addCondition(cursor, reading, {
      kind: 'related',
      to: { kind: 'rows', types: head.types, where: [] },
      text: `with ${item.text}`,
    });
    cursor.take();
    return true;
  }
  return false;
}

/** A Config rule by its name: what it said. */
export function readRuleName(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const rules = senseOf(item, 'rule')?.rules;
  if (rules === undefined) return false;
  addCondition(cursor, reading, { kind: 'topic_value', column: 'rule_name', values: rules });
  if (!reading.topics.some(({ topic }) => topic === 'compliance'))
    reading.topics.push({ topic: 'compliance', form: 'noun', at: cursor.at });
  cursor.take();
  return true;
}

/** Changes, compliance, cost … as a noun ("changes"), a verb ("what changed") or a state ("non-compliant", "stale"). */
export function readTopic(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const states = sensesOf(item, 'topic_state');
  const state =
    states.find((sense) => reading.topics.some(({ topic }) => topic === sense.topic)) ?? states[0];
  const topics = sensesOf(item, 'topic');
  const noun = topics.find((sense) => sense.form === 'noun') ?? topics[0];
  const isFinding =
    state?.topic !== 'findings' ||
    cursor.items.some((other) => senseOf(other, 'topic')?.topic === 'findings');
  if (state !== undefined && isFinding && isAboutTopic(cursor, state.topic, reading)) {
    const condition = { kind: 'topic_value', column: state.column, values: state.values } as const;
    // "not recorded" is a state of its own; a "not" before "compliant" is the rule's opposite.
    addCondition(cursor, reading, condition);
    reading.topics.push({ topic: state.topic, form: 'state', at: cursor.at });
    cursor.take();
    return true;
  }
  if (noun === undefined) return false;
  if (noun.topic === 'accounts') return false;
  if (
    noun.topic === 'cost' &&
    reading.heads.length > 0 &&
    (reading.conditions.length > 0 || reading.hasPronoun || reading.limit !== null) &&
    cursor.pending.joiner !== 'none'
  ) {
    reading.addOns.push('cost');
    cursor.take();
    return true;
  }
  if (reading.topics.some(({ topic }) => topic === noun.topic)) {
    cursor.take();
    return true;
  }
  if (hasRole(item, 'on', 'off', 'value') && senseOf(item, 'value') !== undefined) return false;
  reading.topics.push({ topic: noun.topic, form: noun.form, at: cursor.at });
  const metric = senseOf(item, 'metric');
  if (metric !== undefined) reading.metrics.push(metric);
  cursor.take();
  return true;
}

/** "out of date", "incomplete" and the like are about recording only where recording, accounts or Regions are spoken of. */
function isAboutTopic(cursor: Cursor, topic: string, reading: Reading): boolean {
  if (topic === 'compliance' && reading.heads.length > 0 && /^(fail|pass)/i.test(cursor.peek()?.text ?? ''))
    return cursor.items.some(
      (item) => senseOf(item, 'topic')?.topic === 'compliance' || senseOf(item, 'rule') !== undefined,
    );
  if (topic === 'accounts')
    return (
      reading.heads.length === 0 && cursor.items.some((item) => senseOf(item, 'dimension')?.key === 'account')
    );
  return topic !== 'coverage' || reading.heads.length === 0;
}

/** "Which accounts …", "what Regions …": a dimension that leads; "in all accounts" says nothing. */
export function readDimension(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const dimension = senseOf(item, 'dimension');
  if (dimension === undefined) return false;
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

/** "which tag keys are used", "what tags do we have": the keys themselves. */
function readTagKeys(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const isKeys =
    senseOf(item, 'topic')?.topic === 'tags' ||
    (hasRole(item, 'tag') && /^tags?( keys?)?$/i.test(item?.text ?? ''));
  const { with: has, without, not } = cursor.pending;
  if (
    !isKeys ||
    has ||
    without ||
    not ||
    reading.heads.length > 0 ||
    senseOf(cursor.peek(1), 'tag_key') !== undefined
  )
    return false;
  const name = /value/i.test(item?.text ?? '') ? 'tag_value' : 'tag_key';
  const column = { name, type: 'varchar', isJson: false, columns: null, isDerived: false } as const;
  reading.topics.push({ topic: 'tags', form: 'noun', at: cursor.at });
  const isCounted = reading.measure?.kind === 'count';
  reading.dimension = { key: { kind: 'column', column }, at: cursor.at, text: item?.text ?? '', isCounted };
  cursor.take();
  return true;
}

/** A tag key, a period or a column that leads the question: "which teams have …", "what engines do our databases use". */
export function readLeadingKey(cursor: Cursor, reading: Reading): boolean {
  if (reading.dimension === null && readTagKeys(cursor, reading)) return true;
  if (
    !cursor.pending.question ||
    reading.dimension !== null ||
    (reading.heads.length > 0 && reading.conditions.length > 0)
  )
    return false;
  const item = cursor.peek();
  const tagKey = senseOf(item, 'tag_key');
  const column = senseOf(item, 'column');
  // The noun of the subject itself, though a column may be called after it ("which roles …").
  const head = headOf(item);
  if (
    head !== undefined &&
    head.kind !== 'any_resource' &&
    !(head.kind === 'type' && head.strength === 'tail')
  )
    return false;
  const isPlural = /s$/i.test(item?.text ?? '') || hasRole(cursor.peek(-1), 'distinct');
  const isNumber = column !== undefined && ['bigint', 'double', 'decimal'].includes(column.column.type);
  // "how many vCPUs do we have": the sum of them.
  if (isNumber && reading.measure?.kind === 'count' && column.rank >= 3) {
    reading.measure = { kind: 'aggregate', function: 'sum', column: column.column };
    const topic = senseOf(item, 'topic');
    if (topic !== undefined) reading.topics.push({ topic: topic.topic, form: 'noun', at: cursor.at });
    cursor.take();
    return true;
  }
  if (
    column !== undefined &&
    !isNumber &&
    column.rank >= 2 &&
    (isPlural || reading.measure?.kind === 'count') &&
    column.column.name !== 'tags'
  ) {
    reading.dimension = {
      key: { kind: 'column', column: column.column },
      at: cursor.at,
      text: item?.text ?? '',
      isCounted: reading.measure?.kind === 'count' && reading.heads.length === 0,
    };
    cursor.take();
    return true;
  }
  if (tagKey !== undefined) {
    reading.dimension = {
      key: { kind: 'tag', key: tagKey.keys[0] ?? '' },
      at: cursor.at,
      text: item?.text ?? '',
      isCounted: reading.measure?.kind === 'count',
    };
    cursor.take();
    return true;
  }
  return false;
}

/** "accounts that have no public buckets": what is lacking has properties of its own. */
export function readLacking(cursor: Cursor, reading: Reading): boolean {
  const isHolder = reading.dimension?.key.kind === 'account' && reading.heads.length === 0;
  if (!cursor.pending.without || (!isHolder && reading.heads.length === 0)) return false;
  const where: Condition[] = [];
  let at = 0;
  for (let sense = senseOf(cursor.peek(at), 'predicate'); sense?.form === 'adjective'; ) {
    const condition: Condition = { kind: 'predicate', name: sense.name, port: null, days: null };
    where.push(sense.negated ? { kind: 'not', of: condition } : condition);
    at += 1;
    sense = senseOf(cursor.peek(at), 'predicate');
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
        text: `with ${cursor.peek(at)?.text ?? ''}`,
      };
  reading.conditions.push({ condition: { kind: 'not', of: condition }, joiner });
  cursor.take(at + 1);
  return true;
}

/** A column that is asked for, not filtered by: "with their engine and version", "show the instance type". */
export function readProjection(cursor: Cursor, reading: Reading): boolean {
  const sense = senseOf(cursor.peek(), 'column');
  const column = sense?.column;
  if (sense === undefined || column === undefined) return false;
  // "regions with …": a dimension that leads, not a column of what follows.
  const isLeading = senseOf(cursor.peek(), 'dimension') !== undefined && reading.heads.length === 0;
  if (isLeading && /s$/i.test(cursor.peek()?.text ?? '')) return false;
  // The tail of a longer name is too little to be asked for, unless the question lists columns.
  const isListed = cursor.pending.their || cursor.pending.with || hasRole(cursor.peek(-1), 'ask');
  if (sense.rank === 1 && !isListed && reading.columns.length === 0) return false;
  if (!reading.columns.some((known) => known.name === column.name)) reading.columns.push(column);
  const { their } = cursor.pending;
  cursor.take();
  // "their engine, version and size": the possessive carries on.
  if (their && hasRole(cursor.peek(), 'and', 'comma')) cursor.pending.their = true;
  return true;
}

export function readService(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const service = senseOf(item, 'service');
  const metric = senseOf(item, 'metric');
  if (
    metric !== undefined &&
    (reading.topics.some(({ topic }) => topic === 'metrics') || service === undefined)
  ) {
    reading.metrics.push(metric);
    if (!reading.topics.some(({ topic }) => topic === 'metrics'))
      reading.topics.push({ topic: 'metrics', form: 'noun', at: cursor.at });
    cursor.take();
    return true;
  }
  if (service === undefined) return false;
  reading.services.push(service);
  cursor.take();
  return true;
}
