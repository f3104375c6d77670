import type { ModelPreview } from '#platform/ports/model.ts';
import type { QuestionDeps, QuestionRequest } from './ask.ts';
import { loadTurns } from './conversation.ts';
import type { ModelTranslator } from './model/model-translator.ts';
import { isDecided, translationInput, withoutModel } from './translate.ts';

export interface QuestionPreview {
  /** The translator that answers without a model; null where the model would be asked. */
  readonly decidedBy: string | null;
  /** What the model would be sent, or would be if nothing before it decided. */
  readonly prompt: ModelPreview;
}

/**
 * What a question would send to a model. Nothing is sent, run, kept or logged; undefined where there is no lake.
 * Corrections, where a reply needs them, repeat this prompt with the reply and the diagnostics behind it.
 */
export async function previewQuestion(
  request: QuestionRequest & { readonly conversation: string },
  deps: QuestionDeps,
  translator: ModelTranslator,
): Promise<QuestionPreview | undefined> {
  const snapshot = await deps.catalogue.snapshot();
  if (snapshot.generation === undefined) return undefined;
  const turns = await loadTurns(request.caller.userId, request.conversation, deps.keyValues);
  const input = await translationInput(request, turns, snapshot, deps);
  const found = await withoutModel(input, deps);
  return {
    decidedBy: isDecided(found.translation) ? found.translator : null,
    prompt: await translator.preview({ ...input, undecided: found.translation }),
  };
}
