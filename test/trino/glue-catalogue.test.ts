import { randomUUID } from 'node:crypto';
import {
  DeletePartitionCommand,
  DeleteTableCommand,
  GetPartitionsCommand,
  GetTableCommand,
} from '@aws-sdk/client-glue';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import { typedTable } from '#catalog/tables.ts';
import { glueClient } from '#platform/aws/athena-clients.ts';
import { WorkTables } from '#platform/aws/athena-work-tables.ts';
import { s3Client } from '#platform/aws/clients.ts';
import { GlueTableCatalogue } from '#platform/aws/glue-table-catalogue.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { emptyCatalogue, snapshotOf } from '#platform/ports/catalogue-state.ts';
import type { CatalogueTable, TablePartition } from '#platform/ports/table-catalogue.ts';
import { tableCatalogueContract } from '../contract/table-catalogue.contract.ts';

const glue = glueClient();

async function place() {
  const bucket = `catalogue-${randomUUID()}`;
  const database = `db_${randomUUID().replaceAll('-', '')}`;
  const client = s3Client();
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const store = new S3ObjectStore({ client, bucket });
  return { bucket, database, store, catalogue: new GlueTableCatalogue({ glue, store, bucket, database }) };
}

tableCatalogueContract('GlueTableCatalogue', async () => (await place()).catalogue);

const column = (name: string): ColumnDefinition => ({
  name,
  type: 'varchar',
  description: `The ${name}.`,
  sensitivity: 'internal',
});
const table = (name: string, partitionKeys: readonly string[]): CatalogueTable => ({
  name,
  columns: [column('arn'), column('resource_type')],
  partitionKeys,
  description: `Table ${name}.`,
});
const partition = (
  values: Readonly<Record<string, string>>,
  location: string,
  keys: readonly string[] = [],
): TablePartition => ({
  values,
  location,
  generation: '1',
  files: keys.map((key) => ({ key, rows: 1, bytes: 1, columns: {} })),
});
const at = { id: '1', committedAt: new Date('2026-02-01T00:00:00Z') };

async function locations(database: string, name: string): Promise<Record<string, string>> {
  const { Partitions = [] } = await glue.send(
    new GetPartitionsCommand({ DatabaseName: database, TableName: name }),
  );
  return Object.fromEntries(
    Partitions.map(({ Values, StorageDescriptor }) => [
      String(Values?.[0]),
      StorageDescriptor?.Location ?? '',
    ]),
  );
}

async function tableLocation(database: string, name: string): Promise<string | undefined> {
  const { Table } = await glue.send(new GetTableCommand({ DatabaseName: database, Name: name }));
  return Table?.StorageDescriptor?.Location;
}

