import type { Draft, Timeline, Version } from './item.ts';
import { type AccountPlan, phaseAt, type RecorderPhase, type RecorderPlan, records } from './plan.ts';
import { SECOND } from './time.ts';

/** The recorder's own item: it changes with every phase and is recorded even while the recorder stops. */
export function recorderTimeline(account: AccountPlan, recorder: RecorderPlan): Timeline {
  const versions = recorder.phases.map(
    (phase, index): Version => ({
      capturedAt: phase.from + 5 * SECOND,
      status: index === 0 ? 'ResourceDiscovered' : 'OK',
      draft: recorderDraft(account, recorder, phase),
    }),
  );
  return {
    accountId: account.id,
    region: recorder.region,
    type: 'AWS::Config::ConfigurationRecorder',
    id: 'default',
    arn: undefined,
    versions,
  };
}

function recorderDraft(account: AccountPlan, recorder: RecorderPlan, phase: RecorderPhase): Draft {
  const { mode, types } = phase.recorded;
  return {
    type: 'AWS::Config::ConfigurationRecorder',
    id: 'default',
    region: recorder.region,
    tags: {},
    configuration: {
      Id: 'default',
      Name: 'default',
      RoleARN: `arn:aws:iam::${account.id}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      RecordingGroup: {
        AllSupported: mode === 'all',
        IncludeGlobalResourceTypes: mode === 'all' && phase.includesGlobal,
        ResourceTypes: mode === 'only' ? [...types] : [],
        ExclusionByResourceTypes: { ResourceTypes: mode === 'except' ? [...types] : [] },
        RecordingStrategy: {
          UseOnly:
            mode === 'all'
              ? 'ALL_SUPPORTED_RESOURCE_TYPES'
              : mode === 'only'
                ? 'INCLUSION_BY_RESOURCE_TYPES'
                : 'EXCLUSION_BY_RESOURCE_TYPES',
        },
      },
      Recording: phase.recording,
      RecordingMode: { RecordingFrequency: 'CONTINUOUS', RecordingModeOverrides: [] },
      RecordingScope: 'PAID',
    },
    supplementary: {},
    relationships: [],
  };
}

/**
 * The versions of a resource that a recorder captures. What happens while it does not record the type is captured,
 * as it then is, when recording begins again; a deletion in the meantime is never captured.
 */
export function capturedVersions(recorder: RecorderPlan, timeline: Timeline): readonly Version[] {
  if (timeline.type === 'AWS::Config::ConfigurationRecorder') return timeline.versions;
  const isGlobal = timeline.region === 'global';
  if (
    recorder.phases.every(
      (phase, index) => index === 0 && phase.from <= (timeline.versions[0]?.capturedAt ?? 0),
    )
  ) {
    return records(recorder, timeline.type, isGlobal, recorder.phases[0]?.from ?? 0) ? timeline.versions : [];
  }
  const captured: Version[] = [];
  for (const [index, version] of timeline.versions.entries()) {
    const until = timeline.versions[index + 1]?.capturedAt ?? Number.POSITIVE_INFINITY;
    if (records(recorder, timeline.type, isGlobal, version.capturedAt)) {
      captured.push(version);
      continue;
    }
    if (version.draft === null) continue;
    const resumed = recorder.phases.find(
      (phase) => phase.from > version.capturedAt && records(recorder, timeline.type, isGlobal, phase.from),
    );
    if (resumed === undefined || resumed.from + 30 * SECOND >= until) continue;
    const wasAlive = captured.length > 0 && captured.at(-1)?.draft !== null;
    captured.push({
      capturedAt: resumed.from + 30 * SECOND,
      status: wasAlive ? 'OK' : 'ResourceDiscovered',
      draft: version.draft,
    });
  }
  return captured;
}

/** The version a snapshot taken at a time holds, where it holds one. */
export function versionInSnapshot(
  recorder: RecorderPlan,
  timeline: Timeline,
  captured: readonly Version[],
  takenAt: number,
): Version | undefined {
  if (!records(recorder, timeline.type, timeline.region === 'global', takenAt)) return undefined;
  const version = captured.findLast((candidate) => candidate.capturedAt <= takenAt);
  return version?.draft === null ? undefined : version;
}

/** Whether the recorder's deliveries can tell anything of a time. */
export const isHeard = (recorder: RecorderPlan, at: number): boolean =>
  recorder.silentFrom === undefined || at < recorder.silentFrom;

/** Whether the recorder records at a time. */
export const isRecording = (recorder: RecorderPlan, at: number): boolean =>
  phaseAt(recorder, at)?.recording === true;
