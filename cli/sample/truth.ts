import type { Evaluation } from './compliance.ts';
import { changeType } from './deliveries/messages.ts';
import {
  type ResourceStory,
  recorderStory,
  type SnapshotPlan,
  snapshotsOf,
} from './deliveries/recorder-story.ts';
import type { Draft, Json, JsonObject, Relationship, Tags, Timeline, Version } from './item.ts';
import { type KnownStatus, knownOf, type RecorderView, worldVersionsOf } from './known.ts';
import { organizationPlan, type SampleOptions } from './options.ts';
import type { AccountPlan, OrganizationPlan, RecorderPlan } from './plan.ts';

/** A resource's state, as its item tells it (policies still URL-encoded, planted secrets still in it). */
export interface ResourceState {
  readonly name: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly createdAt: Date | undefined;
  readonly capturedAt: Date;
  readonly tags: Tags;
  readonly configuration: JsonObject;
  readonly supplementary: JsonObject;
  readonly relationships: readonly Relationship[];
}

export interface TruthResource {
  readonly accountId: string;
  readonly region: string;
  readonly type: string;
  readonly id: string;
  readonly arn: string | undefined;
  /** The resource as it is in the world now; undefined where it does not exist (any more). */
  readonly world: ResourceState | undefined;
  readonly known: KnownStatus;
  /** The newest version that a perfect reader knows; of a deleted resource the last one alive. */
  readonly knownState: ResourceState | undefined;
}

/** A change in the world between the plan's start and now. */
export interface TruthChange {
  readonly accountId: string;
  readonly region: string;
  readonly type: string;
  readonly id: string;
  readonly changeType: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly changedAt: Date;
  /** `event`, `history` or `snapshot`: the first of these that tells exactly this version; undefined where none does. */
  readonly toldBy: 'event' | 'history' | 'snapshot' | undefined;
}

export interface TruthCompliance {
  readonly accountId: string;
  readonly region: string;
  readonly ruleName: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly complianceType: 'COMPLIANT' | 'NON_COMPLIANT';
  readonly annotation: string | undefined;
  readonly evaluatedAt: Date;
  /** Whether an event told exactly this result (an item may tell it as well, without an annotation). */
  readonly toldByEvent: boolean;
  readonly previous: Evaluation['previous'];
}

export interface TruthRecorder {
  readonly accountId: string;
  readonly plan: RecorderPlan;
  readonly snapshots: readonly { readonly takenAt: Date; readonly isComplete: boolean }[];
}

export interface Truth {
  readonly asOf: Date;
  readonly plan: OrganizationPlan;
  /** Accounts with OU, tags, status; `environment` is what a person would call it. */
  readonly accounts: readonly AccountPlan[];
  readonly recorders: readonly TruthRecorder[];
  readonly resources: readonly TruthResource[];
  readonly changes: readonly TruthChange[];
  readonly compliance: readonly TruthCompliance[];
}

/** The model behind a sample written with the same options; everything in memory, so for small samples. */
export const sampleTruth = (options: SampleOptions): Truth => organizationTruth(organizationPlan(options));

/** The model behind `writeOrganization` of the same plan. */
export function organizationTruth(plan: OrganizationPlan): Truth {
  const recorders: TruthRecorder[] = [];
  const resources: TruthResource[] = [];
  const changes: TruthChange[] = [];
  const compliance: TruthCompliance[] = [];
  for (const account of plan.accounts) {
    const views = new Map<string, RecorderView[]>();
    for (const recorder of account.recorders) {
      const snapshots = snapshotsOf(plan, account, recorder);
      recorders.push({
        accountId: account.id,
        plan: recorder,
        snapshots: snapshots.map((snapshot) => ({
          takenAt: new Date(snapshot.takenAt),
          isComplete: snapshot.breaksAfter === undefined,
        })),
      });
      for (const story of recorderStory(plan, account, recorder)) {
        if ('evaluation' in story) compliance.push(complianceOf(story.evaluation, story.event !== undefined));
        else addView(views, recorder, story, snapshots);
      }
    }
    for (const resourceViews of views.values()) {
      const [first] = resourceViews;
      if (first === undefined) continue;
      resources.push(resourceOf(plan, first.story.timeline, resourceViews));
      changes.push(...changesOf(plan, first.story.timeline, resourceViews));
    }
  }
  return {
    asOf: new Date(plan.now),
    plan,
    accounts: plan.accounts,
    recorders,
    resources,
    changes,
    compliance,
  };
}

