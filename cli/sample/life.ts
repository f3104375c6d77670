import type { Cell } from './cell.ts';
import type { Draft, Timeline, Version } from './item.ts';
import { isMutable, mutate } from './mutations.ts';
import type { Random } from './random.ts';
import { englishTime, HOUR, iso, MINUTE, SECOND } from './time.ts';

/** How long Config takes to notice at one end of an edge that the other end came or went. */
const EDGE_DELAY = SECOND;

/** When a resource is there: alternating times of appearing and disappearing, the first always an appearing. */
interface Life {
  readonly turns: readonly number[];
}

/** Types that can be deleted or made on their own, without leaving others that could not exist without them. */
const loners = new Set([
  'AWS::EC2::Volume',
  'AWS::S3::Bucket',
  'AWS::Lambda::Function',
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
  'AWS::DynamoDB::Table',
  'AWS::CloudWatch::Alarm',
  'AWS::IAM::Role',
  'AWS::ECR::Repository',
  'AWS::SecretsManager::Secret',
  'AWS::EC2::SecurityGroup',
  'AWS::RDS::DBSnapshot',
  'AWS::StepFunctions::StateMachine',
  'AWS::Logs::LogGroup',
  'AWS::EC2::EIP',
  'AWS::Kinesis::Stream',
  'AWS::CloudFormation::Stack',
  'AWS::EFS::FileSystem',
]);

/** Types whose ids are names: after a deletion the same id can come back. */
const revivable = new Set([
  'AWS::S3::Bucket',
  'AWS::Lambda::Function',
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
  'AWS::DynamoDB::Table',
  'AWS::CloudWatch::Alarm',
  'AWS::ECR::Repository',
  'AWS::Kinesis::Stream',
]);

/**
 * Lets a cell's resources live from long before the plan's start up to now: most stay as they are, some change,
 * appear, disappear, come back. Edges follow: whatever loses or gains the other end of an edge gets a version.
 */
export function live(cell: Cell): Timeline[] {
  const { plan, random } = cell;
  const drafts = cell.close();
  const lives = new Map<string, Life>();
  const moment = (from: number): number =>
    from + Math.floor(random.next() * Math.max(1, plan.now - from - 2 * MINUTE)) + 1;
  for (const draft of drafts) lives.set(key(draft.type, draft.id), lifeOf(draft, cell, random, moment));
  takeAlong(drafts, lives);
  return drafts.map((draft) => {
    const life = lives.get(key(draft.type, draft.id)) ?? { turns: [0] };
    const changes: number[] = [];
    const isBusy = draft.type === 'AWS::SSM::ManagedInstanceInventory' || random.chance(plan.changeShare);
    if (isBusy && isMutable(draft.type) && !cell.isLasting(draft.id)) {
      for (let count = random.chance(0.25) ? random.int(2, 4) : 1; count > 0; count -= 1)
        changes.push(moment(plan.start));
    }
    return timeline(
      cell,
      draft,
      life,
      changes.sort((a, b) => a - b),
      lives,
    );
  });
}

const key = (type: string, id: string): string => `${type}|${id}`;

function lifeOf(draft: Draft, cell: Cell, random: Random, moment: (from: number) => number): Life {
  const { plan } = cell;
  const discovered = cell.past(0.2, 60) + random.int(0, 999);
  const first = Math.max(discovered, (draft.createdAt ?? 0) + 30 * SECOND);
  if (cell.isLasting(draft.id)) return { turns: [first] };
  const isFree =
    loners.has(draft.type) &&
    (draft.type !== 'AWS::EC2::Volume' || draft.relationships.length === 0) &&
    (draft.type !== 'AWS::EC2::EIP' || draft.relationships.length === 0);
  if (draft.type === 'AWS::EC2::Instance' && random.chance(plan.changeShare * 0.3))
    return { turns: [first, moment(plan.start)] };
  if (!isFree || !random.chance(plan.changeShare * 0.6)) return { turns: [first] };
  const fate = random.next();
  if (fate < 0.4) return { turns: [moment(plan.start)] };
  const gone = moment(plan.start);
  if (fate < 0.8 || !revivable.has(draft.type) || plan.now - gone < 2 * HOUR) return { turns: [first, gone] };
  return { turns: [first, gone, moment(gone + HOUR)] };
}

