import { z } from 'zod';
import type { ModelReply, ModelToolCall, ModelUsage } from '../ports/model.ts';
import { ModelDeclinedError, ModelOutputTooLongError, ModelProtocolError } from '../ports/model-errors.ts';

const CountSchema = z.number().nonnegative().nullish();
const CompletionSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({
                id: z.string().nullish(),
                function: z.object({ name: z.string(), arguments: z.unknown() }),
              }),
            )
            .nullish(),
        }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: CountSchema,
      completion_tokens: CountSchema,
      prompt_tokens_details: z.object({ cached_tokens: CountSchema }).nullish(),
    })
    .nullish(),
});

/** Reads the body of a chat completion. @throws ModelError */
export function replyOf(body: string): ModelReply {
  const completion = parsed(body);
  const usage = usageOf(completion.usage);
  const [choice] = completion.choices;
  const message = choice?.message;
  if (choice?.finish_reason === 'length') {
    throw new ModelOutputTooLongError(
      'The model wrote more than a query takes; its reply was cut and is not used.',
      { hint: 'Ask for less at once.', usage },
    );
  }
  if (choice?.finish_reason === 'content_filter' || (message?.refusal ?? '') !== '') {
    throw new ModelDeclinedError('The model declined to answer.', {
      hint: 'Ask in other words, or in SQL.',
      usage,
    });
  }
  const calls = (message?.tool_calls ?? []).map(
    (call, at): ModelToolCall => ({
      id: call.id ?? `call_${at}`,
      name: call.function.name,
      input: textOf(call.function.arguments),
    }),
  );
  return { calls, text: message?.content ?? '', usage };
}

function parsed(body: string): z.infer<typeof CompletionSchema> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw new ModelProtocolError('The model’s server did not reply in JSON.', { cause: error, hint: HINT });
  }
  const completion = CompletionSchema.safeParse(value);
  if (!completion.success) {
    throw new ModelProtocolError('The model’s server replied with something that is no chat completion.', {
      cause: completion.error,
      hint: HINT,
    });
  }
  return completion.data;
}

const HINT = 'STOCKTAKE_MODEL_URL has to lead to an OpenAI-compatible API.';

/** Arguments are a text of JSON; some servers send the object itself. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? {}));

function usageOf(told: z.infer<typeof CompletionSchema>['usage']): ModelUsage {
  const cached = told?.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    inputTokens: Math.max(0, (told?.prompt_tokens ?? 0) - cached),
    outputTokens: told?.completion_tokens ?? 0,
    cacheReadTokens: cached,
    cacheWriteTokens: 0,
  };
}
