import { describe, expect, it } from 'vitest';
import { type ComparedVersion, changedPathsBetween } from '#ingest/compact/changed-paths.ts';

const version = (
  configuration: unknown,
  tags: ComparedVersion['tags'] = {},
  supplementary: unknown = null,
): ComparedVersion => ({
  configuration: configuration === null ? null : JSON.stringify(configuration),
  supplementaryConfiguration: supplementary === null ? null : JSON.stringify(supplementary),
  tags,
});

describe('paths that differ between two versions', () => {
  it('are those of leaves, in every document', () => {
    const before = version(
      { state: { name: 'running', code: 16 }, id: 'i-1' },
      { Name: 'a' },
      { Policy: { v: 1 } },
    );
    const after = version(
      { state: { name: 'stopped', code: 16 }, id: 'i-1' },
      { Name: 'b', team: 'x' },
      { Policy: { v: 2 } },
    );
    expect(changedPathsBetween(before, after)).toEqual([
      'configuration.state.name',
      'supplementaryConfiguration.Policy.v',
      'tags.Name',
      'tags.team',
    ]);
  });

  it('enter an object only where both sides have one, and take an array whole', () => {
    const before = version({ list: [{ a: 1 }, { b: 2 }], gone: { x: 1 }, same: [1, 2] });
    const after = version({ list: [{ a: 1 }], new: { y: 1 }, same: [1, 2] });
    expect(changedPathsBetween(before, after)).toEqual([
      'configuration.gone',
      'configuration.list',
      'configuration.new',
    ]);
  });

  it('are none for null against nothing, and for keys in another order', () => {
    const before = version({ a: null, b: [{ x: 1, y: null }], c: { k: 1, l: 2 } });
    const after = version({ c: { l: 2, k: 1 }, b: [{ x: 1 }] });
    expect(changedPathsBetween(before, after)).toEqual([]);
    expect(changedPathsBetween(version(null), version(null, null))).toEqual([]);
  });

  it('name the whole configuration where it came or went', () => {
    expect(changedPathsBetween(version(null), version({ a: 1 }))).toEqual(['configuration']);
  });
});
