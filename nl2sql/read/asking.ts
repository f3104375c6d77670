import { hasRole, type Item, senseOf } from '../cover/item.ts';
import { stem } from '../lex/stem.ts';
import { headOf } from './heads.ts';
import type { Cursor, Reading } from './reading.ts';

/** What may stand before a verb that asks: "could you please show", "I need to know", "so, list". */
const BEFORE_ASKING = [
  'ask',
  'filler',
  'be',
  'to',
  'how',
  'only',
  'and',
  'comma',
  'use',
  'pronoun',
  'exist',
  'question',
] as const;
const ARTICLE = /^(the|a|an|our|my|your|their|its|some|any|this|no|of|in|by|per|for|with|without|from)$/i;
/** Words that ask and are as often the name of what is given: "as a list", "a report of". */
const PAPERS = /^(list|report|view|query|lookup|search|check|review|display|present)$/i;

/**
 * Whether a word that asks ("show", "search", "review") does so where it stands. In the middle of a question, behind
 * an article or what it is about, the same word says something of it: "the search team", "instances that need review".
 */
export function isAskingHere(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  if (item === undefined) return false;
  const first = item.text.split(/\s+/)[0] ?? '';
  const before = cursor.atoms[item.from - 1];
  const previous = cursor.peek(-1);
  // "monitors", "needs": said of somebody, not asked of us.
  const isInflected = /[^s]s$/i.test(first) && stem(first) !== first.toLowerCase();
  const isPaper = PAPERS.test(stem(first));
  if (before !== undefined && ARTICLE.test(before.raw))
    return isPaper && isPaperHere(cursor.peek(1), before.raw);
  if (isInflected) return false;
  // "vpc list", "bucket report by region".
  const isTitle = /^(list|report|overview)$/i.test(item.text) && headOf(previous) !== undefined;
  const next = cursor.peek(1);
  if (isTitle && (next === undefined || hasRole(next, 'for', 'in', 'with', 'group', 'of', 'comma', 'and')))
    return !cursor.items.some((other) => hasRole(other, 'question'));
  // "that you can find", "please show": who is asked is named.
  const asked = cursor.atoms.slice(Math.max(0, item.from - 3), item.from);
  if (asked.some(({ raw }) => /^(you|please|pls|plz|me|us|let)$/i.test(raw))) return true;
  if (previous === undefined || hasRole(previous, 'and', 'comma', 'ask')) return true;
  // Behind a full stop, a colon or a dash something new begins.
  if (before !== undefined && (cursor.atoms[item.from]?.start ?? 0) - before.end > 1) return true;
  const isFirst = cursor.items.slice(0, cursor.at).every((earlier) => hasRole(earlier, ...BEFORE_ASKING));
  const isQuestion = hasRole(previous, 'question', 'how_many');
  if (isFirst) return !isQuestion;
  return reading.heads.length === 0 && reading.topics.length === 0 && /^(need|want)$/i.test(first);
}

/** "a list of …", "as a report": what is handed over, not what it is about. */
function isPaperHere(next: Item | undefined, article: string): boolean {
  if (/^(the|a|an|my|our|your)$/i.test(article))
    return (
      next === undefined ||
      hasRole(next, 'of', 'for', 'in', 'to', 'with', 'and', 'comma', 'question', 'group')
    );
  return false;
}

/** Whether the item is English that is empty elsewhere, and a word of the lake here. */
export function isPlainWord(item: Item | undefined): boolean {
  return item !== undefined && hasRole(item, 'ask', 'filler') && !item.senses.some(isStructure);
}

const isStructure = (sense: Item['senses'][number]): boolean =>
  sense.kind === 'function' && sense.role !== 'ask' && sense.role !== 'filler' && sense.role !== 'use';

/** "how many search instances", "the fleet instances": right before a noun, and behind what no verb follows. */
export function isBeforeItsNoun(cursor: Cursor): boolean {
  const head = headOf(cursor.peek(1));
  const isNoun =
    head?.kind === 'slice' ||
    head?.kind === 'any_resource' ||
    (head?.kind === 'type' && head.strength !== 'tail' && senseOf(cursor.peek(1), 'dimension') === undefined);
  const before = cursor.atoms[(cursor.peek()?.from ?? 0) - 1]?.raw ?? '';
  return (
    isNoun &&
    (/^(the|of|for|our|my|in|by|does|do|are|is|and|or)$/i.test(before) ||
      hasRole(cursor.peek(-1), 'how_many', 'question'))
  );
}
