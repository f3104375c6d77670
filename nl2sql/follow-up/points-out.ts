import type { Interpretation } from '../interpret.ts';

/** Words that point at what was shown before; "who did it" is of what the question itself says. */
const POINTING =
  /(?<!\b(did|do|does|made) )\bit\b|\b(its|they|them|their|those|these|his|hers?|him|theirs)\b|\bin (there|here)\b|\b(that|this) (accounts?|regions?|environments?|env|ou|team|owner|tag|type|vpc|subnet|role|user|key|cluster|bucket|instance|database|function|volume|group|rule|resource|one)\b/gi;

/** Behind one of these a word points away from the question's own noun: "the databases among them". */
const AWAY = /\b(?:among|amongst|of|in|to|from|with|on|by|for)\s+$/i;

/**
 * Whether a question points at something that it does not name itself. "Volumes attached to nothing, and what do they
 * cost" names what "they" are; "what disks do they have" does not.
 */
export function pointsOut({ reading, items, atoms }: Interpretation, question: string): boolean {
  const named = reading.heads
    .filter(({ text }) => text !== '')
    .flatMap(({ at }) => {
      const last = items[at] === undefined ? undefined : atoms[items[at].to - 1];
      return last === undefined ? [] : [last.end];
    });
  return [...question.matchAll(POINTING)].some(({ index }) => {
    const noun = Math.max(-1, ...named.filter((end) => end <= index));
    const isOwn = noun !== -1 && /,|\band\b/i.test(question.slice(noun, index));
    return !isOwn || AWAY.test(question.slice(0, index));
  });
}
