import type { ChannelFaults, RecordedTypes, RecorderPhase, RecorderPlan } from '../plan.ts';
import type { Random } from '../random.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../time.ts';

/** The usual misbehaviour of a best-effort channel. */
export const usualFaults: ChannelFaults = { lost: 0.06, duplicate: 0.05, late: 0.04, disordered: 0.2 };
export const flawless: ChannelFaults = { lost: 0, duplicate: 0, late: 0, disordered: 0 };
export const everything: RecordedTypes = { mode: 'all', types: [] };

/** Snapshot times: the newest within a few hours of `until`, then back by the cadence as far as `from`. */
export function snapshotTimes(random: Random, from: number, until: number, everyHours: number): number[] {
  const newest =
    until - random.int(10 * MINUTE, Math.min(everyHours, 5) * HOUR * 0.8) - random.int(0, 59) * SECOND;
  const times: number[] = [];
  for (let at = newest; at >= from; at -= everyHours * HOUR) times.unshift(Math.floor(at / SECOND) * SECOND);
  return times;
}

export interface RecorderOptions {
  readonly region: string;
  readonly includesGlobal: boolean;
  readonly recorded?: RecordedTypes;
  readonly changes?: readonly RecorderPhase[];
  readonly everyHours?: 6 | 12 | 24;
  /** Recording ends here (told by the recorder's own item). */
  readonly stopsAt?: number;
  readonly silentFrom?: number;
  readonly faults?: ChannelFaults;
  readonly deliversHistory?: boolean;
  readonly deliversEvents?: boolean;
}

/** A recorder that has been on for months and delivers from the plan's start. */
export function recorder(
  place: { start: number; now: number },
  random: Random,
  options: RecorderOptions,
): RecorderPlan {
  const { region, includesGlobal } = options;
  const first: RecorderPhase = {
    from: Math.floor(place.start / SECOND) * SECOND - 200 * DAY,
    recording: true,
    includesGlobal,
    recorded: options.recorded ?? everything,
  };
  const phases: RecorderPhase[] = [first, ...(options.changes ?? [])];
  if (options.stopsAt !== undefined)
    phases.push({ ...(phases.at(-1) ?? first), from: options.stopsAt, recording: false });
  const everyHours = options.everyHours ?? 24;
  const until = Math.min(place.now, options.stopsAt ?? place.now, options.silentFrom ?? place.now);
  return {
    region,
    phases,
    snapshots: snapshotTimes(random.fork('snapshots', region), place.start, until, everyHours),
    frequencyHours: everyHours,
    ...(options.silentFrom === undefined ? {} : { silentFrom: options.silentFrom }),
    deliversHistory: options.deliversHistory ?? true,
    deliversEvents: options.deliversEvents ?? true,
    faults: options.faults ?? usualFaults,
    brokenSnapshots: [],
  };
}
