import { hasRole, isUnknown, senseOf } from '../cover/item.ts';
import { columnNamed } from './amounts.ts';
import { isAskingHere } from './asking.ts';
import { headOf, isName } from './heads.ts';
import { isOwnWord } from './own-words.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';

/** And, or, commas: how the next condition is joined. */
export function readJoiner(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  if (hasRole(item, 'or')) cursor.mark({ joiner: 'or' });
  // "staging but in a prod account": what stands against each other is no list of alternatives.
  else if (/^but$/i.test(item?.text ?? '')) cursor.mark({ joiner: 'none', with: false, question: false });
  else if (hasRole(item, 'comma')) cursor.mark({ joiner: cursor.pending.joiner === 'or' ? 'or' : 'comma' });
  else if (hasRole(item, 'and') && !hasRole(item, 'with')) {
    if (cursor.at === 0) reading.isFragment = true;
    const restart = cursor.pending.joiner === 'or' ? 'or' : 'and';
    cursor.mark({ joiner: restart, with: false, question: false });
  } else return false;
  return true;
}

/** "Of those", "which of them", "they": rows of an earlier answer, unless this question has named them itself. */
export function readPronoun(cursor: Cursor, reading: Reading): boolean {
  if (!hasRole(cursor.peek(), 'pronoun')) return false;
  // "which security groups do they use": they are the rows of before, though the question has a noun of its own.
  const isUser =
    reading.heads.length > 0 && reading.conditions.length === 0 && hasRole(cursor.peek(1), 'use', 'related');
  // "what instances do they have": they are not the instances.
  let verb = 1;
  while (/^(still|also|currently|now|already)$/i.test(cursor.peek(verb)?.text ?? '')) verb += 1;
  const isOwner =
    reading.heads.length > 0 &&
    reading.conditions.length === 0 &&
    /^(have|has|own|contain|hold)$/i.test(cursor.peek(verb)?.text ?? '');
  if (isOwner || isUser || (reading.heads.length === 0 && reading.topics.length === 0))
    reading.hasPronoun = true;
  if (isUser || isOwner) {
    cursor.take(isOwner ? verb + 1 : 2);
    return true;
  }
  cursor.mark({ preposition: false });
  return true;
}

/** "Became public", "went stale": what is so now is known, not what came to be so. */
export function readTransition(cursor: Cursor, reading: Reading): boolean {
  if (!/^(became|become|becomes|turned|went|got|gone)$/i.test(cursor.peek()?.text ?? '')) return false;
  let at = 1;
  while (hasRole(cursor.peek(at), 'filler', 'not', 'be')) at += 1;
  const state = cursor.peek(at);
  const isState =
    senseOf(state, 'predicate') !== undefined ||
    senseOf(state, 'topic_state') !== undefined ||
    senseOf(state, 'value') !== undefined;
  if (!isState || hasRole(state, 'created', 'deleted', 'changed')) return false;
  reading.decline ??= `I can tell what is “${state?.text ?? ''}” now, but not what ${cursor.peek()?.text ?? 'became'} so. “Which changes were there” in that time shows what happened.`;
  cursor.take();
  return true;
}

/** "Is everything ok in sandbox?": what would be amiss is not said. */
export function readJudgement(cursor: Cursor, reading: Reading): boolean {
  const isJudged = reading.isYesNo && reading.heads.some(({ sense }) => sense.kind === 'any_resource');
  if (
    !isJudged ||
    !/^(ok|okay|fine|good|right|well|healthy|alright|all right|secure|safe|sound)$/i.test(
      cursor.peek()?.text ?? '',
    )
  )
    return false;
  reading.isJudgement = true;
  cursor.take();
  return true;
}

/** A time, and the verb it belongs to. */
export function readTime(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  if (item?.time === undefined) return false;
  // "stopped for 30 days", "not backed up for a week": only what exists or runs has an age; of any other state the
  // inventory knows that it is so, not since when.
  const hasAge = reading.verb !== null || hasRole(cursor.peek(-1), 'created');
  if (item.time.isDuration === true && !hasAge) {
    reading.lasting ??= {
      state: headOf(cursor.peek(-1)) === undefined ? (cursor.peek(-1)?.text ?? null) : null,
      span: item.text,
    };
    cursor.take();
    return true;
  }
  reading.times.push({ phrase: item.time, verb: reading.verb, at: cursor.at });
  cursor.take();
  return true;
}

