import { resourceTagKeys } from '#catalog/environment-rules.ts';
import { ALIAS } from './emit/context.ts';
import { isIn, text } from './emit/literal.ts';
import type { EmitContext } from './emit/parts.ts';
import { sqlOf } from './emit/sql.ts';
import { leavesOf } from './plan/conditions.ts';
import type { Plan } from './plan/plan.ts';
import type { SideCount, Translation } from './translator.ts';
import type { Vocabulary } from './vocabulary.ts';

const environmentsOf = (plan: Plan) => leavesOf(plan.where).filter((leaf) => leaf.kind === 'environment');

/** Where nothing in the lake says which environment it belongs to, "in production" cannot be answered with "none". */
export function environmentGap(plan: Plan, vocabulary: Vocabulary, question: string): Translation | null {
  const [environment] = environmentsOf(plan);
  const isKnown = vocabulary.environments.some(({ value }) => value !== '');
  if (environment === undefined || isKnown || vocabulary.types.length === 0) return null;
  const words = [environment.name, ...environment.values]
    .map((word) => word.replaceAll(/[^a-z0-9]+/gi, '\\W*'))
    .join('|');
  const place = new RegExp(
    `\\s*\\b(?:in|for|from|of)\\s+(?:the\\s+|our\\s+|my\\s+)?(?:${words})\\b(?:\\s+(?:environments?|accounts?))?`,
    'i',
  );
  const without = question
    .replace(place, '')
    .replaceAll(new RegExp(`\\b(?:${words})\\b\\s*`, 'gi'), '')
    .trim();
  return {
    kind: 'clarify',
    text: `Nothing in this lake says which environment it belongs to: neither accounts nor resources carry an environment tag, and no account or OU is named after one. What is “${environment.name}” here: an account, a tag, a part of a name?`,
    choices: [
      { label: 'without the environment', question: without },
      {
        label: `names that contain ${environment.values[1] ?? environment.name}`,
        question: `${without.replace(/[?.!\s]+$/, '')} whose name contains ${environment.values[1] ?? environment.name}`,
      },
    ],
  };
}

/** How many of the rows carry a tag of their own that says another environment. */
export function environmentSides(
  plan: Plan,
  context: EmitContext,
  vocabulary: Vocabulary,
): readonly SideCount[] {
  const [environment] = environmentsOf(plan);
  if (
    environment === undefined ||
    plan.asOf !== null ||
    (plan.source.kind !== 'types' && plan.source.kind !== 'resources')
  )
    return [];
  const keys = resourceTagKeys.filter((key) => vocabulary.tags.some((tag) => tag.key === key));
  if (keys.length === 0) return [];
  const own =
    keys.length === 1
      ? `element_at(${ALIAS}.tags, ${text(keys[0] ?? '')})`
      : `coalesce(${keys.map((key) => `element_at(${ALIAS}.tags, ${text(key)})`).join(', ')})`;
  const counting: Plan = {
    ...plan,
    measure: { kind: 'count' },
    groupBy: [],
    columns: [],
    order: null,
    limit: null,
    having: null,
    addOns: [],
  };
  const sql = sqlOf(counting, {
    ...context,
    also: `NOT coalesce(${isIn(`lower(${own})`, environment.values)}, TRUE)`,
  });
  return [
    {
      sql,
      text: `{n} of these rows carry an environment tag of their own that says otherwise.`,
      none: 'No row’s own environment tag says otherwise.',
    },
  ];
}
