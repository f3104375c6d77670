import { AppError, type AppErrorOptions } from '#catalog/errors.ts';
import { type ModelUsage, noUsage } from './model.ts';

export interface ModelErrorOptions extends AppErrorOptions {
  /** What the call cost although it failed. */
  readonly usage?: ModelUsage;
}

/** A model gave no reply that can be used. */
export abstract class ModelError extends AppError {
  readonly usage: ModelUsage;

  constructor(message: string, options: ModelErrorOptions = {}) {
    super(message, options);
    this.usage = options.usage ?? noUsage;
  }
}

/** Too many requests or tokens for now; the client has already tried again. */
export class ModelThrottledError extends ModelError {
  override readonly name = 'ModelThrottledError';
  readonly code = 'model.throttled';
  readonly retryable = true;
}

/** The model is being loaded. */
export class ModelNotReadyError extends ModelError {
  override readonly name = 'ModelNotReadyError';
  readonly code = 'model.not_ready';
  readonly retryable = true;
}

/** No whole reply within the time limit. */
export class ModelTimeoutError extends ModelError {
  override readonly name = 'ModelTimeoutError';
  readonly code = 'model.timeout';
  readonly retryable = true;
}

/** The caller gave up. */
export class ModelCancelledError extends ModelError {
  override readonly name = 'ModelCancelledError';
  readonly code = 'model.cancelled';
  readonly retryable = true;
}

/** The credentials are missing, expired, or may not use this model in this Region. */
export class ModelAccessDeniedError extends ModelError {
  override readonly name = 'ModelAccessDeniedError';
  readonly code = 'model.access_denied';
  readonly retryable = false;
}

/** The service knows no such model or address. */
export class ModelNotFoundError extends ModelError {
  override readonly name = 'ModelNotFoundError';
  readonly code = 'model.not_found';
  readonly retryable = false;
}

/** The service does not take the request as it is. */
export class ModelInvalidRequestError extends ModelError {
  override readonly name = 'ModelInvalidRequestError';
  readonly code = 'model.invalid_request';
  readonly retryable = false;
}

/** The account's quota for the model is used up. */
export class ModelQuotaError extends ModelError {
  override readonly name = 'ModelQuotaError';
  readonly code = 'model.quota';
  readonly retryable = false;
}

/** The service, or the way to it, does not work at the moment. */
export class ModelUnavailableError extends ModelError {
  override readonly name = 'ModelUnavailableError';
  readonly code = 'model.unavailable';
  readonly retryable = true;
}

/** The reply broke off before its end; nothing of it is used. */
export class ModelStreamBrokenError extends ModelError {
  override readonly name = 'ModelStreamBrokenError';
  readonly code = 'model.stream_broken';
  readonly retryable = true;
}

/** What came back is not of the form that the service documents. */
export class ModelProtocolError extends ModelError {
  override readonly name = 'ModelProtocolError';
  readonly code = 'model.protocol';
  readonly retryable = false;
}

/** The service itself could not read the model's tool call. */
export class ModelMalformedToolUseError extends ModelError {
  override readonly name = 'ModelMalformedToolUseError';
  readonly code = 'model.malformed_tool_use';
  readonly retryable = true;
}

/** The model wrote on and on: its reply was cut and is not used. */
export class ModelOutputTooLongError extends ModelError {
  override readonly name = 'ModelOutputTooLongError';
  readonly code = 'model.output_too_long';
  readonly retryable = false;
}

/** The prompt is longer than the model can read. */
export class ModelContextTooLongError extends ModelError {
  override readonly name = 'ModelContextTooLongError';
  readonly code = 'model.context_too_long';
  readonly retryable = false;
}

/** The provider's content filter, or the model itself, declined to answer. */
export class ModelDeclinedError extends ModelError {
  override readonly name = 'ModelDeclinedError';
  readonly code = 'model.declined';
  readonly retryable = false;
}

/** A guardrail of the account stepped in. */
export class ModelGuardrailError extends ModelError {
  override readonly name = 'ModelGuardrailError';
  readonly code = 'model.guardrail';
  readonly retryable = false;
}
