import { isGovernedGlobalType } from '#catalog/resource-types.ts';
import type { TableTouch } from '#sql/touches.ts';
import type { CoverageRow } from './coverage-row.ts';

/** Why a place does not fully count, worst first where one place has several. */
export type GapKind =
  | 'not_permitted'
  | 'never_delivered'
  | 'every_delivery_failed'
  | 'type_not_recorded'
  | 'before_first_snapshot'
  | 'rule_not_recorded'
  | 'domain_not_collected'
  | 'unknown_place'
  | 'stopped'
  | 'suspended'
  | 'stale'
  | 'rejected';

/** One account × Region that a table reference can touch, and how well it is recorded. */
export interface PlaceFinding {
  readonly accountId: string | null;
  readonly accountName: string | null;
  readonly region: string | null;
  readonly gap: GapKind | null;
  /** Rows of this place are in the lake (a degraded place), or nothing of it is (an absent one). */
  readonly holdsData: boolean;
  readonly resourceTypes: readonly string[];
  /** Newest complete snapshot, answer-JSON time; null where none arrived. */
  readonly dataAt: string | null;
  readonly detail: string;
}

/** The Region of resources that belong to no Region. */
export const GLOBAL = 'global';

/** A place of which nothing is in the lake. */
export function absent(
  accountId: string | null,
  region: string | null,
  gap: PlaceFinding['gap'],
  detail: string,
): PlaceFinding {
  return {
    accountId,
    accountName: null,
    region,
    gap,
    holdsData: false,
    resourceTypes: [],
    dataAt: null,
    detail,
  };
}

const HOUR_MS = 3_600_000;

/** Milliseconds of an answer-JSON time (`YYYY-MM-DD hh:mm:ss.sss`, UTC). */
export function millisecondsOf(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

/** "3 hours", "2 days": the age a person reads. */
export function ageText(from: string, now: Date): string {
  const hours = Math.max(0, (now.getTime() - millisecondsOf(from)) / HOUR_MS);
  if (hours < 1) return 'less than an hour';
  const [count, unit] = hours < 48 ? [Math.round(hours), 'hour'] : [Math.round(hours / 24), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Whether the recorder behind a coverage row records a type, by its list and its exclusions. */
export function records(row: CoverageRow, type: string): boolean {
  // Its own item comes whatever it records.
  if (type === 'AWS::Config::ConfigurationRecorder') return true;
  if (row.excluded_types?.includes(type)) return false;
  const listed = row.recorded_types;
  // A recorder whose own item never arrived is taken at its deliveries: nothing says that it leaves types out.
  if (listed !== null && listed.length > 0 && !listed.includes('*')) return listed.includes(type);
  return row.includes_global_types !== false || !isGovernedGlobalType(type);
}

/** Whether the recorder leaves any type out at all. */
export function recordsEverything(row: CoverageRow): boolean {
  const listed = row.recorded_types;
  const all = listed === null || listed.length === 0 || listed.includes('*');
  return all && (row.excluded_types?.length ?? 0) === 0;
}

/** The state of a place whatever the type asked about; null where nothing is wrong with it. */
export function gapOfRow(
  row: CoverageRow,
  now: Date,
): { kind: GapKind; holdsData: boolean; detail: string } | null {
  const delivered = row.last_snapshot_at !== null || row.last_event_at !== null || row.items > 0;
  if (!delivered) {
    return row.rejected > 0
      ? {
          kind: 'every_delivery_failed',
          holdsData: false,
          detail: `every delivery failed (${row.rejected} rejected)`,
        }
      : { kind: 'never_delivered', holdsData: false, detail: 'nothing has ever been delivered' };
  }
  if (row.account_status !== null && row.account_status !== 'ACTIVE') {
    return {
      kind: 'suspended',
      holdsData: true,
      detail: `the account is ${row.account_status.toLowerCase()}`,
    };
  }
  if (row.verdict === 'stopped' || row.recorder_state === 'stopped') {
    return { kind: 'stopped', holdsData: true, detail: `the recorder is stopped${agedFrom(row, now)}` };
  }
  if (row.verdict !== 'fresh') {
    const detail =
      row.last_snapshot_at === null
        ? 'no complete snapshot has arrived'
        : `data is ${ageText(row.last_snapshot_at, now)} old`;
    return { kind: 'stale', holdsData: true, detail };
  }
  if (row.rejected > 0) {
    return {
      kind: 'rejected',
      holdsData: true,
      detail: `${row.rejected} delivered record${row.rejected === 1 ? '' : 's'} could not be read`,
    };
  }
  return null;
}

function agedFrom(row: CoverageRow, now: Date): string {
  return row.last_snapshot_at === null ? '' : `, data is ${ageText(row.last_snapshot_at, now)} old`;
}

/** Whether a table reference can touch an account, by what it asks of the account and its environment. */
export function isAsked(touch: TableTouch, row: CoverageRow): boolean {
  if (row.account_id === null) return false;
  const asked = (wanted: readonly string[] | null, value: string | null) =>
    wanted === null || value === null || wanted.includes(value);
  return (
    (touch.accounts === null || touch.accounts.includes(row.account_id)) &&
    asked(touch.accountNames, row.account_name) &&
    // A resource's environment is its account's where the account has one, whatever the resource itself says.
    asked(touch.environments, row.account_environment)
  );
}
