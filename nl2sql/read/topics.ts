import { hasRole, senseOf, sensesOf } from '../cover/item.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';

/** Types whose own parts are called rules. */
const RULED: ReadonlySet<string> = new Set([
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::NetworkAcl',
  'AWS::S3::Bucket',
  'AWS::Events::EventBus',
  'AWS::WAFv2::WebACL',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
]);

/** A Config rule by its name: what it said. */
export function readRuleName(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const rules = senseOf(item, 'rule')?.rules;
  if (rules === undefined) return false;
  addCondition(cursor, reading, { kind: 'topic_value', column: 'rule_name', values: rules });
  if (!reading.topics.some(({ topic }) => topic === 'compliance'))
    reading.topics.push({ topic: 'compliance', form: 'noun', at: cursor.at });
  cursor.take();
  return true;
}

/** Changes, compliance, cost … as a noun ("changes"), a verb ("what changed") or a state ("non-compliant", "stale"). */
export function readTopic(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const states = sensesOf(item, 'topic_state');
  const state =
    states.find((sense) => reading.topics.some(({ topic }) => topic === sense.topic)) ?? states[0];
  const topics = sensesOf(item, 'topic');
  const noun = topics.find((sense) => sense.form === 'noun') ?? topics[0];
  const isFinding =
    state?.topic !== 'findings' ||
    cursor.items.some((other) => senseOf(other, 'topic')?.topic === 'findings');
  if (state !== undefined && isFinding && isAboutTopic(cursor, state.topic, reading)) {
    const condition = { kind: 'topic_value', column: state.column, values: state.values } as const;
    // "not recorded" is a state of its own; a "not" before "compliant" is the rule's opposite.
    addCondition(cursor, reading, condition);
    reading.topics.push({ topic: state.topic, form: 'state', at: cursor.at, text: item?.text ?? '' });
    cursor.take();
    return true;
  }
  if (noun === undefined) return false;
  if (noun.topic === 'accounts') return false;
  // "accounts without GuardDuty", "with GuardDuty": the service, not its findings.
  const isHeld = (cursor.pending.without || cursor.pending.with) && reading.dimension?.key.kind === 'account';
  if (isHeld && senseOf(item, 'service') !== undefined) return false;
  // "security groups with only one rule": their own rules, not those of AWS Config.
  const ownsRules = reading.heads.some(
    ({ sense }) => sense.kind === 'type' && sense.types.some((type) => RULED.has(type)),
  );
  if (ownsRules && /^rules?$/i.test(item?.text ?? ''))
    reading.decline ??= 'I cannot tell which rules are meant: their own, or those of AWS Config.';
  if (
    noun.topic === 'cost' &&
    reading.heads.length > 0 &&
    (reading.conditions.length > 0 || reading.hasPronoun || reading.limit !== null) &&
    cursor.pending.joiner !== 'none'
  ) {
    reading.addOns.push('cost');
    cursor.take();
    return true;
  }
  if (reading.topics.some(({ topic }) => topic === noun.topic)) {
    reading.topics = reading.topics.map((said) =>
      said.topic === noun.topic ? { ...said, text: `${said.text ?? ''} ${item?.text ?? ''}` } : said,
    );
    cursor.take();
    return true;
  }
  if (hasRole(item, 'on', 'off', 'value') && senseOf(item, 'value') !== undefined) return false;
  reading.topics.push({ topic: noun.topic, form: noun.form, at: cursor.at, text: item?.text ?? '' });
  const metric = senseOf(item, 'metric');
  if (metric !== undefined) reading.metrics.push(metric);
  cursor.take();
  return true;
}

/** "out of date", "incomplete" and the like are about recording only where recording, accounts or Regions are spoken of. */
function isAboutTopic(cursor: Cursor, topic: string, reading: Reading): boolean {
  if (topic === 'compliance' && reading.heads.length > 0 && /^(fail|pass)/i.test(cursor.peek()?.text ?? ''))
    return cursor.items.some(
      (item) => senseOf(item, 'topic')?.topic === 'compliance' || senseOf(item, 'rule') !== undefined,
    );
  if (topic === 'accounts')
    return (
      reading.heads.length === 0 && cursor.items.some((item) => senseOf(item, 'dimension')?.key === 'account')
    );
  return topic !== 'coverage' || reading.heads.length === 0;
}

export function readService(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const service = senseOf(item, 'service');
  const metric = senseOf(item, 'metric');
  if (
    metric !== undefined &&
    (reading.topics.some(({ topic }) => topic === 'metrics') || service === undefined)
  ) {
    reading.metrics.push(metric);
    if (!reading.topics.some(({ topic }) => topic === 'metrics'))
      reading.topics.push({ topic: 'metrics', form: 'noun', at: cursor.at });
    cursor.take();
    return true;
  }
  if (service === undefined) return false;
  reading.services.push(service);
  cursor.take();
  return true;
}
