import type { TableTouch } from '#sql/touches.ts';
import { placesOf } from './judge-places.ts';
import { resultsOf } from './judge-results.ts';
import type { Knowledge, Rights } from './knowledge.ts';
import { absent, GLOBAL, type PlaceFinding } from './places.ts';

export interface TouchInput {
  readonly touch: TableTouch;
  readonly known: Knowledge;
  readonly rights: Rights;
  readonly now: Date;
  readonly isGlobalType: (type: string) => boolean;
}

/** What each place that a table reference can touch is worth. Empty: the reference can touch no place at all. */
export function findingsOf(input: TouchInput): readonly PlaceFinding[] {
  const { touch, rights } = input;
  if (touch.domain === 'none') return [];
  if (touch.domain !== 'config' && touch.domain !== 'compliance') return [uncollected(input)];
  const types = touch.resourceTypes;
  const outside = (touch.namedTypes ?? types ?? []).filter((type) => !rights.mayReadType(type));
  const readable = types?.filter(rights.mayReadType) ?? null;
  if (types !== null && types.length > 0 && readable?.length === 0) return [typesOutside(types)];
  const own: TouchInput = { ...input, touch: { ...touch, resourceTypes: readable } };
  const findings = [...namedOutside(own)];
  if (touch.namedTypes !== null && outside.length > 0) findings.push(typesOutside(outside));
  findings.push(...(touch.domain === 'config' ? [...placesOf(own), ...unreadable(own)] : resultsOf(own)));
  return findings;
}

const typesOutside = (types: readonly string[]): PlaceFinding =>
  absent(null, null, 'not_permitted', `${types.join(', ')} is outside what you may read`);

/** Accounts that the query names and nobody has told of, or that the caller may not read. */
function namedOutside({ touch, known, rights }: TouchInput): readonly PlaceFinding[] {
  const { coverage } = known;
  const { restricted } = rights;
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
    if (!rights.mayReadRegion(region))
      findings.push(absent(null, region, 'not_permitted', `${region} is outside what you may read`));
    else if (region !== GLOBAL && !seen.has(region))
      findings.push(absent(null, region, 'unknown_place', `no account is known to be recorded in ${region}`));
  }
  return findings;
}

/** Rejected records whose account nobody can read may belong to any place, so a query over all places says so. */
function unreadable({ touch, known }: TouchInput): readonly PlaceFinding[] {
  if (touch.accounts !== null || touch.restrictedByPolicy) return [];
  return known.coverage
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
