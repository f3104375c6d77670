import { predicateByName, typesOfPredicate } from '#catalog/predicates/predicates.ts';
import { rulePredicates } from '#catalog/predicates/rules.ts';
import { unrecordedFor } from '#catalog/predicates/unrecorded.ts';
import { services } from '#catalog/words/services.ts';
import { wordsOfType } from '#catalog/words/type-words.ts';
import { pluralOf } from '../lex/stem.ts';
import { nounOfType } from '../lexicon/type-phrases.ts';
import { combined, leavesOf, mapConditions } from '../plan/conditions.ts';
import type { Condition, Plan, Source } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { costOutcome } from './cost.ts';
import { measured } from './measure.ts';
import { metricsOutcome } from './metrics.ts';
import { emptyPlan, type Outcome } from './outcome.ts';
import { resolveTypes } from './resolve-types.ts';
import { timed } from './times.ts';

export interface DecideInput {
  readonly question: string;
  readonly reading: Reading;
  readonly vocabulary: Vocabulary;
  readonly now: Date;
  readonly zone: string;
}

/** Decides what a reading asks: its subject first, then time, then the measure. */
export function decide(given: DecideInput): Outcome {
  const input = { ...given, reading: withAccounts(given.reading) };
  const { reading } = input;
  const topic = topicOf(reading);
  if (topic === 'cost') return costOutcome(input);
  if (topic === 'metrics') return metricsOutcome(input);
  const source = sourceOf(input, topic);
  if ('kind' in source && source.kind !== 'source') return source;
  const where = [...source.where, ...combined(reading.conditions)];
  const base: Plan = {
    ...emptyPlan,
    source: source.source,
    where: withPort(where, reading),
    columns: reading.columns,
    addOns: [...new Set(reading.addOns)],
    limit: reading.limit,
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
  if (
    reading.verb === 'deleted' ||
    (reading.verb === 'changed' &&
      reading.heads.length >= 0 &&
      (reading.times.length > 0 || reading.wantsWho))
  )
    return 'changes';
  return undefined;
}

interface Subject {
  readonly kind: 'source';
  readonly source: Source;
  readonly where: readonly Condition[];
  readonly notes: readonly string[];
}

function sourceOf(
  input: DecideInput,
  topic: string | undefined,
): Subject | Exclude<Outcome, { kind: 'plan' }> {
  const { reading } = input;
  const notes: string[] = [];
  const where: Condition[] = reading.identities.map((text) => ({ kind: 'identity', text }));
  if (reading.addresses.length > 0 && topic === undefined) {
    return {
      kind: 'source',
      source: { kind: 'address', address: reading.addresses[0] ?? '' },
      where: [],
      notes: [
        'The address is looked for among primary and secondary, private and public, IPv6 and elastic addresses.',
      ],
    };
  }
  const resolved = typesOf(input);
  if (resolved.kind === 'clarify') return resolved;
  notes.push(...resolved.notes);
  if (topic !== undefined) {
    const aboutTypes =
      resolved.types.length > 0
        ? [{ kind: 'type', types: resolved.types, noun: resolved.noun } as const]
        : serviceConditions(reading);
    const countsResources =
      ['changes', 'compliance', 'history'].includes(topic) &&
      (reading.heads.length > 0 || reading.verb === 'deleted');
    if (reading.verb === 'deleted' && topic === 'changes')
      where.push({ kind: 'topic_value', column: 'change_type', values: ['DELETE'] });
    if (reading.verb === 'created' && topic === 'changes')
      where.push({ kind: 'topic_value', column: 'change_type', values: ['CREATE'] });
    if (topic === 'coverage' && !reading.topics.some(({ form }) => form === 'noun'))
      where.push({ kind: 'topic_value', column: 'domain', values: ['config'] });
    return {
      kind: 'source',
      source: { kind: 'topic', topic, countsResources },
      where: [...where, ...aboutTypes],
      notes,
    };
  }
  if (resolved.types.length > 0)
    return {
      kind: 'source',
      source: { kind: 'types', types: resolved.types, family: resolved.family, noun: resolved.noun },
      where: [...where, ...resolved.where, ...foreignServices(reading, resolved.types)],
      notes,
    };
  const hasAnyNoun = reading.heads.length > 0;
  if (!hasAnyNoun && (reading.dimension?.key.kind === 'account' || reading.dimension?.key.kind === 'unit'))
    return {
      kind: 'source',
      source: { kind: 'topic', topic: 'accounts', countsResources: false },
      where,
      notes,
    };
  const onlyService = reading.services[0];
  const main = services.find((entry) => entry.service === onlyService?.service)?.main;
  if (!hasAnyNoun && main !== undefined) {
    notes.push(`“${onlyService?.label}” is read as ${pluralOf(nounOfType(main))}.`);
    return {
      kind: 'source',
      source: { kind: 'types', types: [main], family: null, noun: nounOfType(main) },
      where,
      notes,
    };
  }
  const byPredicate = typesByPredicate(input);
  if (byPredicate !== undefined && (hasAnyNoun || reading.dimension !== null)) {
    notes.push(
      `Looked at every type that this is defined for: ${byPredicate.map((type) => pluralOf(nounOfType(type))).join(', ')}.`,
    );
    return {
      kind: 'source',
      source: { kind: 'types', types: byPredicate, family: null, noun: 'resource' },
      where,
      notes,
    };
  }
  const hasSubject =
    hasAnyNoun ||
    reading.identities.length > 0 ||
    reading.dimension !== null ||
    reading.services.length > 0 ||
    (reading.verb !== null && reading.times.length > 0) ||
    reading.conditions.some(({ condition }) => condition.kind === 'related');
  if (hasSubject)
    return {
      kind: 'source',
      source: { kind: 'resources' },
      where: [...where, ...serviceConditions(reading)],
      notes,
    };
  return missingSubject(input);
}

function serviceConditions(reading: Reading): readonly Condition[] {
  const parts = reading.services.map(
    ({ service, label }): Condition => ({ kind: 'service', service, label }),
  );
  return parts.length > 1 ? [{ kind: 'any', of: parts }] : parts;
}

/** "EC2 volumes": the service is the type's own and adds nothing; another one would be a contradiction, told by no rows. */
function foreignServices(_reading: Reading, _types: readonly string[]): readonly Condition[] {
  return [];
}

function typesOf(input: DecideInput):
  | {
      readonly kind: 'types';
      readonly types: readonly string[];
      readonly family: string | null;
      readonly noun: string;
      readonly where: readonly Condition[];
      readonly notes: readonly string[];
    }
  | Extract<Outcome, { kind: 'clarify' }> {
  const types: string[] = [];
  const notes: string[] = [];
  const where: Condition[] = [];
  const nouns: string[] = [];
  let family: string | null = null;
  for (const { sense, text } of input.reading.heads) {
    if (sense.kind === 'any_resource') continue;
    if (sense.kind === 'slice') {
      types.push(sense.type);
      nouns.push(sense.noun);
      const column = {
        name: sense.column,
        type: 'varchar',
        isJson: false,
        columns: { [sense.type]: sense.column },
        isDerived: false,
      } as const;
      where.push({ kind: 'compare', column, operator: '=', values: sense.values, text: sense.noun });
      continue;
    }
    const resolved = resolveTypes(sense, input.vocabulary);
    if (resolved.kind === 'ambiguous') return whichType(input, text, resolved.types);
    types.push(...resolved.types);
    nouns.push(resolved.noun);
    if (resolved.note !== null) notes.push(resolved.note);
    family = input.reading.heads.length === 1 ? resolved.family : null;
  }
  return {
    kind: 'types',
    types: [...new Set(types)],
    family,
    noun: nouns.length === 1 ? (nouns[0] ?? 'resource') : nouns.map(pluralOf).join(' and '),
    where: where.length > 1 ? [{ kind: 'any', of: where }] : where,
    notes,
  };
}

function whichType(
  input: DecideInput,
  text: string,
  types: readonly string[],
): Extract<Outcome, { kind: 'clarify' }> {
  const choices = types.map((type) => {
    const noun = pluralOf(nounOfType(type));
    return { label: noun, question: input.question.replace(text, noun) };
  });
  return {
    kind: 'clarify',
    text: `“${text}” may mean several kinds of resource. Which do you mean?`,
    choices,
  };
}

/** Where the question says "resources" and names a predicate: the types that it is defined for, as far as the lake has them. */
function typesByPredicate(input: DecideInput): readonly string[] | undefined {
  const leaves = leavesOf(input.reading.conditions.map(({ condition }) => condition));
  const lists = leaves.flatMap((leaf) => {
    const predicate = leaf.kind === 'predicate' ? predicateByName(leaf.name) : undefined;
    const types = predicate === undefined ? [] : typesOfPredicate(predicate);
    return types.length === 0 ? [] : [types];
  });
  if (lists.length === 0) return undefined;
  const inLake = new Set(input.vocabulary.types.map(({ value }) => value));
  const common = [...new Set(lists.flat())].filter((type) => lists.every((types) => types.includes(type)));
  const present = common.filter((type) => inLake.has(type));
  return present.length > 0 ? present : common.slice(0, 8);
}

const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);

