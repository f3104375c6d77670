import { countEvents } from './event-counters.ts';
import { firstSnapshotAt } from './history.ts';
import type { Account, Facts, Place, Row } from './model.ts';
import { placeText } from './model.ts';
import type { Recorders } from './recorders.ts';
import { timestampText } from './values.ts';

/** Rows of coverage: every expected place and every place that delivered (rules 33 to 45). */
export function coverageRows(
  facts: Facts,
  accounts: ReadonlyMap<string, Account>,
  recorders: Recorders,
  reportedNow: readonly (readonly Place[])[],
  now: Date,
): readonly Row[] {
  return [
    ...expectedPlaces(facts, accounts).map((place) =>
      configRow(place, facts, accounts, recorders, reportedNow, now),
    ),
    ...placelessRows(facts, accounts),
    ...complianceRows(facts, accounts),
  ];
}

/** Places that delivered, and the enabled Regions of ACTIVE accounts that ever delivered (rule 34). */
function expectedPlaces(facts: Facts, accounts: ReadonlyMap<string, Account>): readonly Place[] {
  const places = new Map(facts.places.map((place) => [placeText(place), place]));
  const delivering = new Set(facts.places.map(({ account }) => account));
  for (const account of accounts.values()) {
    if (account.status !== 'ACTIVE' || !delivering.has(account.id)) continue;
    for (const region of account.regions ?? []) {
      const place = { account: account.id, region };
      places.set(placeText(place), place);
    }
  }
  return [...places.values()];
}

function configRow(
  place: Place,
  facts: Facts,
  accounts: ReadonlyMap<string, Account>,
  recorders: Recorders,
  reportedNow: readonly (readonly Place[])[],
  now: Date,
): Row {
  const here = placeText(place);
  const isHere = (other: Place | null): boolean => other !== null && placeText(other) === here;
  const state = recorders.stateAt(place, Number.POSITIVE_INFINITY);
  const lastSnapshot = latest(
    facts.snapshots
      .filter(({ recorder, complete }) => complete && isHere(recorder))
      .map(({ takenAt }) => takenAt),
  );
  const events = facts.events.filter(({ place: of, kind }) => kind !== 'compliance' && isHere(of));
  const lastEvent = latest(events.flatMap(({ at }) => (at === null ? [] : [at])));
  const items = reportedNow.filter((reporters) => reporters.some(isHere)).length;
  const isSilent = lastSnapshot === null && lastEvent === null && items === 0;
  const counters = countEvents(place, facts.events, facts.tellings, facts.snapshots);
  const firstSnapshot = firstSnapshotAt(place, facts.snapshots);
  const frequency = recorders.frequencyHours(place);
  const staleAfter = 2 * (frequency ?? 24) * 3_600_000;
  const isStale = lastSnapshot === null || now.getTime() - lastSnapshot > staleAfter;
  return {
    account_id: place.account,
    region: place.region,
    domain: 'config',
    account_name: accounts.get(place.account)?.name ?? null,
    account_status: accounts.get(place.account)?.status ?? null,
    recorder_state: state.state,
    recorded_types: state.recordedTypes,
    ...(state.excludedTypes === null ? {} : { excluded_types: state.excludedTypes }),
    first_snapshot_at: timestampText(Number.isFinite(firstSnapshot) ? firstSnapshot : null),
    last_snapshot_at: timestampText(lastSnapshot),
    last_event_at: timestampText(lastEvent),
    delivery_frequency_hours: frequency,
    items,
    rejected: facts.rejections.filter(
      ({ account, region }) => account === place.account && region === place.region,
    ).length,
    missed_by_events: counters.missed,
    late_events: counters.late,
    duplicate_events: counters.duplicate,
    out_of_order_events: counters.outOfOrder,
    verdict: isSilent ? 'silent' : state.state === 'stopped' ? 'stopped' : isStale ? 'stale' : 'fresh',
  };
}

/** Rows with region NULL: ACTIVE accounts that never delivered, and rejects whose place cannot be read (rule 36). */
function placelessRows(facts: Facts, accounts: ReadonlyMap<string, Account>): readonly Row[] {
  const delivering = new Set(facts.places.map(({ account }) => account));
  const neverDelivered = [...accounts.values()].filter(
    ({ id, status }) => status === 'ACTIVE' && !delivering.has(id),
  );
  const rejects = facts.rejections.filter(({ account, region }) => account === null || region === null);
  const ids = new Set<string | null>([
    ...neverDelivered.map(({ id }) => id),
    ...rejects.map(({ account }) => account),
  ]);
  return [...ids].map((id) => ({
    account_id: id,
    region: null,
    domain: 'config',
    account_name: id === null ? null : (accounts.get(id)?.name ?? null),
    rejected: rejects.filter(({ account }) => account === id).length,
    ...(neverDelivered.some((account) => account.id === id) ? SILENT : {}),
  }));
}

const SILENT: Row = {
  recorder_state: 'unknown',
  last_snapshot_at: null,
  last_event_at: null,
  items: 0,
  missed_by_events: 0,
  late_events: 0,
  duplicate_events: 0,
  out_of_order_events: 0,
  verdict: 'silent',
};

/** Rule 46: a place has a row of domain compliance where rule results have arrived; its counts are not fixed by the design. */
function complianceRows(facts: Facts, accounts: ReadonlyMap<string, Account>): readonly Row[] {
  const places = new Map(
    facts.evaluations.flatMap(({ place }) => (place === null ? [] : [[placeText(place), place] as const])),
  );
  return [...places.values()].map((place) => ({
    account_id: place.account,
    region: place.region,
    domain: 'compliance',
    account_name: accounts.get(place.account)?.name ?? null,
  }));
}

const latest = (times: readonly number[]): number | null =>
  times.reduce<number | null>((newest, time) => (newest === null || time > newest ? time : newest), null);
