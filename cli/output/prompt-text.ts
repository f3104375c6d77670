import type { ModelData } from '#nl2sql/model/lake-data.ts';
import type { QuestionPreview } from '#nl2sql/preview.ts';

const NOTHING = 'The grammar translator sends nothing to any model: there is no prompt.';

/** What a question would send to a model, as a person reads it, or as one JSON object. */
export function promptText(
  preview: QuestionPreview | undefined,
  data: ModelData | null,
  asJson: boolean,
): string {
  if (asJson) {
    return JSON.stringify({
      sent: false,
      would_send: preview !== undefined && preview.decidedBy === null,
      decided_by: preview === undefined ? 'grammar' : preview.decidedBy,
      to: preview?.prompt.to ?? null,
      settings: preview?.prompt.settings ?? null,
      model_data: data,
      body: preview?.prompt.body ?? null,
    });
  }
  if (preview === undefined) return NOTHING;
  const { decidedBy, prompt } = preview;
  const settings = Object.entries(prompt.settings)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${value}`);
  return [
    decidedBy === null
      ? 'This would be sent (nothing was):'
      : `Nothing would be sent: ${decidedBy === 'saved' ? 'a saved report' : 'the grammar'} decides this question. If it did not, this would be:`,
    `To: ${prompt.to}`,
    `With: ${settings.join(', ')}, model data ${data ?? ''}`,
    JSON.stringify(prompt.body, null, 2),
  ].join('\n');
}
