import { pluralOf } from '../lex/stem.ts';
import type { Plan } from '../plan/plan.ts';
import { isNumeric } from '../read/conditions.ts';
import type { DecideInput } from './input.ts';
import type { Outcome } from './outcome.ts';
import { sizeOf } from './size.ts';

/** "By count", "by number of …": how many there are of each, and no size. */
export const BY_COUNT = /\bby (?:the )?(?:counts?|numbers?|how many|quantity)\b/i;

/** In which order a list stands, and how many of it are told. */
export function ordered(
  plan: Plan,
  input: DecideInput,
  notes: string[],
): Extract<Outcome, { kind: 'plan' | 'clarify' }> {
  const { reading } = input;
  const ready = (result: Plan) => ({ kind: 'plan', plan: result, notes, chart: null }) as const;
  const { superlative } = reading;
  if (superlative === null) {
    const order = reading.order?.by.kind === 'measure' ? bySize(plan, input) : reading.order;
    if (order === undefined)
      return {
        kind: 'clarify',
        text: 'In order of what? Name the property: by size, by creation, by name.',
        choices: [],
      };
    return ready({
      ...plan,
      order: order === null && reading.limit !== null && plan.source.kind !== 'topic' ? null : order,
    });
  }
  const limit = reading.limit ?? (isPlural(input) ? 10 : 1);
  if (superlative.kind === 'oldest' || superlative.kind === 'newest') {
    if (plan.source.kind === 'topic')
      return ready({
        ...plan,
        order: { by: { kind: 'time' }, descending: superlative.kind === 'newest' },
        limit,
      });
    notes.push('Age is the recorded time of creation; resources without one come last.');
    return ready({
      ...plan,
      order: { by: { kind: 'created' }, descending: superlative.kind === 'newest' },
      limit,
    });
  }
  const isOrdered = reading.order?.by.kind === 'column';
  if (isOrdered && (superlative.kind === 'most' || superlative.kind === 'fewest'))
    return ready({ ...plan, order: reading.order, limit });
  const [measure] = reading.columns.filter(isNumeric);
  // "the most storage": by the number that it is said of.
  if (measure !== undefined && (superlative.kind === 'most' || superlative.kind === 'fewest'))
    return ready({
      ...plan,
      order: { by: { kind: 'column', column: measure }, descending: superlative.kind === 'most' },
      limit,
    });
  if (superlative.kind === 'most' || superlative.kind === 'fewest') {
    const noun = plan.source.kind === 'types' ? pluralOf(plan.source.noun) : 'resources';
    const by = ['accounts', 'regions'].map((key) => ({
      label: `by ${key}`,
      question: `Which ${key} have the ${superlative.kind} ${noun}`,
    }));
    return {
      kind: 'clarify',
      text: `The ${superlative.kind} ${noun} by what: account, Region, a tag?`,
      choices: by,
    };
  }
  const descending = superlative.kind === 'largest';
  if (reading.order !== null) return ready({ ...plan, order: { ...reading.order, descending }, limit });
  const column = sizeOf(plan);
  if (column === undefined) {
    // "Top 5 changes" are the latest; accounts stand in no order of their own.
    if (reading.limit !== null && plan.source.kind === 'topic' && plan.source.topic !== 'accounts')
      return ready({ ...plan, limit });
    return {
      kind: 'clarify',
      text: `By which measure? I know no size of ${plan.source.kind === 'types' ? plan.source.noun : 'these'}s to put them in order.`,
      choices: [],
    };
  }
  notes.push(`Largest and smallest are by ${column.name}.`);
  return ready({ ...plan, order: { by: { kind: 'column', column }, descending }, limit });
}

/** "Biggest first", of a list: by the number that is shown, else by the size of the type. */
function bySize(plan: Plan, { question, reading }: DecideInput): Plan['order'] | undefined {
  const descending = reading.order?.descending ?? true;
  if (plan.source.kind !== 'types' || BY_COUNT.test(question)) return undefined;
  const numbers = reading.columns.filter(isNumeric);
  const column = numbers[0] ?? sizeOf(plan);
  return column === undefined || numbers.length > 1
    ? undefined
    : { by: { kind: 'column', column }, descending };
}

function isPlural(input: DecideInput): boolean {
  const head = input.reading.heads[0]?.text ?? '';
  return /s$/i.test(head) && !/ss$/i.test(head);
}
