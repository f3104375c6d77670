import {
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Field,
  Float64,
  Int64,
  List,
  Map_,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
} from 'apache-arrow';
import { type ArrowType, columnTypes } from '../column-types.ts';
import type { TableDefinition } from '../define-table.ts';

/** The Arrow schema of a table, for parquet-wasm. Every column may be null. */
export function arrowSchema(table: Pick<TableDefinition, 'columns'>): Schema {
  return new Schema(
    table.columns.map(({ name, type }) => new Field(name, dataType(columnTypes[type].arrow), true)),
  );
}

function dataType(type: ArrowType): DataType {
  switch (type.kind) {
    case 'utf8':
      return new Utf8();
    case 'int64':
      return new Int64();
    case 'float64':
      return new Float64();
    case 'bool':
      return new Bool();
    case 'dateDay':
      return new DateDay();
    case 'timestampMillisecond':
      return new TimestampMillisecond();
    case 'decimal':
      return new Decimal(type.scale, type.precision, 128);
    case 'list':
      return new List(new Field('element', dataType(type.element), true));
    case 'map': {
      const entry = new Struct<{ key: DataType; value: DataType }>([
        new Field('key', dataType(type.key), false),
        new Field('value', dataType(type.value), true),
      ]);
      return new Map_(new Field('entries', entry, false));
    }
  }
}
