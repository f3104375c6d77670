import type { Tags } from '../item.ts';
import type {
  AccountKind,
  AccountPlan,
  EnvironmentTags,
  OrganizationPlan,
  RecorderPlan,
  RulePlan,
  SpecialPlant,
} from '../plan.ts';
import { Random } from '../random.ts';
import { DAY, HOUR } from '../time.ts';
import {
  encryptedDatabases,
  encryptedVolumes,
  keyRotation,
  mfa,
  publicRead,
  restrictedSsh,
} from './rules.ts';
import { type RecorderOptions, recorder } from './schedule.ts';

/** The types of an account that records only what an audit asked for; the last is taken off while deliveries run. */
const auditTypes = [
  'AWS::EC2::Instance',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Volume',
  'AWS::EC2::VPC',
  'AWS::S3::Bucket',
  'AWS::RDS::DBInstance',
  'AWS::Lambda::Function',
  'AWS::DynamoDB::Table',
];

interface AccountSketch {
  readonly name: string;
  readonly kind: AccountKind;
  readonly product: string;
  readonly stage: string;
  readonly environment: string | undefined;
  readonly ouPath: string;
  readonly tags?: Tags;
  readonly environmentTags?: EnvironmentTags;
  readonly weight: number;
  readonly regions: readonly string[];
  readonly recorders: readonly RecorderOptions[];
  readonly rules?: readonly RulePlan[];
  readonly special?: readonly SpecialPlant[];
  readonly status?: 'SUSPENDED';
  readonly leadingZero?: boolean;
}

const on = (
  region: string,
  includesGlobal = false,
  more: Partial<RecorderOptions> = {},
): RecorderOptions => ({ region, includesGlobal, ...more });
const home = (more: Partial<RecorderOptions> = {}): RecorderOptions => on('us-east-1', true, more);

