import { z } from 'zod';
import { NotSignedInError } from './errors.ts';

/** A user of the user pool, by a token that was verified. Plain data: it travels with the work that it is for. */
export const PrincipalSchema = z.object({
  /** `sub`: never changes, never given again. What a user's own answers and conversations are kept under. */
  id: z.string().min(1),
  /** Only where the user pool has verified it: whoever may change their own address must not become somebody else. */
  email: z.string().nullable(),
  groups: z.array(z.string()),
});
export type Principal = z.infer<typeof PrincipalSchema>;

/**
 * Claims of a Cognito token. A token itself holds lists and truth values; API Gateway's REST authorizer hands every
 * claim over as text, groups separated by commas (some versions in brackets, or by spaces).
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
const ClaimsSchema = z.looseObject({
  sub: z.string().min(1),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.string()]).optional(),
  'cognito:groups': z.union([z.array(z.string()), z.string()]).optional(),
});

/** @throws NotSignedInError where these are no claims of a verified token */
export function principalOf(claims: unknown): Principal {
  const parsed = ClaimsSchema.safeParse(claims);
  if (!parsed.success)
    throw new NotSignedInError('You are not signed in.', {
      hint: 'Sign in, and send the token as Authorization: Bearer …',
    });
  const { sub, email, email_verified: verified, 'cognito:groups': groups = [] } = parsed.data;
  return {
    id: sub,
    email: email !== undefined && String(verified) === 'true' ? email.toLowerCase() : null,
    groups: typeof groups === 'string' ? groupsIn(groups) : groups,
  };
}

const groupsIn = (text: string): string[] =>
  text
    .replace(/^\[(.*)\]$/s, '$1')
    .split(/[\s,]+/)
    .filter((group) => group !== '');
