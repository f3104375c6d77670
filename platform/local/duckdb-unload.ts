import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBMapValue, type DuckDBValue } from '@duckdb/node-api';
import { QueryFailedError } from '../ports/errors.ts';
import type { UnloadedPartition, UnloadTarget } from '../ports/query-engine.ts';
import type { ColumnStatistics, DataFile } from '../ports/table-catalogue.ts';
import { objectPath } from './object-path.ts';

interface UnloadInput {
  readonly connection: DuckDBConnection;
  /** The rows to write, with the names and types of the files. */
  readonly sql: string;
  readonly columns: readonly string[];
  readonly target: UnloadTarget;
  readonly lakeRoot: string;
}

/** Columns that rows are sorted by where they exist, so that row groups can be skipped. */
const SORT_COLUMNS = ['account_id', 'region'];
const ROW_GROUP_ROWS = 122_880;
/** Longest text that is kept as a column's least or greatest value. */
const MAX_STATISTIC_LENGTH = 128;

/**
 * Writes rows as Parquet (ZSTD, V1 pages) under the target, a folder a partition, one file each, sorted by
 * account and Region. An empty result writes nothing.
 */
export async function unloadRows(input: UnloadInput): Promise<readonly UnloadedPartition[]> {
  const { connection, target } = input;
  await requireEmpty(join(input.lakeRoot, target.location));
  const table = 'unload_rows';
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${input.sql}`);
  try {
    const partitions = await partitionsOf(connection, table, target.partitionedBy);
    const unloaded: UnloadedPartition[] = [];
    for (const values of partitions) unloaded.push(await writePartition(input, table, values));
    return unloaded;
  } finally {
    await connection.run(`DROP TABLE IF EXISTS ${table}`);
  }
}

async function requireEmpty(folder: string): Promise<void> {
  const entries = await readdir(folder).catch(() => []);
  if (entries.length > 0) throw new QueryFailedError('The target of UNLOAD is not empty.');
}

/** Values of the partition columns that occur, in order; one empty list where there are rows and no such columns. */
async function partitionsOf(
  connection: DuckDBConnection,
  table: string,
  keys: readonly string[],
): Promise<readonly (readonly (string | null)[])[]> {
  if (keys.length === 0) {
    const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${table}`);
    return counted.getRows()[0]?.[0] === 0n ? [] : [[]];
  }
  const list = keys.map((key) => `CAST(${quote(key)} AS VARCHAR)`).join(', ');
  const found = await connection.runAndReadAll(`SELECT DISTINCT ${list} FROM ${table} ORDER BY ALL`);
  return found.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
}

async function writePartition(
  input: UnloadInput,
  table: string,
  values: readonly (string | null)[],
): Promise<UnloadedPartition> {
  const { connection, target } = input;
  const folders = target.partitionedBy.map((key, index) => `${key}=${folderValue(values[index] ?? null)}`);
  const key = [target.location, ...folders, 'data-0.parquet'].join('/');
  const path = objectPath(input.lakeRoot, key);
  await mkdir(join(path, '..'), { recursive: true });
  const stored = input.columns.filter((column) => !target.partitionedBy.includes(column));
  const conditions = target.partitionedBy.map(
    (name, index) => `CAST(${quote(name)} AS VARCHAR) IS NOT DISTINCT FROM ${literal(values[index] ?? null)}`,
  );
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const sort = SORT_COLUMNS.filter((column) => stored.includes(column)).map(quote);
  const order = sort.length === 0 ? '' : ` ORDER BY ${sort.join(', ')}`;
  const select = `SELECT ${stored.map(quote).join(', ')} FROM ${table}${where}${order}`;
  const options = `FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V1, ROW_GROUP_SIZE ${ROW_GROUP_ROWS}, RETURN_STATS`;
  try {
    const written = await connection.runAndReadAll(`COPY (${select}) TO ${literal(path)} (${options})`);
    const named = Object.fromEntries(target.partitionedBy.map((name, index) => [name, values[index] ?? '']));
    return { values: named, files: written.getRowObjects().map((row) => dataFile(key, row)) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Hive's folder name of a value. */
const folderValue = (value: string | null): string =>
  value === null || value === '' ? '__HIVE_DEFAULT_PARTITION__' : encodeURIComponent(value);

/** The file as COPY's RETURN_STATS tells of it: nested columns count for the column they are in. */
function dataFile(key: string, row: Readonly<Record<string, DuckDBValue>>): DataFile {
  const columns: Record<string, ColumnStatistics> = {};
  const statistics = row.column_statistics;
  for (const entry of statistics instanceof DuckDBMapValue ? statistics.entries : []) {
    const path = String(entry.key);
    const name = /^"((?:[^"]|"")*)"/.exec(path)?.[1]?.replaceAll('""', '"') ?? path;
    const isNested = /^"(?:[^"]|"")*"\./.test(path);
    const facts = new Map(
      entry.value instanceof DuckDBMapValue
        ? entry.value.entries.map((one) => [String(one.key), String(one.value)])
        : [],
    );
    const before = columns[name];
    const bytes = (before?.bytes ?? 0) + Number(facts.get('column_size_bytes') ?? 0);
    columns[name] = isNested ? { bytes } : { bytes, ...scalarStatistics(facts) };
  }
  return { key, rows: Number(row.count), bytes: Number(row.file_size_bytes), columns };
}

function scalarStatistics(facts: ReadonlyMap<string, string>): Omit<ColumnStatistics, 'bytes'> {
  const [nullCount, min, max] = [facts.get('null_count'), facts.get('min'), facts.get('max')];
  const isShort =
    min !== undefined &&
    max !== undefined &&
    min.length <= MAX_STATISTIC_LENGTH &&
    max.length <= MAX_STATISTIC_LENGTH;
  return {
    ...(nullCount === undefined ? {} : { nullCount: Number(nullCount) }),
    ...(isShort ? { min, max } : {}),
  };
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const literal = (value: string | null) => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`);
