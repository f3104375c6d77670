import { z } from 'zod';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';
import { callerFor } from '../../auth/caller.ts';
import { principalOf } from '../../auth/principal.ts';
import type { ApiCaller, CallerSource } from '../../deps.ts';

/** What the adapter puts beside a request: the event's own context, in which API Gateway writes the claims that it verified. */
const EnvSchema = z.object({
  requestContext: z.object({ authorizer: z.object({ claims: z.unknown() }).nullish() }),
});

/**
 * Who calls, by the verified claims in the request's context. Headers, whatever they say, decide nothing.
 * @throws NotSignedInError, NotPermittedError, PoliciesUnusableError
 */
export async function callerOfRequest(
  source: CallerSource,
  keyValues: Pick<KeyValueStore, 'get'>,
): Promise<ApiCaller> {
  const env = EnvSchema.safeParse(source.env);
  const claims = env.success ? env.data.requestContext.authorizer?.claims : undefined;
  return callerFor(principalOf(claims), keyValues);
}
