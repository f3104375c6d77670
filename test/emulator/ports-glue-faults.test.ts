import { randomUUID } from 'node:crypto';
import { GetPartitionsCommand, GetTablesCommand } from '@aws-sdk/client-glue';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { glueClient } from '#platform/aws/athena-clients.ts';
import { s3Client } from '#platform/aws/clients.ts';
import { GlueEntryError } from '#platform/aws/glue-errors.ts';
import { GlueTableCatalogue } from '#platform/aws/glue-table-catalogue.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import {
  AccessDeniedError,
  CredentialsError,
  RequestRefusedError,
  ServiceFaultError,
  ThrottledError,
  UnreachableError,
} from '#platform/ports/errors.ts';
import type { CatalogueTable, TablePartition } from '#platform/ports/table-catalogue.ts';
import { type Fault, type FaultyProxy, faultyProxy, type Seen } from './faulty-proxy.ts';
import { newBucket, settings } from './places.ts';

const TYPES = ['A', 'B', 'C'];
const table: CatalogueTable = {
  name: 'resources',
  columns: [{ name: 'arn', type: 'varchar', description: 'The ARN.', sensitivity: 'internal' }],
  partitionKeys: ['resource_type'],
  description: 'Resources.',
};
const partition = (type: string, generation: string): TablePartition => ({
  values: { resource_type: type },
  location: `tables/resources/${type}/${generation}/`,
  generation,
  files: [],
});
const changes = (generation: string) =>
  TYPES.map((type) => ({ table: 'resources', partition: partition(type, generation) }));
const at = (id: string) => ({ id, committedAt: new Date('2026-02-01T00:00:00Z') });
const C_GONE = [{ table: 'resources', values: { resource_type: 'C' } }];

const json = (status: number, body: unknown): Fault => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});
const refused = (name: string, status = 400) => json(status, { __type: name, Message: 'told' });
/** BatchUpdatePartition answers 200 and names the entries that it did not take. */
const failedEntry = (ErrorCode: string) =>
  json(200, {
    Errors: [{ PartitionValueList: ['A'], ErrorDetail: { ErrorCode, ErrorMessage: 'told' } }],
  });
const isCall = (action: string, { headers }: Seen) => headers['x-amz-target'] === `AWSGlue.${action}`;

let proxy: FaultyProxy;
let database: string;
let catalogue: GlueTableCatalogue;
beforeEach(async () => {
  proxy = await faultyProxy(inject('emulatorEndpoint'));
  database = `db_${randomUUID().replaceAll('-', '')}`;
  const bucket = await newBucket();
  catalogue = new GlueTableCatalogue({
    glue: glueClient(settings({ endpoint: proxy.endpoint, maxAttempts: 3 })),
    store: new S3ObjectStore({ client: s3Client(settings()), bucket }),
    bucket,
    database,
  });
  await catalogue.putTables([table]);
  await catalogue.swapPartitions(changes('1'), [], at('1'));
});
afterEach(() => proxy.stop());

/** Where Glue itself says that each type lies: the generation in its location. */
async function inGlue(): Promise<Readonly<Record<string, string | undefined>>> {
  const { Partitions = [] } = await glueClient(settings()).send(
    new GetPartitionsCommand({ DatabaseName: database, TableName: 'resources' }),
  );
  return Object.fromEntries(
    Partitions.map(({ Values = [], StorageDescriptor }) => [
      Values[0],
      StorageDescriptor?.Location?.split('/').at(-2),
    ]),
  );
}

