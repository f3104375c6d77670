import type { TableTouch } from '#sql/touches.ts';
import type { CoverageRow, RuleResults } from './coverage-row.ts';
import { gapOfRow, millisecondsOf, type PlaceFinding, records, recordsEverything } from './places.ts';

export interface TouchInput {
  readonly touch: TableTouch;
  /** Coverage rows that this caller may know of, and no others. */
  readonly coverage: readonly CoverageRow[];
  readonly rules: readonly RuleResults[];
  readonly now: Date;
  readonly rowsFound: boolean;
  readonly isGlobalType: (type: string) => boolean;
  /** The caller is a named user whose rights may leave places out. */
  readonly restricted: boolean;
  /** Whether the caller's rights include a resource type. */
  readonly mayReadType: (type: string) => boolean;
}

const GLOBAL = 'global';

/** What each place that a table reference can touch is worth. Empty: the reference can touch no place at all. */
export function findingsOf(input: TouchInput): readonly PlaceFinding[] {
  const { touch } = input;
  if (touch.domain === 'none') return [];
  const types = touch.resourceTypes;
  if (types !== null && types.length > 0 && !types.some(input.mayReadType)) {
    return [absent(null, null, 'not_permitted', `${types.join(', ')} is outside what you may read`)];
  }
  if (touch.domain === 'config') {
    return [...namedOutside(input), ...configFindings(input), ...unreadable(input)];
  }
  if (touch.domain === 'compliance') return [...namedOutside(input), ...complianceFindings(input)];
  return [uncollected(input)];
}

/** Accounts that the query names and nobody has told of, or that the caller may not read. */
function namedOutside({ touch, coverage, restricted }: TouchInput): readonly PlaceFinding[] {
  const findings: PlaceFinding[] = [];
  for (const accountId of touch.accounts ?? []) {
    if (coverage.some((row) => row.account_id === accountId)) continue;
    // Whether an account outside their rights exists is not for a restricted caller to learn.
    findings.push(
      restricted
        ? absent(accountId, null, 'not_permitted', `account ${accountId} is outside what you may read`)
        : absent(
            accountId,
            null,
            'unknown_place',
            `no delivery and no account list names account ${accountId}`,
          ),
    );
  }
  const names = new Set(coverage.map((row) => row.account_name));
  for (const name of touch.accountNames ?? []) {
    if (!names.has(name)) {
      findings.push(
        absent(
          null,
          null,
          restricted ? 'not_permitted' : 'unknown_place',
          `no account that you may read is called ${name}`,
        ),
      );
    }
  }
  const seen = new Set(coverage.map((row) => row.region));
  for (const region of touch.regions ?? []) {
    if (region !== GLOBAL && !seen.has(region)) {
      findings.push(absent(null, region, 'unknown_place', `no account is known to be recorded in ${region}`));
    }
  }
  return findings;
}