/** The accounts, most telling first: `--accounts N` takes the first N, and repeats the pattern beyond them. */
function sketches(start: number, now: number): AccountSketch[] {
  const usual = ['us-east-1', 'eu-west-1'];
  const three = [...usual, 'ap-southeast-2'];
  return [
    {
      name: 'quillon-management',
      kind: 'management',
      product: 'platform',
      stage: 'management',
      environment: undefined,
      ouPath: '/',
      weight: 0.5,
      regions: usual,
      recorders: [home()],
      rules: [mfa('events')],
      special: ['account-block'],
    },
    {
      name: 'checkout-prod',
      kind: 'workload',
      product: 'checkout',
      stage: 'prod',
      environment: 'production',
      ouPath: '/Workloads/Prod',
      tags: { Environment: 'Production', 'cost-center': 'CC-1040', Owner: 'payments' },
      environmentTags: 'agree',
      weight: 3,
      regions: three,
      recorders: [home(), on('eu-west-1', true), on('ap-southeast-2')],
      rules: [mfa('both'), keyRotation('events'), publicRead, encryptedDatabases, restrictedSsh],
      special: ['address-10-1-2-3', 'oversized', 'outside-trusts'],
    },
    {
      name: 'checkout-dev',
      kind: 'workload',
      product: 'checkout',
      stage: 'dev',
      environment: 'dev',
      ouPath: '/Workloads/Dev',
      tags: { Environment: 'dev' },
      environmentTags: 'agree',
      weight: 1,
      regions: usual,
      recorders: [home({ everyHours: 6 })],
      special: ['open-ssh'],
    },
    {
      name: 'log-archive',
      kind: 'logs',
      product: 'platform',
      stage: 'security',
      environment: undefined,
      ouPath: '/Security',
      weight: 0.5,
      regions: usual,
      recorders: [home(), on('eu-west-1')],
      special: ['account-block', 'no-trail'],
    },
    {
      name: 'ledger-prod',
      kind: 'workload',
      product: 'ledger',
      stage: 'prod',
      environment: 'prod',
      ouPath: '/Workloads/Prod',
      tags: { Environment: 'prod', team: 'finance-systems' },
      environmentTags: 'disagree',
      weight: 2.4,
      regions: three,
      recorders: [home(), on('eu-west-1')],
      rules: [mfa('items'), keyRotation('items'), encryptedVolumes],
      special: ['account-block', 'outside-trusts'],
    },
    {
      name: 'checkout-staging',
      kind: 'workload',
      product: 'checkout',
      stage: 'staging',
      environment: 'staging',
      ouPath: '/Workloads/Staging',
      environmentTags: 'agree',
      weight: 1.2,
      regions: usual,
      recorders: [home(), on('eu-west-1', false, { deliversHistory: false })],
    },
    {
      name: 'shared-services',
      kind: 'shared',
      product: 'platform',
      stage: 'shared',
      environment: undefined,
      ouPath: '/Infrastructure',
      environmentTags: 'only-resources',
      weight: 1.2,
      regions: usual,
      recorders: [home(), on('eu-west-1')],
      rules: [mfa('both')],
      special: ['unknown-types', 'outside-trusts'],
    },
    {
      name: 'security-audit',
      kind: 'security',
      product: 'platform',
      stage: 'security',
      environment: undefined,
      ouPath: '/Security',
      weight: 0.6,
      regions: three,
      recorders: [home(), on('eu-west-1'), on('ap-southeast-2')],
      special: ['account-block'],
    },
    {
      name: 'network-hub',
      kind: 'network',
      product: 'platform',
      stage: 'network',
      environment: undefined,
      ouPath: '/Infrastructure',
      environmentTags: 'only-resources',
      weight: 0.8,
      regions: usual,
      recorders: [home(), on('eu-west-1')],
    },
    {
      name: 'catalog-prod',
      kind: 'workload',
      product: 'catalog',
      stage: 'prod',
      environment: 'prod',
      ouPath: '/Workloads',
      environmentTags: 'agree',
      weight: 2,
      regions: ['ap-southeast-2', 'eu-central-1'],
      recorders: [on('ap-southeast-2', true), on('eu-central-1')],
      special: ['public-buckets', 'no-trail'],
      leadingZero: true,
    },
    {
      name: 'catalog-staging',
      kind: 'workload',
      product: 'catalog',
      stage: 'staging',
      environment: 'staging',
      ouPath: '/Workloads/Staging',
      tags: { Environment: 'staging' },
      environmentTags: 'none',
      weight: 0.8,
      regions: ['us-east-1'],
      recorders: [
        on('us-east-1', false, {
          recorded: { mode: 'only', types: auditTypes },
          changes: [
            {
              from: start + Math.floor((now - start) * 0.55),
              recording: true,
              includesGlobal: false,
              recorded: { mode: 'only', types: auditTypes.slice(0, -1) },
            },
          ],
        }),
      ],
    },
    {
      name: 'analytics-prod',
      kind: 'data',
      product: 'data',
      stage: 'prod',
      environment: 'prd',
      ouPath: '/Workloads/Prod',
      tags: { Environment: 'prd', CostCenter: 'CC-1010' },
      environmentTags: 'agree',
      weight: 1.6,
      regions: usual,
      recorders: [
        on('us-east-1', false),
        // A recorder with exclusions records IAM unless it excludes that too.
        on('eu-west-1', false, {
          recorded: { mode: 'except', types: ['AWS::EC2::NetworkInterface', ...iamTypes] },
        }),
      ],
      rules: [publicRead],
    },
    {
      name: 'sandbox',
      kind: 'sandbox',
      product: 'sandbox',
      stage: 'sandbox',
      environment: 'sandbox',
      ouPath: '/Sandbox',
      environmentTags: 'only-resources',
      weight: 1,
      regions: usual,
      recorders: [home(), on('eu-west-1', false, { deliversEvents: false })],
      special: ['open-ssh', 'no-trail'],
    },
    {
      name: 'partner-integration',
      kind: 'workload',
      product: 'partner',
      stage: 'prod',
      environment: 'prod',
      ouPath: '/Workloads/Prod',
      environmentTags: 'none',
      weight: 0.7,
      regions: ['us-east-1'],
      recorders: [home({ stopsAt: now - 3 * DAY - 5 * HOUR })],
      special: ['no-trail'],
    },
    {
      name: 'legacy-erp',
      kind: 'workload',
      product: 'erp',
      stage: 'prod',
      environment: undefined,
      ouPath: '/Suspended',
      weight: 0.6,
      regions: ['us-east-1'],
      recorders: [home({ silentFrom: now - 2 * DAY - 9 * HOUR })],
      status: 'SUSPENDED',
    },
    {
      name: 'mobile-prod',
      kind: 'workload',
      product: 'mobile',
      stage: 'prod',
      environment: 'prod',
      ouPath: '/Workloads/Prod',
      tags: { Environment: 'prod' },
      weight: 0,
      regions: usual,
      recorders: [],
    },
    {
      name: 'ledger-dev',
      kind: 'workload',
      product: 'ledger',
      stage: 'dev',
      environment: 'dev',
      ouPath: '/Workloads/Dev',
      environmentTags: 'none',
      weight: 0.8,
      regions: usual,
      recorders: [home()],
    },
  ];
}