describe("Glue's mirror of the catalogue", () => {
  it('has the partitions, in batches, of the table and of the typed tables that read the same files', async () => {
    const { catalogue, database, bucket } = await place();
    const type = 'AWS::EC2::Instance';
    const typed = typedTable(type);
    const { name, columns, partitionKeys, description, resourceTypes = [] } = typed;
    await catalogue.putTables([
      table('resources', ['resource_type']),
      { name, columns, partitionKeys, description, resourceTypes },
    ]);
    const changes = Array.from({ length: 230 }, (_, index) => ({
      table: 'resources',
      partition: partition({ resource_type: index === 0 ? type : `T${index}` }, `tables/r/${index}/`),
    }));
    await catalogue.swapPartitions(changes, [], at);
    expect(Object.keys(await locations(database, 'resources'))).toHaveLength(230);
    expect(await locations(database, name)).toEqual({ [type]: `s3://${bucket}/tables/r/0/` });
    const moved = { table: 'resources', partition: partition({ resource_type: type }, 'tables/r/new/') };
    const gone = changes
      .slice(1, 61)
      .map((change) => ({ table: 'resources', values: change.partition.values }));
    await catalogue.swapPartitions([moved], gone, { ...at, id: '2' });
    expect(Object.keys(await locations(database, 'resources'))).toHaveLength(170);
    expect(await locations(database, name)).toEqual({ [type]: `s3://${bucket}/tables/r/new/` });
  });

  it('gives a typed table that comes later the files of its type', async () => {
    const { catalogue, database, bucket } = await place();
    await catalogue.putTables([table('resources', ['resource_type'])]);
    const own = partition({ resource_type: 'Acme::Fleet::Ship' }, 'tables/r/1/');
    await catalogue.swapPartitions([{ table: 'resources', partition: own }], [], at);
    await catalogue.putTables([
      { ...table('acme_fleet_ship', ['resource_type']), resourceTypes: ['Acme::Fleet::Ship'] },
    ]);
    expect(await locations(database, 'acme_fleet_ship')).toEqual({
      'Acme::Fleet::Ship': `s3://${bucket}/tables/r/1/`,
    });
  });

  it('moves a table without partitions as a whole, and empties it', async () => {
    const { catalogue, database, bucket, store } = await place();
    await catalogue.putTables([table('accounts', [])]);
    const before = await tableLocation(database, 'accounts');
    await catalogue.swapPartitions(
      [{ table: 'accounts', partition: partition({}, 'tables/accounts/7/') }],
      [],
      at,
    );
    expect(await tableLocation(database, 'accounts')).toBe(`s3://${bucket}/tables/accounts/7/`);
    await catalogue.putTables([
      { ...table('accounts', []), columns: [...table('accounts', []).columns, column('email')] },
    ]);
    expect(await tableLocation(database, 'accounts')).toBe(`s3://${bucket}/tables/accounts/7/`);
    await catalogue.swapPartitions([], [{ table: 'accounts', values: {} }], { ...at, id: '2' });
    expect(await tableLocation(database, 'accounts')).toBe(before);
    expect((await store.list(String(before).replace(`s3://${bucket}/`, ''))).objects).toEqual([]);
  });

  it('does again what a writer that died has done by half, or somebody has undone', async () => {
    const { catalogue, database, store } = await place();
    await catalogue.putTables([table('resources', ['resource_type'])]);
    const change = (type: string, location: string) => ({
      table: 'resources',
      partition: partition({ resource_type: type }, location),
    });
    await catalogue.swapPartitions([change('A', 'a/1/'), change('B', 'b/1/')], [], at);
    const document = await store.get('catalogue.json');
    await catalogue.swapPartitions(
      [change('A', 'a/2/'), change('C', 'c/1/')],
      [{ table: 'resources', values: { resource_type: 'B' } }],
      { ...at, id: '2' },
    );
    // As if it had died before the document: Glue is ahead.
    await store.put('catalogue.json', document);
    await glue.send(
      new DeletePartitionCommand({ DatabaseName: database, TableName: 'resources', PartitionValues: ['A'] }),
    );
    await catalogue.swapPartitions(
      [change('A', 'a/2/'), change('C', 'c/1/')],
      [{ table: 'resources', values: { resource_type: 'B' } }],
      { ...at, id: '2' },
    );
    expect(Object.keys(await locations(database, 'resources')).sort()).toEqual(['A', 'C']);
    await glue.send(new DeleteTableCommand({ DatabaseName: database, Name: 'resources' }));
    await catalogue.putTables([table('resources', ['resource_type'])]);
    expect(await tableLocation(database, 'resources')).toBeDefined();
  });
});

describe('tables of one statement', () => {
  it('name exactly the files given, share what is equal, and go', async () => {
    const { bucket, database, store } = await place();
    const work = new WorkTables({ glue, store, bucket, database });
    const lake = (keys: readonly string[]) =>
      snapshotOf({
        ...emptyCatalogue,
        generation: { id: '0000000001-abcdef01', committedAt: at.committedAt.toISOString() },
        tables: { landed: table('landed', []), parts: table('parts', ['resource_type']) },
        partitions: {
          landed: [partition({}, 'landing/', keys)],
          parts: [
            partition({ resource_type: 'A' }, 'x/', ['x/1']),
            partition({ resource_type: 'A' }, 'y/', ['y/1']),
          ],
        },
      });
    const first = await work.place(lake(['landing/a', 'landing/b']), ['landed', 'parts']);
    const second = await work.place(lake(['landing/a']), ['landed', 'PARTS']);
    expect(second.get('parts')).toBe(first.get('parts'));
    expect(second.get('landed')).not.toBe(first.get('landed'));
    const listed = async (location: string | undefined) => {
      const prefix = String(location).replace(`s3://${bucket}/`, '');
      const { objects } = await store.list(prefix);
      return Buffer.from(await store.get(objects[0]?.key ?? ''))
        .toString('utf8')
        .trim()
        .split('\n');
    };
    expect(await listed(await tableLocation(database, first.get('landed') ?? ''))).toEqual([
      `s3://${bucket}/landing/a`,
      `s3://${bucket}/landing/b`,
    ]);
    const [both] = Object.values(await locations(database, first.get('parts') ?? ''));
    expect(await listed(both)).toEqual([`s3://${bucket}/x/1`, `s3://${bucket}/y/1`]);
    await work.clear();
    await expect(tableLocation(database, first.get('landed') ?? '')).rejects.toThrow();
    expect((await work.place(lake(['landing/a']), ['landed'])).get('landed')).toBe(second.get('landed'));
    await expect(work.place(lake([]), ['nowhere'])).rejects.toThrow('nowhere');
  });
});
