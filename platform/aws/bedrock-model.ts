import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import type { Model, ModelPreview, ModelReply, ModelRequest } from '../ports/model.ts';
import { ModelCancelledError, ModelStreamBrokenError, ModelTimeoutError } from '../ports/model-errors.ts';
import { type BedrockPlace, modelErrorOf } from './bedrock-errors.ts';
import { caughtRequest } from './bedrock-preview.ts';
import {
  type BedrockGuardrail,
  type BedrockInference,
  converseInput,
  hasPromptCache,
} from './bedrock-request.ts';
import { collectReply } from './bedrock-stream.ts';

export interface BedrockModelOptions {
  /** A model's id, an inference profile's id or ARN. */
  readonly modelId: string;
  /** Default: AWS_REGION, or the profile's. */
  readonly region?: string;
  /** A profile of the AWS configuration files. Default: the SDK's usual chain. */
  readonly profile?: string;
  /** Another endpoint than the Region's own, e.g. a VPC endpoint. */
  readonly endpoint?: string;
  /** Most tokens of a reply. Default 2,000. */
  readonly maxTokens?: number;
  /** Default 0; null leaves it out. */
  readonly temperature?: number | null;
  /** Default `any`. */
  readonly toolChoice?: BedrockInference['toolChoice'];
  /** Default: where the model's family is known to have it. */
  readonly promptCache?: boolean;
  readonly guardrail?: BedrockGuardrail;
  /** Milliseconds for one whole reply, tries included. Default 60,000. */
  readonly timeoutMs?: number;
  /** Tries of a throttled or failing call. Default 3. */
  readonly maxAttempts?: number;
}

const TIMEOUT_MS = 60_000;

/** A model on Amazon Bedrock by ConverseStream, with one tool. */
export class BedrockModel implements Model {
  readonly name = 'bedrock';
  readonly modelId: string;
  readonly #options: BedrockModelOptions;
  readonly #inference: BedrockInference;
  readonly #config: BedrockRuntimeClientConfig;
  readonly #client: BedrockRuntimeClient;

  constructor(options: BedrockModelOptions) {
    this.modelId = options.modelId;
    this.#options = options;
    this.#inference = {
      modelId: options.modelId,
      maxTokens: options.maxTokens ?? 2000,
      temperature: options.temperature === undefined ? 0 : options.temperature,
      toolChoice: options.toolChoice ?? 'any',
      promptCache: options.promptCache ?? hasPromptCache(options.modelId),
      guardrail: options.guardrail ?? null,
    };
    const config: BedrockRuntimeClientConfig = { maxAttempts: options.maxAttempts ?? 3 };
    if (options.region !== undefined) config.region = options.region;
    if (options.profile !== undefined) config.profile = options.profile;
    if (options.endpoint !== undefined) config.endpoint = options.endpoint;
    this.#config = config;
    this.#client = new BedrockRuntimeClient(config);
  }

  /** @throws ModelError */
  async converse(request: ModelRequest): Promise<ModelReply> {
    const limit = AbortSignal.timeout(this.#options.timeoutMs ?? TIMEOUT_MS);
    const abortSignal = request.signal === undefined ? limit : AbortSignal.any([request.signal, limit]);
    let streaming = false;
    try {
      const command = new ConverseStreamCommand(converseInput(request, this.#inference));
      const { stream } = await this.#client.send(command, { abortSignal });
      streaming = true;
      if (stream === undefined) throw new ModelStreamBrokenError('Bedrock sent no reply.');
      return await untilAborted(collectReply(stream), abortSignal);
    } catch (error) {
      if (request.signal?.aborted === true)
        throw new ModelCancelledError('The question was given up before the model replied.', {
          cause: error,
        });
      if (limit.aborted) throw new ModelTimeoutError('The model took too long to reply.', { cause: error });
      throw modelErrorOf(error, await this.#place(), streaming);
    }
  }

  /** The request as the SDK builds it, endpoint included, caught before it is signed. @throws ModelError */
  async preview(request: ModelRequest): Promise<ModelPreview> {
    const place = await this.#place();
    try {
      const input = converseInput(request, this.#inference);
      return {
        ...(await caughtRequest(input, this.#config)),
        settings: { provider: 'bedrock', model: this.modelId, region: place.region, profile: place.profile },
      };
    } catch (error) {
      throw modelErrorOf(error, place, false);
    }
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  async #place(): Promise<BedrockPlace> {
    const region = await this.#client.config.region().catch(() => 'the configured Region');
    return {
      modelId: this.modelId,
      region,
      profile: this.#options.profile ?? process.env.AWS_PROFILE ?? null,
    };
  }
}

/** The SDK ends a request that is aborted, but not always the reading of a stream that has begun. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let give = () => {};
  const aborted = new Promise<never>((_, reject) => {
    give = () => reject(signal.reason);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', give);
  }
}
