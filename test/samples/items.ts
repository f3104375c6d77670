import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { JsonObject, JsonValue } from '#ingest/decode/json-value.ts';
import { parseJson } from '#ingest/decode/parse-json.ts';
import { filesIn } from '#test/golden/lake/deliveries.ts';
import { samples } from './samples.ts';

export interface SampleItem {
  readonly file: string;
  readonly item: JsonObject;
}

/** Every configuration item in any file of the samples, however deep it is wrapped; files that are no JSON are left out. */
export async function sampleItems(): Promise<readonly SampleItem[]> {
  const items: SampleItem[] = [];
  for (const file of await filesIn(samples)) {
    if (!/\.json(\.gz)?$/.test(file) || file.startsWith('resource-schema')) continue;
    const bytes = await readFile(join(samples, file));
    const value = parsed((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8'));
    if (value !== undefined) collect(value, file, items);
  }
  return items;
}

function collect(value: JsonValue, file: string, into: SampleItem[]): void {
  if (typeof value === 'string') {
    const inner = /^\s*[[{]/.test(value) ? parsed(value) : undefined;
    if (inner !== undefined) collect(inner, file, into);
  } else if (Array.isArray(value))
    for (const each of value as readonly JsonValue[]) collect(each, file, into);
  else if (typeof value === 'object' && value !== null) {
    const object = value as JsonObject;
    if (object.resourceType !== undefined && object.configuration !== undefined)
      into.push({ file, item: object });
    else for (const each of Object.values(object)) if (each !== undefined) collect(each, file, into);
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
