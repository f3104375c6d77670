import { predicateByName, typesOfPredicate } from '#catalog/predicates/predicates.ts';
import { typedTable } from '#catalog/tables.ts';
import { typeOfId } from '#catalog/words/id-prefixes.ts';
import { services } from '#catalog/words/services.ts';
import { pluralOf } from '../lex/stem.ts';
import { nounOfType } from '../lexicon/type-phrases.ts';
import { leavesOf } from '../plan/conditions.ts';
import type { Condition, Source } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import { missingSubject, whichType } from './ask-back.ts';
import type { DecideInput } from './input.ts';
import type { Outcome } from './outcome.ts';
import { resolveTypes } from './resolve-types.ts';

interface Subject {
  readonly kind: 'source';
  readonly source: Source;
  readonly where: readonly Condition[];
  readonly notes: readonly string[];
}

export function sourceOf(
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
    if (reading.isUpdate && reading.verb === 'changed' && topic === 'changes')
      where.push({ kind: 'topic_value', column: 'change_type', values: ['UPDATE'] });
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
      where: [...where, ...resolved.where, ...namespaceConditions(reading, resolved.types)],
      notes,
    };
  const hasAnyNoun = reading.heads.length > 0;
  // "which account owns vpc-1": the resource is looked for, and its account told.
  const namesResource = reading.identities.some(
    (text) => text.startsWith('arn:') || typeOfId(text) !== undefined,
  );
  if (!hasAnyNoun && namesResource && reading.dimension?.key.kind === 'account')
    return { kind: 'source', source: { kind: 'resources' }, where, notes };
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
  // "Who has administrator access": whoever can have it.
  if (byPredicate !== undefined && (hasAnyNoun || reading.dimension !== null || reading.wantsWho)) {
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

/** "Alarms for RDS": another service than the subject's own, where the subject's table names one. */
function namespaceConditions(reading: Reading, types: readonly string[]): readonly Condition[] {
  const isNamed = types.every((type) => typedTable(type).columns.some(({ name }) => name === 'namespace'));
  const foreign = foreignServices(reading, types);
  return isNamed && foreign.length > 0 ? serviceConditions({ ...reading, services: [...foreign] }) : [];
}

/** Services that were named and to which none of the types belongs. */
export function foreignServices(reading: Reading, types: readonly string[]): Reading['services'] {
  return reading.services.filter(
    ({ service }) =>
      !types.some((type) => {
        const own = type.split('::')[1] ?? '';
        return own.startsWith(service) || service.startsWith(own);
      }),
  );
}

function serviceConditions(reading: Reading): readonly Condition[] {
  const parts = reading.services.map(
    ({ service, label }): Condition => ({ kind: 'service', service, label }),
  );
  return parts.length > 1 ? [{ kind: 'any', of: parts }] : parts;
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
    // The end of a long name, of what the lake has none of: "storage" is hardly a location of object storage.
    const isInLake = input.vocabulary.types.some(({ value }) => resolved.types.includes(value));
    if (sense.strength === 'tail' && !isInLake && input.vocabulary.types.length > 0)
      return whichType(input, text, resolved.types);
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

/** Where the question says "resources" and names a predicate: the types that it is defined for, as far as the lake has them. */
export function typesByPredicate(input: DecideInput): readonly string[] | undefined {
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
