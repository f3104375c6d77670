import { describe, expect, it } from 'vitest';
import { lookAtRecorders } from '#cli/recorders.ts';
import { MemoryConfigService } from '#platform/memory/memory-config-service.ts';
import { AccessDeniedError } from '#platform/ports/errors.ts';

const status = (isRecording: boolean) => ({
  name: 'default',
  isRecording,
  lastStatus: 'Success' as const,
  lastError: null,
  changedAt: null,
});

function region(isRecording: boolean | undefined, hasChannel = true): MemoryConfigService {
  const service = new MemoryConfigService();
  service.hasChannel = hasChannel;
  if (isRecording !== undefined) service.status.push(status(isRecording));
  return service;
}

const places = () =>
  new Map([
    ['eu-west-1', region(true)],
    ['eu-north-1', region(false)],
    ['us-east-1', region(undefined)],
    ['us-west-2', region(true, false)],
    ['ap-south-1', region(true)],
  ]);

describe('the recorders of an account', () => {
  it('are told Region by Region, and asked for nothing', async () => {
    const found = await lookAtRecorders(places(), { deliver: false });
    expect(found.map(({ region, recorders }) => [region, recorders[0]?.isRecording])).toEqual([
      ['eu-west-1', true],
      ['eu-north-1', false],
      ['us-east-1', undefined],
      ['us-west-2', true],
      ['ap-south-1', true],
    ]);
    expect(found.filter(({ snapshot, problem }) => snapshot !== null || problem !== null)).toEqual([]);
  });

  it('deliver a snapshot where they are on; where one cannot, the others still do', async () => {
    const found = await lookAtRecorders(places(), { deliver: true });
    expect(found.map(({ region, snapshot }) => [region, snapshot])).toEqual([
      ['eu-west-1', 'snapshot-1'],
      ['eu-north-1', null],
      ['us-east-1', null],
      ['us-west-2', null],
      ['ap-south-1', 'snapshot-1'],
    ]);
    expect(found.filter(({ problem }) => problem !== null)).toMatchObject([
      {
        region: 'us-west-2',
        recorders: [status(true)],
        problem: expect.stringMatching(/no delivery channel/),
      },
    ]);
  });

  it('say what to do where the account lets nobody look', async () => {
    const closed = Object.assign(new MemoryConfigService(), {
      recorders: async () => {
        throw new AccessDeniedError('Access denied while asking for the recorder.', {
          hint: 'Ask for rights.',
        });
      },
    });
    expect(await lookAtRecorders(new Map([['eu-west-1', closed]]), { deliver: true })).toEqual([
      {
        region: 'eu-west-1',
        recorders: [],
        snapshot: null,
        problem: 'Access denied while asking for the recorder. Ask for rights.',
      },
    ]);
  });
});
