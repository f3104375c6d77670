import type { ConverseStreamOutput, StopReason, TokenUsage } from '@aws-sdk/client-bedrock-runtime';
import type { ModelReply, ModelToolCall, ModelUsage } from '../ports/model.ts';
import { noUsage } from '../ports/model.ts';
import {
  ModelContextTooLongError,
  ModelDeclinedError,
  ModelGuardrailError,
  ModelMalformedToolUseError,
  ModelOutputTooLongError,
  ModelStreamBrokenError,
} from '../ports/model-errors.ts';

/** Characters of one reply: far more than the token limit allows, so that a service that ignores it is cut. */
const LONGEST_REPLY = 200_000;

interface OpenCall {
  readonly id: string;
  readonly name: string;
  readonly pieces: string[];
}

/**
 * Puts the events of a ConverseStream together: messageStart, per content block start, deltas and stop, then
 * messageStop and metadata. @throws ModelError where the reply ended otherwise than by its own end or a tool call
 */
export async function collectReply(stream: AsyncIterable<ConverseStreamOutput>): Promise<ModelReply> {
  const text: string[] = [];
  const calls = new Map<number, OpenCall>();
  let stopped: StopReason | undefined;
  let usage = noUsage;
  let length = 0;
  const grow = (piece: string) => {
    length += piece.length;
    if (length > LONGEST_REPLY) throw tooLong(usage);
    return piece;
  };
  for await (const event of stream) {
    const start = event.contentBlockStart;
    const delta = event.contentBlockDelta;
    if (start?.start?.toolUse !== undefined) {
      const { toolUseId, name } = start.start.toolUse;
      calls.set(start.contentBlockIndex ?? 0, { id: toolUseId ?? '', name: name ?? '', pieces: [] });
    }
    if (delta?.delta?.text !== undefined) text.push(grow(delta.delta.text));
    if (delta?.delta?.toolUse?.input !== undefined)
      calls.get(delta.contentBlockIndex ?? 0)?.pieces.push(grow(delta.delta.toolUse.input));
    if (event.messageStop !== undefined) stopped = event.messageStop.stopReason;
    if (event.metadata?.usage !== undefined) usage = usageOf(event.metadata.usage);
  }
  requireWhole(stopped, usage);
  return { calls: [...calls.values()].map(callOf), text: text.join(''), usage };
}

const callOf = ({ id, name, pieces }: OpenCall): ModelToolCall => ({ id, name, input: pieces.join('') });

const usageOf = (told: TokenUsage): ModelUsage => ({
  inputTokens: told.inputTokens ?? 0,
  outputTokens: told.outputTokens ?? 0,
  cacheReadTokens: told.cacheReadInputTokens ?? 0,
  cacheWriteTokens: told.cacheWriteInputTokens ?? 0,
});

const tooLong = (usage: ModelUsage) =>
  new ModelOutputTooLongError('The model wrote more than a query takes; its reply was cut and is not used.', {
    hint: 'Ask for less at once.',
    usage,
  });

function requireWhole(stopped: StopReason | undefined, usage: ModelUsage): void {
  switch (stopped) {
    case undefined:
      throw new ModelStreamBrokenError('The model’s reply broke off in the middle; nothing of it is used.', {
        usage,
      });
    case 'max_tokens':
      throw tooLong(usage);
    case 'malformed_tool_use':
    case 'malformed_model_output':
      throw new ModelMalformedToolUseError('Bedrock could not read what the model wrote.', { usage });
    case 'content_filtered':
      throw new ModelDeclinedError('The model’s provider filtered the reply.', {
        hint: 'Ask in other words, or in SQL.',
        usage,
      });
    case 'guardrail_intervened':
      throw new ModelGuardrailError('A Bedrock guardrail of your account stepped in.', {
        hint: 'Ask in other words, or in SQL; who manages the guardrail sees why.',
        usage,
      });
    case 'model_context_window_exceeded':
      throw new ModelContextTooLongError('The prompt is longer than this model can read.', {
        hint: 'Begin a new conversation, or set up a model with a larger context.',
        usage,
      });
    default:
      return;
  }
}
