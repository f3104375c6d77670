import { canonicalType } from '#catalog/resource-types.ts';
import type { Json } from '#test/oracle/model.ts';
import { redact } from '#test/oracle/redact.ts';
import { decodeNested } from '#test/oracle/values.ts';
import { sampleItems } from './items.ts';

/** Shorter texts (`true`, a port) stand in many places by chance. */
const SHORTEST = 12;
const PARTS = ['configuration', 'supplementaryConfiguration'] as const;

/** Texts that stand in the samples only where the catalogue marks a secret, and nowhere else. */
export async function secretTexts(): Promise<readonly string[]> {
  const removed = new Set<string>();
  const kept = new Set<string>();
  for (const { item } of await sampleItems()) {
    const type = canonicalType(String(item.resourceType));
    const { configuration, supplementaryConfiguration, ...rest } = item as unknown as { [key: string]: Json };
    collect(decodeNested(rest as Json), kept);
    for (const part of PARTS) {
      const before = decodeNested(
        (part === 'configuration' ? configuration : supplementaryConfiguration) ?? null,
      );
      const after = new Set<string>();
      collect(redact(type, part, before), after);
      for (const text of after) kept.add(text);
      const all = new Set<string>();
      collect(before, all);
      for (const text of all) if (!after.has(text)) removed.add(text);
    }
  }
  const keptText = [...kept].join('\n');
  return [...removed].filter((text) => text.length >= SHORTEST && !keptText.includes(text)).sort();
}

function collect(value: Json, into: Set<string>): void {
  if (typeof value === 'string') into.add(value);
  else if (Array.isArray(value)) for (const each of value) collect(each, into);
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value as { [key: string]: Json })) collect(each, into);
}
