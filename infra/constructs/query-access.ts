import { Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { allow } from './allow.ts';
import { grantRead } from './lake-access.ts';
import type { Workgroup } from './workgroup.ts';

interface QueryPlace {
  readonly workgroup: Workgroup;
  readonly databases: readonly string[];
  readonly lake: IBucket;
  readonly results: IBucket;
  readonly key: IKey;
}

/** Lets a function run queries in one workgroup over the databases, and read what comes out. */
export function grantQuery(asker: IFunction, { workgroup, databases, lake, results, key }: QueryPlace): void {
  const { partition, region, account } = Stack.of(asker);
  allow(asker, {
    actions: [
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:StopQueryExecution',
      'athena:GetWorkGroup',
    ],
    resources: [`arn:${partition}:athena:${region}:${account}:workgroup/${workgroup.workgroupName}`],
  });
  allow(asker, {
    actions: [
      'glue:GetDatabase',
      'glue:GetTable',
      'glue:GetTables',
      'glue:GetPartition',
      'glue:GetPartitions',
      'glue:BatchGetPartition',
    ],
    resources: catalogueArns(asker, databases),
    why: 'Tables of these databases: one a resource type, registered as types arrive.',
  });
  grantRead(asker, lake, key);
  allow(asker, {
    actions: ['s3:ListBucket', 's3:GetBucketLocation'],
    resources: [results.bucketArn],
  });
  allow(asker, {
    actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
    resources: [results.arnForObjects(`${workgroup.resultsPrefix}/*`)],
    why: 'Results of this one workgroup.',
  });
  allow(asker, { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] });
}

/** Lets a function register tables and swap their partitions, and make sure of their database first. */
export function grantCatalogue(writer: IFunction, databases: readonly string[]): void {
  allow(writer, {
    actions: [
      'glue:CreateDatabase',
      'glue:CreateTable',
      'glue:UpdateTable',
      'glue:DeleteTable',
      'glue:BatchDeleteTable',
      'glue:CreatePartition',
      'glue:UpdatePartition',
      'glue:DeletePartition',
      'glue:BatchCreatePartition',
      'glue:BatchUpdatePartition',
      'glue:BatchDeletePartition',
    ],
    resources: catalogueArns(writer, databases),
    why: 'Tables of these databases: one a resource type, registered as types arrive.',
  });
}

function catalogueArns(scope: IFunction, databases: readonly string[]): string[] {
  const { partition, region, account } = Stack.of(scope);
  const glue = `arn:${partition}:glue:${region}:${account}`;
  return [
    `${glue}:catalog`,
    ...databases.flatMap((name) => [`${glue}:database/${name}`, `${glue}:table/${name}/*`]),
  ];
}
