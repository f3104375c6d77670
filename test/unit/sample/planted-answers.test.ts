import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '#cli/sample/item.ts';
import { vendors } from '#cli/sample/names.ts';
import { sampleTruth, type TruthResource, valueAt } from '#cli/sample/truth.ts';

const now = new Date('2026-03-10T12:00:00Z');

describe.each([1, 2, 3])('the default sample (seed %i) gives each question something to find', (seed) => {
  const truth = sampleTruth({ now, seed });
  const current = truth.resources.filter((resource) => resource.known === 'current');
  const of = (
    type: string,
  ): (TruthResource & {
    configuration: JsonObject;
    supplementary: JsonObject;
    tags: Record<string, string>;
  })[] =>
    current.flatMap((resource) =>
      resource.type === type && resource.knownState !== undefined
        ? [{ ...resource, ...resource.knownState }]
        : [],
    );
  const listAt = (configuration: JsonObject, path: string): JsonObject[] =>
    (valueAt(configuration, path) ?? []) as JsonObject[];
  const accountName = (id: string): string | undefined =>
    truth.accounts.find((account) => account.id === id)?.name;

  it('instances in production, whichever way the environment is known', () => {
    const places = new Set(of('AWS::EC2::Instance').map((instance) => accountName(instance.accountId)));
    for (const name of ['checkout-prod', 'ledger-prod', 'catalog-prod', 'analytics-prod'])
      expect(places).toContain(name);
    expect(places.size).toBeGreaterThan(6);
  });

  it('security groups open to the world on port 22, some of them in use', () => {
    const isOpen = (rule: JsonObject): boolean => {
      const covers =
        rule.ipProtocol === '-1' ||
        (rule.ipProtocol === 'tcp' && Number(rule.fromPort) <= 22 && Number(rule.toPort) >= 22);
      return (
        covers &&
        ((rule.ipRanges as string[]).includes('0.0.0.0/0') ||
          (rule.ipv6Ranges as JsonObject[]).some((range) => range.cidrIpv6 === '::/0'))
      );
    };
    const open = of('AWS::EC2::SecurityGroup').filter((group) =>
      listAt(group.configuration, 'ipPermissions').some(isOpen),
    );
    const forms = new Set(
      open.flatMap((group) =>
        listAt(group.configuration, 'ipPermissions')
          .filter(isOpen)
          .map((rule) => `${rule.ipProtocol} ${(rule.ipRanges as Json[]).length === 0 ? 'v6' : 'v4'}`),
      ),
    );
    expect(forms).toEqual(new Set(['tcp v4', 'tcp v6', '-1 v4']));
    const ids = new Set(open.map((group) => group.id));
    expect(
      of('AWS::EC2::Instance').some((instance) =>
        listAt(instance.configuration, 'securityGroups').some((group) => ids.has(String(group.groupId))),
      ),
    ).toBe(true);
    expect(of('AWS::EC2::SecurityGroup').length).toBeGreaterThan(open.length * 2);
  });

  it('users without MFA and with old keys, where rules run', () => {
    for (const rule of ['iam-user-mfa-enabled', 'access-keys-rotated']) {
      const results = truth.compliance.filter((result) => result.ruleName === rule);
      expect(results.some((result) => result.complianceType === 'NON_COMPLIANT')).toBe(true);
      expect(results.some((result) => result.complianceType === 'COMPLIANT')).toBe(true);
      expect(results.some((result) => result.toldByEvent)).toBe(true);
      expect(new Set(results.map((result) => result.accountId)).size).toBeGreaterThan(1);
      expect(new Set(results.map((result) => result.accountId)).size).toBeLessThan(truth.accounts.length / 2);
    }
  });

  it('roles that outsiders may assume, and many that they may not', () => {
    const own = new Set(truth.accounts.map((account) => account.id));
    const outside = of('AWS::IAM::Role').filter((role) => {
      const trust = decodeURIComponent(String(role.configuration.assumeRolePolicyDocument));
      return vendors.some((vendor) => trust.includes(vendor.accountId)) || trust.includes('"AWS":"*"');
    });
    expect(outside.length).toBeGreaterThanOrEqual(4);
    expect(vendors.some((vendor) => own.has(vendor.accountId))).toBe(false);
    expect(of('AWS::IAM::Role').length).toBeGreaterThan(outside.length * 3);
  });

  it('volumes attached to nothing', () => {
    const spare = of('AWS::EC2::Volume').filter((volume) => volume.configuration.state === 'available');
    expect(spare.length).toBeGreaterThan(10);
    expect(spare.every((volume) => (volume.configuration.attachments as Json[]).length === 0)).toBe(true);
  });

  it('changes in production yesterday: made, updated, removed', () => {
    const production = new Set(
      truth.accounts.filter((account) => account.name.endsWith('-prod')).map((account) => account.id),
    );
    const changes = truth.changes.filter(
      (change) =>
        production.has(change.accountId) &&
        change.changedAt.toISOString().startsWith('2026-03-09') &&
        change.toldBy !== undefined,
    );
    expect(new Set(changes.map((change) => change.changeType))).toEqual(
      new Set(['CREATE', 'UPDATE', 'DELETE']),
    );
  });

  it('databases unencrypted, public, without backups', () => {
    const databases = of('AWS::RDS::DBInstance').map((database) => database.configuration);
    expect(databases.some((database) => database.storageEncrypted === false)).toBe(true);
    expect(databases.some((database) => database.publiclyAccessible === true)).toBe(true);
    expect(databases.some((database) => database.backupRetentionPeriod === 0)).toBe(true);
    expect(
      databases.some(
        (database) => database.storageEncrypted === true && database.publiclyAccessible === false,
      ),
    ).toBe(true);
  });

  it('functions on dead runtimes and on living ones', () => {
    const runtimes = new Set(of('AWS::Lambda::Function').map((fn) => fn.configuration.runtime));
    expect(['nodejs12.x', 'nodejs14.x', 'python3.7', 'go1.x'].some((runtime) => runtimes.has(runtime))).toBe(
      true,
    );
    expect(runtimes).toContain('nodejs22.x');
  });

  it('10.1.2.3 on one interface, with neighbours that start alike', () => {
    const addresses = (configuration: JsonObject): Json[] =>
      listAt(configuration, 'privateIpAddresses').map((entry) => entry.privateIpAddress ?? null);
    const interfaces = of('AWS::EC2::NetworkInterface').map((nic) => addresses(nic.configuration));
    expect(interfaces.filter((list) => list.includes('10.1.2.3'))).toHaveLength(1);
    expect(interfaces.some((list) => list.length > 1 && list.slice(1).includes('10.1.2.30'))).toBe(true);
  });

  it('accounts with and without a trail', () => {
    const withTrail = new Set(of('AWS::CloudTrail::Trail').map((trail) => trail.accountId));
    const delivering = new Set(current.map((resource) => resource.accountId));
    const without = [...delivering].filter((id) => !withTrail.has(id)).map(accountName);
    for (const name of ['catalog-prod', 'sandbox', 'log-archive']) expect(without).toContain(name);
    expect(withTrail.size).toBeGreaterThan(5);
  });

  it('buckets public by policy and by ACL, blocked, and undecidable', () => {
    const buckets = of('AWS::S3::Bucket').filter(
      (bucket) => accountName(bucket.accountId) === 'catalog-prod',
    );
    const named = (part: string) => buckets.find((bucket) => bucket.id.includes(`-${part}-`))?.supplementary;
    expect(JSON.stringify(named('policy'))).toContain('\\"Principal\\":\\"*\\"');
    expect(JSON.stringify(named('acl'))).toContain('AllUsers');
    expect(named('policy-blocked')?.PublicAccessBlockConfiguration).toMatchObject({
      restrictPublicBuckets: true,
    });
    expect(named('unknown')).not.toHaveProperty('AccessControlList');
    expect(named('unknown')).not.toHaveProperty('BucketPolicy');
    const blocks = of('AWS::S3::AccountPublicAccessBlock');
    expect(new Set(blocks.map((block) => block.configuration.restrictPublicBuckets))).toEqual(
      new Set([true, false]),
    );
    expect(blocks.some((block) => accountName(block.accountId) === 'sandbox')).toBe(false);
  });

  it('tags in several spellings, with gaps', () => {
    const keys = new Set(current.flatMap((resource) => Object.keys(resource.knownState?.tags ?? {})));
    for (const key of [
      'team',
      'Team',
      'owner',
      'Owner',
      'cost-center',
      'CostCenter',
      'cost_center',
      'Environment',
      'environment',
      'env',
    ])
      expect(keys).toContain(key);
    expect(
      current.some(
        (resource) =>
          'Environment' in (resource.knownState?.tags ?? {}) &&
          'environment' in (resource.knownState?.tags ?? {}),
      ),
    ).toBe(true);
    const untagged = of('AWS::S3::Bucket').filter((bucket) => bucket.tags.team === undefined);
    expect(untagged.length).toBeGreaterThan(5);
  });
});
