import type { TableDefinition } from '#catalog/define-table.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { TablePartition } from '#platform/ports/table-catalogue.ts';
import { bulkParquet } from '../land/bulk-parquet.ts';
import { fitsParquetjs, parquetjsParquet } from '../land/parquetjs-parquet.ts';
import { type LandingRow, RowBuffer } from '../land/row-buffer.ts';

/** Rows that TypeScript made, as the one file of an unpartitioned table. Of its footer only the names of the columns are kept. */
export async function writeRows(
  store: Pick<ObjectStore, 'put'>,
  table: TableDefinition,
  rows: readonly LandingRow[],
  place: { readonly location: string; readonly generation: string },
): Promise<readonly TablePartition[]> {
  if (rows.length === 0) return [];
  const buffer = new RowBuffer(table);
  for (const row of rows) buffer.append(row);
  const body =
    rows.length <= 200 && fitsParquetjs(buffer) ? await parquetjsParquet(buffer) : await bulkParquet(buffer);
  const key = `${place.location}rows.parquet`;
  const { size } = await store.put(key, body);
  const columns = Object.fromEntries(table.columns.map(({ name }) => [name, { bytes: 0 }]));
  return [
    {
      values: {},
      location: place.location,
      generation: place.generation,
      files: [{ key, rows: rows.length, bytes: size, columns }],
    },
  ];
}