const furtherProducts = ['loyalty', 'pricing', 'returns', 'shipping', 'support', 'ads', 'profile', 'stock'];

/** Accounts beyond the sketched ones: one account a product and stage. */
function further(number: number): AccountSketch {
  const stage = ['prod', 'staging', 'dev'][number % 3] ?? 'dev';
  const product = `${furtherProducts[Math.floor(number / 3) % furtherProducts.length] ?? 'misc'}${number >= 24 ? Math.floor(number / 24) : ''}`;
  const folder = { prod: 'Prod', staging: 'Staging', dev: 'Dev' }[stage] ?? 'Dev';
  return {
    name: `${product}-${stage}`,
    kind: 'workload',
    product,
    stage,
    environment: stage,
    ouPath: `/Workloads/${folder}`,
    ...(number % 2 === 0 ? { tags: { Environment: stage } } : {}),
    environmentTags: 'agree',
    weight: 1,
    regions: ['us-east-1', 'eu-west-1'],
    recorders: [home(), on('eu-west-1')],
  };
}

/** The organization that `stocktake sample` writes unless told otherwise. */
/** What the setting for global types decides about. */
const iamTypes = ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'];

export function defaultShape(options: {
  seed: number;
  now: number;
  accounts?: number;
  resources?: number;
}): OrganizationPlan {
  const { seed, now } = options;
  const start = now - 4 * DAY - 6 * HOUR;
  const random = new Random(seed, 'default-shape');
  const known = sketches(start, now);
  const count = Math.max(1, options.accounts ?? known.length);
  const chosen = Array.from(
    { length: count },
    (_unused, index) => known[index] ?? further(index - known.length),
  );
  const accounts = chosen.map((sketch) => accountOf(sketch, { start, now }, random.fork(sketch.name)));
  const archive = accounts.find((account) => account.kind === 'logs') ?? accounts[0];
  return {
    seed,
    now,
    start,
    name: 'quillon',
    organizationId: `o-${random.lower(10)}`,
    hasOrganization: true,
    bucket: `quillon-config-${archive?.id ?? 'archive'}`,
    accounts,
    resources: options.resources ?? 5000,
    changeShare: 0.07,
    nameStyle: 'plain',
  };
}

function accountOf(sketch: AccountSketch, time: { start: number; now: number }, random: Random): AccountPlan {
  const recorders = sketch.recorders.map((options): RecorderPlan => recorder(time, random, options));
  return {
    id: sketch.leadingZero === true ? `0${random.digits(11)}` : `${random.int(1, 9)}${random.digits(11)}`,
    name: sketch.name,
    email: `aws+${sketch.name}@quillon.example`,
    status: sketch.status ?? 'ACTIVE',
    ouPath: sketch.ouPath,
    tags: sketch.tags ?? {},
    joinedAt: time.start - random.int(200, 1800) * DAY,
    kind: sketch.kind,
    product: sketch.product,
    stage: sketch.stage,
    environment: sketch.environment,
    environmentTags: sketch.environmentTags ?? 'none',
    homeRegion: sketch.recorders[0]?.region ?? 'us-east-1',
    enabledRegions: sketch.regions,
    recorders,
    rules: sketch.rules ?? [],
    weight: sketch.weight,
    special: sketch.special ?? [],
  };
}
