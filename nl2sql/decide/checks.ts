import { predicateByName, typesOfPredicate, variantFor } from '#catalog/predicates/predicates.ts';
import { rulePredicates } from '#catalog/predicates/rules.ts';
import { unrecordedFor } from '#catalog/predicates/unrecorded.ts';
import { pluralOf } from '../lex/stem.ts';
import { nounOfType } from '../lexicon/type-phrases.ts';
import { leavesOf, mapConditions } from '../plan/conditions.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { Reading } from '../read/reading.ts';
import type { DecideInput } from './input.ts';
import type { Outcome } from './outcome.ts';

const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);

/** "Open to the internet" and a port said apart belong together; a port alone asks which groups let it in. */
export function withPort(where: readonly Condition[], reading: Reading): readonly Condition[] {
  const merged = withOnePort(where, reading);
  if (reading.otherPorts.length === 0) return merged;
  return mapConditions(merged, (condition) =>
    (condition.kind === 'predicate' || condition.kind === 'range') && condition.port !== null
      ? {
          kind: 'any',
          of: [condition.port, ...reading.otherPorts].map((port) => ({ ...condition, port })),
        }
      : condition,
  );
}

function withOnePort(where: readonly Condition[], reading: Reading): readonly Condition[] {
  const leaves = leavesOf(where);
  const isOpen = (leaf: Condition) => leaf.kind === 'predicate' && leaf.name === 'open_to_internet';
  const isAllowing = (leaf: Condition) => leaf.kind === 'predicate' && leaf.name === 'allows_port';
  const open = leaves.some(isOpen);
  // "port 22 open, but not to the internet": open to somebody, which the "not" does not take back.
  const isClosed = where.some((condition) => condition.kind === 'not' && isOpen(condition.of));
  const named = leaves.find((leaf) => leaf.kind === 'predicate' && leaf.port !== null);
  const port = (named?.kind === 'predicate' ? named.port : null) ?? reading.port;
  const isGroup = reading.heads.some(
    ({ sense }) => sense.kind === 'type' && sense.types.includes('AWS::EC2::SecurityGroup'),
  );
  const merged = mapConditions(where, (condition) => {
    if (condition.kind !== 'predicate') return condition;
    if (condition.name === 'allows_port')
      return open
        ? isClosed
          ? { ...condition, port }
          : null
        : port === null
          ? { ...condition, name: 'open_to_internet' }
          : { ...condition, port };
    if (condition.name === 'public' && port !== null && isGroup)
      return { ...condition, name: 'open_to_internet', port };
    return condition.name === 'open_to_internet' ? { ...condition, port } : condition;
  });
  const ranges = reading.ranges.filter((cidr) => !EVERYWHERE.has(cidr));
  // "Open to 10.0.0.0/8": to that range, which is not the internet.
  const besides = merged.filter((condition) => !isOpen(condition) && !isAllowing(condition));
  if (ranges.length > 0)
    return [...besides, ...ranges.map((cidr): Condition => ({ kind: 'range', cidr, port }))];
  if (reading.ranges.length > 0 && isGroup && !open)
    return [...merged, { kind: 'predicate', name: 'open_to_internet', port, days: null }];
  const usesPort = leavesOf(merged).some((leaf) => leaf.kind === 'predicate' && leaf.port !== null);
  if (port === null || usesPort || !isGroup) return merged;
  return [...merged, { kind: 'predicate', name: 'allows_port', port, days: null }];
}

/** "Versioning suspended": the word is a predicate's, but the value of its property is what is asked. */
export function withoutNamesake(where: readonly Condition[], source: Plan['source']): readonly Condition[] {
  const types = source.kind === 'types' ? source.types : [];
  const compared = where.flatMap((condition) =>
    condition.kind === 'compare' && condition.operator === '=' ? [condition.column] : [],
  );
  const reads = (name: string) =>
    types.some((type) => {
      const predicate = predicateByName(name);
      const needs = (predicate === undefined ? undefined : variantFor(predicate, type))?.needs ?? [];
      return compared.some(
        (column) => needs.length === 1 && needs[0] === (column.columns?.[type] ?? column.name),
      );
    });
  return where.filter((condition) => condition.kind !== 'predicate' || !reads(condition.name));
}

/** A predicate that is not defined for the type asked about must not quietly find nothing. */
export function withDefinedPredicates(
  plan: Plan,
  input: DecideInput,
): Extract<Outcome, { kind: 'plan' | 'abstain' }> {
  const leaves = leavesOf([
    ...plan.where,
    ...plan.flags,
    ...(plan.measure.kind === 'share' ? plan.measure.of : []),
  ]);
  const types = plan.source.kind === 'types' ? plan.source.types : [];
  const notes: string[] = [];
  let told = types;
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
    told = told.filter((type) => covered.includes(type));
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
  return { kind: 'plan', plan: ofTypes(plan, told), notes, chart: null };
}

/** "Load balancers in use" is answered of classic ones alone: then it is called so. */
function ofTypes(plan: Plan, types: readonly string[]): Plan {
  const { source } = plan;
  if (source.kind !== 'types' || types.length === 0 || types.length === source.types.length) return plan;
  // Alternatives may each hold of other types: those stay together.
  const isOne = plan.where.every(({ kind }) => kind !== 'any') && plan.flags.length === 0;
  if (!isOne || plan.measure.kind === 'share') return plan;
  const nouns = types.map((type) => pluralOf(nounOfType(type)));
  const noun = types.length === 1 ? nounOfType(types[0] ?? '') : nouns.join(' and ');
  return types.length > 3 ? plan : { ...plan, source: { kind: 'types', types, family: null, noun } };
}
