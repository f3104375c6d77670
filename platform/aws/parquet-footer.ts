import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type FileMetaData, parquetMetadataAsync } from 'hyparquet';
import type { ColumnStatistics, DataFile } from '../ports/table-catalogue.ts';

/** Longest text that is kept as a column's least or greatest value. */
const MAX_STATISTIC_LENGTH = 128;
/** One request brings the footer of most files. */
const FOOTER_BYTES = 64 * 1024;

/** Rows and column statistics of a Parquet file in S3, from its footer: ranged reads, no data pages. */
export async function parquetFile(
  s3: S3Client,
  bucket: string,
  object: { readonly key: string; readonly size: number },
): Promise<DataFile> {
  const slice = async (start: number, end = object.size): Promise<ArrayBuffer> => {
    const range = `bytes=${start}-${end - 1}`;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: object.key, Range: range }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    return bytes.slice().buffer;
  };
  const metadata = await parquetMetadataAsync(
    { byteLength: object.size, slice },
    { initialFetchSize: FOOTER_BYTES },
  );
  return {
    key: object.key,
    rows: Number(metadata.num_rows),
    bytes: object.size,
    columns: columnsOf(metadata),
  };
}

interface Gathered {
  bytes: number;
  nullCount: number | undefined;
  min: unknown;
  max: unknown;
  isKnown: boolean;
}

/** Nested columns count for the column they are in, and have no least value. */
function columnsOf(metadata: FileMetaData): Readonly<Record<string, ColumnStatistics>> {
  const gathered = new Map<string, Gathered>();
  for (const { columns } of metadata.row_groups) {
    for (const { meta_data } of columns) {
      const [name] = meta_data?.path_in_schema ?? [];
      if (meta_data === undefined || name === undefined) continue;
      const { statistics } = meta_data;
      const [min, max] = [statistics?.min_value ?? statistics?.min, statistics?.max_value ?? statistics?.max];
      const isNested = meta_data.path_in_schema.length > 1;
      const nulls = statistics?.null_count === undefined ? undefined : Number(statistics.null_count);
      // A group of nothing but NULLs has no least value and says nothing against the others'.
      const isEmpty = nulls !== undefined && nulls === Number(meta_data.num_values);
      const before = gathered.get(name);
      gathered.set(name, {
        bytes: (before?.bytes ?? 0) + Number(meta_data.total_compressed_size),
        nullCount:
          isNested || nulls === undefined || (before !== undefined && before.nullCount === undefined)
            ? undefined
            : (before?.nullCount ?? 0) + nulls,
        min: lesser(before?.min, min),
        max: greater(before?.max, max),
        isKnown:
          !isNested && (before?.isKnown ?? true) && (isEmpty || (min !== undefined && max !== undefined)),
      });
    }
  }
  const days = new Set(
    metadata.schema.filter(({ converted_type }) => converted_type === 'DATE').map(({ name }) => name),
  );
  return Object.fromEntries(
    [...gathered].map(([name, column]) => [name, statisticsOf(column, days.has(name) ? 10 : undefined)]),
  );
}

/** @param length of a time's text: a date's is cut to its day */
function statisticsOf(column: Gathered, length: number | undefined): ColumnStatistics {
  const { bytes, nullCount, min, max, isKnown } = column;
  const [least, greatest] = isKnown
    ? [statisticText(min)?.slice(0, length), statisticText(max)?.slice(0, length)]
    : [undefined, undefined];
  return {
    bytes,
    ...(nullCount === undefined ? {} : { nullCount }),
    ...(least === undefined || greatest === undefined ? {} : { min: least, max: greatest }),
  };
}

const lesser = (left: unknown, right: unknown): unknown =>
  left === undefined || (right !== undefined && isLess(right, left)) ? right : left;
const greater = (left: unknown, right: unknown): unknown =>
  left === undefined || (right !== undefined && isLess(left, right)) ? right : left;

function isLess(left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string')
    return Buffer.compare(Buffer.from(left), Buffer.from(right)) < 0;
  return (left as number) < (right as number);
}

/** As DuckDB writes it into the same statistics. */
function statisticText(value: unknown): string | undefined {
  const text =
    value instanceof Date
      ? value.toISOString().replace('T', ' ').replace('Z', '')
      : ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
        ? String(value)
        : undefined;
  return text === undefined || text.length > MAX_STATISTIC_LENGTH ? undefined : text;
}
