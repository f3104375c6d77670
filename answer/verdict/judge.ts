import type { TableTouch } from '#sql/touches.ts';
import type { Verdict, VerdictCause } from '../contract.ts';
import { numberText } from '../sentence.ts';
import type { Excuse } from './coverage-row.ts';
import { findingsOf } from './judge-touch.ts';
import type { Knowledge, Rights } from './knowledge.ts';
import { ageText, GLOBAL, type PlaceFinding } from './places.ts';

export interface VerdictInput {
  /** Table references that can touch recorded data, each with what its judgement rests on. */
  readonly touches: readonly JudgedTouch[];
  readonly rights: Rights;
  readonly excuses: readonly Excuse[];
  readonly now: Date;
  /** Rows the query returned (its true count where known), to size a gap and tell "none exist". */
  readonly rowCount: number | null;
  /** Rows of a place by what the result itself says of its rows; null where it cannot be told. */
  readonly rowsAt: ((accountId: string, region: string | null) => number) | null;
  readonly isGlobalType: (type: string) => boolean;
}

export interface JudgedTouch {
  readonly touch: TableTouch;
  readonly known: Knowledge;
}

/**
 * What an answer covers. It depends on the places and types that the query could touch, never on the rows it
 * happened to return: all recorded and fresh is `complete`, none recorded `not_recorded`, anything else `partial`.
 */
export function judge(input: VerdictInput): Verdict {
  const perTouch = input.touches.map(({ touch, known }) => findingsOf({ ...input, touch, known }));
  const findings = distinct(perTouch.flat());
  const gaps = findings.filter((finding) => finding.gap !== null);
  const open = gaps.filter((finding) => excuseOf(finding, input) === undefined);
  const status = statusOf(perTouch, open, input);
  const dataTimes = findings.flatMap((finding) => (finding.dataAt === null ? [] : [finding.dataAt])).sort();
  const oldest = dataTimes[0] ?? null;
  return {
    status,
    text: textOf(status, findings, open, oldest, input),
    causes: gaps.map((finding) => causeOf(finding, input)),
    accounts: [...new Set(findings.flatMap((finding) => finding.accountId ?? []))].sort(),
    regions: [...new Set(findings.flatMap((finding) => finding.region ?? []))].sort(),
    oldest_data_at: oldest,
  };
}

function distinct(findings: readonly PlaceFinding[]): readonly PlaceFinding[] {
  const byKey = new Map<string, PlaceFinding>();
  for (const finding of findings)
    byKey.set(JSON.stringify([finding.accountId, finding.region, finding.gap, finding.detail]), finding);
  return [...byKey.values()];
}

function statusOf(
  perTouch: readonly (readonly PlaceFinding[])[],
  open: readonly PlaceFinding[],
  { touches, rights }: VerdictInput,
): Verdict['status'] {
  const nothingKnown =
    touches.length > 0 &&
    touches.every(({ known }) => known.coverage.length === 0 && known.globalCoverage.length === 0);
  if (nothingKnown) return rights.restricted ? 'not_permitted' : 'not_recorded';
  if (open.length === 0) return 'complete';
  // Records of an unknown account add nothing to places of which nothing is known.
  const weighed = perTouch
    .map((findings) => findings.filter(({ accountId, gap }) => accountId !== null || gap !== 'rejected'))
    .filter((findings) => findings.length > 0);
  const wholeAbsence =
    weighed.length > 0 &&
    weighed.every((findings) => findings.every((finding) => finding.gap !== null && !finding.holdsData));
  if (!wholeAbsence) return 'partial';
  const kinds = new Set(weighed.flat().map((finding) => finding.gap));
  if (kinds.size === 1 && kinds.has('not_permitted')) return 'not_permitted';
  return kinds.size === 1 && kinds.has('every_delivery_failed') ? 'failed' : 'not_recorded';
}

function excuseOf(finding: PlaceFinding, { excuses, now }: VerdictInput): Excuse | undefined {
  return excuses.find(
    (excuse) =>
      (excuse.account_id === undefined || excuse.account_id === finding.accountId) &&
      (excuse.region === undefined || excuse.region === finding.region) &&
      (excuse.resource_type === undefined || finding.resourceTypes.includes(excuse.resource_type)) &&
      (excuse.until === undefined || Date.parse(excuse.until) > now.getTime()),
  );
}

