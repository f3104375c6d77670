import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ExternalBucket } from '../settings.ts';
import { allow } from './allow.ts';

/** Prefixes that ingest writes below; docs/architecture.md says what each holds. */
export const INGEST_WRITES = [
  'landing/*',
  'deliveries/*',
  'pending/*',
  'dead-letters/*',
  'sources.json',
  'settings.json',
] as const;

/** Prefixes that answering writes below. */
export const ANSWER_WRITES = ['query_log/*', 'vocabulary/*', 'results/*', 'values/*'] as const;

/** Lets a function list the bucket and read all of it. */
export function grantRead(reader: IFunction, bucket: IBucket, key: IKey): void {
  allow(reader, {
    actions: ['s3:ListBucket', 's3:GetBucketLocation'],
    resources: [bucket.bucketArn],
  });
  allow(reader, {
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('*')],
    why: 'Objects of this one bucket.',
  });
  allow(reader, { actions: ['kms:Decrypt'], resources: [key.keyArn] });
}

/** Lets a function put and delete objects below the prefixes of the bucket, uploads in parts included. */
export function grantWrite(writer: IFunction, bucket: IBucket, key: IKey, prefixes: readonly string[]): void {
  allow(writer, {
    actions: ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    resources: prefixes.map((prefix) => bucket.arnForObjects(prefix)),
    why: 'Objects below these prefixes of this one bucket.',
  });
  allow(writer, { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] });
}

/** Lets a function read deliveries that lie in other accounts' buckets, as far as those accounts allow it too. */
export function grantReadExternal(
  reader: IFunction,
  partition: string,
  buckets: readonly ExternalBucket[],
): void {
  if (buckets.length === 0) return;
  const arns = buckets.map(({ name }) => `arn:${partition}:s3:::${name}`);
  const keys = buckets.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []);
  allow(reader, { actions: ['s3:ListBucket'], resources: arns });
  allow(reader, {
    actions: ['s3:GetObject'],
    resources: arns.map((arn) => `${arn}/*`),
    why: 'Deliveries in the buckets that the owner named.',
  });
  if (keys.length > 0) allow(reader, { actions: ['kms:Decrypt'], resources: keys });
}
