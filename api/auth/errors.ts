import { AppError } from '#catalog/errors.ts';

/** Nobody has signed in. */
export class NotSignedInError extends AppError {
  override readonly name = 'NotSignedInError';
  readonly code = 'auth.not_signed_in';
  readonly retryable = false;
}

/** Signed in, but nothing lets this user ask. */
export class NotPermittedError extends AppError {
  override readonly name = 'NotPermittedError';
  readonly code = 'auth.not_permitted';
  readonly retryable = false;
}

/** The token was good once. */
export class TokenExpiredError extends AppError {
  override readonly name = 'TokenExpiredError';
  readonly code = 'auth.token_expired';
  readonly retryable = false;
}

/** The token is none of this user pool and client, or somebody changed it. */
export class TokenRefusedError extends AppError {
  override readonly name = 'TokenRefusedError';
  readonly code = 'auth.token_refused';
  readonly retryable = false;
}

/** The user pool's keys cannot be read, so that no token can be checked. */
export class KeysUnavailableError extends AppError {
  override readonly name = 'KeysUnavailableError';
  readonly code = 'auth.keys_unavailable';
  readonly retryable = true;
}

/** The policies document does not read as one: nobody may read anything until it does. */
export class PoliciesUnusableError extends AppError {
  override readonly name = 'PoliciesUnusableError';
  readonly code = 'auth.policies_unusable';
  readonly retryable = false;
}