function causeOf(finding: PlaceFinding, input: VerdictInput): VerdictCause {
  const excuse = excuseOf(finding, input);
  return {
    kind: finding.gap ?? 'stale',
    text: `${placed(finding)}${excuse === undefined ? '' : ` (excused: ${excuse.reason})`}`,
    account_id: finding.accountId,
    account_name: finding.accountName,
    region: finding.region,
    resource_types: [...finding.resourceTypes],
    excused: excuse !== undefined,
  };
}

function placed(finding: PlaceFinding): string {
  const place = placeOf(finding);
  return place === '' ? finding.detail : `${place}: ${finding.detail}`;
}

/** An account, and the Region where there is one; empty where it is about no account. */
function placeOf({ accountId, accountName, region }: PlaceFinding): string {
  const account = accountName ?? accountId;
  if (account === null) return '';
  if (region === null) return account;
  return region === GLOBAL ? `${account} (global)` : `${account} in ${region}`;
}

const MOST_NAMED = 3;

/** Gaps as a person reads them: what is wrong, most places first, each with the places where it is. */
function gapsText(open: readonly PlaceFinding[]): string {
  const byDetail = new Map<string, Set<string>>();
  for (const finding of open) {
    const places = byDetail.get(finding.detail) ?? new Set();
    byDetail.set(finding.detail, places.add(placeOf(finding)));
  }
  const gaps = [...byDetail].sort(([, a], [, b]) => b.size - a.size);
  const told = gaps.slice(0, MOST_NAMED).map(([detail, places]) => {
    const names = [...places].filter((name) => name !== '');
    const others = names.length - MOST_NAMED;
    const named = names.slice(0, MOST_NAMED).join(', ') + (others > 0 ? ` and ${others} more` : '');
    return named === '' ? detail : `${named}: ${detail}`;
  });
  const rest = gaps.length - told.length;
  return told.join('; ') + (rest > 0 ? `; and ${rest} more kind${rest === 1 ? '' : 's'} of gap` : '');
}

function textOf(
  status: Verdict['status'],
  findings: readonly PlaceFinding[],
  open: readonly PlaceFinding[],
  oldest: string | null,
  input: VerdictInput,
): string {
  const places = findings.length;
  const accounts = new Set(findings.flatMap((finding) => finding.accountId ?? [])).size;
  const scope = `${accounts} account${accounts === 1 ? '' : 's'}`;
  const age = oldest === null ? '' : ` The oldest data is ${ageText(oldest, input.now)} old.`;
  if (status === 'complete') {
    if (places === 0) return 'Complete: nothing outside Stocktake itself had to be read.';
    const excused = findings.some((finding) => finding.gap !== null)
      ? ' Known gaps are excused by their owner.'
      : '';
    return `Complete: everything this could touch is recorded and fresh (${scope}).${age}${excused}`;
  }
  const listed = gapsText(open);
  if (status === 'partial') {
    const gapAccounts = new Set(open.flatMap((finding) => finding.accountId ?? []));
    const size =
      gapAccounts.size === 0
        ? ''
        : `${gapAccounts.size} of ${scope} ${gapAccounts.size === 1 ? 'has' : 'have'} a gap${rowsHeld(open, input)}: `;
    return `Partial: ${size}${listed}.${age}`;
  }
  if (status === 'not_permitted')
    return `Not permitted: ${listed === '' ? 'you may read none of the places this asks about' : listed}.`;
  if (status === 'failed') return `Failed: ${listed}.`;
  return `Not recorded: ${listed === '' ? 'nothing that this asks about has ever been delivered' : listed}.`;
}

/** "they hold 3 of the 12,304 rows": only where the result itself says which place each row belongs to. */
function rowsHeld(open: readonly PlaceFinding[], { rowsAt, rowCount }: VerdictInput): string {
  if (rowsAt === null || rowCount === null) return '';
  const places = new Map<string, [string, string | null]>();
  for (const { accountId, region } of open) {
    if (accountId !== null) places.set(JSON.stringify([accountId, region]), [accountId, region]);
  }
  let held = 0;
  for (const [account, region] of places.values()) held += rowsAt(account, region);
  return ` (they hold ${numberText(held)} of the ${numberText(rowCount)} row${rowCount === 1 ? '' : 's'})`;
}
