import type { RowBuffer } from './row-buffer.ts';

/** Parquet of many rows. The writer brings 5 MB of WebAssembly, which whoever lands a few events never loads. */
export async function bulkParquet(buffer: RowBuffer): Promise<Uint8Array> {
  const { arrowParquet } = await import('./arrow-parquet.ts');
  return arrowParquet(buffer);
}
