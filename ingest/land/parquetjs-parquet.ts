import { Writable } from 'node:stream';
import parquetjs, { type FieldDefinition } from 'parquetjs-lite';
import type { ColumnTypeName } from '#catalog/column-types.ts';
import {
  type AnyColumnBuffer,
  BooleanBuffer,
  IntegerBuffer,
  ListBuffer,
  MapBuffer,
  TextBuffer,
} from './column-buffer.ts';
import type { RowBuffer } from './row-buffer.ts';

/**
 * Parquet of a small batch in plain JavaScript, with no WebAssembly to load: what a Lambda writes for a handful of
 * events. GZIP is the writer's only codec that every engine reads; V1 pages, and no page index, since Trino cannot push
 * a predicate down through the one it writes.
 */
export async function parquetjsParquet(buffer: RowBuffer): Promise<Uint8Array> {
  const schema = new parquetjs.ParquetSchema(
    Object.fromEntries(buffer.table.columns.map(({ name, type }) => [name, fieldOf(type)])),
  );
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const writer = await parquetjs.ParquetWriter.openStream(schema, sink, {
    useDataPageV2: false,
    pageIndex: false,
  });
  for (let row = 0; row < buffer.rows; row += 1) await writer.appendRow(rowOf(buffer, row));
  await writer.close();
  return Buffer.concat(chunks);
}

/** INT64 goes through a double in this writer, so a batch with larger numbers is not for it. */
export function fitsParquetjs(buffer: RowBuffer): boolean {
  return buffer.columns.every(
    (column) =>
      !(column instanceof IntegerBuffer) ||
      column.values.every(
        (value) => value === BigInt(Number(value)) && value < 2n ** 53n && value > -(2n ** 53n),
      ),
  );
}

function fieldOf(type: ColumnTypeName): FieldDefinition {
  const text = { type: 'UTF8', compression: 'GZIP' } as const;
  switch (type) {
    case 'bigint':
      return { type: 'INT64', compression: 'GZIP', optional: true };
    case 'timestamp':
      return { type: 'TIMESTAMP_MILLIS', compression: 'GZIP', optional: true };
    case 'boolean':
      return { type: 'BOOLEAN', compression: 'GZIP', optional: true };
    case 'varcharMap':
      return {
        type: 'MAP',
        optional: true,
        fields: { key_value: { repeated: true, fields: { key: text, value: { ...text, optional: true } } } },
      };
    case 'varcharArray':
      return {
        type: 'LIST',
        optional: true,
        fields: { list: { repeated: true, fields: { element: { ...text, optional: true } } } },
      };
    default:
      return { ...text, optional: true };
  }
}

function rowOf(buffer: RowBuffer, row: number): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  buffer.table.columns.forEach(({ name, type }, index) => {
    const column = buffer.columns[index];
    const value = column === undefined ? null : columnValue(column, row, type === 'timestamp');
    if (value !== null) values[name] = value;
  });
  return values;
}

function columnValue(column: AnyColumnBuffer, row: number, isTimestamp: boolean): unknown {
  if (column instanceof TextBuffer) return column.text(row);
  if (column instanceof BooleanBuffer) return column.value(row);
  if (column instanceof IntegerBuffer) {
    const value = column.value(row);
    if (value === null) return null;
    return isTimestamp ? new Date(Number(value)) : Number(value);
  }
  if (column instanceof MapBuffer) {
    const entries = column.entries(row);
    if (entries === null) return null;
    return { key_value: entries.map(([key, value]) => (value === null ? { key } : { key, value })) };
  }
  if (column instanceof ListBuffer) {
    const list = column.list(row);
    return list === null ? null : { list: list.map((element) => (element === null ? {} : { element })) };
  }
  return null;
}