function addView(
  views: Map<string, RecorderView[]>,
  recorder: RecorderPlan,
  story: ResourceStory,
  snapshots: readonly SnapshotPlan[],
): void {
  const { timeline } = story;
  const key = `${timeline.region}|${timeline.type}|${timeline.id}`;
  const list = views.get(key);
  if (list === undefined) views.set(key, [{ recorder, story, snapshots }]);
  else list.push({ recorder, story, snapshots });
}

function resourceOf(
  plan: OrganizationPlan,
  timeline: Timeline,
  views: readonly RecorderView[],
): TruthResource {
  const last = worldVersionsOf(plan, timeline).at(-1);
  const known = knownOf(plan, timeline, views);
  return {
    accountId: timeline.accountId,
    region: timeline.region,
    type: timeline.type,
    id: timeline.id,
    arn: timeline.arn,
    world: last === undefined ? undefined : stateOf(last),
    known: known.status,
    knownState: known.version === undefined ? undefined : stateOf(known.version),
  };
}

function stateOf(version: Version): ResourceState | undefined {
  const { draft } = version;
  return draft === null ? undefined : draftState(draft, version.capturedAt);
}

const draftState = (draft: Draft, capturedAt: number): ResourceState => ({
  name: draft.name,
  availabilityZone: draft.zone,
  createdAt: draft.createdAt === undefined ? undefined : new Date(draft.createdAt),
  capturedAt: new Date(capturedAt),
  tags: draft.tags,
  configuration: draft.configuration,
  supplementary: draft.supplementary,
  relationships: draft.relationships,
});

function changesOf(
  plan: OrganizationPlan,
  timeline: Timeline,
  views: readonly RecorderView[],
): TruthChange[] {
  const versions = worldVersionsOf(plan, timeline);
  return versions.flatMap((version, index): TruthChange[] => {
    if (version.capturedAt < plan.start) return [];
    const { accountId, region, type, id } = timeline;
    return [
      {
        accountId,
        region,
        type,
        id,
        changeType: changeType(versions[index - 1], version),
        changedAt: new Date(version.capturedAt),
        toldBy: toldBy(views, version.capturedAt),
      },
    ];
  });
}

function toldBy(views: readonly RecorderView[], capturedAt: number): TruthChange['toldBy'] {
  const told = views.flatMap((view) =>
    view.story.versions.filter((entry) => entry.version.capturedAt === capturedAt),
  );
  if (told.some((entry) => entry.event !== undefined && entry.event.oversized !== 'missing')) return 'event';
  if (told.some((entry) => entry.historyWindow !== undefined)) return 'history';
  return views.some((view) => view.story.inSnapshots.some((version) => version?.capturedAt === capturedAt))
    ? 'snapshot'
    : undefined;
}

function complianceOf(evaluation: Evaluation, toldByEvent: boolean): TruthCompliance {
  const { accountId, region, resourceType, resourceId, complianceType, annotation, previous } = evaluation;
  return {
    accountId,
    region,
    ruleName: evaluation.rule.name,
    resourceType,
    resourceId,
    complianceType,
    annotation,
    evaluatedAt: new Date(evaluation.evaluatedAt),
    toldByEvent,
    previous,
  };
}

/** Reads a value at a dotted path of a configuration: `state.name`. */
export function valueAt(configuration: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = configuration;
  for (const step of path.split('.')) {
    if (value === undefined || value === null || typeof value !== 'object' || Array.isArray(value))
      return undefined;
    value = value[step];
  }
  return value;
}
