import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { schemaOf } from '#sql/schema.ts';
import type { QuestionDeps, QuestionRequest } from './ask.ts';
import { grammarTranslator } from './grammar-translator.ts';
import { savedQuestionTranslator } from './saved-question-translator.ts';
import type { Translation, TranslationRequest, Turn } from './translator.ts';
import { vocabularyFor } from './vocabulary-cache.ts';

export interface Translated {
  readonly translation: Translation;
  readonly translator: string;
}

/** What the translators are told of a question: the caller's words, rights and earlier turns. */
export async function translationInput(
  request: QuestionRequest,
  turns: readonly Turn[],
  snapshot: CatalogueSnapshot,
  deps: QuestionDeps,
): Promise<TranslationRequest> {
  const now = deps.clock.now();
  const { policy } = request.caller;
  return {
    question: request.question,
    previous: turns,
    schema: schemaOf(snapshot),
    vocabulary: await vocabularyFor({ engine: deps.engine, snapshot, policy, now }, deps.keyValues),
    policy,
    engine: deps.engine.name,
    now,
    zone: request.zone,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  };
}

/**
 * Translators in order: saved questions, grammar, then those that were added. The first that decides wins. Of
 * those that do not, one that asks back is better than one that gives up, and the later knew more than the earlier.
 */
export async function translated(input: TranslationRequest, deps: QuestionDeps): Promise<Translated> {
  const without = await withoutModel(input, deps);
  if (isDecided(without.translation)) return without;
  let best = without;
  for (const translator of deps.translators ?? []) {
    const translation = await translator.translate({ ...input, undecided: best.translation });
    if (translation.kind === 'pass') continue;
    const found = { translation, translator: translator.name };
    if (isDecided(translation)) return found;
    best = better(best, found);
  }
  return best;
}

/** What saved questions and the grammar make of it. */
export async function withoutModel(input: TranslationRequest, deps: QuestionDeps): Promise<Translated> {
  let undecided: Translated | undefined;
  for (const translator of [savedQuestionTranslator(deps.reports), grammarTranslator]) {
    const translation = await translator.translate(input);
    const found = { translation, translator: translator.name };
    if (isDecided(translation)) return found;
    if (translation.kind !== 'pass') undecided ??= found;
  }
  const text = 'I could not translate this question.';
  return undecided ?? { translation: { kind: 'abstain', text }, translator: 'grammar' };
}

/** Whether a translation ends the search for one. */
export function isDecided(translation: Translation): boolean {
  switch (translation.kind) {
    case 'sql':
    case 'fail':
      return true;
    case 'refuse':
      return translation.isGuess !== true;
    case 'clarify':
      return translation.isFinal === true;
    case 'abstain':
    case 'pass':
      return false;
  }
}

/**
 * The later of two, unless it only gives up and the earlier asks back, or gives up as well on what the earlier took
 * for another subject. What a model cost stays with either.
 */
function better(earlier: Translated, later: Translated): Translated {
  const before = earlier.translation;
  const after = later.translation;
  const isWorse =
    after.kind === 'abstain' &&
    (before.kind === 'clarify' || (before.kind === 'refuse' && after.diagnostics === undefined));
  if (!isWorse) return later;
  return after.modelUsage === undefined
    ? earlier
    : { ...earlier, translation: { ...before, modelUsage: after.modelUsage } };
}
