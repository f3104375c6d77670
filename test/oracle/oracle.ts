import { accountRows, gatherAccounts } from './accounts.ts';
import { identityColumns } from './base-columns.ts';
import { complianceHistoryRows, complianceRows } from './compliance.ts';
import { coverageRows } from './coverage.ts';
import { currentEntry, relationshipRows, resourceRow, tagRows } from './current.ts';
import { changeRows, historyRows } from './history.ts';
import type { Account, Delivery, Item, OracleTables, Row } from './model.ts';
import { policyStatements } from './policy-statements.ts';
import { readDeliveries } from './read-deliveries.ts';
import { Recorders } from './recorders.ts';
import { securityGroupRules } from './security-group-rules.ts';
import { type Entry, reportersOf, timelineOf } from './timeline.ts';
import { typedColumns, typedTableOf } from './typed-tables.ts';
import { gatherVersions } from './versions.ts';

export type { Delivery, OracleTables, Row } from './model.ts';

/**
 * What the lake must hold after these deliveries, whatever their order (rule 1 names the one exception). Read
 * from the design's definitions directly and slowly; the numbered choices are in README.md.
 */
export function oracle(deliveries: readonly Delivery[], options: { readonly now: Date }): OracleTables {
  const facts = readDeliveries(deliveries, options.now);
  const accounts = gatherAccounts(facts);
  const resources = gatherVersions(facts.tellings);
  const recorders = new Recorders(resources);

  const history: Row[] = [];
  const changes: Row[] = [];
  const current: Entry[] = [];
  const present = new Set<string>();
  for (const resource of resources.values()) {
    const timeline = timelineOf(resource, facts, recorders);
    history.push(...historyRows(timeline, accounts));
    changes.push(...changeRows(resource, timeline, facts.snapshots, accounts));
    const entry = currentEntry(resource, timeline, recorders);
    if (entry === undefined) continue;
    current.push(entry);
    present.add(resource.key);
  }

  const reportedNow = [...resources.values()].filter(({ key }) => present.has(key)).map(reportersOf);

  return {
    resources: current.map((entry) => resourceRow(entry, accounts)),
    resource_history: history,
    resource_changes: changes,
    resource_tags: current.flatMap((entry) => tagRows(entry, accounts)),
    relationships: current.flatMap((entry) => relationshipRows(entry, accounts)),
    accounts: accountRows(accounts),
    coverage: coverageRows(facts, accounts, recorders, reportedNow, options.now),
    rejected_records: facts.rejections.map((each) => ({
      account_id: each.account,
      region: each.region,
      source: each.path,
      reason_code: each.reasonCode,
      reason: each.reason,
    })),
    compliance: complianceRows(facts, accounts),
    compliance_history: complianceHistoryRows(facts, accounts),
    ec2_security_group_rule: partRows(
      current,
      accounts,
      ({ resourceType }) => resourceType === 'AWS::EC2::SecurityGroup',
      securityGroupRules,
    ),
    policy_statement: partRows(
      current,
      accounts,
      () => true,
      (item) => policyStatements(item, new Set(accounts.keys())),
    ),
    ...typedTables(current, accounts),
  };
}

/** Typed tables of the published types that have rows: base columns are those of `resources`, so identity is enough. */
function typedTables(current: readonly Entry[], accounts: ReadonlyMap<string, Account>): OracleTables {
  const tables: Record<string, Row[]> = {};
  for (const { version } of current) {
    const { item } = version.chosen;
    const table = typedTableOf(item.resourceType);
    if (table === null) continue;
    const rows = tables[table] ?? [];
    tables[table] = rows;
    rows.push({ ...identityColumns(item, accounts), ...typedColumns(item) });
  }
  return tables;
}

/** Rows of a part table: the resource's identity and one element each. */
function partRows(
  current: readonly Entry[],
  accounts: ReadonlyMap<string, Account>,
  holds: (item: Item) => boolean,
  elementsOf: (item: Item) => readonly Row[],
): readonly Row[] {
  return current
    .map(({ version }) => version.chosen.item)
    .filter(holds)
    .flatMap((item) =>
      elementsOf(item).map((element) => ({ ...identityColumns(item, accounts), ...element })),
    );
}
