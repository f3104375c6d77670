import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { CompactEnv } from '../../ingest/handlers/compact/env.ts';
import { allow } from './allow.ts';
import { DATABASE, WORK_DATABASE } from './inventory-database.ts';
import { grantWrite } from './lake-access.ts';
import { NodeFunction } from './node-function.ts';
import { orchestratorRoleArn } from './orchestrator-role.ts';
import { grantCatalogue, grantQuery } from './query-access.ts';
import { READ_ONLY_ROLE_NAME } from './role-names.ts';
import type { Workgroup } from './workgroup.ts';

interface CompactFunctionProps {
  readonly key: IKey;
  readonly lake: IBucket;
  readonly results: IBucket;
  readonly workgroup: Workgroup;
  readonly bus: EventBus;
  readonly failedCalls: IQueue;
  /** What a member account's role asks of whoever takes it on. */
  readonly externalId: string;
}

/** Compaction: alone at any time, the one writer of tables, partitions and manifests. */
export class CompactFunction extends NodeFunction<typeof CompactEnv> {
  constructor(scope: Construct, id: string, props: CompactFunctionProps) {
    const { key, lake, results, workgroup, bus } = props;
    const orchestrator = orchestratorRoleArn(scope);
    super(scope, id, {
      folder: 'ingest/handlers/compact',
      schema: CompactEnv,
      environment: {
        LAKE_BUCKET: lake.bucketName,
        DATABASE,
        WORK_DATABASE,
        WORKGROUP: workgroup.workgroupName,
        EVENT_BUS: bus.eventBusName,
        ORCHESTRATOR_ROLE: orchestrator,
        MEMBER_ROLE_NAME: READ_ONLY_ROLE_NAME,
        EXTERNAL_ID: props.externalId,
      },
      description: 'Merges what landed into the next generation of the lake',
      key,
      timeout: Duration.minutes(15),
      memoryMb: 3008,
      reservedConcurrency: 1,
      failedCalls: props.failedCalls,
      // The next run of the schedule heals what this one left.
      retryAttempts: 0,
    });
    const databases = [DATABASE, WORK_DATABASE];
    grantQuery(this, { workgroup, databases, lake, results, key });
    grantCatalogue(this, databases);
    grantWrite(this, lake, key, ['*']);
    allow(this, { actions: ['events:PutEvents'], resources: [bus.eventBusArn] });
    // Where the object of an oversized event never came, AWS Config of the member account is asked for the item.
    allow(this, { actions: ['sts:AssumeRole'], resources: [orchestrator] });
  }
}
