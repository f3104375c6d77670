import {
  ModelAccessDeniedError,
  ModelContextTooLongError,
  type ModelError,
  ModelInvalidRequestError,
  ModelNotFoundError,
  ModelThrottledError,
  ModelTimeoutError,
  ModelUnavailableError,
} from '../ports/model-errors.ts';

/**
 * An HTTP status other than 200, as an error of the project.
 * @param told what the server said, in its own words
 */
export function statusError(status: number, told: string, modelId: string, url: string): ModelError {
  const said = told === '' ? '' : `: ${told.slice(0, 300)}`;
  switch (status) {
    case 401:
    case 403:
      return new ModelAccessDeniedError(`The model’s server does not let you in (${status})${said}`, {
        hint: 'Set STOCKTAKE_MODEL_KEY to a key that is valid for this server and model.',
      });
    case 404:
      return new ModelNotFoundError(`The model’s server knows no ${modelId} at ${url} (404)${said}`, {
        hint: 'Check STOCKTAKE_MODEL_URL (it usually ends in /v1) and STOCKTAKE_MODEL.',
      });
    case 408:
    case 504:
      return new ModelTimeoutError(`The model took too long to reply (${status}).`);
    case 429:
      return new ModelThrottledError(`The model’s server has too many requests at the moment${said}`);
    default:
  }
  if (status >= 500) return new ModelUnavailableError(`The model’s server failed (${status})${said}`);
  if (/context|too long|maximum.*tokens/i.test(told) || status === 413)
    return new ModelContextTooLongError(`The prompt is longer than this model can read${said}`, {
      hint: 'Begin a new conversation, or give the model a larger context.',
    });
  return new ModelInvalidRequestError(`The model’s server does not take the request (${status})${said}`, {
    hint: 'The model has to know tools (function calling).',
  });
}
