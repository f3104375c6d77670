import { describe, expect, it } from 'vitest';
import { changedPathsOf } from '#ingest/normalise/changed-paths.ts';
import { timeOf } from '#ingest/normalise/time.ts';

describe('changed paths', () => {
  it('are spelled as the item spells them', () => {
    const diff = {
      changedProperties: {
        'Configuration.State.Name': {},
        'SupplementaryConfiguration.Tags.1': {},
        'Configuration.Labels.App.Name': {},
        'Configuration.Gone.Key': {},
        'Relationships.0': {},
      },
    };
    const changed = {
      configuration: { state: { name: 'x' }, labels: { 'app.name': 'y' } },
      supplementaryConfiguration: { Tags: [1, 2] },
    };
    expect(changedPathsOf(diff, changed)).toEqual([
      'configuration.Gone.Key',
      'configuration.labels.app.name',
      'configuration.state.name',
      'relationships.0',
      'supplementaryConfiguration.Tags.1',
    ]);
  });
});

describe('times', () => {
  it.each([
    ['2026-03-10T08:00:00.123Z', '2026-03-10T08:00:00.123Z'],
    ['2026-03-10T08:00:00.123456+0000', '2026-03-10T08:00:00.123Z'],
    ['2026-03-10T08:00:00-05:00', '2026-03-10T13:00:00.000Z'],
    ['2026-03-10 08:00:00', '2026-03-10T08:00:00.000Z'],
    ['2026-03-10', '2026-03-10T00:00:00.000Z'],
    [1773129600.123, '2026-03-10T08:00:00.123Z'],
    ['1773129600123', '2026-03-10T08:00:00.123Z'],
    ['Feb 13, 2026 4:40:53 PM', '2026-02-13T16:40:53.000Z'],
  ])('are read in any form: %s', (value, iso) => {
    expect(new Date(timeOf(value) ?? 0).toISOString()).toBe(iso);
  });

  it.each(['2026-02-30', 'soon', '', '99999-01-01', true])('are none: %s', (value) => {
    expect(timeOf(value)).toBeUndefined();
  });
});
