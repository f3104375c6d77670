import { decide } from '../decide/decide.ts';
import type { DecideInput } from '../decide/input.ts';
import type { Outcome } from '../decide/outcome.ts';
import { resolveTypes } from '../decide/resolve-types.ts';
import { pluralOf } from '../lex/stem.ts';
import { combined, isFlag } from '../plan/conditions.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import type { Turn } from '../translator.ts';
import { areWithin } from './base.ts';
import { isPlace, sameDimension } from './dimensions.ts';
import { shownGroups } from './groups.ts';
import type { Leaning } from './leans.ts';
import { asConditions, onlyTheFirst, rowsShown } from './rows.ts';

const alone = (reading: Reading): Reading => ({ ...reading, hasPronoun: false, isFragment: false });

/** "What about buckets?": the same question of another type. "Which security groups do they use?": what is related to the rows. */
export function otherSubject(
  input: DecideInput,
  base: Plan,
  turn: Turn,
  leaning: Leaning,
): Outcome | undefined {
  const head = input.reading.heads.find(({ sense }) => sense.kind === 'type')?.sense;
  if (leaning.inGroups !== null) return inGroups(input, base, turn, leaning.inGroups);
  if (head === undefined || head.kind !== 'type' || leaning.restates || base.source.kind === 'topic')
    return undefined;
  const resolved = resolveTypes(head, input.vocabulary);
  // "The clusters too": of which kind is asked, as ever.
  if (resolved.kind !== 'types') return decide({ ...input, reading: alone(input.reading) });
  if (base.source.kind === 'types' && areWithin(resolved.types, base.source.types)) return undefined;
  // "Which have no customer key?": what the rows lack is no subject of its own.
  if (
    /^(?:and )?which (?:of (?:them|those|these) )?(?:have|has|come|are)? ?(?:no|without|lack)\b/i.test(
      input.question.trim(),
    )
  )
    return {
      kind: 'clarify',
      text: 'I cannot tell what the rows before lack. Name the property, or ask in full.',
      choices: [],
    };
  const fresh = decide({ ...input, reading: alone(input.reading) });
  if (fresh.kind !== 'plan') return fresh;
  if (input.reading.hasPronoun && base.source.kind === 'types') {
    const shown = rowsShown(base, turn, input.vocabulary);
    if ('kind' in shown) return shown;
    const where = asConditions(shown.plan);
    if (where === undefined) return onlyTheFirst(base);
    const related: Condition = {
      kind: 'related',
      to: { kind: 'rows', types: base.source.types, where },
      text: `related to those ${pluralOf(base.source.noun)}`,
    };
    return {
      ...fresh,
      plan: { ...fresh.plan, where: [...fresh.plan.where, related] },
      notes: [...fresh.notes, ...shown.notes],
    };
  }
  const places = base.where.filter(
    (condition) =>
      (isPlace(condition) || isFlag(condition) || isRelation(condition)) &&
      !fresh.plan.where.some((own) => sameDimension(own, condition)),
  );
  const own = combined(input.reading.conditions);
  const keepsShape =
    own.length === 0 && fresh.plan.measure.kind === 'list' && fresh.plan.groupBy.length === 0;
  return {
    ...fresh,
    plan: {
      ...fresh.plan,
      where: [...fresh.plan.where, ...places],
      ...(keepsShape
        ? {
            measure: base.measure.kind === 'count' ? base.measure : fresh.plan.measure,
            groupBy: base.groupBy.filter((key) => key.kind !== 'column'),
            // "Top 5 accounts by instances", then "and buckets?": the top 5 by those.
            ...(base.groupBy.length > 0 && base.groupBy.every((key) => key.kind !== 'column')
              ? { having: base.having, limit: base.limit, order: base.order, asksFor: base.asksFor ?? null }
              : {}),
          }
        : {}),
    },
  };
}

/** "In subnet-1", "of those instances": what else is in it, or has them, is asked of the same. */
const isRelation = (condition: Condition): boolean => condition.kind === 'related';

/** "What instances do they have", of accounts; "… in those Regions": what lies in the places that were shown. */
function inGroups(
  input: DecideInput,
  base: Plan,
  turn: Turn,
  kind: NonNullable<Leaning['inGroups']>,
): Outcome {
  const fresh = decide({ ...input, reading: alone(input.reading) });
  if (fresh.kind !== 'plan') return fresh;
  const shown = shownGroups(turn, kind, input.vocabulary);
  if (shown === undefined && isChosenByPlace(base))
    return { ...fresh, plan: { ...fresh.plan, where: [...fresh.plan.where, ...base.where] } };
  if (shown === undefined)
    return {
      kind: 'clarify',
      text: `I cannot carry those ${kind}s over. Name the ${kind}s, or what they have in common.`,
      choices: [],
    };
  return {
    ...fresh,
    plan: { ...fresh.plan, where: [...fresh.plan.where, shown.condition] },
    notes: [...fresh.notes, shown.note],
  };
}

/** Accounts that places alone chose: the same places choose what lies in them. */
const isChosenByPlace = (base: Plan): boolean =>
  base.source.kind === 'topic' &&
  base.source.topic === 'accounts' &&
  base.where.length > 0 &&
  base.where.every(({ kind }) => ['unit', 'environment', 'account'].includes(kind)) &&
  base.having === null &&
  base.limit === null &&
  base.groupBy.length === 0;
