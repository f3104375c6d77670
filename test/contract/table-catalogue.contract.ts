import { describe, expect, it } from 'vitest';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import { SchemaChangeError } from '#platform/ports/schema-change-error.ts';
import type { CatalogueTable, TableCatalogue, TablePartition } from '#platform/ports/table-catalogue.ts';

const column = (name: string, type: ColumnDefinition['type'] = 'varchar'): ColumnDefinition => ({
  name,
  type,
  description: `The ${name}.`,
  sensitivity: 'internal',
});

const table = (name: string, columns: readonly ColumnDefinition[]): CatalogueTable => ({
  name,
  columns,
  partitionKeys: ['resource_type'],
  description: `Table ${name}.`,
});

const partition = (type: string, generation: string): TablePartition => ({
  values: { resource_type: type },
  location: `tables/resources/resource_type=${type}/generation=${generation}/`,
  generation,
  files: [
    {
      key: `tables/resources/${type}/${generation}/0.parquet`,
      rows: 3,
      bytes: 100,
      columns: { arn: { bytes: 9 } },
    },
  ],
});

const at = new Date('2026-02-01T00:00:00Z');

/** What every table catalogue must do. */
export const tableCatalogueContract = (name: string, make: () => Promise<TableCatalogue>): void => {
  describe(`${name} keeps the TableCatalogue contract`, () => {
    it('starts with no committed lake', async () => {
      const snapshot = await (await make()).snapshot();
      expect(snapshot.generation).toBeUndefined();
      expect(snapshot.committedAt).toBeUndefined();
      expect(snapshot.tables()).toEqual([]);
      expect(snapshot.table('constructor')).toBeUndefined();
      expect(snapshot.partitions('toString')).toEqual([]);
    });

    it('adds tables and columns, and refuses to lose or retype one', async () => {
      const catalogue = await make();
      await catalogue.putTables([table('resources', [column('arn')])]);
      await catalogue.putTables([table('resources', [column('arn'), column('age', 'bigint')])]);
      expect((await catalogue.snapshot()).table('resources')?.columns.map((each) => each.name)).toEqual([
        'arn',
        'age',
      ]);
      await expect(catalogue.putTables([table('resources', [column('arn')])])).rejects.toThrow(
        SchemaChangeError,
      );
      await expect(
        catalogue.putTables([table('resources', [column('arn'), column('age', 'double')])]),
      ).rejects.toThrow(SchemaChangeError);
    });

    it('swaps whole partitions, and again without a change', async () => {
      const catalogue = await make();
      const change = (type: string, generation: string) => ({
        table: 'resources',
        partition: partition(type, generation),
      });
      await catalogue.swapPartitions([change('A', '1'), change('B', '1')], [], { id: '1', committedAt: at });
      const before = await catalogue.snapshot();
      const removed = [{ table: 'resources', values: { resource_type: 'A' } }];
      for (let times = 0; times < 2; times += 1) {
        await catalogue.swapPartitions([change('B', '2'), change('C', '2')], removed, {
          id: '2',
          committedAt: at,
        });
      }
      const after = await catalogue.snapshot();
      expect(after.generation).toBe('2');
      expect(after.committedAt).toEqual(at);
      expect(after.partitions('resources')).toEqual([partition('B', '2'), partition('C', '2')]);
      expect(before.partitions('resources')).toEqual([partition('A', '1'), partition('B', '1')]);
    });

    it('loses no change of two writers at once', async () => {
      const catalogue = await make();
      await Promise.all(
        Array.from({ length: 12 }, (_, index) => catalogue.putTables([table(`t${index}`, [column('arn')])])),
      );
      expect((await catalogue.snapshot()).tables()).toHaveLength(12);
    });
  });
};
