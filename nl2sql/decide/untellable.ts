import { hasRole, type Item } from '../cover/item.ts';
import type { Plan } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import type { Outcome } from './outcome.ts';

type Abstained = Extract<Outcome, { kind: 'abstain' }>;

const VERBS =
  'delete|deleted|remove|removed|stop|stopped|resize|resized|change|changed|upgrade|upgraded|update|updated|terminate|terminated|clean|cleaned|shut|turn|turned|merge|merged|fix|fixed|move|moved|encrypt|tag|downsize|rightsize';
/** "What could be deleted", "which ones should we stop": advice, where the verbs alone ask what happened. */
const ADVICE = new RegExp(
  String.raw`\b(?:could|should|can|may|might|must|ought to|safe to|able to|need to|needs to|have to)\s+(?:(?:we|i|be|safely|also|probably|still|just)\s+)*(?:${VERBS})\b`,
  'i',
);

/** "Running at their max size": one property of each against another. */
const AT_LIMIT =
  /\bat (?:its|their|the|full|max|maximum) ?(?:max|min|maximum|minimum|upper|lower|limit|capacity|desired|full|size)\b/i;

/** Questions of a kind that no inventory answers, whatever their other words would find. */
export function untellable(
  question: string,
  plan: Plan,
  reading: Reading,
  items: readonly Item[],
): Abstained | undefined {
  const how = items.findIndex((item) => hasRole(item, 'how'));
  const leads = items.slice(0, how).every((item) => hasRole(item, 'filler', 'and', 'ask'));
  // "How are our volumes encrypted?": by what means, not which of them; "how complete" is a measure.
  const asksHow = how !== -1 && leads && hasRole(items[how + 1], 'be', 'use', 'exist');
  if (asksHow && reading.identities.length === 0 && plan.within === null)
    return {
      kind: 'abstain',
      text: 'I can tell what there is, not how it is done.',
      hint: 'Ask which resources have a property, or name one: how is bucket “logs” configured?',
    };
  if (ADVICE.test(question))
    return {
      kind: 'abstain',
      text: 'I can tell what is recorded, not what should be done.',
      hint: 'Ask what is unused, unencrypted, public or old, and decide from that.',
    };
  if (AT_LIMIT.test(question))
    return {
      kind: 'abstain',
      text: 'I cannot compare two properties of one resource with each other.',
      hint: 'Ask for the list with both, or in SQL.',
    };
  // "When was it stopped?": the row alone does not tell.
  const lead = items.find((item) => !hasRole(item, 'filler', 'and'));
  const tellsTime =
    plan.source.kind === 'topic' ||
    plan.order !== null ||
    plan.columns.some(({ type }) => type === 'timestamp') ||
    plan.groupBy.some(({ kind }) => kind === 'time');
  if (hasRole(lead, 'when') && !tellsTime)
    return {
      kind: 'abstain',
      text: 'When that was is not told by the resource itself.',
      hint: 'Ask what changed on it, and when: changes of it in the last 30 days.',
    };
  return longest(plan, reading, items);
}

/** "Stopped the longest": a length of time, which is no size. */
function longest(plan: Plan, reading: Reading, items: readonly Item[]): Abstained | undefined {
  const said = reading.superlative === null ? '' : (items[reading.superlative.at]?.text ?? '');
  const by = plan.order?.by;
  if (!/^(the )?(longest|shortest)$/i.test(said) || by?.kind !== 'column') return undefined;
  if (/timeout|duration|retention|period|days|seconds|hours|minutes|age|length/.test(by.column.name))
    return undefined;
  return {
    kind: 'abstain',
    text: `How long something has been so is not recorded: “${said}” would be by ${by.column.name.replaceAll('_', ' ')}.`,
    hint: 'Ask for the oldest, by creation, or name the property to sort by.',
  };
}
