import type { Outcome } from '../decide/outcome.ts';
import { numberOfWord } from '../lex/quantity.ts';
import type { ResourceKey } from '../plan/plan.ts';
import type { TranslationRequest, Turn } from '../translator.ts';
import { planOfKeys } from './base.ts';

const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
  fifth: 5,
  '5th': 5,
};
const WORDS = 'one|two|three|four|five|six|seven|eight|nine|ten';
/** "The first three", "the top 3 of them", "the last two rows". */
const SEVERAL = new RegExp(
  String.raw`\bthe (first|top|last) (${WORDS}|\d{1,3})(?: (?:ones|rows|results|of (?:them|those|these)))?(?=$|[?.!,]| (?:is|are|have|has|and|in|by|with|please)\b)`,
  'i',
);
/** "The first one", "the second", "the last row". */
const SINGLE = new RegExp(
  String.raw`\bthe (last|${Object.keys(ORDINALS).join('|')})(?: (?:one|row|result|entry)\b|(?=$|[?.!,]| (?:is|are|have|has|and|in|by|with|please)\b))`,
  'i',
);

interface Pointed {
  readonly question: string;
  readonly turn: Turn;
}

/**
 * "What changed on the first one?", "who owns the first three?": those rows of the answer before, as if they alone
 * had been shown, with "it" or "them" in the question. Undefined where the question names no such rows.
 */
function pointedRows(request: TranslationRequest, turn: Turn): Pointed | Outcome | undefined {
  const several = SEVERAL.exec(request.question);
  const found = several ?? SINGLE.exec(request.question);
  if (found === null || /\bat the (?:first|last)\b/i.test(request.question)) return undefined;
  const word = (found[1] ?? '').toLowerCase();
  const count = several === null ? 1 : (numberOfWord(found[2] ?? '') ?? Number(found[2]));
  const keys = keysAt(turn, word, count, several !== null);
  if (keys === undefined)
    return {
      kind: 'clarify',
      text: `I cannot tell which rows “${found[0]}” are. Name them.`,
      choices: [],
    };
  const question = `${request.question.slice(0, found.index)}them${request.question.slice(found.index + found[0].length)}`;
  return { question, turn: { ...turn, keys, keysComplete: true, plan: planOfKeys(keys), groups: null } };
}

function keysAt(
  turn: Turn,
  word: string,
  count: number,
  isSeveral: boolean,
): readonly ResourceKey[] | undefined {
  const { keys } = turn;
  if (word === 'last') {
    if (!turn.keysComplete || keys.length < count) return undefined;
    return keys.slice(keys.length - count);
  }
  const from = isSeveral ? 0 : (ORDINALS[word] ?? 1) - 1;
  const taken = keys.slice(from, from + count);
  return taken.length === count ? taken : undefined;
}

/**
 * One resource that was shown by its name alone is one of its type: "it" can then be asked what that type is asked.
 */
function ofItsType(turn: Turn): Turn {
  const [key, ...more] = turn.keys;
  const isOne = key !== undefined && more.length === 0 && turn.keysComplete && key.resource_type !== null;
  if (!isOne || turn.plan?.source.kind !== 'resources' || turn.plan.groupBy.length > 0) return turn;
  return { ...turn, plan: planOfKeys([key]) };
}

/** The conversation as a question means it: rows that it points at one by one take the place of the whole answer. */
export function asPointed(request: TranslationRequest): TranslationRequest | Outcome {
  const turn = request.previous.filter(({ status }) => status === 'answered').at(-1);
  if (turn === undefined) return request;
  const pointed = pointedRows(request, turn) ?? { question: request.question, turn: ofItsType(turn) };
  if ('kind' in pointed) return pointed;
  const { keys, keysComplete, groups } = pointed.turn;
  const isOne = (keysComplete && keys.length === 1) || groups?.values.length === 1;
  // Of one row "it" means what "them" means of several; elsewhere it is an empty word ("is it true that").
  const question = isOne
    ? pointed.question.replaceAll(/\bit\b/gi, 'them').replaceAll(/\bits\b/gi, 'their')
    : pointed.question;
  const previous = request.previous.map((earlier) => (earlier === turn ? pointed.turn : earlier));
  return { ...request, question, previous };
}
