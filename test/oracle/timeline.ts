import type { Facts, Place, Snapshot } from './model.ts';
import { placeText } from './model.ts';
import { type Recorders, records } from './recorders.ts';
import type { ToldResource, ToldVersion } from './versions.ts';

/** One thing that happened to a resource: a version was captured, or a complete snapshot proved it gone. */
export interface Entry {
  readonly at: number;
  readonly isDeleted: boolean;
  /** The version captured; for a proved absence the last one before it. */
  readonly version: ToldVersion;
  readonly source: 'event' | 'history' | 'snapshot' | 'absence';
}

interface Sighting {
  readonly at: number;
  readonly inSnapshot: boolean;
}

/**
 * The life of one resource, oldest first, one entry a version and one a deletion. Pure in the set of
 * deliveries: nothing depends on the order in which they came.
 */
export function timelineOf(
  resource: ToldResource,
  { snapshots, standings }: Pick<Facts, 'snapshots' | 'standings'>,
  recorders: Recorders,
): readonly Entry[] {
  const { versions, identity } = resource;
  const isGlobal = identity.region === 'global';
  const sightings = sightingsByRecorder(resource);
  const holds = new Set<Snapshot>(
    versions.flatMap(({ tellings }) =>
      tellings.flatMap(({ snapshot }) => (snapshot === null ? [] : [snapshot])),
    ),
  );
  const proofs = snapshots
    .filter((snapshot) => !holds.has(snapshot) && sightings.has(placeText(snapshot.recorder)))
    .filter((snapshot) => !wasSuspended(snapshot, standings))
    .filter((snapshot) => provesAbsence(snapshot, identity.resourceType, isGlobal, recorders))
    .sort((left, right) => left.takenAt - right.takenAt);

  const entries: Entry[] = versions.map((version) => ({
    at: version.capturedAt,
    isDeleted: version.chosen.item.isDeleted,
    version,
    source: version.chosen.source,
  }));
  for (const proof of proofs) {
    const at = proof.takenAt;
    const before = entries.filter((entry) => entry.at <= at).at(-1);
    if (before === undefined || before.isDeleted) continue;
    if (isListedAgain(versions, at)) continue;
    const concerned = [...sightings].filter(
      ([, { place, seen }]) =>
        seen.some((sighting) => sighting.at <= at) &&
        records(recorders.stateAt(place, at), identity.resourceType, isGlobal) &&
        (isGlobal || placeText(place) === placeText(proof.recorder)),
    );
    const stopped = ([place, { seen }]: (typeof concerned)[number]): boolean =>
      proofs.some(
        (each) =>
          placeText(each.recorder) === place &&
          each.takenAt <= at &&
          each.takenAt >= before.at &&
          seen.every((sighting) => sighting.at > at || isBefore(sighting, each.takenAt)),
      );
    if (concerned.length === 0 || !concerned.every(stopped)) continue;
    entries.push({ at, isDeleted: true, version: before.version, source: 'absence' });
    entries.sort((left, right) => left.at - right.at || order(left) - order(right));
  }
  return entries.filter((entry, index) => !(entry.isDeleted && entries[index - 1]?.isDeleted === true));
}

/** At one time, versions (kept in their own order by a stable sort) come before a proof. */
const order = (entry: Entry): number => (entry.source === 'absence' ? 1 : 0);

/** A snapshot's sighting is as of its time; any other is as of the capture, which a proof of that instant overrules. */
const isBefore = (sighting: Sighting, takenAt: number): boolean =>
  sighting.inSnapshot ? sighting.at < takenAt : sighting.at <= takenAt;

/** Rule 10: complete, and its recorder was recording the type when it was taken. */
function provesAbsence(snapshot: Snapshot, type: string, isGlobal: boolean, recorders: Recorders): boolean {
  const state = recorders.stateAt(snapshot.recorder, snapshot.takenAt);
  return snapshot.complete && state.state !== 'stopped' && records(state, type, isGlobal);
}

/** Rule 16: by the newest list written when the snapshot was taken; the oldest list speaks for the time before it. */
function wasSuspended({ recorder, takenAt }: Snapshot, standings: Facts['standings']): boolean {
  const told = standings.get(recorder.account) ?? [];
  return (told.filter(({ at }) => at <= takenAt).at(-1) ?? told[0])?.isSuspended === true;
}

/** Rule 11: a snapshot taken later lists a version captured by then: the resource was there all the while. */
const isListedAgain = (versions: readonly ToldVersion[], at: number): boolean =>
  versions.some(
    (version) =>
      version.capturedAt <= at &&
      version.tellings.some(({ snapshot }) => snapshot !== null && snapshot.takenAt > at),
  );

function sightingsByRecorder(
  resource: ToldResource,
): ReadonlyMap<string, { readonly place: Place; readonly seen: readonly Sighting[] }> {
  const byRecorder = new Map<string, { readonly place: Place; readonly seen: Sighting[] }>();
  for (const { tellings } of resource.versions)
    for (const { recorder, sightedAt, snapshot } of tellings) {
      if (recorder === null) continue;
      const entry = byRecorder.get(placeText(recorder)) ?? { place: recorder, seen: [] };
      byRecorder.set(placeText(recorder), entry);
      entry.seen.push({ at: sightedAt, inSnapshot: snapshot !== null });
    }
  return byRecorder;
}

/** Recorders that ever reported the resource. */
export function reportersOf(resource: ToldResource): readonly Place[] {
  return [...sightingsByRecorder(resource).values()].map(({ place }) => place);
}
