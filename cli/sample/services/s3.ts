import type { Cell } from '../cell.ts';
import type { JsonObject, Tags } from '../item.ts';
import { iso } from '../time.ts';

type Access =
  | 'private'
  | 'policy'
  | 'policy-blocked'
  | 'acl'
  | 'acl-blocked'
  | 'policy-restricted'
  | 'unknown';

const OWNER_ID_LENGTH = 64;
const block = (isOn: boolean): JsonObject => ({
  blockPublicAcls: isOn,
  ignorePublicAcls: isOn,
  blockPublicPolicy: isOn,
  restrictPublicBuckets: isOn,
});

/** Buckets of a cell; in one account every kind of public, blocked and undecidable bucket. */
export function addBuckets(cell: Cell, count: number): void {
  if (cell.has('public-buckets')) {
    const kinds: readonly Access[] = [
      'policy',
      'policy-blocked',
      'acl',
      'acl-blocked',
      'policy-restricted',
      'unknown',
    ];
    for (const access of kinds)
      addBucket(cell, access, `${cell.plan.name}-${cell.account.product}-${access}-${cell.region}`);
  }
  for (let number = 0; number < count; number += 1) {
    const purpose = cell.random.pick(['assets', 'exports', 'uploads', 'logs', 'backups', 'artifacts']);
    const access: Access =
      cell.account.kind === 'sandbox' && cell.index === 0 && number === 0 ? 'policy' : 'private';
    addBucket(
      cell,
      access,
      `${cell.plan.name}-${cell.account.name}-${cell.component}-${purpose}-${cell.random.lower(6)}`,
    );
  }
}

function addBucket(cell: Cell, access: Access, name: string): void {
  const { random } = cell;
  const createdAt = cell.past(30, 1500);
  const tags = cell.tags(name);
  const ownerId = random.hex(OWNER_ID_LENGTH);
  const acl = aclText(ownerId, access === 'acl' || access === 'acl-blocked');
  const supplementary: JsonObject = {
    BucketAccelerateConfiguration: { isRequesterCharged: false },
    BucketLoggingConfiguration: random.chance(0.4)
      ? { destinationBucketName: `${cell.plan.name}-access-logs-${cell.region}`, logFilePrefix: `${name}/` }
      : {},
    BucketNotificationConfiguration: { configurations: {} },
    BucketVersioningConfiguration: {
      status: random.chance(0.5) ? 'Enabled' : 'Off',
      isMfaDeleteEnabled: null,
    },
    IsRequesterPaysEnabled: false,
    ServerSideEncryptionConfiguration: {
      rules: [
        {
          applyServerSideEncryptionByDefault: random.chance(0.3)
            ? { sseAlgorithm: 'aws:kms', kmsMasterKeyID: cell.arn('kms', `key/${random.uuid()}`) }
            : { sseAlgorithm: 'AES256' },
          bucketKeyEnabled: false,
        },
      ],
    },
  };
  if (access !== 'unknown') {
    supplementary.AccessControlList = acl;
    supplementary.BucketPolicy = { policyText: policyText(cell, access, name) };
  }
  // Left out where a bucket never had one: that reads as no block.
  if (access !== 'acl' && access !== 'unknown')
    supplementary.PublicAccessBlockConfiguration = block(access !== 'policy');
  if (access === 'policy-restricted') supplementary.PublicAccessBlockConfiguration = block(false);
  if (Object.keys(tags).length > 0)
    supplementary.BucketTaggingConfiguration = { tagSets: [{ tags: { ...tags } }] };
  cell.add({
    type: 'AWS::S3::Bucket',
    id: name,
    isLasting: access !== 'private',
    name,
    arn: `arn:aws:s3:::${name}`,
    zone: 'Regional',
    createdAt,
    tags,
    configuration: { name, owner: { id: ownerId }, creationDate: iso(createdAt), region: cell.region },
    supplementary,
  });
}

/** The ACL as Config records it: JSON in a string. */
function aclText(ownerId: string, isPublic: boolean): string {
  const grant = { grantee: { id: ownerId, displayName: null }, permission: 'FullControl' };
  return JSON.stringify({
    grantSet: null,
    grantList: isPublic ? [grant, { grantee: 'AllUsers', permission: 'Read' }] : [grant],
    owner: { displayName: null, id: ownerId },
    isRequesterCharged: false,
  });
}

/** The bucket policy as JSON text, or null where there is none. */
function policyText(cell: Cell, access: Access, name: string): string | null {
  const resource = `arn:aws:s3:::${name}/*`;
  const everyone: JsonObject = {
    Sid: 'PublicRead',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: resource,
  };
  const denyPlain: JsonObject = {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  switch (access) {
    case 'policy':
    case 'policy-blocked':
      return JSON.stringify({ Version: '2012-10-17', Statement: [everyone] });
    case 'policy-restricted':
      // Everyone, but only from inside the organization: not public.
      return JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { ...everyone, Condition: { StringEquals: { 'aws:PrincipalOrgID': cell.plan.organizationId } } },
        ],
      });
    default:
      return cell.random.chance(0.4)
        ? JSON.stringify({ Version: '2012-10-17', Statement: [denyPlain] })
        : null;
  }
}

/** The account's public access block: once per account, in its home Region; an account without one never had it recorded. */
export function addAccountBlock(cell: Cell): void {
  const tags: Tags = {};
  cell.add({
    type: 'AWS::S3::AccountPublicAccessBlock',
    id: cell.accountId,
    zone: 'Not Applicable',
    tags,
    configuration: block(cell.has('account-block')),
  });
}