/** "Open to the internet" and a port said apart belong together; a port alone asks which groups let it in. */
function withPort(where: readonly Condition[], reading: Reading): readonly Condition[] {
  const leaves = leavesOf(where);
  const open = leaves.some((leaf) => leaf.kind === 'predicate' && leaf.name === 'open_to_internet');
  const named = leaves.find((leaf) => leaf.kind === 'predicate' && leaf.port !== null);
  const port = (named?.kind === 'predicate' ? named.port : null) ?? reading.port;
  const isGroup = reading.heads.some(
    ({ sense }) => sense.kind === 'type' && sense.types.includes('AWS::EC2::SecurityGroup'),
  );
  const merged = mapConditions(where, (condition) => {
    if (condition.kind !== 'predicate') return condition;
    if (condition.name === 'allows_port')
      return open
        ? null
        : port === null
          ? { ...condition, name: 'open_to_internet' }
          : { ...condition, port };
    if (condition.name === 'public' && port !== null && isGroup)
      return { ...condition, name: 'open_to_internet', port };
    return condition.name === 'open_to_internet' ? { ...condition, port } : condition;
  });
  const ranges = reading.ranges.filter((cidr) => !EVERYWHERE.has(cidr));
  if (ranges.length > 0)
    return [...merged, ...ranges.map((cidr): Condition => ({ kind: 'range', cidr, port }))];
  if (reading.ranges.length > 0 && isGroup && !open)
    return [...merged, { kind: 'predicate', name: 'open_to_internet', port, days: null }];
  const usesPort = leavesOf(merged).some((leaf) => leaf.kind === 'predicate' && leaf.port !== null);
  if (port === null || usesPort || !isGroup) return merged;
  return [...merged, { kind: 'predicate', name: 'allows_port', port, days: null }];
}

