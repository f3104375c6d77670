import type { ColumnDefinition } from '../define-table.ts';
import { baseColumnNames } from '../facts/reserved-names.ts';

/**
 * Which column holds values of which other column: one fact, from which the columns follow that a policy hides together. A value is told
 * of by where it stands in the configuration item, in lower case: `configuration.state.name`, or a field of the item or of the
 * organization (`tags`, `arn`, `account_name`). What stands below a path is part of what stands at it.
 */
export interface Carried {
  readonly path: string;
  /** The value is, or may be, another resource's: the type of the row says nothing about it. */
  readonly isReference?: boolean;
}

/** The table as far as it decides what its columns hold. */
export interface CarryingTable {
  readonly name: string;
  readonly domain: string;
}

const names: ReadonlySet<string> = new Set(baseColumnNames);
const paths = (...list: readonly string[]): readonly Carried[] => list.map((path) => ({ path }));
const references = (...list: readonly string[]): readonly Carried[] =>
  list.map((path) => ({ path, isReference: true }));

/** Fields by which a resource is known: other columns, arrays and documents quote them. */
export const IDENTITY: readonly string[] = [
  'account_id',
  'account_name',
  'resource_id',
  'resource_name',
  'arn',
];
/** An ARN is made of these. */
const IN_ARN = ['arn', 'resource_id', 'resource_name', 'account_id', 'region'];

/** `tags` is gathered from the item's own tags and from these lists. */
const TAG_LISTS = [
  'tags',
  'taglist',
  'tagset',
  'tagslist',
  'filesystemtags',
  'hostedzonetags',
  'userpooltags',
].flatMap((key) => [`configuration.${key}`, `supplementaryconfiguration.${key}`]);
const TAGS = ['tags', ...TAG_LISTS, 'supplementaryconfiguration.buckettaggingconfiguration'];
/** A document tells the fields of its item again. */
const ITEM = [...IDENTITY, 'tags', 'environment', 'region', 'availability_zone', 'created_at'];

/** Where a ResourceCompliance item, which is a resource too, tells its results. */
const RESULTS = references('configuration.configrulelist', 'configuration.compliancetype');

/** Columns whose own value is one of another name; `*` stands for every table that has the column. */
const sameAs: Readonly<Record<string, string>> = {
  'resource_tags.tag_key': 'tags',
  'resource_tags.tag_value': 'tags',
  'resource_changes.before': 'configuration',
  'resource_changes.after': 'configuration',
  'resource_changes.changed_at': 'captured_at',
  'resource_history.valid_from': 'captured_at',
  'relationships.target_resource_type': 'resource_type',
  'relationships.target_resource_id': 'resource_id',
  'relationships.target_resource_name': 'resource_name',
  'relationships.target_arn': 'arn',
  'accounts.tags': 'accounts.tags',
  'compliance_history.rule_name': 'compliance.rule_name',
  'compliance_history.compliance_type': 'compliance.compliance_type',
  'compliance_history.annotation': 'compliance.annotation',
  'compliance_history.evaluated_at': 'compliance.evaluated_at',
  'coverage.account_status': 'accounts.status',
  'coverage_state.account_status': 'accounts.status',
};

/** What a column holds beside its own value. */
const alsoHolds: Readonly<Record<string, readonly Carried[]>> = {
  '*.tags': paths(...TAGS),
  'accounts.tags': [],
  'resource_tags.tag_key': paths(...TAGS),
  'resource_tags.tag_value': paths(...TAGS),
  '*.availability_zone': paths('region'),
  // Only a tag tells an environment in its owner's own words; the words of OUs and names come from a list of ours.
  '*.environment': paths(...TAGS, 'accounts.tags'),
  '*.configuration': [...paths(...ITEM), ...references(...IN_ARN)],
  '*.supplementary_configuration': [...paths(...ITEM), ...references(...IN_ARN)],
  'resource_changes.before': [...paths(...ITEM), ...references(...IN_ARN)],
  'resource_changes.after': [...paths(...ITEM), ...references(...IN_ARN)],
  // Keys, which are their owner's words in a map; that a path changed tells nothing of the value there.
  'resource_changes.changed_paths': paths(
    'tags',
    'configuration.(keys)',
    'supplementaryconfiguration.(keys)',
  ),
  'resource_changes.actor': references(...IN_ARN),
  'resource_changes.day': paths('captured_at'),
  'resource_history.day': paths('captured_at'),
  'resource_history.valid_to': paths('captured_at'),
  'relationships.target_arn': paths(...IN_ARN),
  // The id of a bucket is its name, that of a stack its ARN.
  'relationships.target_resource_id': paths('resource_name', 'arn', 'account_id', 'region'),
  'relationships.target_resource_name': paths('resource_id', 'arn'),
  'rejected_records.excerpt': paths(
    ...ITEM,
    'configuration',
    'supplementaryconfiguration',
    'arn',
    'captured_at',
  ),
  'rejected_records.reason': paths(...ITEM, 'configuration', 'supplementaryconfiguration', 'arn'),
  'rejected_records.source': paths('account_id', 'region'),
  'rejected_records.dead_letter_key': paths('account_id', 'region'),
  'compliance.annotation': paths(...ITEM, 'configuration', 'supplementaryconfiguration'),
  'compliance_history.annotation': paths(...ITEM, 'configuration', 'supplementaryconfiguration'),
  'compliance.rule_name': RESULTS,
  'compliance.compliance_type': RESULTS,
  'compliance.evaluated_at': RESULTS,
  'compliance_history.rule_name': RESULTS,
  'compliance_history.compliance_type': RESULTS,
  'compliance_history.evaluated_at': RESULTS,
  'cost_daily.resource_id': paths('arn', 'resource_name'),
  'cost_daily.cost_tags': paths('tags'),
  'api_activity.principal_arn': references(...IN_ARN),
  'api_activity.resource_arns': references(...IN_ARN),
  'security_findings.resource_arn': references(...IN_ARN),
  'security_findings.title': references(...IDENTITY),
};

