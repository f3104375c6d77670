import { tableNameOf } from '#catalog/naming.ts';
import type { Condition } from './plan/plan.ts';
import type { Reading } from './read/reading.ts';
import { comparedVersions } from './read/versions.ts';
import type { TranslationRequest } from './translator.ts';

/**
 * Versions are text, of which “1.9” comes after “1.30”: those that the lake has are compared here, part by part,
 * and the condition names the ones that are meant.
 */
export async function nameVersions(reading: Reading, request: TranslationRequest): Promise<void> {
  const conditions: Reading['conditions'] = [];
  for (const entry of reading.conditions) {
    const { condition } = entry;
    const inner = condition.kind === 'not' ? condition.of : condition;
    const isBound =
      inner.kind === 'compare' && inner.column.type === 'varchar' && /^[<>]$/.test(inner.operator);
    if (!isBound) {
      conditions.push(entry);
      continue;
    }
    const named = await meant(inner, request);
    if (named.values.length === 0)
      reading.decline ??= `I know of no recorded version that is meant by “${inner.text}”.`;
    reading.notes.push(`“${inner.text}” of the versions recorded: ${named.values.join(', ')}.`);
    conditions.push({ ...entry, condition: condition.kind === 'not' ? { kind: 'not', of: named } : named });
  }
  reading.conditions = conditions;
}

type Compare = Extract<Condition, { kind: 'compare' }>;

async function meant(condition: Compare, request: TranslationRequest): Promise<Compare> {
  const [bound = ''] = condition.values.map(String);
  const known = new Set<string>();
  for (const [type, name] of Object.entries(condition.column.columns ?? {}))
    for (const value of (await request.vocabulary.valuesOf(tableNameOf(type))).get(name) ?? [])
      if (/^\d/.test(value)) known.add(value);
  const values = [...known].filter((value) => {
    const difference = comparedVersions(value, bound);
    return condition.operator === '<' ? difference < 0 : difference > 0;
  });
  return { ...condition, operator: '=', values: values.sort(comparedVersions) };
}
