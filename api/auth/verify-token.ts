import { verifyWithJwks } from 'hono/jwt';
import { JwtTokenExpired, JwtTokenInvalid } from 'hono/utils/jwt/types';
import { z } from 'zod';
import { KeysUnavailableError, TokenExpiredError, TokenRefusedError } from './errors.ts';
import { type Principal, principalOf } from './principal.ts';

/** RSA keys as a user pool publishes them. */
const KeysSchema = z.object({
  keys: z.array(
    z.looseObject({
      kid: z.string(),
      kty: z.literal('RSA'),
      n: z.string(),
      e: z.string(),
      alg: z.string().optional(),
    }),
  ),
});
type Keys = z.infer<typeof KeysSchema>['keys'];

/** An id token names its client in `aud`, an access token in `client_id`. */
const TokenSchema = z.intersection(
  z.looseObject({ exp: z.number(), iss: z.string() }),
  z.discriminatedUnion('token_use', [
    z.looseObject({ token_use: z.literal('id'), aud: z.string() }),
    z.looseObject({ token_use: z.literal('access'), client_id: z.string() }),
  ]),
);

export interface TokenVerifierOptions {
  /** `iss` of the user pool. */
  readonly issuer: string;
  readonly clientId: string;
  /** Where the keys are; `<issuer>/.well-known/jwks.json` unless given. */
  readonly keysUrl?: string;
  readonly fetch?: typeof fetch;
  /** Milliseconds that only grow, for the age of the keys. */
  readonly elapsed?: () => number;
}

export interface VerifiedToken {
  readonly principal: Principal;
  readonly expiresAt: Date;
}

const KEYS_MS = 3_600_000;
/** A token with an unknown key id makes the keys be read again, but not more often. */
const RETRY_MS = 60_000;
const FETCH_MS = 5_000;

/** Verifies tokens of one Cognito user pool and client: signature (RS256 only), issuer, client, use, and time. */
export class TokenVerifier {
  readonly #options: TokenVerifierOptions;
  readonly #keysUrl: string;
  readonly #elapsed: () => number;
  #keys: Keys = [];
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(options: TokenVerifierOptions) {
    this.#options = options;
    this.#keysUrl = options.keysUrl ?? `${options.issuer}/.well-known/jwks.json`;
    this.#elapsed = options.elapsed ?? (() => performance.now());
  }

  /** @throws TokenRefusedError, TokenExpiredError, KeysUnavailableError. No message holds any of the token. */
  async verify(token: string): Promise<VerifiedToken> {
    const payload = await this.#verified(token);
    const claims = TokenSchema.safeParse(payload);
    if (!claims.success) throw refused();
    const client = claims.data.token_use === 'id' ? claims.data.aud : claims.data.client_id;
    if (client !== this.#options.clientId) throw refused();
    return { principal: principalOf(payload), expiresAt: new Date(claims.data.exp * 1000) };
  }

  async #verified(token: string): Promise<unknown> {
    await this.#readKeys(this.#age() > KEYS_MS);
    try {
      return await this.#check(token);
    } catch (error) {
      if (error instanceof JwtTokenExpired)
        throw new TokenExpiredError('Your sign-in has expired.', { hint: 'Sign in again.' });
      // What hono throws where no key has the token's id, among other things: keys may have been changed since.
      if (!(error instanceof JwtTokenInvalid) || this.#age() < RETRY_MS) throw refused();
    }
    await this.#readKeys(true);
    return this.#check(token).catch(() => {
      throw refused();
    });
  }

  #check(token: string): Promise<unknown> {
    return verifyWithJwks(token, {
      keys: this.#keys,
      allowedAlgorithms: ['RS256'],
      // A clock that is a second behind the user pool's must not refuse a token made just now.
      verification: { iss: this.#options.issuer, exp: true, nbf: true, iat: false },
    });
  }

  #age(): number {
    return this.#elapsed() - this.#readAt;
  }

  async #readKeys(isDue: boolean): Promise<void> {
    if (!isDue) return;
    try {
      const response = await (this.#options.fetch ?? fetch)(this.#keysUrl, {
        signal: AbortSignal.timeout(FETCH_MS),
      });
      if (!response.ok) throw new Error(`${this.#keysUrl} answers ${response.status}`);
      this.#keys = KeysSchema.parse(await response.json()).keys;
      this.#readAt = this.#elapsed();
    } catch (error) {
      // Old keys are better than none: they are rarely changed.
      if (this.#keys.length > 0) return;
      throw new KeysUnavailableError('Sign-ins cannot be checked at the moment.', {
        cause: error,
        hint: 'Try again in a minute.',
      });
    }
  }
}

const refused = (): TokenRefusedError =>
  new TokenRefusedError('This sign-in is not accepted.', { hint: 'Sign in again.' });
