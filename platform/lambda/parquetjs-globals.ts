/**
 * parquetjs-lite's generated file assigns its classes to names that it never declares. Beside it, as CommonJS, that makes them
 * global; inside an ES module, which is strict, it is an error unless the names exist. Import this before anything that
 * leads to it.
 */
const NAMES = [
  'Statistics',
  'StringType',
  'UUIDType',
  'MapType',
  'ListType',
  'EnumType',
  'DateType',
  'NullType',
  'DecimalType',
  'MilliSeconds',
  'MicroSeconds',
  'TimeUnit',
  'TimestampType',
  'TimeType',
  'IntType',
  'JsonType',
  'BsonType',
  'LogicalType',
  'SchemaElement',
  'DataPageHeader',
  'IndexPageHeader',
  'DictionaryPageHeader',
  'DataPageHeaderV2',
  'PageHeader',
  'KeyValue',
  'SortingColumn',
  'PageEncodingStats',
  'ColumnMetaData',
  'ColumnChunk',
  'RowGroup',
  'TypeDefinedOrder',
  'ColumnOrder',
  'PageLocation',
  'OffsetIndex',
  'ColumnIndex',
  'FileMetaData',
] as const;

for (const name of NAMES)
  if (!(name in globalThis))
    Object.defineProperty(globalThis, name, { value: undefined, writable: true, configurable: true });
