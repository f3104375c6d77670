import { environmentOf } from './environment.ts';
import type { Account, Item, Row } from './model.ts';
import { timestampText } from './values.ts';

/** The base columns of a resource's row, as `resources` and every typed table have them. */
export function baseColumns(item: Item, source: string, accounts: ReadonlyMap<string, Account>): Row {
  return {
    ...identityColumns(item, accounts),
    availability_zone: item.availabilityZone,
    created_at: timestampText(item.createdAt),
    captured_at: timestampText(item.capturedAt),
    tags: item.tags,
    configuration: item.configuration,
    supplementary_configuration: item.supplementary,
    source,
  };
}

/** The columns that say which resource a row is about. */
export function identityColumns(item: Item, accounts: ReadonlyMap<string, Account>): Row {
  return {
    account_id: item.accountId,
    account_name: accounts.get(item.accountId)?.name ?? null,
    region: item.region,
    resource_type: item.resourceType,
    resource_id: item.resourceId,
    resource_name: item.resourceName,
    arn: item.arn,
    environment: environmentOf(accounts.get(item.accountId), item.tags),
  };
}