/** A predicate that is not defined for the type asked about must not quietly find nothing. */
function withDefinedPredicates(
  plan: Plan,
  input: DecideInput,
): Extract<Outcome, { kind: 'plan' | 'abstain' }> {
  const leaves = leavesOf([...plan.where, ...(plan.measure.kind === 'share' ? plan.measure.of : [])]);
  const types = plan.source.kind === 'types' ? plan.source.types : [];
  const notes: string[] = [];
  const hasRange = types.some((type) =>
    ['AWS::EC2::SecurityGroup', 'AWS::EC2::VPC', 'AWS::EC2::Subnet'].includes(type),
  );
  if (input.reading.ranges.length > 0 && !hasRange)
    return {
      kind: 'abstain',
      text: `I do not know how ${input.reading.ranges.join(', ')} relates to this.`,
      hint: 'Address ranges can be asked of security groups, VPCs and subnets.',
    };
  for (const leaf of leaves) {
    if (leaf.kind === 'rule') notes.push(rulePredicates.find((rule) => rule.name === leaf.name)?.text ?? '');
    if (leaf.kind !== 'predicate') continue;
    const predicate = predicateByName(leaf.name);
    if (predicate === undefined) continue;
    const defined = typesOfPredicate(predicate);
    const covered = types.filter((type) => defined.length === 0 || defined.includes(type));
    if (defined.length > 0 && covered.length === 0) {
      const missing = unrecordedFor(leaf.name, types);
      if (missing !== undefined) return { kind: 'abstain', text: missing.text, hint: missing.hint };
      const what = plan.source.kind === 'types' ? pluralOf(plan.source.noun) : 'this';
      return {
        kind: 'abstain',
        text: `“${leaf.name.replaceAll('_', ' ')}” is not defined for ${what}.`,
        hint: `It is for ${defined.map((type) => pluralOf(nounOfType(type))).join(', ')}.`,
      };
    }
    if (covered.length < types.length)
      notes.push(
        `“${leaf.name.replaceAll('_', ' ')}” is not defined for ${types
          .filter((type) => !covered.includes(type))
          .map((type) => pluralOf(nounOfType(type)))
          .join(', ')}: they are not listed.`,
      );
  }
  if (
    input.reading.port !== null &&
    !leaves.some((leaf) => (leaf.kind === 'predicate' || leaf.kind === 'range') && leaf.port !== null)
  ) {
    return {
      kind: 'abstain',
      text: `I cannot tell what “port ${input.reading.port}” means for ${plan.source.kind === 'types' ? pluralOf(plan.source.noun) : 'this'}.`,
      hint: 'Ask about security groups that are open on that port.',
    };
  }
  return { kind: 'plan', plan, notes, chart: null };
}

