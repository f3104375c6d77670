import type { Json, Place } from './model.ts';
import { pickAnyCase, textOf } from './values.ts';
import type { ToldResource } from './versions.ts';

/** What a recorder records, as its own configuration item says; null lists where no item was ever delivered. */
export interface RecorderState {
  readonly state: 'recording' | 'stopped' | 'unknown';
  readonly recordedTypes: readonly string[] | null;
  readonly excludedTypes: readonly string[] | null;
  readonly includesGlobal: boolean;
}

export const UNKNOWN_RECORDER: RecorderState = {
  state: 'unknown',
  recordedTypes: null,
  excludedTypes: null,
  includesGlobal: true,
};

export const RECORDER_TYPE = 'AWS::Config::ConfigurationRecorder';
const CHANNEL_TYPE = 'AWS::Config::DeliveryChannel';

const HOURS: { readonly [word: string]: number } = {
  One_Hour: 1,
  Three_Hours: 3,
  Six_Hours: 6,
  Twelve_Hours: 12,
  TwentyFour_Hours: 24,
};

/** Answers what the recorder of a place was doing at a time, from the recorder's and the channel's own items. */
export class Recorders {
  readonly #resources: readonly ToldResource[];

  constructor(resources: ReadonlyMap<string, ToldResource>) {
    this.#resources = [...resources.values()].filter(
      ({ identity }) => identity.resourceType === RECORDER_TYPE || identity.resourceType === CHANNEL_TYPE,
    );
  }

  /** The newest recorder item captured no later than `at` (Infinity: the newest of all). */
  stateAt(place: Place, at: number): RecorderState {
    const newest = this.#newest(place, RECORDER_TYPE, at);
    if (newest === null) return UNKNOWN_RECORDER;
    const read = readRecorder(newest.configuration);
    // Rule 15: a recorder that was deleted is a stopped one.
    return newest.isDeleted ? { ...read, state: 'stopped' } : read;
  }

  /** Hours between two snapshots: the channel's delivery frequency, null where it says nothing. */
  frequencyHours(place: Place): number | null {
    const newest = this.#newest(place, CHANNEL_TYPE, Number.POSITIVE_INFINITY);
    const properties = pickAnyCase(newest?.configuration ?? null, 'configSnapshotDeliveryProperties');
    return HOURS[textOf(pickAnyCase(properties, 'deliveryFrequency')) ?? ''] ?? null;
  }

  #newest(place: Place, type: string, at: number) {
    const versions = this.#resources
      .filter(
        ({ identity }) =>
          identity.resourceType === type &&
          identity.accountId === place.account &&
          identity.region === place.region,
      )
      .flatMap(({ versions }) => versions)
      .filter(({ capturedAt }) => capturedAt <= at)
      .sort((left, right) => left.capturedAt - right.capturedAt);
    return versions.at(-1)?.chosen.item ?? null;
  }
}

function readRecorder(configuration: Json): RecorderState {
  const group = pickAnyCase(configuration, 'recordingGroup');
  const strategy = textOf(pickAnyCase(pickAnyCase(group, 'recordingStrategy'), 'useOnly'));
  const types = textList(pickAnyCase(group, 'resourceTypes'));
  const excluded = textList(pickAnyCase(pickAnyCase(group, 'exclusionByResourceTypes'), 'resourceTypes'));
  const all = pickAnyCase(group, 'allSupported') === true;
  // Rule 14: only a recorder that says false is stopped.
  const state = pickAnyCase(configuration, 'recording') === false ? 'stopped' : 'recording';
  if (strategy === 'EXCLUSION_BY_RESOURCE_TYPES' || (!all && types.length === 0 && excluded.length > 0))
    return { state, recordedTypes: ['*'], excludedTypes: excluded, includesGlobal: true };
  if (strategy === 'INCLUSION_BY_RESOURCE_TYPES' || (!all && types.length > 0))
    return { state, recordedTypes: types, excludedTypes: [], includesGlobal: true };
  const includesGlobal = group === null || pickAnyCase(group, 'includeGlobalResourceTypes') === true;
  return { state, recordedTypes: ['*'], excludedTypes: [], includesGlobal };
}

const textList = (value: Json): readonly string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];

/** Whether the recorder records resources of this type (rules 12 and 13). */
export function records(recorder: RecorderState, resourceType: string, isGlobal: boolean): boolean {
  if (recorder.recordedTypes === null || resourceType === RECORDER_TYPE) return true;
  if (recorder.excludedTypes?.includes(resourceType) === true) return false;
  if (!recorder.recordedTypes.includes('*')) return recorder.recordedTypes.includes(resourceType);
  return !isGlobal || recorder.includesGlobal;
}
