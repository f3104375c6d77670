import { predicateByName, predicates, variantFor } from '#catalog/predicates/predicates.ts';
import { nounOf } from './describe.ts';
import { leavesOf } from './plan/conditions.ts';
import type { Plan } from './plan/plan.ts';

const MOST = 3;

/** Natural next questions to an answer; each is one that the grammar translates. */
export function followUpsOf(plan: Plan): readonly string[] {
  const noun = nounOf(plan);
  const leaves = leavesOf(plan.where);
  const asked = (kind: string) => leaves.some((leaf) => leaf.kind === kind);
  const found: string[] = [];
  if (plan.source.kind === 'types') {
    const [type = ''] = plan.source.types;
    const isList = plan.measure.kind === 'list' && plan.groupBy.length === 0;
    if (isList && !asked('environment')) found.push('Which of them are in production?');
    if (isList) found.push('How many of them are there by account?');
    const next = predicates.find(
      (predicate) =>
        ['encrypted', 'public', 'in_use', 'tagged'].includes(predicate.name) &&
        variantFor(predicate, type) !== undefined &&
        !leaves.some((leaf) => leaf.kind === 'predicate' && leaf.name === predicate.name),
    );
    const word = next?.name === 'public' ? 'public' : (next?.opposites?.[0] ?? next?.adjectives?.[0]);
    if (word !== undefined && predicateByName(next?.name ?? '') !== undefined)
      found.push(isList ? `Which of them are ${word}?` : `Which ${noun} are ${word}?`);
    if (!isList && plan.measure.kind !== 'details') found.push(`Show all ${noun}`);
    if (plan.measure.kind === 'details') found.push(`How many ${noun} are there by account?`);
    if (plan.groupBy.length === 0 && !isList && plan.measure.kind === 'count') found.push('And by region?');
  } else if (plan.source.kind === 'topic' && plan.source.topic === 'changes') {
    found.push(
      'What was deleted in the last 7 days?',
      'How many changes were there by account in the last 7 days?',
    );
  } else if (plan.source.kind === 'topic' && plan.source.topic === 'compliance') {
    found.push(
      'How many non-compliant resources are there by rule?',
      'Which accounts have the most non-compliant resources?',
    );
  } else if (plan.source.kind === 'topic') {
    found.push('Which accounts are not recorded?', 'How many resources are there by account?');
  } else {
    found.push('How many resources are there by type?', 'How many resources are there by account?');
  }
  return [...new Set(found)].slice(0, MOST);
}
