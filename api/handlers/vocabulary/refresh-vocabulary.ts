import type { AnswerDeps } from '#answer/deps.ts';
import { vocabularyFor } from '#nl2sql/vocabulary-cache.ts';
import type { Telemetry } from '#platform/lambda/telemetry.ts';
import { type EffectivePolicy, effectivePolicy, ownerPolicy, type Policies } from '#sql/policy.ts';
import { readPolicies } from '../../auth/caller.ts';

/** More would read the lake for users who may never ask; theirs is read when they do. */
const MOST_POLICIES = 50;

/**
 * Reads the words of the newest generation for the owner and for each policy known, so that the first question of each
 * finds them. Which generation an event tells of does not matter: it may come late, or twice.
 */
export async function refreshVocabulary(deps: AnswerDeps, telemetry: Telemetry): Promise<void> {
  const snapshot = await deps.catalogue.snapshot();
  if (snapshot.generation === undefined) return;
  const { engine, keyValues, clock } = deps;
  const policies = policiesIn(await readPolicies(keyValues));
  let failed = 0;
  for (const policy of policies) {
    try {
      await vocabularyFor({ engine, snapshot, policy, now: clock.now() }, keyValues);
    } catch (error) {
      failed += 1;
      telemetry.error('a vocabulary could not be read', error);
    }
  }
  telemetry.info('read vocabularies', { generation: snapshot.generation, policies: policies.length, failed });
  if (failed === policies.length) throw new Error('no vocabulary could be read');
}

/** The owner's, and those of everybody whom the document names and of its groups alone, each once. */
function policiesIn(document: Policies | undefined): readonly EffectivePolicy[] {
  if (document === undefined) return [ownerPolicy];
  const users = new Set([
    ...Object.keys(document.users),
    ...document.rules.flatMap((rule) => rule.users ?? []),
  ]);
  const groups = new Set(document.rules.flatMap((rule) => rule.groups ?? []));
  const policies = [
    ownerPolicy,
    ...[...users].map((user) => effectivePolicy(document, user)),
    ...[...groups].map((group) => effectivePolicy(document, '', { names: [], groups: [group] })),
  ].filter(({ grants }) => grants === null || grants.length > 0);
  const byRights = new Map(policies.map((policy) => [JSON.stringify({ ...policy, user: null }), policy]));
  return [...byRights.values()].slice(0, MOST_POLICIES);
}