function inScope({ touch }: TouchInput, row: CoverageRow): boolean {
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

function configFindings(input: TouchInput): readonly PlaceFinding[] {
  const { touch, coverage } = input;
  const rows = coverage.filter((row) => row.domain === 'config' && inScope(input, row));
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
  if (types === null && wantsGlobal) findings.push(...withoutGlobalTypes(rows));
  if (global.length > 0 && wantsGlobal) {
    for (const account of new Set(rows.map((row) => row.account_id))) {
      findings.push(
        globalFinding(
          input,
          rows.filter((row) => row.account_id === account),
          global,
        ),
      );
    }
  }
  return findings;
}

/** Accounts none of whose recorders includes global types: a query over every type misses theirs. */
function withoutGlobalTypes(rows: readonly CoverageRow[]): readonly PlaceFinding[] {
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
            holdsData: true,
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
  const found = rows.map((row) => placeFinding(input, row, types));
  const rank = (finding: PlaceFinding) => (finding.gap === null ? 0 : finding.holdsData ? 1 : 2);
  const [best] = [...found].sort((a, b) => rank(a) - rank(b));
  if (best === undefined) throw new Error('an account without coverage rows has no global finding');
  return { ...best, region: GLOBAL };
}

function placeFinding(input: TouchInput, row: CoverageRow, types: readonly string[] | null): PlaceFinding {
  const { touch, now } = input;
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
  const before =
    touch.asOf !== null &&
    (row.first_snapshot_at === null || millisecondsOf(row.first_snapshot_at) > touch.asOf.getTime());
  if (before) {
    return {
      ...base,
      gap: 'before_first_snapshot',
      holdsData: input.rowsFound,
      detail: 'was not recorded yet at that time',
    };
  }
  const missing = types?.filter((type) => !records(row, type)) ?? [];
  if (missing.length > 0) {
    return {
      ...base,
      gap: 'type_not_recorded',
      holdsData: missing.length < (types?.length ?? 0),
      resourceTypes: missing,
      detail: `does not record ${missing.join(', ')}`,
    };
  }
  if (types === null && !recordsEverything(row)) {
    return {
      ...base,
      gap: 'type_not_recorded',
      holdsData: true,
      resourceTypes: compact(row.excluded_types),
      detail: 'records only some resource types',
    };
  }
  if (state !== null && !(touch.asOf !== null && heldAt(row, touch.asOf))) {
    return { ...base, gap: state.kind, holdsData: true, detail: state.detail };
  }
  return { ...base, gap: null, holdsData: true, detail: '' };
}

/** A place that is stale or stopped today still answers for a time that its snapshots span. */
function heldAt(row: CoverageRow, asOf: Date): boolean {
  return (
    row.last_snapshot_at !== null &&
    millisecondsOf(row.last_snapshot_at) >= asOf.getTime() &&
    row.rejected === 0
  );
}

function compact(values: readonly (string | null)[] | null): readonly string[] {
  return (values ?? []).filter((value) => value !== null);
}

/** Rejected records whose account nobody can read may belong to any place, so a query over all places says so. */
function unreadable({ touch, coverage }: TouchInput): readonly PlaceFinding[] {
  if (touch.accounts !== null || touch.restrictedByPolicy) return [];
  return coverage
    .filter((row) => row.domain === 'config' && row.account_id === null && row.rejected > 0)
    .map((row) => ({
      ...absent(
        null,
        null,
        'rejected',
        `${row.rejected} delivered record${row.rejected === 1 ? '' : 's'} of an unknown account could not be read`,
      ),
      holdsData: true,
    }));
}

/** A rule's results count only where they have arrived, whatever the recorder lists. */
function complianceFindings(input: TouchInput): readonly PlaceFinding[] {
  const { touch, coverage, rules, now } = input;
  const rows = coverage.filter((row) => row.domain === 'config' && inScope(input, row));
  const wanted = touch.ruleNames;
  const findings: PlaceFinding[] = [];
  for (const accountId of new Set(rows.map((row) => row.account_id))) {
    const places = rows.filter((row) => row.account_id === accountId);
    const arrived = rules.filter(
      (rule) => rule.account_id === accountId && (wanted === null || wanted.includes(rule.rule_name)),
    );
    const named = places.filter(
      (row) => touch.regions === null || (row.region !== null && touch.regions.includes(row.region)),
    );
    const [first] = named;
    if (first === undefined) continue;
    const ruleText =
      wanted === null
        ? 'no Config rule results have arrived'
        : `no results of ${wanted.join(' or ')} have arrived`;
    if (arrived.length === 0) {
      findings.push({
        ...absent(accountId, null, 'rule_not_recorded', ruleText),
        accountName: first.account_name,
      });
      continue;
    }
    const gap = gapOfRow(first, now);
    findings.push({
      accountId,
      accountName: first.account_name,
      region: null,
      gap: gap?.kind ?? null,
      holdsData: true,
      resourceTypes: [],
      dataAt: first.last_snapshot_at,
      detail: gap?.detail ?? '',
    });
  }
  return findings;
}

const SWITCH_ON: Readonly<Record<string, string>> = {
  cost: 'no cost data has been recorded; switch on a cost and usage export (or Cost Explorer) and its collector',
  metrics: 'no metrics have been recorded; switch on the CloudWatch metrics collector',
  activity: 'no API activity has been recorded; switch on the CloudTrail collector',
  findings:
    'no security findings have been recorded; switch on GuardDuty or Security Hub and their collector',
};

function uncollected({ touch }: TouchInput): PlaceFinding {
  return absent(
    null,
    null,
    'domain_not_collected',
    SWITCH_ON[touch.domain] ?? `nothing has been recorded for ${touch.table}`,
  );
}

function absent(
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
