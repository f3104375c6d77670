import { topicByName } from '#catalog/words/topics.ts';
import type { Condition, Plan, TimeRole } from '../plan/plan.ts';
import type { DecideInput } from './input.ts';
import type { Outcome } from './outcome.ts';

/** Adds what the question says about time: a range of creation or of the topic's own time, or the state at an instant. */
export function timed(plan: Plan, input: DecideInput): Extract<Outcome, { kind: 'plan' | 'clarify' }> {
  const { reading, now } = input;
  const notes: string[] = [];
  let result = plan;
  const add = (condition: Condition) => {
    result = { ...result, where: [...result.where, condition] };
  };
  const times =
    reading.times.length === 0 && reading.days !== null
      ? [{ phrase: recent(now, reading.days), verb: 'created' as const }]
      : reading.times;
  for (const { phrase, verb } of times) {
    const range = {
      from: phrase.range.from?.toISOString() ?? null,
      to: phrase.range.to?.toISOString() ?? null,
      text: phrase.range.text,
    };
    if (plan.source.kind === 'topic') {
      const topic = topicByName(plan.source.topic);
      if (topic?.timeColumn == null) continue;
      add({ kind: 'time', role: 'topic', ...range });
      notes.push(`Time: ${range.text}; dates are read in ${input.zone}.`);
      continue;
    }
    const isEarlier = phrase.range.to !== null && phrase.range.to.getTime() <= now.getTime();
    if (
      phrase.kind === 'as_of' ||
      (verb === null &&
        phrase.kind === 'range' &&
        reading.isPast &&
        isEarlier &&
        plan.source.kind !== 'address')
    ) {
      const at = new Date(Math.min((phrase.range.to ?? now).getTime(), now.getTime()));
      result = { ...result, asOf: { at: at.toISOString(), text: range.text } };
      notes.push(
        `As of ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC (the end of ${range.text}), from recorded versions.`,
      );
      continue;
    }
    if (verb === null && phrase.kind === 'range') return whichTime(input, phrase.range.text);
    const role: TimeRole = verb === 'changed' ? 'changed' : 'created';
    add({ kind: 'time', role, ...range });
    notes.push(
      role === 'created'
        ? `${/^(older|newer) than/.test(range.text) ? 'Age: ' : 'Created '}${range.text}; a resource whose time of creation is not recorded is listed only where the change that made it was told, and what was deleted since is not listed. Dates are read in ${input.zone}.`
        : `Changed ${range.text}: the version that exists now was captured then.`,
    );
  }
  return { kind: 'plan', plan: result, notes, chart: null };
}

function recent(now: Date, days: number) {
  return {
    kind: 'range' as const,
    length: 0,
    range: { from: new Date(now.getTime() - days * 86_400_000), to: null, text: `in the last ${days} days` },
  };
}

/** "instances yesterday": made then, changed then, or there then? */
function whichTime(input: DecideInput, text: string): Extract<Outcome, { kind: 'clarify' }> {
  const time = input.reading.times[0];
  const rest = input.question.replace(/[?.!\s]+$/, '');
  const words = text.split(' (')[0] ?? text;
  const short = time === undefined ? words : words;
  return {
    kind: 'clarify',
    text: `What about ${short}: what was created, changed or deleted then, or what was there?`,
    choices: [
      { label: 'created then', question: insertBefore(rest, short, 'created') },
      { label: 'there at that time', question: insertBefore(rest, short, 'as of') },
      { label: 'changes then', question: `Which changes were there ${short}` },
    ],
  };
}

function insertBefore(question: string, words: string, verb: string): string {
  const at = question.toLowerCase().lastIndexOf(words.toLowerCase());
  if (at === -1) return `${question} ${verb} ${words}`;
  const before = question.slice(0, at).replace(/\s*(in|on|from|during|within|for|over)?\s*(the)?\s*$/i, '');
  return `${before} ${verb} ${verb === 'as of' ? '' : ''}${question.slice(at)}`.replaceAll(/\s+/g, ' ');
}
