import { firstSnapshotAt } from './history.ts';
import type { EventTold, Place, Snapshot, Telling } from './model.ts';
import { compareVersions, placeText, resourceText, versionText } from './model.ts';

export interface EventCounters {
  readonly duplicate: number;
  readonly outOfOrder: number;
  readonly late: number;
  readonly missed: number;
}

/** Events of one recorder against each other and against its snapshots (rules 41 to 45). */
export function countEvents(
  place: Place,
  events: readonly EventTold[],
  tellings: readonly Telling[],
  snapshots: readonly Snapshot[],
): EventCounters {
  const here = placeText(place);
  const told = events.filter(
    (event) => event.kind === 'item' && event.place !== null && placeText(event.place) === here,
  );
  const { first, duplicate } = withoutDuplicates(told);
  const seen = tellings.filter(({ recorder }) => recorder !== null && placeText(recorder) === here);
  return {
    duplicate,
    outOfOrder: first.filter((event) => first.some((other) => overtook(other, event))).length,
    late: first.filter((event) => seen.some((telling) => alreadyHeld(telling, event))).length,
    missed: countMissed(firstSnapshotAt(place, snapshots), seen, events),
  };
}

/** An envelope id counts once; what has none is never a duplicate. */
function withoutDuplicates(told: readonly EventTold[]) {
  const ids = new Set<string>();
  let duplicate = 0;
  const first: EventTold[] = [];
  for (const event of told) {
    if (event.id !== null && ids.has(event.id)) {
      duplicate += 1;
      continue;
    }
    if (event.id !== null) ids.add(event.id);
    first.push(event);
  }
  return { first, duplicate };
}

/** `other` told a newer version of the same resource, earlier by its envelope. */
const overtook = (other: EventTold, event: EventTold): boolean =>
  other.resource === event.resource &&
  other.at !== null &&
  event.at !== null &&
  other.version !== null &&
  event.version !== null &&
  event.at > other.at &&
  compareVersions(other.version, event.version) > 0;

const alreadyHeld = (telling: Telling, event: EventTold): boolean =>
  telling.snapshot !== null &&
  event.at !== null &&
  event.version !== null &&
  event.at > telling.snapshot.takenAt &&
  resourceText(telling.item) === event.resource &&
  versionText(telling.item) === versionText(event.version);

/** Versions that this recorder reported, captured after its first snapshot, that no event of anyone told. */
function countMissed(since: number, seen: readonly Telling[], events: readonly EventTold[]): number {
  const toldByEvent = new Set(
    events.flatMap(({ resource, version }) =>
      resource === null || version === null ? [] : [`${resource}|${versionText(version)}`],
    ),
  );
  const versions = new Set(
    seen
      .filter(({ item }) => item.capturedAt > since)
      .map(({ item }) => `${resourceText(item)}|${versionText(item)}`),
  );
  return [...versions].filter((version) => !toldByEvent.has(version)).length;
}
