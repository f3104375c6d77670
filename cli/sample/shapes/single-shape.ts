import type { OrganizationPlan } from '../plan.ts';
import { Random } from '../random.ts';
import { DAY, HOUR } from '../time.ts';
import { mfa } from './rules.ts';
import { recorder } from './schedule.ts';

/** One account without Organizations, in two Regions, without environment tags, with names in many scripts. */
export function singleShape(options: { seed: number; now: number; resources?: number }): OrganizationPlan {
  const { seed, now } = options;
  const start = now - 3 * DAY - 6 * HOUR;
  const random = new Random(seed, 'single-shape');
  const id = `${random.int(1, 9)}${random.digits(11)}`;
  return {
    seed,
    now,
    start,
    name: 'atelier',
    organizationId: 'o-none',
    hasOrganization: false,
    bucket: `config-bucket-${id}`,
    accounts: [
      {
        id,
        name: 'atelier',
        email: 'root@atelier.example',
        status: 'ACTIVE',
        ouPath: '/',
        tags: {},
        joinedAt: start - 900 * DAY,
        kind: 'workload',
        product: 'atelier',
        stage: 'main',
        environment: undefined,
        environmentTags: 'none',
        homeRegion: 'eu-west-1',
        enabledRegions: ['eu-west-1', 'us-east-1'],
        recorders: [
          recorder({ start, now }, random, { region: 'eu-west-1', includesGlobal: true }),
          recorder({ start, now }, random, { region: 'us-east-1', includesGlobal: false }),
        ],
        rules: [mfa('both')],
        weight: 1,
        special: ['public-buckets', 'open-ssh', 'outside-trusts'],
      },
    ],
    resources: options.resources ?? 500,
    changeShare: 0.08,
    nameStyle: 'scripts',
  };
}