/** The next swap fails so; the lake's own record is as before, and the same swap done again puts both in order. */
async function failsAndHeals(
  fault: (seen: Seen) => Fault | undefined,
  error: new (...args: never[]) => Error,
) {
  const swap = () => catalogue.swapPartitions(changes('2').slice(0, 2), C_GONE, at('2'));
  proxy.always = fault;
  const thrown: unknown = await swap().catch((reason: unknown) => reason);
  expect(thrown).toBeInstanceOf(error);
  const after = await catalogue.snapshot();
  expect(after.generation).toBe('1');
  expect(after.partitions('resources').map(({ generation }) => generation)).toEqual(['1', '1', '1']);
  proxy.always = undefined;
  await swap();
  expect((await catalogue.snapshot()).generation).toBe('2');
  expect(await inGlue()).toEqual({ A: '2', B: '2' });
  return thrown;
}

describe('Glue failing', () => {
  it('is tried again where it is throttled or has a fault of its own, and nobody notices', async () => {
    proxy.faults.push(refused('ThrottlingException'), refused('InternalServiceException', 500));
    await catalogue.swapPartitions(changes('2'), [], at('2'));
    expect(await inGlue()).toEqual({ A: '2', B: '2', C: '2' });
  });

  it('is put in order where the answer to a change was lost', async () => {
    const own = `other_${randomUUID().slice(0, 8)}`;
    await catalogue.putTables([{ ...table, name: own }]);
    proxy.faults.push('answer-lost');
    await catalogue.swapPartitions([{ table: own, partition: partition('A', '1') }], [], at('2'));
    proxy.faults.push('answer-lost');
    await catalogue.swapPartitions([], [{ table: own, values: { resource_type: 'A' } }], at('3'));
    const { Partitions } = await glueClient(settings()).send(
      new GetPartitionsCommand({ DatabaseName: database, TableName: own }),
    );
    expect(Partitions).toEqual([]);
  });

  it.each([
    ['ThrottlingException', 400, ThrottledError, true],
    ['InternalServiceException', 500, ServiceFaultError, true],
    ['ExpiredTokenException', 400, CredentialsError, false],
    ['UnrecognizedClientException', 400, CredentialsError, false],
    ['AccessDeniedException', 400, AccessDeniedError, false],
    ['InvalidInputException', 400, RequestRefusedError, false],
  ] as const)('says so where it does not end: %s', async (name, status, error, isRetryable) => {
    const thrown = await failsAndHeals(() => refused(name, status), error);
    expect(thrown).toMatchObject({ retryable: isRetryable });
    expect(String(thrown)).toMatch(/Glue|credentials|resources/);
  });

  it.each([
    ['InternalServiceException', true],
    ['ThrottlingException', true],
    ['InvalidInputException', false],
  ])('says which entry of a batch was not taken: %s', async (code, isRetryable) => {
    const thrown = await failsAndHeals(
      (seen) => (isCall('BatchUpdatePartition', seen) ? failedEntry(code) : undefined),
      GlueEntryError,
    );
    expect(thrown).toMatchObject({
      retryable: isRetryable,
      message: expect.stringMatching(new RegExp(`a partition of resources: ${code} told`)),
      hint: expect.stringContaining('Run compaction again'),
    });
  });

  it('keeps the record where a partition could not be removed after the others had moved', async () => {
    await failsAndHeals(
      (seen) => (isCall('DeletePartition', seen) ? refused('ThrottlingException') : undefined),
      ThrottledError,
    );
  });

  it('is unreachable where it breaks off every answer', async () => {
    await failsAndHeals(() => 'answer-lost', UnreachableError);
  });

  it('has no table that the record does not know of, and gets it the next time', async () => {
    const late = { ...table, name: 'late' };
    proxy.always = (seen) => (isCall('CreateTable', seen) ? refused('ExpiredTokenException') : undefined);
    await expect(catalogue.putTables([late])).rejects.toThrow(CredentialsError);
    expect((await catalogue.snapshot()).table('late')).toBeUndefined();
    proxy.always = undefined;
    await catalogue.putTables([late]);
    const { TableList } = await glueClient(settings()).send(new GetTablesCommand({ DatabaseName: database }));
    expect(TableList?.map(({ Name }) => Name).sort()).toEqual(['late', 'resources']);
  });
});
