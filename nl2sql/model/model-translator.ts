import { AppError } from '#catalog/errors.ts';
import {
  type Model,
  type ModelMessage,
  type ModelPreview,
  type ModelReply,
  type ModelUsage,
  noUsage,
} from '#platform/ports/model.ts';
import { ModelDeclinedError, ModelError, ModelGuardrailError } from '#platform/ports/model-errors.ts';
import { type Translation, type TranslationRequest, type Translator, tokensUsed } from '../translator.ts';
import { checkSql } from './check-sql.ts';
import { type PromptOptions, promptFor } from './prompt.ts';
import { choicesOf, oneLine, statedBy, subjectOf } from './said.ts';
import { type Outcome, type Problem, readReply } from './tool.ts';
import { valueNotes } from './value-notes.ts';

export interface ModelTranslatorOptions extends PromptOptions {
  readonly model: Model;
}

/** A translator that asks a model, and can show what it would ask. */
export interface ModelTranslator extends Translator {
  /** What would be sent first for this request, and to whom. Sends nothing. */
  preview(request: TranslationRequest): Promise<ModelPreview>;
}

/** How often a model is told what is wrong with its reply before it is given up. */
const MOST_CORRECTIONS = 2;

/**
 * A language model as the last translator. Whatever it replies is a proposal: SQL passes the same check as
 * everybody's, under the caller's rights, before it becomes a translation, and again before it runs.
 */
export function modelTranslator(options: ModelTranslatorOptions): ModelTranslator {
  const { model } = options;
  return {
    name: model.name,
    async preview(request) {
      return model.preview(await promptFor(request, options));
    },
    async translate(request) {
      const spent: ModelUsage[] = [];
      const translation = await asked(request, options, spent);
      return { ...translation, modelUsage: spent.reduce(sum, noUsage) };
    },
  };
}

async function asked(
  request: TranslationRequest,
  options: ModelTranslatorOptions,
  spent: ModelUsage[],
): Promise<Translation> {
  const prompt = await promptFor(request, options);
  const messages: ModelMessage[] = [...prompt.messages];
  let problems: readonly Problem[] = [];
  for (let corrections = 0; corrections <= MOST_CORRECTIONS; corrections += 1) {
    let reply: ModelReply;
    try {
      const signal = request.signal === undefined ? {} : { signal: request.signal };
      reply = await options.model.converse({ ...prompt, messages, ...signal });
    } catch (error) {
      if (error instanceof ModelError) spent.push(error.usage);
      return failed(error);
    }
    spent.push(reply.usage);
    const read = readReply(reply);
    if (read.ok) {
      if (read.outcome.outcome !== 'sql') return said(read.outcome, request);
      const checked = checkSql(read.outcome.sql, request);
      if (checked.ok) {
        const notes = await valueNotes(checked.query, request);
        return sqlTranslation(read.outcome, notes, request, options.model, [...spent].reduce(sum, noUsage));
      }
      problems = checked.problems;
    } else {
      problems = [read.problem];
    }
    messages.push(...correction(reply, problems, corrections + 1));
  }
  return givenUp(problems);
}

/**
 * The reply as it was and what is wrong with it; every call has to be answered. Calls get ids of ours, so that the
 * same question leads to the same messages whatever the service numbers them.
 */
function correction(reply: ModelReply, problems: readonly Problem[], round: number): readonly ModelMessage[] {
  const text = `This cannot be used:\n${problems
    .map(({ code, message, hint }) => `${code}: ${message}${hint === null ? '' : ` ${hint}`}`)
    .join('\n')}\nCorrect it, or use another outcome.`;
  const calls = reply.calls.map((call, at) => ({ ...call, id: `reply_${round}_${at + 1}` }));
  const assistant: ModelMessage = { role: 'assistant', text: reply.text, calls };
  return calls.length === 0
    ? [assistant, { role: 'user', text }]
    : [assistant, { role: 'tool', results: calls.map(({ id }) => ({ callId: id, text })) }];
}

function sqlTranslation(
  outcome: Extract<Outcome, { outcome: 'sql' }>,
  notes: readonly string[],
  request: TranslationRequest,
  model: Model,
  usage: ModelUsage,
): Translation {
  const { undecided } = request;
  return {
    kind: 'sql',
    sql: outcome.sql,
    subject: subjectOf(outcome.subject, request.question),
    assumptions: [
      `A language model (${model.name}, ${model.modelId}) wrote this query; ${tokensUsed({ modelUsage: usage }).toLocaleString('en-US')} tokens were used. It was checked like any other, but only you can say whether it asks what you meant.`,
      ...statedBy(outcome.assumptions),
      ...(undecided?.kind === 'clarify'
        ? [`The question was open: ${oneLine(undecided.text, 300)} The model chose one reading.`]
        : []),
      ...notes,
    ],
    followUps: [],
  };
}

function said(outcome: Exclude<Outcome, { outcome: 'sql' }>, request: TranslationRequest): Translation {
  if (outcome.outcome === 'cannot')
    return {
      kind: 'abstain',
      text: `I cannot answer this from the inventory: ${oneLine(outcome.why, 400)}`,
      hint: 'Ask for something that the tables hold (`stocktake tables`), or ask in SQL.',
    };
  return {
    kind: 'clarify',
    text: oneLine(outcome.text, 400),
    choices: choicesOf(outcome.choices, request.question),
  };
}

function givenUp(problems: readonly Problem[]): Translation {
  const [first] = problems;
  return {
    kind: 'abstain',
    text: `The model was told twice what is wrong with its reply, and did not get it right: ${first?.message ?? ''}`,
    hint: 'Ask in other words, or in SQL.',
    diagnostics: problems,
  };
}

/** A guardrail and a refusal are decisions; anything else is the model's service that does not work. */
function failed(error: unknown): Translation {
  if (error instanceof ModelGuardrailError)
    return { kind: 'refuse', code: error.code, text: error.message, ...hintOf(error) };
  if (error instanceof ModelDeclinedError)
    return {
      kind: 'abstain',
      text: error.message,
      ...hintOf(error),
      diagnostics: [{ code: error.code, message: error.message, hint: error.hint ?? null }],
    };
  if (error instanceof AppError) return { kind: 'fail', error };
  throw error;
}

const hintOf = (error: AppError) => (error.hint === undefined ? {} : { hint: error.hint });

const sum = (a: ModelUsage, b: ModelUsage): ModelUsage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
  cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
});