/** Created, deleted, changed, new: what happened. Before a value of the same word ("terminated instances") only beside a time. */
export function readVerb(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const verb = hasRole(item, 'deleted')
    ? 'deleted'
    : hasRole(item, 'created', 'new')
      ? 'created'
      : hasRole(item, 'changed')
        ? 'changed'
        : undefined;
  if (verb === undefined) return false;
  // "changes made to buckets": the noun is what is asked about.
  if (verb === 'changed' && senseOf(item, 'topic')?.form === 'noun') return false;
  const isBesideTime = cursor.peek(1)?.time !== undefined || cursor.peek(-1)?.time !== undefined;
  if ((senseOf(item, 'value') !== undefined || senseOf(item, 'column') !== undefined) && !isBesideTime)
    return false;
  if (senseOf(item, 'value') !== undefined && /^run/i.test(item?.text ?? '')) return false;
  reading.verb = verb;
  reading.verbs.push(verb);
  const state = /\brunning\b/i.test(item?.text ?? '') ? columnNamed(cursor, 'state_name') : undefined;
  if (state !== undefined && reading.heads.length > 0)
    addCondition(cursor, reading, {
      kind: 'compare',
      column: state,
      operator: '=',
      values: ['running'],
      text: 'running',
    });
  if (/^updat/i.test(item?.text ?? '')) reading.isUpdate = true;
  // "what changed yesterday" names no resources, and is about none that were shown before.
  const before = cursor.items.slice(0, cursor.at);
  if (
    /^what$/i.test(before[0]?.text ?? '') &&
    before.slice(1).every((word) => hasRole(word, 'be', 'filler', 'exist'))
  )
    reading.asksWhatHappened = true;
  if (
    hasRole(item, 'new') &&
    !reading.times.length &&
    !cursor.items.some((other) => other.time !== undefined)
  ) {
    const now = 7;
    reading.notes.push(`“${item?.text}” is read as created in the last ${now} days.`);
    reading.days = now;
  }
  reading.times = reading.times.map((time) => (time.verb === null ? { ...time, verb } : time));
  cursor.mark({});
  return true;
}

/** "… and where are they", not "where the state is …". */
const isAskedWhere = (cursor: Cursor): boolean =>
  cursor.peek(1) === undefined || hasRole(cursor.peek(1), 'be', 'exist', 'pronoun');

function isSameKindOfPlace(cursor: Cursor, reading: Reading): boolean {
  const before = reading.conditions.at(-1)?.condition.kind;
  return (['environment', 'account', 'region', 'unit'] as const).some(
    (kind) => kind === before && senseOf(cursor.peek(1), kind) !== undefined,
  );
}

/** Who, whose, where, charts, comparisons: what kind of answer is wanted. */
export function readWish(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  if (hasRole(item, 'details') && senseOf(item, 'predicate') === undefined) reading.wantsDetails = true;
  else if (hasRole(item, 'who', 'whose')) reading.wantsWho = true;
  else if (hasRole(item, 'where') && reading.isCounted && isAskedWhere(cursor)) reading.wantsRows = true;
  else if (hasRole(item, 'chart'))
    reading.wantsChart = /pie/i.test(item?.text ?? '')
      ? 'pie'
      : /line/i.test(item?.text ?? '')
        ? 'line'
        : 'bar';
  else if (hasRole(item, 'versus')) {
    reading.isComparison = true;
    // "this month against last": the period before.
    const next = cursor.peek(1);
    if (/^(the )?(last|previous|prior|one before)$/i.test(next?.text ?? '') && next?.time === undefined)
      cursor.skip();
    // "prod vs staging vs dev": the sides are alternatives, of which no resource is two at once.
    if (isSameKindOfPlace(cursor, reading)) cursor.pending.joiner = 'or';
  } else if (hasRole(item, 'only', 'what_about', 'same') && cursor.at === 0) reading.isFragment = true;
  else return false;
  cursor.mark({ question: hasRole(item, 'who', 'whose') });
  return true;
}

