import type { CatalogueSnapshot, DataFile, TablePartition } from '#platform/ports/table-catalogue.ts';
import type { PreparedQuery } from './prepare.ts';
import type { PartitionBound, TableTouch } from './touches.ts';

/** Athena's list price for scanned data, in most Regions. */
const USD_PER_TERABYTE = 5;
const MEGABYTE = 1024 ** 2;
const TERABYTE = 1024 ** 4;
/** Athena bills whole megabytes, at least ten a query. */
const LEAST_MEGABYTES = 10;

export interface Price {
  /** Compressed bytes of the columns, in the partitions, that the query can touch. */
  readonly bytes: number;
  /** What Athena would bill for them. */
  readonly cost_usd: number;
}

/**
 * What a query will read, from the statistics kept in the catalogue: nothing is opened. A reference that a
 * query makes twice is read twice.
 */
export function priceOf(query: PreparedQuery, snapshot: CatalogueSnapshot): Price {
  const bytes = query.reads.reduce((sum, read) => sum + bytesOf(read, snapshot), 0);
  return { bytes, cost_usd: athenaPrice(bytes) };
}

/** Athena's bill for a query that scans `bytes`; nothing is billed where nothing is scanned. */
export function athenaPrice(bytes: number): number {
  if (bytes === 0) return 0;
  const megabytes = Math.max(LEAST_MEGABYTES, Math.ceil(bytes / MEGABYTE));
  return (megabytes * MEGABYTE * USD_PER_TERABYTE) / TERABYTE;
}

function bytesOf(read: TableTouch, snapshot: CatalogueSnapshot): number {
  let bytes = 0;
  for (const partition of snapshot.partitions(read.storedIn)) {
    if (!mayHold(partition, read)) continue;
    for (const file of partition.files) bytes += columnBytes(file, read.columns);
  }
  return bytes;
}

function columnBytes(file: DataFile, columns: readonly string[]): number {
  return columns.reduce((sum, column) => sum + (file.columns[column]?.bytes ?? 0), 0);
}

function mayHold(partition: TablePartition, read: TableTouch): boolean {
  return Object.entries(partition.values).every(([key, value]) => {
    if (key === 'resource_type' && read.resourceTypes !== null && !read.resourceTypes.includes(value))
      return false;
    const bound = read.partitions[key];
    return bound === undefined || withinBound(value, bound);
  });
}

/** Bounds may be finer than the partition's value (a time against a day): they are cut to its length. */
function withinBound(value: string, bound: PartitionBound): boolean {
  const cut = (text: string): string => text.slice(0, value.length);
  if (bound.values !== null && !bound.values.some((one) => cut(one) === value)) return false;
  return (bound.min === null || value >= cut(bound.min)) && (bound.max === null || value <= cut(bound.max));
}
