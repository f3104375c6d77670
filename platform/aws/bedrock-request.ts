import type {
  ContentBlock,
  ConverseStreamCommandInput,
  Message,
  SystemContentBlock,
} from '@aws-sdk/client-bedrock-runtime';
import type { ModelMessage, ModelRequest, ModelToolCall } from '../ports/model.ts';

export interface BedrockGuardrail {
  readonly id: string;
  readonly version: string;
}

/** What is said to Bedrock beside the conversation. */
export interface BedrockInference {
  readonly modelId: string;
  /** Most tokens of a reply. */
  readonly maxTokens: number;
  /** null leaves it out: some models refuse it. */
  readonly temperature: number | null;
  /** How the model is told to call the tool; not every model takes `tool` or `any`. */
  readonly toolChoice: 'tool' | 'any' | 'auto';
  /** Marks the system prompt as worth keeping; only for models that have prompt caching. */
  readonly promptCache: boolean;
  readonly guardrail: BedrockGuardrail | null;
}

/** Families that document prompt caching in Converse; others refuse a cache point. */
export const hasPromptCache = (modelId: string): boolean => /anthropic\.claude|amazon\.nova/.test(modelId);

/**
 * The request as ConverseStream takes it. The cache point stands behind the system prompt: tools come before it
 * in what a model reads, so they are kept with it.
 */
export function converseInput(
  request: ModelRequest,
  inference: BedrockInference,
): ConverseStreamCommandInput {
  const system: SystemContentBlock[] = [{ text: request.system }];
  if (inference.promptCache) system.push({ cachePoint: { type: 'default' } });
  const { tool } = request;
  const choice =
    inference.toolChoice === 'tool'
      ? { tool: { name: tool.name } }
      : inference.toolChoice === 'any'
        ? { any: {} }
        : { auto: {} };
  return {
    modelId: inference.modelId,
    system,
    messages: request.messages.map(messageOf),
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: tool.name,
            description: tool.description,
            inputSchema: { json: JSON.parse(JSON.stringify(tool.inputSchema)) },
          },
        },
      ],
      toolChoice: choice,
    },
    inferenceConfig: {
      maxTokens: inference.maxTokens,
      ...(inference.temperature === null ? {} : { temperature: inference.temperature }),
    },
    ...(inference.guardrail === null
      ? {}
      : {
          guardrailConfig: {
            guardrailIdentifier: inference.guardrail.id,
            guardrailVersion: inference.guardrail.version,
            streamProcessingMode: 'sync',
          },
        }),
  };
}

function messageOf(message: ModelMessage): Message {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: [{ text: message.text }] };
    case 'assistant': {
      const content: ContentBlock[] = message.text.trim() === '' ? [] : [{ text: message.text }];
      content.push(...message.calls.map(toolUseOf));
      // Bedrock refuses a message without content; an empty reply still has its turn.
      return { role: 'assistant', content: content.length === 0 ? [{ text: '(nothing)' }] : content };
    }
    case 'tool':
      return {
        role: 'user',
        content: message.results.map(({ callId, text }) => ({
          toolResult: { toolUseId: callId, status: 'error', content: [{ text }] },
        })),
      };
  }
}

function toolUseOf(call: ModelToolCall): ContentBlock {
  return { toolUse: { toolUseId: call.id, name: call.name, input: documentOf(call.input) } };
}

/** A call that was not JSON is repeated as text in an object: Bedrock takes only objects. */
function documentOf(input: string): Record<string, never> {
  try {
    const value: unknown = JSON.parse(input);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, never>;
  } catch {
    // Said below.
  }
  return { not_json: input } as unknown as Record<string, never>;
}
