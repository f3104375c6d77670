import { publishedResourceTypes, resourceTypeFacts } from '#catalog/resource-types.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { type EffectivePolicy, matchesPattern } from '#sql/policy.ts';
import type { PreparedQuery } from '#sql/prepare.ts';
import { schemaOf } from '#sql/schema.ts';
import type { TableTouch } from '#sql/touches.ts';
import type { Verdict } from '../contract.ts';
import type { AnswerDeps, Caller } from '../deps.ts';
import type { RanQuery } from '../run-prepared.ts';
import { judge } from './judge.ts';
import type { Rights } from './knowledge.ts';
import { knowledgeReader } from './read-knowledge.ts';

interface VerdictOfInput {
  readonly query: PreparedQuery;
  readonly snapshot: CatalogueSnapshot;
  readonly now: Date;
  readonly caller: Caller;
  /** null in a dry run. */
  readonly run: RanQuery | null;
}

/** The verdict of a prepared query over one look at the lake. */
export async function verdictOf(input: VerdictOfInput, deps: AnswerDeps): Promise<Verdict> {
  const { query, snapshot, now, caller, run } = input;
  const schema = schemaOf(snapshot);
  const touches = query.touches;
  const policy = forTables(
    caller.policy,
    touches.map((touch) => touch.table),
  );
  const knowledgeOf = knowledgeReader(policy, { ...deps, schema, snapshot });
  const recorded = touches.filter((touch) => touch.domain !== 'none');
  return judge({
    touches: await Promise.all(
      recorded.map(async (touch) => ({ touch, known: await knowledgeOf(unmasked(touch, policy)) })),
    ),
    rights: rightsOf(policy, snapshot),
    excuses: await deps.excuses(),
    now,
    rowCount: run?.rowCount ?? null,
    rowsAt: run === null ? null : rowsAt(query, run),
    isGlobalType: (type) => resourceTypeFacts(type).isGlobal,
  });
}

/** The caller's rights as far as they are about these tables. */
function forTables(policy: EffectivePolicy, tables: readonly string[]): EffectivePolicy {
  if (policy.grants === null) return policy;
  const grants = policy.grants.filter((grant) => tables.some((table) => matchesPattern(grant.tables, table)));
  return { ...policy, grants };
}

/** What a condition finds out about a masked column is not the caller's to know. */
function unmasked(touch: TableTouch, { maskedColumns }: EffectivePolicy): TableTouch {
  const isMasked = maskedColumns.some((name) =>
    ['rule_name', 'resource_type'].some(
      (column) => name === `*.${column}` || name === `${touch.table}.${column}`,
    ),
  );
  return isMasked ? { ...touch, ruleCondition: null } : touch;
}

function rightsOf({ grants }: EffectivePolicy, snapshot: CatalogueSnapshot): Rights {
  const mayReadType = (type: string): boolean =>
    grants?.some(({ resourceTypes }) => resourceTypes === null || matchesPattern(resourceTypes, type)) ??
    true;
  const limitsTypes = grants?.every(({ resourceTypes }) => resourceTypes !== null) ?? false;
  return {
    restricted: grants !== null,
    mayReadType,
    mayReadRegion: (region) =>
      grants?.some(({ regions }) => regions === null || regions.includes(region)) ?? true,
    readableTypes: limitsTypes ? knownTypes(snapshot).filter(mayReadType) : null,
  };
}

/** Published types, and those that the lake has met beside them. */
function knownTypes(snapshot: CatalogueSnapshot): readonly string[] {
  const met = snapshot.partitions('resources').flatMap(({ values }) => values.resource_type ?? []);
  return [...new Set([...publishedResourceTypes(), ...met])];
}

/** Rows of a place, where the result names the account and Region of each of its rows and holds all of them. */
function rowsAt(
  query: PreparedQuery,
  run: RanQuery,
): ((accountId: string, region: string | null) => number) | null {
  const accountAt = query.columns.findIndex((column) => column.name === 'account_id');
  const regionAt = query.columns.findIndex((column) => column.name === 'region');
  if (accountAt === -1 || regionAt === -1 || run.truncated) return null;
  return (accountId, region) =>
    run.rows.filter((row) => row[accountAt] === accountId && (region === null || row[regionAt] === region))
      .length;
}
