import type { Outcome } from '../decide/outcome.ts';
import { subjectOf } from '../describe.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { Turn } from '../translator.ts';

type TimeCondition = Extract<Condition, { kind: 'time' }>;
type Unit = 'day' | 'week' | 'month' | 'year' | 'hour';

const LEAD = /^(?:(?:ok|okay|now|and|what about|how about|on|in|for|the same for|same for)\s+)*/i;
const SHIFT =
  /^(?:the\s+|a\s+)?(?:(day|week|month|year|hour)\s+(before|earlier|prior|after|later)(?:\s+(?:that|this))?|(previous|prior|preceding|next|following)\s+(day|week|month|year|hour))$/i;

/** "And the day before?": the period next to the one that the last answer is about. */
export function shiftedTime(question: string, turn: Turn): Outcome | undefined {
  const said = question
    .replace(/[?.!\s]+$/, '')
    .trim()
    .replace(LEAD, '');
  const match = SHIFT.exec(said) ?? /^(before|after) (?:that|this)$/i.exec(said);
  if (match === null) return undefined;
  const isLater = /after|later|next|following/i.test(match[0]);
  const base = turn.plan;
  const times =
    base?.where.filter((condition): condition is TimeCondition => condition.kind === 'time') ?? [];
  const [only] = times;
  if (base === null || only === undefined || times.length > 1) return undefined;
  const unit = unitOf(match[1], match[4], only);
  if (unit === undefined) return undefined;
  const edge = isLater ? only.to : only.from;
  if (edge === null)
    return {
      kind: 'clarify',
      text: `“${only.text}” has no ${isLater ? 'end' : 'beginning'} to go on from. Say which time you mean.`,
      choices: [],
    };
  const at = new Date(edge);
  const [from, to] = isLater ? [at, moved(at, unit, 1)] : [moved(at, unit, -1), at];
  // A period that begins at midnight is told by its last day.
  const last = isMidnight(to) && unit !== 'hour' ? new Date(to.getTime() - 1) : to;
  const text =
    unit === 'day' && isMidnight(from)
      ? `on ${day(from)}`
      : `from ${day(from)} to ${day(last, isMidnight(to))}`;
  const shifted: TimeCondition = { ...only, from: from.toISOString(), to: to.toISOString(), text };
  const plan: Plan = {
    ...base,
    where: base.where.map((condition) => (condition === only ? shifted : condition)),
  };
  return {
    kind: 'plan',
    plan,
    notes: [
      `Time: ${text} UTC, the ${unit} ${isLater ? 'after' : 'before'} “${only.text}”.`,
      `This refines the answer to “${turn.question}” (${subjectOf(base)}).`,
    ],
    chart: null,
  };
}

/** The period that was named; "before that" is as long as what it follows. */
function unitOf(
  first: string | undefined,
  second: string | undefined,
  time: TimeCondition,
): Unit | undefined {
  const named = UNITS.find((unit) => [first, second].some((word) => word?.toLowerCase() === unit));
  if (named !== undefined) return named;
  if (time.from === null || time.to === null) return undefined;
  const days = (Date.parse(time.to) - Date.parse(time.from)) / 86_400_000;
  return days === 1 ? 'day' : days === 7 ? 'week' : undefined;
}

const UNITS: readonly Unit[] = ['hour', 'day', 'week', 'month', 'year'];

const isMidnight = (time: Date): boolean => time.getTime() % 86_400_000 === 0;

const day = (time: Date, isDate = isMidnight(time)): string =>
  time
    .toISOString()
    .slice(0, isDate ? 10 : 16)
    .replace('T', ' ');

function moved(time: Date, unit: Unit, by: 1 | -1): Date {
  const result = new Date(time);
  if (unit === 'month') result.setUTCMonth(result.getUTCMonth() + by);
  else if (unit === 'year') result.setUTCFullYear(result.getUTCFullYear() + by);
  else {
    const days = unit === 'hour' ? 1 / 24 : unit === 'day' ? 1 : 7;
    result.setTime(result.getTime() + by * days * 86_400_000);
  }
  return result;
}
