import type { Cell } from '../cell.ts';
import { kmsTagList, tagList } from '../item.ts';
import { iso } from '../time.ts';

/** A customer's key with its policy (JSON in a string of supplementaryConfiguration) and its alias; returns the key's ARN. */
export function addKey(cell: Cell): string {
  const { random } = cell;
  const keyId = random.uuid();
  const arn = cell.arn('kms', `key/${keyId}`);
  const createdAt = cell.past(30, 900) + random.int(0, 999);
  const isDisabled = random.chance(0.08);
  const tags = cell.tags(cell.display('key'));
  const partner = random.chance(0.25) ? cell.otherAccount() : undefined;
  const statements = [
    {
      Sid: 'Root',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${cell.accountId}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    ...(partner !== undefined
      ? [
          {
            Sid: 'Share',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${partner.id}:root` },
            Action: ['kms:Decrypt', 'kms:DescribeKey'],
            Resource: '*',
          },
        ]
      : []),
  ];
  cell.add({
    type: 'AWS::KMS::Key',
    id: keyId,
    arn,
    zone: 'Not Applicable',
    createdAt,
    tags,
    configuration: {
      keyId,
      arn,
      creationDate: createdAt,
      enabled: !isDisabled,
      description: cell.display('key'),
      keyUsage: 'ENCRYPT_DECRYPT',
      keyState: isDisabled ? 'Disabled' : 'Enabled',
      origin: 'AWS_KMS',
      keyManager: 'CUSTOMER',
      customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      keySpec: 'SYMMETRIC_DEFAULT',
      encryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      signingAlgorithms: [],
      multiRegion: false,
      macAlgorithms: [],
      awsaccountId: cell.accountId,
    },
    supplementary: {
      KeyRotationStatus: random.chance(0.6),
      Policy: JSON.stringify({ Version: '2012-10-17', Id: 'key-policy', Statement: statements }, null, 2),
      Tags: kmsTagList(tags),
    },
  });
  const alias = `alias/${cell.label('key')}`;
  cell.add({
    type: 'AWS::KMS::Alias',
    id: alias,
    name: alias,
    arn: cell.arn('kms', alias),
    zone: 'Regional',
    configuration: { AliasName: alias, TargetKeyId: keyId },
  });
  return arn;
}

/** A secret's description (its value is never recorded); some do not rotate. */
export function addSecret(cell: Cell, number: number, keyArn: string): void {
  const { random } = cell;
  const name = `${cell.label('secret')}/${['database', 'api', 'smtp', 'partner'][number % 4] ?? 'other'}`;
  const arn = cell.arn('secretsmanager', `secret:${name}-${random.lower(6)}`);
  const rotates = random.chance(0.4);
  const tags = cell.tags(undefined);
  cell.add({
    type: 'AWS::SecretsManager::Secret',
    id: arn,
    name,
    arn,
    zone: 'Regional',
    createdAt: cell.past(30, 700),
    tags,
    configuration: {
      ARN: arn,
      Name: name,
      Description: cell.display('credentials'),
      ...(random.chance(0.5) ? { KMSKeyId: keyArn } : {}),
      RotationEnabled: rotates,
      ...(rotates
        ? {
            RotationRules: { AutomaticallyAfterDays: random.pick([30, 90]) },
            RotationOccurringAsScheduled: random.chance(0.8),
          }
        : {}),
      Deleted: false,
    },
    supplementary: { Tags: tagList(tags) },
  });
}

/** A certificate; some expire within weeks. Returns its ARN. */
export function addCertificate(cell: Cell): string {
  const { random } = cell;
  const arn = cell.arn('acm', `certificate/${random.uuid()}`);
  const domainName = `${cell.component}${cell.index === 0 ? '' : cell.index + 1}.${cell.account.product}.quillon.example`;
  const createdAt = cell.past(20, 330);
  const notAfter = createdAt + 395 * 86_400_000;
  const tags = cell.tags(undefined);
  const isUsed = random.chance(0.8);
  cell.add({
    type: 'AWS::ACM::Certificate',
    id: arn,
    arn,
    zone: 'Regional',
    createdAt,
    tags,
    configuration: {
      certificateArn: arn,
      domainName,
      subjectAlternativeNames: [domainName],
      domainValidationOptions: [{ domainName, validationMethod: 'DNS', validationStatus: 'SUCCESS' }],
      serial: random.hex(32),
      subject: `CN=${domainName}`,
      issuer: 'Amazon',
      createdAt: iso(createdAt),
      issuedAt: iso(createdAt),
      status: 'ISSUED',
      notBefore: iso(createdAt),
      notAfter: iso(notAfter),
      keyAlgorithm: 'RSA-2048',
      signatureAlgorithm: 'SHA256WITHRSA',
      inUseBy: isUsed ? [cell.arn('elasticloadbalancing', 'loadbalancer/app/in-use/0')] : [],
      type: random.chance(0.85) ? 'AMAZON_ISSUED' : 'IMPORTED',
      renewalEligibility: isUsed ? 'ELIGIBLE' : 'INELIGIBLE',
      options: { certificateTransparencyLoggingPreference: 'ENABLED' },
    },
    supplementary: { Tags: tagList(tags) },
  });
  return arn;
}
