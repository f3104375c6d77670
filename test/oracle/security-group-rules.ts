import type { Item, Json, Row } from './model.ts';
import { isObject, pickAnyCase, textOf } from './values.ts';

/** One row for each permission and source of a security group (rule 51). */
export function securityGroupRules(item: Item): readonly Row[] {
  return [
    ...permissions(item, 'ipPermissions', 'ingress'),
    ...permissions(item, 'ipPermissionsEgress', 'egress'),
  ];
}

function permissions(item: Item, field: string, direction: string): readonly Row[] {
  return list(pickAnyCase(item.configuration, field)).flatMap((permission) => {
    const base = {
      direction,
      ip_protocol: textOf(pickAnyCase(permission, 'ipProtocol')),
      from_port: numberOf(pickAnyCase(permission, 'fromPort')),
      to_port: numberOf(pickAnyCase(permission, 'toPort')),
    };
    return sourcesOf(permission).map((source) => ({ ...base, ...source }));
  });
}

function sourcesOf(permission: Json): readonly Row[] {
  const ipv4 = list(pickAnyCase(permission, 'ipv4Ranges')).map((range) => cidr(range, 'cidrIp'));
  // `ipRanges` repeats `ipv4Ranges` without descriptions: it adds only what is not already there.
  const known = new Set(ipv4.map((row) => row.cidr));
  const plain = list(pickAnyCase(permission, 'ipRanges'))
    .map((range) =>
      isObject(range)
        ? cidr(range, 'cidrIp')
        : { cidr: textOf(range), referenced_group_id: null, description: null },
    )
    .filter((row) => !known.has(row.cidr));
  const ipv6 = list(pickAnyCase(permission, 'ipv6Ranges')).map((range) => cidr(range, 'cidrIpv6'));
  const groups = list(pickAnyCase(permission, 'userIdGroupPairs')).map((pair) => ({
    cidr: null,
    referenced_group_id: textOf(pickAnyCase(pair, 'groupId')),
    description: textOf(pickAnyCase(pair, 'description')),
  }));
  return [...ipv4, ...plain, ...ipv6, ...groups];
}

const cidr = (range: Json, field: string) => ({
  cidr: textOf(pickAnyCase(range, field)),
  referenced_group_id: null,
  description: textOf(pickAnyCase(range, 'description')),
});

const list = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);

const numberOf = (value: Json): number | null => {
  if (value === null || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
};
