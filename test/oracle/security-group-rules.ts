import type { Item, Json, Row } from './model.ts';
import { isObject, pickAnyCase, textOf } from './values.ts';

/** One row for each permission and source of a security group (rule 51). */
export function securityGroupRules(item: Item): readonly Row[] {
  const group = {
    group_id: textOf(pickAnyCase(item.configuration, 'groupId')),
    group_name: textOf(pickAnyCase(item.configuration, 'groupName')),
    vpc_id: textOf(pickAnyCase(item.configuration, 'vpcId')),
  };
  return [
    ...permissions(item, 'ipPermissions', 'ingress'),
    ...permissions(item, 'ipPermissionsEgress', 'egress'),
  ].map((rule) => ({ ...group, ...rule }));
}

function permissions(item: Item, field: string, direction: string): readonly Row[] {
  return list(pickAnyCase(item.configuration, field)).flatMap((permission) => {
    const base = {
      direction,
      ip_protocol: textOf(pickAnyCase(permission, 'ipProtocol')),
      from_port: numberOf(pickAnyCase(permission, 'fromPort')),
      to_port: numberOf(pickAnyCase(permission, 'toPort')),
    };
    const sources = sourcesOf(permission);
    return (sources.length === 0 ? [NO_SOURCE] : sources).map((source) => ({
      ...base,
      ...NO_SOURCE,
      ...source,
    }));
  });
}

const NO_SOURCE: Row = {
  source_kind: null,
  cidr: null,
  referenced_group_id: null,
  referenced_group_name: null,
  referenced_account_id: null,
  prefix_list_id: null,
  description: null,
};

function sourcesOf(permission: Json): readonly Row[] {
  const each = (field: string, read: (source: Json) => Row): readonly Row[] =>
    list(pickAnyCase(permission, field)).map((source) => ({
      description: isObject(source) ? textOf(pickAnyCase(source, 'description')) : null,
      ...read(source),
    }));
  const text = (source: Json, field: string) => textOf(pickAnyCase(source, field));
  const ipv4 = each('ipv4Ranges', (range) => ({ source_kind: 'ipv4', cidr: text(range, 'cidrIp') }));
  // `ipRanges` is the old spelling of the same ranges: read only where the new one is missing.
  const old = each('ipRanges', (range) => ({
    source_kind: 'ipv4',
    cidr: isObject(range) ? text(range, 'cidrIp') : textOf(range),
  }));
  return [
    ...(ipv4.length > 0 ? ipv4 : old),
    ...each('ipv6Ranges', (range) => ({ source_kind: 'ipv6', cidr: text(range, 'cidrIpv6') })),
    ...each('userIdGroupPairs', (pair) => ({
      source_kind: 'group',
      referenced_group_id: text(pair, 'groupId'),
      referenced_group_name: text(pair, 'groupName'),
      referenced_account_id: text(pair, 'userId'),
    })),
    ...each('prefixListIds', (prefix) => ({
      source_kind: 'prefix_list',
      prefix_list_id: text(prefix, 'prefixListId'),
    })),
  ];
}

const list = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);

const numberOf = (value: Json): number | null => {
  if (value === null || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
};