/** Addresses stand at several places of an instance, its interfaces and its Elastic IP: whoever hides one hides all. */
const ADDRESSES: readonly (readonly string[])[] = [
  [
    'configuration.privateipaddress',
    'configuration.privatednsname',
    'configuration.privateipaddresses',
    'configuration.networkinterfaces',
  ],
  [
    'configuration.publicipaddress',
    'configuration.publicdnsname',
    'configuration.publicip',
    'configuration.association',
    'configuration.privateipaddresses',
    'configuration.networkinterfaces',
  ],
  ['configuration.ipv6addresses', 'configuration.ipv6address', 'configuration.networkinterfaces'],
];
const ADDRESS_TYPES = ['AWS::EC2::Instance', 'AWS::EC2::NetworkInterface', 'AWS::EC2::EIP'];

/** Other places, and the types of their items, that tell the same values as a path of some types. */
export function samePlaces(
  path: string,
  types: readonly string[] | undefined,
): readonly { readonly path: string; readonly resourceTypes: readonly string[] }[] {
  // Such an item's own id is the type and the id of the resource that it judges.
  if (path === 'resource_id' && types !== undefined)
    return [{ path, resourceTypes: ['AWS::Config::ResourceCompliance'] }];
  if (path.startsWith('compliance.')) {
    return RESULTS.map((one) => ({ path: one.path, resourceTypes: ['AWS::Config::ResourceCompliance'] }));
  }
  if (types?.some((type) => ADDRESS_TYPES.includes(type)) !== true) return [];
  return ADDRESSES.filter((group) => group.some((one) => path === one || path.startsWith(`${one}.`))).flatMap(
    (group) => group.map((one) => ({ path: one, resourceTypes: ADDRESS_TYPES })),
  );
}

/** The value that a column is there for: a field of the item, or its own where no other column has it. */
export function ownValue(table: CarryingTable, column: string): string {
  const same = sameAs[`${table.name}.${column}`];
  if (same !== undefined) return same;
  if (column === 'supplementary_configuration') return 'supplementaryconfiguration';
  // Costs and rejects have a `source` of another meaning.
  const isField = column === 'source' ? table.domain === 'config' : names.has(column);
  return isField ? column : `${table.name}.${column}`;
}

/** What a column holds beside its own value: what is declared, and, by their names, references to other resources. */
export function carriedBy(table: CarryingTable, column: ColumnDefinition): readonly Carried[] {
  const declared = alsoHolds[`${table.name}.${column.name}`] ?? alsoHolds[`*.${column.name}`];
  if (declared !== undefined) return declared;
  if (table.domain !== 'config' || names.has(column.name)) return [];
  if (column.json === true) return [...paths(...ITEM), ...references(...IN_ARN)];
  return referencesNamed(column.name);
}

function referencesNamed(name: string): readonly Carried[] {
  if (/(^|_)(arns?|principals|resources|role|roles)$/.test(name)) return references(...IN_ARN);
  if (/(^|_)account_ids?$|(^|_)owner_ids?$/.test(name)) return references('account_id');
  if (/(^|_)(names?|identifiers?)$/.test(name)) return references('resource_name', 'resource_id');
  if (/(^|_)ids?$/.test(name)) return references('resource_id', 'arn');
  return [];
}
