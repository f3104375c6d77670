import type { CoverageRow } from './coverage-row.ts';
import type { TouchInput } from './judge-touch.ts';
import { absent, GLOBAL, gapOfRow, isAsked, type PlaceFinding, records } from './places.ts';

/**
 * What each account and Region is worth to a reference to results of Config rules. Results count only where those
 * of the rules asked about have arrived, whatever the recorder lists; a place that records the types such a rule
 * looks at, and holds none of them, has nothing that a result could be about.
 */
export function resultsOf(input: TouchInput): readonly PlaceFinding[] {
  const { touch, known, now } = input;
  const rows = known.coverage.filter((row) => row.domain === 'config' && isAsked(touch, row));
  const types = touch.resourceTypes ?? [
    ...new Set(known.results.flatMap(({ resource_type }) => resource_type ?? [])),
  ];
  const findings: PlaceFinding[] = [];
  for (const accountId of new Set(rows.map((row) => row.account_id ?? ''))) {
    const places = rows.filter(
      (row) =>
        row.account_id === accountId &&
        (touch.regions === null || (row.region !== null && touch.regions.includes(row.region))),
    );
    const all = places.map((row) => ({ row, told: isTold(input, row, types) }));
    const arrived = all.filter(({ told }) => told === 'arrived');
    // A rule about IAM runs in one Region of the account and tells for all of them.
    const isGlobal = types.length > 0 && types.every(input.isGlobalType);
    const judged = isGlobal && arrived.length > 0 ? arrived : all;
    const [first] = places;
    if (first === undefined) continue;
    if (!judged.some(({ told }) => told !== 'missing')) {
      findings.push(missing(input, first, null));
      continue;
    }
    for (const { row, told } of judged) {
      const gap = gapOfRow(row, now);
      if (told === 'missing' && gap?.holdsData !== false) findings.push(missing(input, row, row.region));
      else
        findings.push({
          accountId,
          accountName: row.account_name,
          region: row.region,
          gap: gap?.kind ?? null,
          holdsData: gap?.holdsData ?? true,
          resourceTypes: [],
          dataAt: row.last_snapshot_at,
          detail: gap?.detail ?? '',
        });
    }
  }
  return findings;
}

/** Whether results of the rules asked about have arrived from a place, could not be about anything there, or lack. */
function isTold(
  { known, isGlobalType }: TouchInput,
  row: CoverageRow,
  types: readonly string[],
): 'arrived' | 'nothing to tell' | 'missing' {
  const accountId = row.account_id ?? '';
  const region = row.region ?? '';
  const own = known.results.filter((result) => result.account_id === accountId);
  if (own.some((result) => result.region === null || result.region === row.region)) return 'arrived';
  const global = types.filter(isGlobalType);
  const globalTold = own.some(({ resource_type }) => resource_type !== null && isGlobalType(resource_type));
  const isOwed = (asked: readonly string[], place: string) =>
    asked.length > 0 && (!asked.every((type) => records(row, type)) || known.holds(accountId, place, asked));
  const owesGlobal = !globalTold && isOwed(global, GLOBAL);
  const owesRegional = isOwed(
    types.filter((type) => !isGlobalType(type)),
    region,
  );
  return types.length === 0 || owesGlobal || owesRegional ? 'missing' : 'nothing to tell';
}

function missing({ touch }: TouchInput, row: CoverageRow, region: string | null): PlaceFinding {
  const names = touch.ruleNames;
  const about = touch.namedTypes === null ? '' : ` about ${touch.namedTypes.join(' or ')}`;
  const detail =
    names !== null
      ? `no results of ${names.join(' or ')}${about} have arrived`
      : touch.ruleCondition === null || touch.namedTypes !== null
        ? `no Config rule results${about} have arrived`
        : 'no results of such a Config rule have arrived';
  return { ...absent(row.account_id, region, 'rule_not_recorded', detail), accountName: row.account_name };
}
