import type { AccountPlan, OrganizationPlan, RecordedTypes, RecorderPhase, RecorderPlan } from '../plan.ts';
import { Random } from '../random.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../time.ts';
import { mfa, publicRead } from './rules.ts';
import { everything, snapshotTimes } from './schedule.ts';

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-2', 'sa-east-1'];
const SOME_TYPES = [
  'AWS::EC2::Instance',
  'AWS::EC2::Volume',
  'AWS::S3::Bucket',
  'AWS::EC2::SecurityGroup',
  'AWS::Lambda::Function',
  'AWS::IAM::Role',
  'AWS::DynamoDB::Table',
  'AWS::SQS::Queue',
];

/** `now` of random organizations unless another is given; which hour does not matter. */
export const RANDOM_NOW = Date.UTC(2026, 2, 10, 12);

/**
 * A small organization of 2 to 4 accounts with 1 to 3 recorders each, in which much goes wrong: recorders start
 * late, stop, fall silent, drop and regain types; snapshots are missing or break off; events are lost, doubled,
 * late, out of order; resources vanish and come back. For comparing the product with an independent reader.
 */
export function randomOrganization(seed: number, now: number = RANDOM_NOW): OrganizationPlan {
  const random = new Random(seed, 'random-organization');
  const start = now - random.int(2, 4) * DAY;
  const count = random.int(2, 4);
  const accounts = Array.from({ length: count }, (_unused, index) =>
    randomAccount(random.fork('account', index), index, start, now),
  );
  return {
    seed,
    now,
    start,
    name: 'random',
    organizationId: `o-${random.lower(10)}`,
    hasOrganization: random.chance(0.8),
    bucket: 'random-config-bucket',
    accounts,
    resources: random.int(1, 3) * 40 * count,
    changeShare: 0.1 + random.next() * 0.4,
    nameStyle: random.chance(0.3) ? 'scripts' : 'plain',
  };
}

function randomAccount(random: Random, index: number, start: number, now: number): AccountPlan {
  const stage = random.pick(['prod', 'staging', 'dev']);
  const regions = random.some(REGIONS, random.int(1, 3));
  const recorders = regions.map((region, number) =>
    randomRecorder(random.fork(region), region, number === 0 || random.chance(0.3), start, now),
  );
  return {
    id: random.digits(12),
    name: `${random.pick(['tern', 'wren', 'lark', 'rook'])}-${stage}-${index}`,
    email: `aws+${index}@random.example`,
    status: random.chance(0.1) ? 'SUSPENDED' : 'ACTIVE',
    ouPath: random.pick(['/', '/Workloads/Prod', '/Workloads/Dev', '/Sandbox']),
    tags: random.chance(0.5) ? { Environment: stage } : {},
    joinedAt: start - 300 * DAY,
    kind: 'workload',
    product: 'bird',
    stage,
    environment: undefined,
    environmentTags: random.pick(['none', 'agree', 'disagree', 'only-resources']),
    homeRegion: regions[0] ?? 'us-east-1',
    enabledRegions: regions,
    recorders,
    rules: random.chance(0.6) ? [mfa(random.pick(['events', 'items', 'both'])), publicRead] : [],
    weight: 1,
    special: random.chance(0.5) ? ['oversized', 'unknown-types'] : [],
  };
}

function randomRecorder(
  random: Random,
  region: string,
  includesGlobal: boolean,
  start: number,
  now: number,
): RecorderPlan {
  const startsLate = random.chance(0.2);
  const from = startsLate ? start + random.int(2, 20) * HOUR : start - 100 * DAY;
  const first: RecorderPhase = {
    from,
    recording: true,
    includesGlobal,
    recorded: randomTypes(random, includesGlobal),
  };
  const phases = [first];
  const later = (): number => Math.max(from, start) + random.int(1, 40) * HOUR + random.int(0, 59) * MINUTE;
  if (random.chance(0.3)) {
    const at = later();
    const dropped: RecorderPhase = {
      ...first,
      from: at,
      recorded: { mode: 'except', types: random.some(SOME_TYPES, 2) },
    };
    if (first.recorded.mode === 'all')
      phases.push(
        dropped,
        ...(random.chance(0.5) ? [{ ...first, from: at + random.int(3, 12) * HOUR }] : []),
      );
  }
  if (random.chance(0.2)) {
    const at = (phases.at(-1)?.from ?? from) < start ? later() : (phases.at(-1)?.from ?? from) + 4 * HOUR;
    phases.push({ ...(phases.at(-1) ?? first), from: at, recording: false });
    if (random.chance(0.4))
      phases.push({ ...(phases.at(-2) ?? first), from: at + random.int(2, 10) * HOUR, recording: true });
  }
  const everyHours = random.pick([6, 12, 24] as const);
  const snapshots = snapshotTimes(random, Math.max(start, from + HOUR), now, everyHours).filter(
    () => !random.chance(0.15),
  );
  const silent = random.chance(0.15) ? { silentFrom: now - random.int(10, 60) * HOUR + 30 * SECOND } : {};
  return {
    region,
    phases: phases.filter((phase) => phase.from < now - HOUR),
    snapshots,
    frequencyHours: everyHours,
    ...silent,
    deliversHistory: random.chance(0.7),
    deliversEvents: random.chance(0.9),
    faults: {
      lost: random.next() * 0.4,
      duplicate: random.next() * 0.3,
      late: random.next() * 0.3,
      disordered: random.next() * 0.6,
    },
    brokenSnapshots: random.chance(0.15) ? [random.int(0, 2)] : [],
  };
}

function randomTypes(random: Random, includesGlobal: boolean): RecordedTypes {
  if (random.chance(0.75)) return everything;
  if (random.chance(0.5)) return { mode: 'except', types: random.some(SOME_TYPES, 2) };
  return {
    mode: 'only',
    types: random.some(SOME_TYPES, 5).filter((type) => includesGlobal || !type.startsWith('AWS::IAM')),
  };
}