/** "owned by team payments", "belonging to dev": before a tag or a place, only a preposition; "why" and "ip" where the answer shows it anyway. */
function isHolder(cursor: Cursor): boolean {
  const item = cursor.peek();
  let at = 1;
  while (hasRole(cursor.peek(at), 'filler', 'possessive') && !isOwnWord(cursor, cursor.peek(at))) at += 1;
  const next = cursor.peek(at);
  return (
    hasRole(item, 'related') &&
    (isOwnWord(cursor, next) ||
      (['tag_key', 'tag_value', 'account', 'environment', 'unit', 'region', 'zone'] as const).some(
        (kind) => senseOf(next, kind) !== undefined,
      ))
  );
}

/** Nouns that are empty elsewhere. */
const NAMING =
  /^(data|info|information|service|records?|fleet|estate|company|business|set|up|out|present|kind)$/i;

/** Whether a word that is empty elsewhere says something where it stands, which no rule has read. */
function isMeant(cursor: Cursor, reading: Reading): boolean {
  const said = cursor.peek()?.text ?? '';
  // "the data team", "the service owner": right before a key such a word is its value, though the lake has none.
  if (NAMING.test(said) && senseOf(cursor.peek(1), 'tag_key') !== undefined) return true;
  // "how many kinds of instances" counts none of them.
  if (/^(kinds?|types?|sorts?) of$/i.test(said) && hasRole(cursor.peek(-1), 'how_many')) return true;
  // "record sets in Route 53": of a service's things, of which no other noun is said.
  const isOnly =
    reading.topics.length === 0 &&
    cursor.items.every(
      (item) =>
        (!isName(headOf(item)) || senseOf(item, 'service') !== undefined) &&
        senseOf(item, 'any_resource') === undefined &&
        senseOf(item, 'topic') === undefined,
    );
  return /^(records?|sets)$/i.test(said) && isOnly;
}

/** Function words that only prepare what follows. */
export function readFunctionWord(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  if (item === undefined || isUnknown(item)) return false;
  if (hasRole(item, 'without')) cursor.mark({ without: true, with: false });
  else if (hasRole(item, 'not', 'except')) cursor.mark({ not: !cursor.pending.not });
  else if (hasRole(item, 'their')) {
    if (reading.heads.length === 0 && reading.topics.length === 0) reading.hasPronoun = true;
    cursor.mark({ their: true });
  } else if (hasRole(item, 'with')) cursor.mark({ with: true });
  else if (hasRole(item, 'question')) cursor.mark({ question: true, preposition: false });
  else if (hasRole(item, 'all', 'possessive')) cursor.mark({ quantified: true });
  else if (hasRole(item, 'in')) cursor.mark({ preposition: true, within: true });
  else if (hasRole(item, 'for', 'of', 'to')) cursor.mark({ preposition: true });
  else if (isHolder(cursor)) cursor.mark({ preposition: true, within: true });
  else if (hasRole(item, 'be')) {
    if (/^(was|were|did|had)$/i.test(item.text)) reading.isPast = true;
    // "are all volumes encrypted?": how many of them are.
    if (
      cursor.at === 0 &&
      /^(is|are)$/i.test(item.text) &&
      /^(all|every)\b/i.test(cursor.peek(1)?.text ?? '')
    )
      reading.isShare = true;
    if (cursor.at === 0 && /^(is|are|does|do|has)$/i.test(item.text)) reading.isYesNo = true;
    cursor.mark({});
  } else if (reading.isYesNo && /^everywhere$/i.test(item.text)) {
    // "is the rule passing everywhere?": how much of it is.
    reading.isShare = true;
    cursor.mark({});
  } else if (hasRole(item, 'filler') && isMeant(cursor, reading)) {
    return false;
  } else if (hasRole(item, 'ask') && !hasRole(item, 'filler', 'use')) {
    if (!isAskingHere(cursor, reading)) return false;
    cursor.mark({});
  } else if (
    hasRole(item, 'filler', 'use', 'exist', 'only', 'how', 'how_much', 'where', 'when', 'value', 'distinct')
  )
    cursor.mark({});
  else if (hasRole(item, 'why') && reading.topics.some(({ topic }) => topic === 'compliance'))
    cursor.mark({});
  else if (
    /^(ip|ips|ip address|address)$/i.test(item.text) &&
    cursor.items.some((other) => other.atom?.kind === 'ip')
  )
    cursor.mark({});
  else return false;
  return true;
}
