import { describe, expect, it } from 'vitest';
import { kinds, place, touch, verdict } from './verdict-fixtures.ts';

describe('the verdict of a caller whose rights are limited', () => {
  const [INSTANCE, ROLE] = ['AWS::EC2::Instance', 'AWS::IAM::Role'];

  it('does not count types that they may not read', () => {
    const coverage = [place('1', 'us-east-1', { recorded_types: [INSTANCE], includes_global_types: false })];
    const touches = [touch({ table: 'resources', resourceTypes: null })];
    expect(verdict({ coverage, touches, restricted: true, readable: [INSTANCE] }).status).toBe('complete');
    expect(
      verdict({ coverage, touches, restricted: true, readable: [INSTANCE, 'AWS::S3::Bucket'] }).status,
    ).toBe('partial');
  });

  it('names the types that they asked for and may not read', () => {
    const types = [INSTANCE, ROLE];
    const touches = [touch({ table: 'resources', resourceTypes: types, namedTypes: types })];
    const found = verdict({
      coverage: [place('1', 'us-east-1')],
      touches,
      restricted: true,
      readable: [INSTANCE],
    });
    expect(found.status).toBe('partial');
    expect(kinds(found)).toEqual(['not_permitted']);
  });

  it('is not permitted for a Region of which they may not know', () => {
    const given = {
      coverage: [place('1', 'eu-west-1')],
      restricted: true,
      readableRegions: ['eu-west-1'],
    };
    expect(verdict({ ...given, touches: [touch({ regions: ['us-east-1'] })] }).status).toBe('not_permitted');
    expect(verdict({ ...given, touches: [touch({ resourceTypes: [ROLE] })] }).status).toBe('not_permitted');
  });

  it('says nothing of global resources that are not theirs', () => {
    const found = verdict({
      coverage: [place('1', 'eu-west-1', { includes_global_types: false })],
      known: { globalCoverage: [] },
      touches: [touch({ table: 'resources', resourceTypes: null })],
      restricted: true,
      readableRegions: ['eu-west-1'],
    });
    expect(found.status).toBe('complete');
  });

  it('judges global resources by the recorder that includes them, in a Region that is not theirs', () => {
    const found = verdict({
      coverage: [place('1', 'eu-west-1', { includes_global_types: false })],
      known: {
        globalCoverage: [place('1', 'eu-west-1', { includes_global_types: false }), place('1', 'us-east-1')],
      },
      touches: [touch({ resourceTypes: [ROLE] })],
      restricted: true,
      readableRegions: ['eu-west-1', 'global'],
    });
    expect(found.status).toBe('complete');
  });
});