function missingSubject(input: DecideInput): Exclude<Outcome, { kind: 'plan' }> {
  const rest = input.question.replace(/[?.!\s]+$/, '');
  const common = ['AWS::EC2::Instance', 'AWS::S3::Bucket', 'AWS::RDS::DBInstance'].filter(
    (type) => wordsOfType(type) !== undefined,
  );
  const byPredicate =
    typesByPredicate(input)
      ?.filter((type) => wordsOfType(type) !== undefined)
      .slice(0, 4) ?? common;
  const isBare =
    input.reading.conditions.length > 0 || input.reading.groupBy.length > 0 || input.reading.measure !== null;
  const choices = isBare
    ? byPredicate.map((type) => ({
        label: pluralOf(nounOfType(type)),
        question: `${rest}: ${pluralOf(nounOfType(type))}`,
      }))
    : [];
  return {
    kind: 'clarify',
    text: 'Which resources do you mean? Name a type (EC2 instances, buckets, databases, security groups …), or say “resources” for all of them.',
    choices: choices.map(({ label }) => ({ label, question: rephrased(input, label) })),
  };
}

/** The question with its missing subject put where "which" or "show" leaves a gap. */
function rephrased(input: DecideInput, noun: string): string {
  const rest = input.question.replace(/[?.!\s]+$/, '').trim();
  if (/^how many\b/i.test(rest)) return rest.replace(/^how many\b/i, `How many ${noun}`);
  if (/^(which|what)\b/i.test(rest)) return rest.replace(/^(which|what)\b(\s+ones)?/i, `Which ${noun}`);
  const tail = rest
    .replace(
      /^(show( me)?|list|get|give me|find|only|just|what about|how about|and)\b\s*(all|the|only)?\s*/i,
      '',
    )
    .trim();
  const isAfterNoun =
    /^(in|by|with|without|that|which|where|from|under|named|tagged|older|newer|created|sorted|sort|of|are|per|for|not|having)\b/i;
  return isAfterNoun.test(tail) ? `Show all ${noun} ${tail}` : `Show all ${tail} ${noun}`;
}