/** An instance that is terminated takes its interface and root volume with it. */
function takeAlong(drafts: readonly Draft[], lives: Map<string, Life>): void {
  for (const draft of drafts) {
    if (draft.type !== 'AWS::EC2::Instance') continue;
    const [first, gone] = lives.get(key(draft.type, draft.id))?.turns ?? [];
    if (first === undefined || gone === undefined) continue;
    let delay = 0;
    for (const edge of draft.relationships) {
      if (
        edge.resourceId === undefined ||
        (edge.resourceType !== 'AWS::EC2::NetworkInterface' && edge.resourceType !== 'AWS::EC2::Volume')
      )
        continue;
      delay += 3 * SECOND + 217;
      lives.set(key(edge.resourceType, edge.resourceId), { turns: [first, gone + delay] });
    }
  }
}

const isAlive = (life: Life, at: number): boolean => life.turns.filter((turn) => turn <= at).length % 2 === 1;

/** The versions of one resource: at each turn of its own, change, and turn of an edge's other end. */
function timeline(
  cell: Cell,
  original: Draft,
  life: Life,
  changes: readonly number[],
  lives: ReadonlyMap<string, Life>,
): Timeline {
  const { plan, random } = cell;
  const ends = original.relationships.map((edge) =>
    edge.resourceId === undefined ? undefined : lives.get(key(edge.resourceType, edge.resourceId)),
  );
  // What existed before the first delivery is seen together with its edges; later turns follow with Config's delay.
  const edgeTurns = ends.flatMap((end) =>
    (end?.turns ?? [])
      .filter((turn) => turn > plan.start)
      .map((turn) => turn + EDGE_DELAY + 100 + random.int(0, 900)),
  );
  const times = [...new Set([...life.turns, ...changes, ...edgeTurns])]
    .filter((at) => at >= (life.turns[0] ?? 0) && at < plan.now)
    .sort((a, b) => a - b);
  const versions: Version[] = [];
  let state = original;
  let shownEdges = -1;
  for (const at of times) {
    const wasAlive = versions.length > 0 && versions.at(-1)?.draft !== null;
    if (!isAlive(life, at)) {
      if (wasAlive) versions.push({ capturedAt: at, status: 'ResourceDeleted', draft: null });
      continue;
    }
    if (!wasAlive) state = at > plan.start ? createdJustBefore(original, at) : original;
    const changed = changes.includes(at) && wasAlive ? mutate(state, random) : state;
    const seenAt = at < plan.start ? plan.start : at - EDGE_DELAY;
    const relationships = original.relationships.filter((_edge, index) => {
      const end = ends[index];
      return end === undefined || isAlive(end, seenAt);
    });
    if (wasAlive && changed === state && relationships.length === shownEdges) continue;
    state = changed;
    shownEdges = relationships.length;
    versions.push({
      capturedAt: at,
      status: wasAlive ? 'OK' : 'ResourceDiscovered',
      draft: { ...state, relationships },
    });
  }
  return {
    accountId: cell.accountId,
    region: original.region,
    type: original.type,
    id: original.id,
    arn: original.arn,
    versions,
  };
}

/** A resource that appears while deliveries run was created seconds before it was seen, wherever its item says so. */
function createdJustBefore(draft: Draft, at: number): Draft {
  if (draft.createdAt === undefined) return draft;
  const createdAt = Math.floor(at / SECOND) * SECOND - 40 * SECOND;
  const old = draft.createdAt;
  const text = JSON.stringify(draft.configuration)
    .replaceAll(iso(old), iso(createdAt))
    .replaceAll(englishTime(old), englishTime(createdAt))
    .replaceAll(`:${old}`, `:${createdAt}`);
  return { ...draft, createdAt, configuration: JSON.parse(text) };
}
