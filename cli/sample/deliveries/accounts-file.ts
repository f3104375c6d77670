import type { OrganizationPlan } from '../plan.ts';
import { iso } from '../time.ts';

/** organization/accounts.json as the design states it: what Organizations' ListAccounts says, with OU path and tags. */
export function accountsFile(plan: OrganizationPlan): string {
  const Accounts = plan.accounts.map((account) => ({
    Id: account.id,
    Name: account.name,
    Email: account.email,
    Status: account.status,
    JoinedTimestamp: iso(account.joinedAt),
    OuPath: account.ouPath,
    Tags: Object.entries(account.tags).map(([Key, Value]) => ({ Key, Value })),
    Regions: [...account.enabledRegions],
  }));
  return `${JSON.stringify({ Accounts }, null, 2)}\n`;
}
