import { App } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '../../infra/settings.ts';
import { MODES, stacksOf } from './synthesise.ts';

const read = (context: Record<string, unknown>) => readSettings(new App({ context }).node);

describe('settings', () => {
  it('need nothing for one account', () => {
    expect(read({})).toMatchObject({ mode: 'single', mfa: 'required', compactEveryMinutes: 15, modelId: '' });
  });

  it.each([
    ['a mode that is none', { mode: 'everything' }, 'mode'],
    ['a hub for nobody', { mode: 'hub' }, 'organizationId'],
    ['a member of no hub', { mode: 'member' }, 'hubAccount'],
    ['an organization id of another form', { mode: 'hub', organizationId: 'r-abcd' }, 'organizationId'],
    ['an account of eleven digits', { memberAccounts: '11112222333' }, 'memberAccounts'],
    ['minutes that are no number', { compactEveryMinutes: 'often' }, 'compactEveryMinutes'],
    ['buckets that are no JSON', { deliveryBuckets: '[{name:' }, 'deliveryBuckets'],
    ['a bucket of no account', { deliveryBuckets: '[{"name":"bucket"}]' }, 'deliveryBuckets'],
    [
      'a topic that is none',
      { notificationTopics: 'arn:aws:sqs:eu-central-1:111122223333:q' },
      'notificationTopics',
    ],
    [
      'a topic of a wildcard',
      { notificationTopics: 'arn:aws:sns:eu-central-1:111122223333:*' },
      'notificationTopics',
    ],
    [
      'a replication role that is none',
      { replicationRoles: 'arn:aws:iam::111122223333:root' },
      'replicationRoles',
    ],
    ['a recorder that delivers nowhere', { ...MODES.member, recorder: 'create' }, 'deliveriesBucket'],
  ])('refuse %s, by name', (_, context, setting) => {
    expect(() => read(context)).toThrow(SettingsError);
    expect(() => read(context)).toThrow(setting);
  });

  it('decide which stacks there are', () => {
    const names = (settings: Readonly<Record<string, string>>) =>
      Object.values(stacksOf(settings).stacks).map(({ stackName }) => stackName);
    expect(names(MODES.single)).toEqual(['StocktakeHub', 'StocktakeMemberAccount', 'StocktakeMemberRegion']);
    expect(names(MODES.hub)).toEqual(['StocktakeHub']);
    expect(names(MODES.member)).toEqual(['StocktakeMemberAccount', 'StocktakeMemberRegion']);
  });
});
