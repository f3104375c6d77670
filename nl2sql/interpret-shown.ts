import { tableNameOf } from '#catalog/naming.ts';
import { knownValues } from '#catalog/words/derived-columns.ts';
import type { ColumnRef } from './plan/plan.ts';
import type { Reading } from './read/reading.ts';
import { isVague } from './read/vague.ts';
import type { TranslationRequest } from './translator.ts';

/** Values of a property that is there or is not: "with monitoring" asks for one of them. */
const STATE =
  /^(enabled|disabled|enabling|disabling|active|inactive|on|off|none|yes|no|true|false|pass ?through|suspended|required|optional|unknown|default)$/i;

/** "RDS with engine": what every one of them has is shown. Where the values are those of a switch, nothing is assumed. */
export async function showVague(reading: Reading, request: TranslationRequest): Promise<void> {
  for (const entry of [...reading.conditions]) {
    const { condition, joiner } = entry;
    if (condition.kind !== 'compare' || condition.operator !== 'filled' || joiner === 'or') continue;
    const { column } = condition;
    if (column.columns === null || !isVague(column) || (await mayBeSwitch(column, request))) continue;
    reading.conditions = reading.conditions.filter((other) => other !== entry);
    if (!reading.columns.some(({ name }) => name === column.name)) reading.columns.push(column);
  }
}

/** Whether the values are those of a switch, or not known at all. */
async function mayBeSwitch(column: ColumnRef, request: TranslationRequest): Promise<boolean> {
  const values: string[] = [];
  for (const [type, name] of Object.entries(column.columns ?? {})) {
    const inLake = (await request.vocabulary.valuesOf(tableNameOf(type))).get(name) ?? [];
    values.push(...inLake, ...(knownValues[type]?.[name] ?? []));
  }
  return values.length === 0 || values.some((value) => STATE.test(value));
}
