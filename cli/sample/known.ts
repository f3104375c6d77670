import { type ResourceStory, type SnapshotPlan, stillRecords } from './deliveries/recorder-story.ts';
import type { Timeline, Version } from './item.ts';
import { type OrganizationPlan, type RecorderPlan, records } from './plan.ts';

/**
 * `current`: a perfect reader of the deliveries lists it among the resources. `deleted`: told or proved gone.
 * `not-recorded`: its type has since been taken off the recorder. `untold`: no delivery ever told of it.
 */
export type KnownStatus = 'current' | 'deleted' | 'not-recorded' | 'untold';

/** One recorder's view of a resource. */
export interface RecorderView {
  readonly recorder: RecorderPlan;
  readonly story: ResourceStory;
  readonly snapshots: readonly SnapshotPlan[];
}

/** The versions the world has seen, up to now. */
export const worldVersionsOf = (plan: OrganizationPlan, timeline: Timeline): readonly Version[] =>
  timeline.versions.filter((version) => version.capturedAt <= plan.now);

/**
 * What a reader who gets every delivery, in whatever order, must conclude: the newest version told wins; a
 * deletion is told, or proved by every recorder concerned no longer listing what it listed before; a type that
 * has left the recorder leaves its resources not recorded.
 */
export function knownOf(
  plan: OrganizationPlan,
  timeline: Timeline,
  views: readonly RecorderView[],
): { readonly status: KnownStatus; readonly version: Version | undefined } {
  const told = views.flatMap((view) => toldVersions(view)).sort((a, b) => a.capturedAt - b.capturedAt);
  const newest = told.at(-1);
  if (newest === undefined) return { status: 'untold', version: undefined };
  const lastAlive = told.findLast((version) => version.draft !== null);
  if (newest.draft === null) return { status: 'deleted', version: lastAlive };
  const isGlobal = timeline.region === 'global';
  const reporting = views.filter((view) => toldVersions(view).length > 0);
  if (reporting.every((view) => provesAbsence(view, timeline, newest)))
    return { status: 'deleted', version: lastAlive };
  if (!views.some((view) => stillRecords(plan, view.recorder, timeline.type, isGlobal)))
    return { status: 'not-recorded', version: newest };
  return { status: 'current', version: newest };
}

/** The versions that any delivery of a recorder tells in full. */
function toldVersions(view: RecorderView): Version[] {
  const inSnapshots = new Set(view.story.inSnapshots);
  return view.story.versions
    .filter(
      (entry) =>
        inSnapshots.has(entry.version) ||
        entry.historyWindow !== undefined ||
        (entry.event !== undefined && entry.event.oversized !== 'missing'),
    )
    .map((entry) => entry.version);
}

/** A whole snapshot, taken while the type was recorded and after the newest version, that does not list the resource. */
function provesAbsence(view: RecorderView, timeline: Timeline, newest: Version): boolean {
  return view.snapshots.some(
    (snapshot) =>
      snapshot.breaksAfter === undefined &&
      snapshot.takenAt >= newest.capturedAt &&
      view.story.inSnapshots[snapshot.index] === undefined &&
      records(view.recorder, timeline.type, timeline.region === 'global', snapshot.takenAt) &&
      firstTold(view) <= snapshot.takenAt,
  );
}

const firstTold = (view: RecorderView): number =>
  toldVersions(view)[0]?.capturedAt ?? Number.POSITIVE_INFINITY;
