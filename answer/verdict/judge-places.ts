import { isGovernedGlobalType } from '#catalog/resource-types.ts';
import type { CoverageRow } from './coverage-row.ts';
import type { TouchInput } from './judge-touch.ts';
import {
  absent,
  GLOBAL,
  gapOfRow,
  isAsked,
  millisecondsOf,
  type PlaceFinding,
  records,
  recordsEverything,
} from './places.ts';

/** What each account and Region is worth to a reference to recorded resources. */
export function placesOf(input: TouchInput): readonly PlaceFinding[] {
  const { touch, known, rights } = input;
  const rows = known.coverage.filter((row) => row.domain === 'config' && isAsked(touch, row));
  const types = touch.resourceTypes;
  const regional = types === null ? null : types.filter((type) => !input.isGlobalType(type));
  const global = types === null ? [] : types.filter((type) => input.isGlobalType(type));
  const findings: PlaceFinding[] = [];
  const wantsRegional = touch.regions === null || touch.regions.some((region) => region !== GLOBAL);
  if (wantsRegional && (regional === null || regional.length > 0)) {
    for (const row of rows) {
      const named = touch.regions === null || row.region === null || touch.regions.includes(row.region);
      if (named) findings.push(placeFinding(input, row, regional));
    }
  }
  const wantsGlobal = touch.regions === null || touch.regions.includes(GLOBAL);
  if (!wantsGlobal) return findings;
  const globalRows = known.globalCoverage.filter((row) => row.domain === 'config' && isAsked(touch, row));
  if (types === null) return [...findings, ...withoutGlobalTypes(input, globalRows)];
  if (global.length === 0) return findings;
  if (!rights.mayReadRegion(GLOBAL)) {
    // Where it was named, that is told already.
    if (touch.regions === null)
      findings.push(
        absent(
          null,
          GLOBAL,
          'not_permitted',
          `global resources (${global.join(', ')}) are outside what you may read`,
        ),
      );
    return findings;
  }
  for (const account of new Set(globalRows.map((row) => row.account_id)))
    findings.push(
      globalFinding(
        input,
        globalRows.filter((row) => row.account_id === account),
        global,
      ),
    );
  return findings;
}

/** Accounts none of whose recorders includes global types: a query over every type misses theirs. */
function withoutGlobalTypes({ rights }: TouchInput, rows: readonly CoverageRow[]): readonly PlaceFinding[] {
  if (rights.readableTypes?.some(isGovernedGlobalType) === false) return [];
  const byAccount = new Map<string | null, CoverageRow[]>();
  for (const row of rows) byAccount.set(row.account_id, [...(byAccount.get(row.account_id) ?? []), row]);
  return [...byAccount].flatMap(([accountId, own]) =>
    accountId !== null &&
    own.some((row) => row.includes_global_types === false) &&
    !own.some((row) => row.includes_global_types === true)
      ? [
          {
            accountId,
            accountName: own[0]?.account_name ?? null,
            region: GLOBAL,
            gap: 'type_not_recorded' as const,
            holdsData: false,
            resourceTypes: [],
            dataAt: null,
            detail: 'no recorder records global types (IAM)',
          },
        ]
      : [],
  );
}

/** A global item is recorded where any recorder of the account includes it: the best of them counts. */
function globalFinding(
  input: TouchInput,
  rows: readonly CoverageRow[],
  types: readonly string[],
): PlaceFinding {
  const found = rows.map((row) => placeFinding(input, row, types, GLOBAL));
  const rank = (finding: PlaceFinding) => (finding.gap === null ? 0 : finding.holdsData ? 1 : 2);
  const [best] = [...found].sort((a, b) => rank(a) - rank(b));
  if (best === undefined) throw new Error('an account without coverage rows has no global finding');
  return { ...best, region: GLOBAL };
}

/**
 * One recorder's place.
 *
 * @param region Where its resources of these types are: its own Region, or global.
 */
function placeFinding(
  input: TouchInput,
  row: CoverageRow,
  types: readonly string[] | null,
  region: string | null = row.region,
): PlaceFinding {
  const { touch, now, known } = input;
  const base = {
    accountId: row.account_id,
    accountName: row.account_name,
    region: row.region,
    resourceTypes: types ?? [],
    dataAt: row.last_snapshot_at,
  };
  const state = gapOfRow(row, now);
  if (state !== null && !state.holdsData)
    return { ...base, gap: state.kind, holdsData: false, detail: state.detail };
  const end = touch.asOf ?? touch.window?.to ?? null;
  if (end !== null && startsAfter(row, end)) {
    return {
      ...base,
      gap: 'before_first_snapshot',
      holdsData: known.knewVersions(row.account_id ?? '', region ?? '', types),
      detail: 'not recorded yet at that time',
    };
  }
  const left = leftOut(input, row, types);
  if (left !== null) return { ...base, ...left };
  if (state !== null && !(touch.asOf !== null && heldAt(row, touch.asOf)))
    return { ...base, gap: state.kind, holdsData: true, detail: state.detail };
  const from = touch.window?.from ?? null;
  if (from !== null && startsAfter(row, from)) {
    return {
      ...base,
      gap: 'before_first_snapshot',
      holdsData: true,
      detail:
        row.first_snapshot_at === null
          ? 'no complete snapshot has arrived'
          : `recorded only since ${row.first_snapshot_at.slice(0, 10)}`,
    };
  }
  return { ...base, gap: null, holdsData: true, detail: '' };
}

/** Types asked about that a recorder leaves out. */
function leftOut(
  { rights }: TouchInput,
  row: CoverageRow,
  types: readonly string[] | null,
): Pick<PlaceFinding, 'gap' | 'holdsData' | 'resourceTypes' | 'detail'> | null {
  if (types !== null) {
    const missing = types.filter((type) => !records(row, type));
    if (missing.length === 0) return null;
    return {
      gap: 'type_not_recorded',
      holdsData: missing.length < types.length,
      resourceTypes: missing,
      detail: `${missing.join(', ')} not recorded`,
    };
  }
  if (recordsEverything(row)) return null;
  const missing = rights.readableTypes?.filter((type) => !isGovernedGlobalType(type) && !records(row, type));
  if (missing?.length === 0) return null;
  return {
    gap: 'type_not_recorded',
    holdsData: true,
    resourceTypes: (row.excluded_types ?? []).filter(
      (type) => type !== null && rights.mayReadType(type),
    ) as string[],
    detail:
      missing === undefined
        ? 'only some resource types are recorded'
        : 'only some of the resource types that you may read are recorded',
  };
}

const startsAfter = (row: CoverageRow, time: Date): boolean =>
  row.first_snapshot_at === null || millisecondsOf(row.first_snapshot_at) > time.getTime();

/** A place that is stale or stopped today still answers for a time that its snapshots span. */
function heldAt(row: CoverageRow, asOf: Date): boolean {
  return (
    row.last_snapshot_at !== null &&
    millisecondsOf(row.last_snapshot_at) >= asOf.getTime() &&
    row.rejected === 0
  );
}
