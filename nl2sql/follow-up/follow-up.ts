import { hasRole, isUnknown } from '../cover/item.ts';
import type { Outcome } from '../decide/outcome.ts';
import type { EmitContext } from '../emit/parts.ts';
import { type Interpretation, interpret } from '../interpret.ts';
import type { TranslationRequest, Turn } from '../translator.ts';
import { basePlan } from './base.ts';
import { compared } from './compare.ts';
import { bind, type Leaning, leaningOn, needsPrevious } from './leans.ts';
import { readNearValues } from './near-values.ts';
import { readOfRows } from './of-rows.ts';
import { ownersOf } from './owners.ts';
import { pointsOut } from './points-out.ts';
import { refuseNounsAsColumns } from './shorthand.ts';
import { ownWords } from './words.ts';

/** Words that point beyond a question of its own, though it has a subject: "databases among them", "in that Region". */
const POINTS_OUT =
  /\b(?:among|amongst|of|from|in|to|for|on|with|by|using) (?:them|those|these|it|that|this)\b|\b(?:they|his|hers|theirs)\b/i;

/** A question of a conversation, with how it stands to the answer before it. */
export interface FollowUp {
  readonly interpreted: Interpretation;
  readonly leaning: Leaning;
  readonly turn: Turn;
  /** What was asked in between and is no part of this. */
  readonly notes: readonly string[];
}

/** Reads a question as one that comes after answers; an outcome where its words settle it by themselves. */
export async function followUp(
  request: TranslationRequest,
  first: Interpretation,
  answered: readonly Turn[],
  context: readonly string[],
  emit: EmitContext,
): Promise<FollowUp | Outcome | undefined> {
  const turn = answered.at(-1);
  if (turn === undefined) {
    if (request.previous.length === 0) return undefined;
    bind(first, null);
    const points = POINTS_OUT.test(request.question) && pointsOut(first, request.question);
    return points || needsPrevious(first.reading) ? unansweredBetween(request, undefined) : undefined;
  }
  const { wish, wantsOwners } = ownWords(first, turn.plan);
  readNearValues(first, turn, request.vocabulary);
  const base = basePlan(turn);
  const isRead = first.reading.unplaced.length === 0 && first.reading.decline === null;
  if (wish !== null && isRead) return compared(wish, answered, first.reading.groupBy, emit);
  if (wantsOwners && isRead && base !== undefined)
    return ownersOf(base, turn, request.vocabulary, /\beach\b/i.test(request.question));
  const interpreted = await readOfRows(request, first, turn.plan, context);
  refuseNounsAsColumns(interpreted.reading, interpreted.items);
  const leaning = leaningOn(turn, interpreted, request.vocabulary);
  const gap = leaning.leans ? await unansweredBetween(request, turn) : undefined;
  const notes = request.previous
    .slice(request.previous.lastIndexOf(turn) + 1)
    .map(({ question }) => `“${question.slice(0, 200)}” was not answered and is no part of this.`);
  return gap ?? { interpreted, leaning, turn, notes: leaning.leans ? notes : [] };
}

/** A question of its own that was not answered stands between: whatever leans means that one. */
async function unansweredBetween(
  request: TranslationRequest,
  turn: Turn | undefined,
): Promise<Outcome | undefined> {
  const last = request.previous.at(-1);
  if (last === undefined || last === turn || last.status === 'refused') return undefined;
  const { reading, items } = await interpret({ ...request, question: last.question }, []);
  const hasSubject = reading.heads.length > 0 || reading.topics.length > 0 || reading.identities.length > 0;
  // "flurbs in prod": an unknown word where the subject should be is one.
  const [first] = items.filter(
    (item) => !hasRole(item, 'filler', 'ask', 'all', 'question', 'how_many', 'be'),
  );
  const isUnknownSubject = first !== undefined && reading.unplaced.includes(first) && !reading.hasPronoun;
  const isOwn = (hasSubject && !needsPrevious(reading)) || (isUnknownSubject && isUnknown(first));
  if (!isOwn) return undefined;
  return {
    kind: 'clarify',
    text: `“${last.question.slice(0, 200)}” was not answered, so there is nothing of it to go on from. Ask for it in full.`,
    choices: [],
  };
}
