import {
  Bool,
  type Data,
  type DataType,
  Field,
  Int64,
  List,
  Map_,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMillisecond,
  tableToIPC,
  Utf8,
} from 'apache-arrow';
import { Compression, Table as WasmTable, WriterPropertiesBuilder, writeParquet } from 'parquet-wasm';
import {
  type AnyColumnBuffer,
  BooleanBuffer,
  IntegerBuffer,
  ListBuffer,
  type MapBuffer,
  TextBuffer,
} from './column-buffer.ts';
import type { RowBuffer } from './row-buffer.ts';

const ROW_GROUP_ROWS = 50_000;

/**
 * Parquet of buffered rows: ZSTD, V1 pages, timestamps as TIMESTAMP_MILLIS, whole numbers exact. For bulk; Arrow lays
 * columns out as the buffers hold them, so nothing is copied value by value.
 */
export function arrowParquet(buffer: RowBuffer): Uint8Array {
  const fields: Field[] = [];
  const children: Data[] = [];
  buffer.table.columns.forEach(({ name, type }, index) => {
    const column = buffer.columns[index];
    if (column === undefined) return;
    const data = dataOf(column, type === 'timestamp');
    fields.push(new Field(name, data.type as DataType, true));
    children.push(data);
  });
  const schema = new Schema(fields);
  const batch = new RecordBatch(
    schema,
    makeData({ type: new Struct(fields), length: buffer.rows, nullCount: 0, children }),
  );
  const properties = new WriterPropertiesBuilder()
    .setCompression(Compression.ZSTD)
    .setMaxRowGroupSize(ROW_GROUP_ROWS)
    .build();
  // Both are freed by the call: the table moves into the writer.
  return writeParquet(WasmTable.fromIPCStream(tableToIPC(new Table([batch]), 'stream')), properties);
}

function dataOf(column: AnyColumnBuffer, isTimestamp: boolean): Data {
  const { rows: length, nulls: nullCount } = column.validity;
  const base = { length, nullCount, nullBitmap: column.validity.view() };
  if (column instanceof TextBuffer) return textData(column);
  if (column instanceof IntegerBuffer)
    return isTimestamp
      ? makeData({ ...base, type: new TimestampMillisecond(), data: column.values })
      : makeData({ ...base, type: new Int64(), data: column.values });
  if (column instanceof BooleanBuffer)
    return makeData({ ...base, type: new Bool(), data: column.bits.view() });
  if (column instanceof ListBuffer)
    return makeData({
      ...base,
      type: new List(new Field('element', new Utf8(), true)),
      valueOffsets: column.offsets,
      child: textData(column.elements),
    });
  return mapData(column, base);
}

function mapData(
  column: MapBuffer,
  base: { readonly length: number; readonly nullCount: number; readonly nullBitmap: Uint8Array },
): Data {
  const entry = new Struct<{ key: Utf8; value: Utf8 }>([
    new Field('key', new Utf8(), false),
    new Field('value', new Utf8(), true),
  ]);
  const child = makeData({
    type: entry,
    length: column.keys.validity.rows,
    nullCount: 0,
    children: [textData(column.keys), textData(column.values)],
  });
  return makeData({
    ...base,
    type: new Map_<Utf8, Utf8>(new Field('entries', entry, false)),
    valueOffsets: column.offsets,
    child,
  });
}

function textData(column: TextBuffer): Data<Utf8> {
  return makeData({
    type: new Utf8(),
    length: column.validity.rows,
    nullCount: column.validity.nulls,
    nullBitmap: column.validity.view(),
    valueOffsets: column.offsets,
    data: column.data,
  });
}
