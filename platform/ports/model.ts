/** One call of the tool as a model wrote it. */
export interface ModelToolCall {
  readonly id: string;
  readonly name: string;
  /** The tool's input as text: JSON where the model kept to it. */
  readonly input: string;
}

/** One message of a conversation with a model. Every call of an assistant's message is answered by the next message. */
export type ModelMessage =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ModelToolCall[] }
  | {
      readonly role: 'tool';
      readonly results: readonly { readonly callId: string; readonly text: string }[];
    };

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the tool's input. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

export interface ModelRequest {
  /** The same for many requests: what a service may keep between them. */
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  readonly tool: ModelTool;
  readonly signal?: AbortSignal;
}

/** Tokens of one or more replies. Those of a cached prompt are counted apart from the input, as services bill them. */
export interface ModelUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

export const noUsage: ModelUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
};

export interface ModelReply {
  /** None where the model answered with text alone, or not at all. */
  readonly calls: readonly ModelToolCall[];
  readonly text: string;
  readonly usage: ModelUsage;
}

/** What a request would be on the wire, and where it would go. Nothing was sent. */
export interface ModelPreview {
  /** Method and address. */
  readonly to: string;
  /** The settings that decide on it: model, Region, profile. */
  readonly settings: Readonly<Record<string, string | null>>;
  /** The body, exactly. */
  readonly body: unknown;
}

/**
 * A language model that can call one tool. Implementations: Bedrock, an OpenAI-compatible server, a scripted one
 * for tests. A reply that cannot be used, or none, is a ModelError.
 */
export interface Model {
  /** bedrock · openai · scripted: the name under which an answer says who translated. */
  readonly name: string;
  /** The model's id as its service spells it. */
  readonly modelId: string;
  converse(request: ModelRequest): Promise<ModelReply>;
  preview(request: ModelRequest): Promise<ModelPreview>;
  close(): Promise<void>;
}
