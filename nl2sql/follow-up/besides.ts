import { predicateByName, variantFor } from '#catalog/predicates/predicates.ts';
import type { DecideInput } from '../decide/input.ts';
import type { Outcome } from '../decide/outcome.ts';
import { subjectOf } from '../describe.ts';
import type { Plan } from '../plan/plan.ts';
import type { Turn } from '../translator.ts';
import { rowsBehind } from './base.ts';
import { rowsShown } from './rows.ts';

/** "What do they cost?": told beside the rows; what is summed up by service or by metric is not of just those rows. */
export function besides({ reading, vocabulary }: DecideInput, base: Plan, turn: Turn): Outcome {
  const isCost = reading.topics.some(({ topic }) => topic === 'cost');
  if (!isCost || base.source.kind !== 'types' || reading.groupBy.length > 0 || reading.times.length > 0)
    return {
      kind: 'abstain',
      text: `I cannot tell ${isCost ? 'the cost' : 'metrics'} of just the rows shown.`,
      hint: 'Ask for it in full, with the resources, the place and the time that you mean.',
    };
  const shown = rowsShown(base, turn, vocabulary);
  if ('kind' in shown) return shown;
  return {
    kind: 'plan',
    plan: { ...shown.plan, measure: { kind: 'list' }, addOns: ['cost'] },
    notes: shown.notes,
    chart: null,
  };
}

/** "Who made them", "what uses them", of resources: the rows again would look like an answer. */
export function untoldOf({ reading, question }: DecideInput, base: Plan): Outcome | undefined {
  const asksUsers =
    /^(?:and )?(?:(?:what|which(?: \w+)?)(?: (?:is|are))?|(?:is|are|does|do) (?:something|some|any(?:thing|one|body)?)(?: \w+)?)(?: actually| still| really| currently)* (?:uses?|using)\b/i.test(
      question.trim(),
    );
  const isOfResources =
    base.source.kind !== 'topic' &&
    reading.heads.every(({ sense }) => sense.kind === 'any_resource') &&
    reading.topics.length === 0;
  if (!isOfResources || reading.addOns.length > 0) return undefined;
  if (reading.wantsWho)
    return {
      kind: 'abstain',
      text: `Who did something to ${subjectOf(base)} is not recorded with them.`,
      hint: 'Ask what changed, and when; who did it is known only where CloudTrail is collected.',
    };
  if (!asksUsers || reading.conditions.length > 0) return undefined;
  const inUse = predicateByName('in_use');
  const isTold =
    inUse !== undefined &&
    base.source.kind === 'types' &&
    base.source.types.every((type) => variantFor(inUse, type) !== undefined);
  // "Is anything using those?": yes or no of each.
  if (isTold && /^(?:and )?(?:is|are|does|do)\b/i.test(question.trim()))
    return {
      kind: 'plan',
      plan: { ...rowsBehind(base), flags: [{ kind: 'predicate', name: 'in_use', port: null, days: null }] },
      notes: [],
      chart: null,
    };
  if (reading.hasPronoun)
    return {
      kind: 'abstain',
      text: `I cannot tell what uses ${subjectOf(base)} without knowing which kind of resource you mean.`,
      hint: 'Name it: which instances use them?',
    };
  return undefined;
}
