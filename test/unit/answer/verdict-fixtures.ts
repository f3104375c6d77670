import type { CoverageRow, Excuse, RuleResults } from '#answer/verdict/coverage-row.ts';
import { judge } from '#answer/verdict/judge.ts';
import type { Knowledge } from '#answer/verdict/knowledge.ts';
import type { TableTouch } from '#sql/touches.ts';

export const NOW = new Date('2026-03-10T12:00:00Z');

export const place = (account: string, region: string, change: Partial<CoverageRow> = {}): CoverageRow => ({
  account_id: account,
  account_name: `name-${account}`,
  account_status: 'ACTIVE',
  account_environment: null,
  region,
  domain: 'config',
  recorder_state: 'recording',
  recorded_types: ['*'],
  excluded_types: [],
  includes_global_types: true,
  first_snapshot_at: '2026-03-01 00:00:00.000',
  last_snapshot_at: '2026-03-10 06:00:00.000',
  last_event_at: '2026-03-10 11:00:00.000',
  items: 10,
  rejected: 0,
  missed_by_events: 0,
  verdict: 'fresh',
  ...change,
});

export const silent = (account: string) =>
  place(account, 'x', {
    region: null,
    last_snapshot_at: null,
    last_event_at: null,
    first_snapshot_at: null,
    items: 0,
    recorder_state: 'unknown',
    verdict: 'silent',
  });

export const touch = (change: Partial<TableTouch> = {}): TableTouch => ({
  table: 'ec2_instance',
  domain: 'config',
  accounts: null,
  regions: null,
  environments: null,
  accountNames: null,
  resourceTypes: ['AWS::EC2::Instance'],
  namedTypes: null,
  ruleNames: null,
  ruleCondition: null,
  restrictedByPolicy: false,
  asOf: null,
  window: null,
  columns: [],
  storedIn: 'ec2_instance',
  partitions: {},
  ...change,
});

export interface Given {
  readonly touches?: readonly TableTouch[];
  readonly coverage: readonly CoverageRow[];
  readonly rules?: readonly RuleResults[];
  readonly excuses?: readonly Excuse[];
  readonly rowCount?: number;
  readonly rowsAt?: (account: string, region: string | null) => number;
  readonly restricted?: boolean;
  readonly known?: Partial<Knowledge>;
  readonly readable?: readonly string[];
  readonly readableRegions?: readonly string[];
}

export const verdict = (given: Given) =>
  judge({
    touches: (given.touches ?? [touch()])
      .filter(({ domain }) => domain !== 'none')
      .map((one) => ({
        touch: one,
        known: {
          coverage: given.coverage,
          globalCoverage: given.coverage,
          results: given.rules ?? [],
          holds: () => true,
          knewVersions: () => false,
          ...given.known,
        },
      })),
    rights: {
      restricted: given.restricted ?? false,
      mayReadType: (type) => given.readable?.includes(type) ?? true,
      mayReadRegion: (region) => given.readableRegions?.includes(region) ?? true,
      readableTypes: given.readable ?? null,
    },
    excuses: given.excuses ?? [],
    now: NOW,
    rowCount: given.rowCount ?? 0,
    rowsAt: given.rowsAt ?? null,
    isGlobalType: (type) => type.startsWith('AWS::IAM::'),
  });

export const kinds = (found: ReturnType<typeof verdict>) => found.causes.map((cause) => cause.kind);
