import { Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { glueTable } from '#catalog/emit/glue-table.ts';
import { coreTables } from '#catalog/tables.ts';

/** Views name their database inside encoded text, where a token cannot go: the names are fixed. */
export const DATABASE = 'inventory';
export const WORK_DATABASE = 'inventory_work';

/**
 * The databases and the tables that exist whatever types arrive. Compaction registers one table a resource type as
 * well: a stack holds 500 resources, and types that nobody published can come.
 */
export class InventoryDatabase extends Construct {
  constructor(scope: Construct, id: string, lake: IBucket) {
    super(scope, id);
    const inventory = this.database('Inventory', DATABASE, 'What the organization owns, for questions.');
    this.database('Work', WORK_DATABASE, 'Short-lived tables of compaction; not for questions.');
    for (const definition of coreTables) {
      const { PartitionKeys, StorageDescriptor, ...table } = glueTable(definition, {
        lakeRoot: `s3://${lake.bucketName}`,
        database: DATABASE,
      });
      const { Columns, Location, InputFormat, OutputFormat, SerdeInfo } = StorageDescriptor;
      new CfnTable(this, pascal(definition.name), {
        catalogId: Stack.of(this).account,
        databaseName: DATABASE,
        tableInput: {
          name: table.Name,
          description: table.Description,
          tableType: table.TableType,
          parameters: table.Parameters,
          partitionKeys: PartitionKeys.map(column),
          storageDescriptor: {
            columns: Columns.map(column),
            location: Location,
            inputFormat: InputFormat,
            outputFormat: OutputFormat,
            serdeInfo: {
              serializationLibrary: SerdeInfo.SerializationLibrary,
              parameters: SerdeInfo.Parameters,
            },
          },
          viewOriginalText: table.ViewOriginalText,
          viewExpandedText: table.ViewExpandedText,
        },
      }).addResourceDependency(inventory);
    }
  }

  private database(id: string, name: string, description: string): CfnDatabase {
    return new CfnDatabase(this, id, {
      catalogId: Stack.of(this).account,
      databaseName: name,
      databaseInput: { name, description },
    });
  }
}

const column = ({ Name, Type, Comment }: { Name: string; Type: string; Comment: string }) => ({
  name: Name,
  type: Type,
  comment: Comment,
});

const pascal = (name: string): string =>
  name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
