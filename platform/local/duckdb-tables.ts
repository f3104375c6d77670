import { columnTypes } from '#catalog/column-types.ts';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import type { CatalogueSnapshot, DataFile, TablePartition } from '../ports/table-catalogue.ts';
import { objectPath } from './object-path.ts';

/** What a query reads of one stored table. */
export interface TableRead {
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  /** Those of them, in lower case, whose values the result depends on. */
  readonly used: ReadonlySet<string>;
  /** The table whose files hold the rows; another than `name` for a typed table, which reads those of resources. */
  readonly storedIn: string;
  /** Types whose partitions hold the rows; undefined means all. */
  readonly resourceTypes: readonly string[] | undefined;
  /** Types that the query's conditions leave; undefined means all. */
  readonly touchedTypes: readonly string[] | undefined;
}

interface Source {
  readonly file: DataFile;
  readonly partition: TablePartition;
}

const PARTITION_TYPE = 'resource_type';

function sourcesOf(read: TableRead, snapshot: CatalogueSnapshot): readonly Source[] {
  const types = read.resourceTypes === undefined ? undefined : new Set(read.resourceTypes);
  return snapshot
    .partitions(read.storedIn)
    .filter((partition) => types === undefined || types.has(partition.values[PARTITION_TYPE] ?? ''))
    .flatMap((partition) => partition.files.map((file) => ({ file, partition })));
}

/**
 * A SELECT that gives the rows of a table: exactly the files of the snapshot, columns by name, NULL where a file
 * has no such column, an empty relation where there is no file.
 */
export function tableSelect(read: TableRead, snapshot: CatalogueSnapshot, lakeRoot: string): string {
  const sources = sourcesOf(read, snapshot);
  if (sources.length === 0) return `SELECT ${selectList(read.columns, () => 'absent')} WHERE FALSE`;
  const keys = Object.keys(sources[0]?.partition.values ?? {});
  // Where each file's folders spell its partition, DuckDB skips files by their path before it opens them.
  const fromPath = keys.filter((key) =>
    sources.every(({ file, partition }) => spellsPartition(file.key, key, partition.values[key])),
  );
  if (keys.every((key) => fromPath.includes(key))) return fileSelect(read, sources, keys, lakeRoot);
  const byPartition = new Map<TablePartition, Source[]>();
  for (const source of sources)
    byPartition.set(source.partition, [...(byPartition.get(source.partition) ?? []), source]);
  return [...byPartition.values()].map((group) => fileSelect(read, group, [], lakeRoot)).join(' UNION ALL ');
}

/** Whether a folder of the key says `name=value`, as Hive and DuckDB write it. */
function spellsPartition(key: string, name: string, value: string | undefined): boolean {
  return key.split('/').some((segment) => {
    if (!segment.startsWith(`${name}=`)) return false;
    try {
      return decodeURIComponent(segment.slice(name.length + 1)) === value;
    } catch {
      return false;
    }
  });
}

function fileSelect(
  read: TableRead,
  sources: readonly Source[],
  hiveKeys: readonly string[],
  lakeRoot: string,
): string {
  const placeOf = (name: string): ColumnPlace => {
    if (hiveKeys.includes(name)) return 'file';
    const holders = sources.filter(({ file }) => file.columns[name] !== undefined).length;
    if (holders === sources.length) return 'file';
    const value = sources[0]?.partition.values[name];
    if (holders === 0) return value === undefined ? 'absent' : { constant: value };
    return 'some';
  };
  const isByName = read.columns.some((column) => placeOf(column.name) === 'some');
  const files = sources.map(({ file }) => text(objectPath(lakeRoot, file.key)));
  const options = [
    `union_by_name = ${isByName}`,
    hiveKeys.length === 0
      ? 'hive_partitioning = false'
      : `hive_partitioning = true, hive_types = {${hiveKeys.map((key) => `${text(key)}: ${hiveType(key, read)}`).join(', ')}}`,
  ];
  return `SELECT ${selectList(read.columns, placeOf)} FROM read_parquet([${files.join(', ')}], ${options.join(', ')})`;
}

type ColumnPlace = 'file' | 'some' | 'absent' | { readonly constant: string };

function selectList(columns: readonly ColumnDefinition[], placeOf: (name: string) => ColumnPlace): string {
  const items = columns.map((column) => {
    const place = placeOf(column.name);
    const name = quote(column.name);
    const value = place === 'absent' ? 'NULL' : typeof place === 'object' ? text(place.constant) : name;
    return `CAST(${value} AS ${storedType(column)}) AS ${name}`;
  });
  // A query may read no column at all: count(*).
  return items.length === 0 ? '1 AS "1"' : items.join(', ');
}

/** Milliseconds are a matter of files; queries compute with DuckDB's TIMESTAMP. */
const storedType = (column: ColumnDefinition): string =>
  column.type === 'timestamp' ? 'TIMESTAMP' : columnTypes[column.type].duckdb;

const hiveType = (key: string, read: TableRead): string => {
  const column = read.columns.find((one) => one.name === key);
  return column === undefined ? 'VARCHAR' : storedType(column);
};

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;
const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** Compressed bytes of the columns that a query reads, over the files it may touch. */
export function bytesOf(read: TableRead, snapshot: CatalogueSnapshot): number {
  let bytes = 0;
  const types = read.touchedTypes;
  for (const { file, partition } of sourcesOf(read, snapshot)) {
    const type = partition.values[PARTITION_TYPE];
    if (types !== undefined && type !== undefined && !types.includes(type)) continue;
    for (const column of read.used) bytes += file.columns[column]?.bytes ?? 0;
  }
  return bytes;
}
