import { App, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MODES, stacksOf } from './synthesise.ts';

const findings = (app: App): readonly string[] =>
  new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    );

/** What somebody accepted while `make` ran. */
function acceptedIn(make: () => void): readonly { path: string; id: string; reason: string }[] {
  const accepted: { path: string; id: string; reason: string }[] = [];
  const of = Validations.of.bind(Validations);
  vi.spyOn(Validations, 'of').mockImplementation((scope) =>
    Object.assign(of(scope), {
      acknowledge: (...rules: { id: string; reason?: string }[]) => {
        for (const { id, reason } of rules)
          accepted.push({ path: scope.node.path, id, reason: reason ?? '' });
      },
    }),
  );
  make();
  return accepted;
}

describe('cdk-nag', () => {
  afterEach(() => vi.restoreAllMocks());

  it('fires: a bare bucket has findings, which an acknowledgement takes away one by one', () => {
    const app = new App();
    const bucket = new Bucket(new Stack(app, 'S'), 'B');
    expect(findings(app)).toEqual(['AwsSolutions-S1 S/B/Resource', 'AwsSolutions-S10 S/B/Resource']);
    Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: 'because' });
    expect(findings(app)).toEqual(['AwsSolutions-S10 S/B/Resource']);
  });

  it.each(Object.entries(MODES))('finds nothing in mode %s that nobody accepted', (_, settings) => {
    expect(findings(stacksOf(settings).app)).toEqual([]);
  });

  it('lets API Gateway call a function without an authorizer on the three routes of the WebSocket API alone', () => {
    const open = acceptedIn(() => findings(stacksOf(MODES.hub).app)).filter(({ id }) =>
      /^AwsSolutions-(APIG4|COG4)/.test(id),
    );
    expect(open.map(({ path, id }) => `${id} ${path}`)).toEqual([
      'AwsSolutions-APIG4 StocktakeHub/Socket/Api/$connect-Route',
      'AwsSolutions-APIG4 StocktakeHub/Socket/Api/$disconnect-Route',
      'AwsSolutions-APIG4 StocktakeHub/Socket/Api/$default-Route',
    ]);
    for (const { reason } of open) expect(reason).toMatch(/verifies the user pool’s token at \$connect/);
  });

  it.each(Object.entries({ ...MODES, open: { ...MODES.single, mfa: 'optional' } }))(
    'in mode %s every acceptance has a reason and accepts something that is found',
    (_, settings) => {
      let found: readonly string[] = [];
      const accepted = acceptedIn(() => {
        found = findings(stacksOf(settings).app);
      });
      const ours = accepted.filter(({ id }) => id.startsWith('AwsSolutions'));
      expect(ours.length).toBeGreaterThan(0);
      expect(ours.filter(({ reason }) => reason.trim().split(/\s+/).length < 4)).toEqual([]);
      const idle = ours.filter(
        ({ path, id }) => !found.some((finding) => finding.startsWith(`${id} ${path}/`)),
      );
      expect(idle).toEqual([]);
    },
  );
});
