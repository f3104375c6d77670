import { networkInterfaceAddress } from './parts/addresses.ts';
import { attachedPolicy, userGroup } from './parts/identity.ts';
import { instanceVolume, networkAclEntry, route, targetGroupTarget } from './parts/network.ts';
import type { PartTableDefinition } from './parts/part-table.ts';
import { policyStatement } from './parts/policies.ts';
import { securityGroupAttachment, securityGroupRule } from './parts/security-groups.ts';

/** Tables of array elements that people ask about, as data: which types, which array, which columns. */
export const partTables: readonly PartTableDefinition[] = [
  securityGroupRule,
  securityGroupAttachment,
  policyStatement,
  instanceVolume,
  networkInterfaceAddress,
  route,
  networkAclEntry,
  targetGroupTarget,
  attachedPolicy,
  userGroup,
];

/** The part tables that items of a type have rows in. */
export function partTablesOf(resourceType: string): readonly PartTableDefinition[] {
  return partTables.filter(({ resourceTypes }) => resourceTypes.includes(resourceType));
}
