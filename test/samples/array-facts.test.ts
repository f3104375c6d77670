import { describe, expect, it } from 'vitest';
import { normaliseItem } from '#ingest/normalise/item.ts';
import { sampleItems } from './items.ts';
import { SAMPLES_NOW } from './samples.ts';

/** Items with a value that does not fit its column: as published, or in a way that we know of. */
const KNOWN_FAULTS: readonly string[] = [
  // Its creation time is written as Python prints an object.
  'config_items/rdk/AWS_CloudFormation_Stack.json AWS::CloudFormation::Stack',
];

describe('the facts of which properties are arrays', async () => {
  const items = await sampleItems();

  it('hold for every item of the samples: no array where a scalar is declared, nor the reverse', () => {
    expect(items.length).toBeGreaterThan(3000);
    const place = { accountId: '123456789012', region: 'us-east-1' };
    const faulty = items.flatMap(({ file, item }) => {
      const result = normaliseItem(item, place, SAMPLES_NOW.getTime());
      const faults = result.ok ? Number(result.item.row.schema_faults) : 0;
      return faults === 0 ? [] : [`${file} ${String(item.resourceType)}`];
    });
    expect([...new Set(faulty)].sort()).toEqual(KNOWN_FAULTS);
  });
});
