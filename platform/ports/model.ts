/** One message of a conversation with a model. */
export interface ModelMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export interface ModelTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the tool's input. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

export interface ModelRequest {
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  readonly tool: ModelTool;
  readonly signal?: AbortSignal;
}

export interface ModelReply {
  /** The tool's input as the model wrote it; undefined where it answered with text alone. */
  readonly toolInput: unknown;
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A language model that can call one tool. Implementations: Bedrock, an OpenAI-compatible server, a scripted one for tests. */
export interface Model {
  readonly name: string;
  converse(request: ModelRequest): Promise<ModelReply>;
}
