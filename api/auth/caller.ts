import { z } from 'zod';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';
import { effectivePolicy, ownerPolicy, type Policies, PoliciesSchema } from '#sql/policy.ts';
import type { ApiCaller } from '../deps.ts';
import { NotPermittedError, PoliciesUnusableError } from './errors.ts';
import type { Principal } from './principal.ts';

/** Where the policies document lies in the key-value store. */
export const POLICIES_KEY = 'policies/current';
/** Members read everything for as long as there is no policies document. */
export const OWNERS_GROUP = 'owners';

/**
 * The policies document: the same as a local lake's policies.json.
 * @throws PoliciesUnusableError
 */
export async function readPolicies(keyValues: Pick<KeyValueStore, 'get'>): Promise<Policies | undefined> {
  const document = await keyValues.get(POLICIES_KEY);
  if (document === undefined) return undefined;
  const parsed = PoliciesSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new PoliciesUnusableError('The policies document cannot be used, so nobody may ask anything.', {
    cause: parsed.error,
    hint: `An owner has to correct it: ${z.prettifyError(parsed.error).split('\n')[0] ?? ''}`,
  });
}

/**
 * What a user may read. Rules name users by `sub` or verified e-mail address, and groups of the policies document or of the user
 * pool. Without a document, members of the group `owners` read everything and nobody else anything.
 * @throws NotPermittedError, PoliciesUnusableError
 */
export async function callerFor(
  principal: Principal,
  keyValues: Pick<KeyValueStore, 'get'>,
): Promise<ApiCaller> {
  const { id, email, groups } = principal;
  const policies = await readPolicies(keyValues);
  if (policies !== undefined) {
    const policy = effectivePolicy(policies, id, { names: email === null ? [] : [email], groups });
    return { userId: id, policy, principal };
  }
  if (groups.includes(OWNERS_GROUP)) return { userId: id, policy: ownerPolicy, principal };
  throw new NotPermittedError('You may not read anything yet.', {
    hint: `An owner has to write a policies document, or to put you into the group ${OWNERS_GROUP}.`,
  });
}
