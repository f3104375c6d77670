import { combined, leavesOf } from '../plan/conditions.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import { whichJudgement } from './ask-back.ts';
import { withDefinedPredicates, withoutNamesake, withPort } from './checks.ts';
import { costOutcome } from './cost.ts';
import type { DecideInput } from './input.ts';
import { lastingUnknown } from './lasting.ts';
import { measured } from './measure.ts';
import { metricsOutcome } from './metrics.ts';
import { emptyPlan, type Outcome } from './outcome.ts';
import { sourceOf } from './subject.ts';
import { timed } from './times.ts';

/** Decides what a reading asks: its subject first, then time, then the measure. */
export function decide(given: DecideInput): Outcome {
  const input = { ...given, reading: withAccounts(given.reading) };
  const { reading } = input;
  const lasting = lastingUnknown(reading);
  if (lasting !== undefined) return lasting;
  if (reading.isJudgement) return whichJudgement(input);
  const topic = topicOf(reading);
  if (topic === 'cost') return costOutcome(input);
  if (topic === 'metrics') return metricsOutcome(input);
  const source = sourceOf(input, topic);
  if ('kind' in source && source.kind !== 'source') return source;
  const where = [...source.where, ...combined(reading.conditions)];
  const base: Plan = {
    ...emptyPlan,
    source: source.source,
    where: withoutNamesake(withPort(where, reading), source.source),
    columns: reading.columns,
    addOns: [...new Set(reading.addOns)],
    limit: reading.limit,
    flags: reading.flags,
  };
  const inTime = timed(base, input);
  if (inTime.kind !== 'plan') return inTime;
  const outcome = measured(inTime.plan, input);
  if (outcome.kind !== 'plan') return outcome;
  const checked = withDefinedPredicates(outcome.plan, input);
  if (checked.kind !== 'plan') return checked;
  const notes = [...source.notes, ...inTime.notes, ...outcome.notes, ...checked.notes, ...reading.notes];
  return { kind: 'plan', plan: checked.plan, notes: [...new Set(notes)], chart: reading.wantsChart };
}

/** "Not recorded": none of the account's places is; "stale": one of them is. */
function coverageOf(values: readonly string[]): Condition {
  if (values.length > 1)
    return { kind: 'not', of: { kind: 'coverage', column: 'verdict', values: ['fresh', 'stale'] } };
  return { kind: 'coverage', column: 'verdict', values };
}

/** "Accounts without a trail, or not recorded": a question about accounts, with their coverage as one condition. */
function withAccounts(reading: Reading): Reading {
  const leaves = leavesOf(reading.conditions.map(({ condition }) => condition));
  if (reading.dimension?.key.kind !== 'account' || !leaves.some(({ kind }) => kind === 'holds'))
    return reading;
  const conditions = reading.conditions.map(({ condition, joiner }) => ({
    condition:
      condition.kind === 'topic_value' && condition.column === 'verdict'
        ? coverageOf(condition.values)
        : condition,
    joiner,
  }));
  return { ...reading, conditions, topics: reading.topics.filter(({ topic }) => topic !== 'coverage') };
}

/** The table the question is about, where it is not the resources themselves; a noun outranks a verb. */
function topicOf(reading: Reading): string | undefined {
  const topics = reading.topics.filter(({ topic }) => !(topic === 'cost' && reading.addOns.includes('cost')));
  const noun =
    topics.find(({ form }) => form === 'noun') ?? topics.find(({ form }) => form === 'state') ?? topics[0];
  const hasRule = leavesOf(reading.conditions.map(({ condition }) => condition)).some(
    ({ kind }) => kind === 'rule',
  );
  if (noun !== undefined) return noun.topic;
  if (hasRule) return 'compliance';
  if (reading.verb === 'deleted' || reading.verb === 'changed') return 'changes';
  // "Who created it": only a change can name somebody.
  if (reading.verb === 'created' && reading.wantsWho) return 'changes';
  return undefined;
}
