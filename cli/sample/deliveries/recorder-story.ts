import { cellsOf } from '../cells.ts';
import type { Evaluation } from '../compliance.ts';
import type { Timeline, Version } from '../item.ts';
import { type AccountPlan, type OrganizationPlan, phaseAt, type RecorderPlan } from '../plan.ts';
import { Random } from '../random.ts';
import { capturedVersions, isHeard, isRecording, recorderTimeline, versionInSnapshot } from '../recorder.ts';
import { MINUTE, SECOND } from '../time.ts';
import { type EventFate, eventFate, historyWindow } from './fate.ts';

export interface SnapshotPlan {
  readonly index: number;
  readonly takenAt: number;
  readonly id: string;
  /** Number of items after which the file breaks off; undefined for a whole file. */
  readonly breaksAfter: number | undefined;
}

export interface ToldVersion {
  readonly version: Version;
  readonly previous: Version | undefined;
  readonly event: EventFate | undefined;
  readonly historyWindow: number | undefined;
}

/** All that one recorder tells about one resource. */
export interface ResourceStory {
  readonly timeline: Timeline;
  readonly versions: readonly ToldVersion[];
  /** By snapshot: the version the file holds; undefined where it holds none, or breaks off before. */
  readonly inSnapshots: readonly (Version | undefined)[];
}

export interface EvaluationStory {
  readonly evaluation: Evaluation;
  /** When its message arrives; undefined where none does. */
  readonly event: { readonly arrivesAt: number; readonly envelopeId: string } | undefined;
}

/** The snapshots a recorder really delivers. */
export function snapshotsOf(
  plan: OrganizationPlan,
  account: AccountPlan,
  recorder: RecorderPlan,
): readonly SnapshotPlan[] {
  return recorder.snapshots
    .filter((takenAt) => takenAt <= plan.now && isHeard(recorder, takenAt) && isRecording(recorder, takenAt))
    .map((takenAt, index) => ({
      index,
      takenAt,
      id: new Random(plan.seed, 'snapshot', account.id, recorder.region, takenAt).uuid(),
      breaksAfter: recorder.brokenSnapshots.includes(index) ? 7 : undefined,
    }));
}

/** Everything a recorder tells, resource by resource; a stream, in the order in which snapshots list the items. */
export function* recorderStory(
  plan: OrganizationPlan,
  account: AccountPlan,
  recorder: RecorderPlan,
): Generator<ResourceStory | EvaluationStory> {
  const snapshots = snapshotsOf(plan, account, recorder);
  const written = snapshots.map(() => 0);
  const tell = (timeline: Timeline): ResourceStory =>
    resourceStory(plan, account, recorder, timeline, snapshots, written);
  yield tell(recorderTimeline(account, recorder));
  const includesGlobal = recorder.phases.some((phase) => phase.includesGlobal);
  for (const region of includesGlobal ? [recorder.region, 'global'] : [recorder.region]) {
    for (const cell of cellsOf(plan, account, region)) {
      for (const timeline of cell.timelines) {
        if (timeline.region === 'global' || timeline.region === recorder.region) yield tell(timeline);
      }
      for (const evaluation of cell.evaluations) {
        if (evaluation.region === recorder.region) yield evaluationStory(plan, account, recorder, evaluation);
      }
    }
  }
}

function resourceStory(
  plan: OrganizationPlan,
  account: AccountPlan,
  recorder: RecorderPlan,
  timeline: Timeline,
  snapshots: readonly SnapshotPlan[],
  written: number[],
): ResourceStory {
  const captured = capturedVersions(recorder, timeline);
  const versions = captured.map((version, index): ToldVersion => {
    const event = eventFate(plan, account, recorder, timeline, version, captured[index + 1]);
    const window = historyWindow(plan, recorder, version.capturedAt);
    return { version, previous: captured[index - 1], event, historyWindow: window };
  });
  const inSnapshots = snapshots.map((snapshot) => {
    const version = versionInSnapshot(recorder, timeline, captured, snapshot.takenAt);
    if (version === undefined) return undefined;
    const position = written[snapshot.index] ?? 0;
    written[snapshot.index] = position + 1;
    return snapshot.breaksAfter !== undefined && position >= snapshot.breaksAfter ? undefined : version;
  });
  return { timeline, versions, inSnapshots };
}

function evaluationStory(
  plan: OrganizationPlan,
  account: AccountPlan,
  recorder: RecorderPlan,
  evaluation: Evaluation,
): EvaluationStory {
  const { evaluatedAt } = evaluation;
  const random = new Random(plan.seed, 'evaluation', account.id, evaluation.rule.name, evaluation.resourceId);
  const arrivesAt = evaluatedAt + 2 * SECOND + random.int(0, MINUTE);
  const isSent =
    evaluation.rule.told !== 'items' &&
    recorder.deliversEvents &&
    evaluatedAt >= plan.start &&
    arrivesAt < plan.now;
  const isTold = isSent && isHeard(recorder, evaluatedAt) && isRecording(recorder, evaluatedAt);
  return { evaluation, event: isTold ? { arrivesAt, envelopeId: random.uuid() } : undefined };
}

/** Whether the recorder's settings, as far as its deliveries tell them, include a type now. */
export function stillRecords(
  plan: OrganizationPlan,
  recorder: RecorderPlan,
  type: string,
  isGlobal: boolean,
): boolean {
  const phase = phaseAt(recorder, Math.min(plan.now, recorder.silentFrom ?? plan.now));
  if (phase === undefined) return false;
  if (type === 'AWS::Config::ConfigurationRecorder') return true;
  const { mode, types } = phase.recorded;
  if (isGlobal && !phase.includesGlobal) return false;
  return mode === 'all' || types.includes(type) === (mode === 'only');
}
