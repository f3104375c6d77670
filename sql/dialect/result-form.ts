import { quoteName } from '../text.ts';
import { type SqlType, types } from '../types.ts';
import { type CastContext, castValue } from './cast.ts';

/**
 * The value of a result column as it leaves the engine. Numbers, booleans, texts, lists and maps stay DuckDB's;
 * what Trino spells in a way of its own becomes text. A row becomes a struct: field names start with `n:` where
 * the row has names (an object), with `f` where it has none (an array).
 */
export function resultForm(value: string, type: SqlType, context: CastContext): string {
  if (isPlain(type)) return value;
  switch (type.kind) {
    case 'real':
      return `CAST(CAST(${value} AS VARCHAR) AS DOUBLE)`;
    case 'varbinary':
      return `to_base64(${value})`;
    case 'array': {
      const element = context.fresh();
      return `list_transform(${value}, lambda ${element}: ${resultForm(element, type.element, context)})`;
    }
    case 'map': {
      const entry = context.fresh();
      const key = castValue(`${entry}.key`, type.key, types.varchar, context);
      const item = resultForm(`${entry}.value`, type.value, context);
      return `map_from_entries(list_transform(map_entries(${value}), lambda ${entry}: struct_pack(k := ${key}, v := ${item})))`;
    }
    case 'row': {
      const isNamed =
        type.fields.every((field) => field.name !== null) &&
        new Set(type.fields.map((field) => field.name)).size === type.fields.length;
      const fields = type.fields.map((field, index) => {
        const name = isNamed ? quoteName(`n:${field.name}`) : `f${index}`;
        return `${name} := ${resultForm(`(${value}).f${index}`, field.type, context)}`;
      });
      return `CASE WHEN ${value} IS NULL THEN NULL ELSE struct_pack(${fields.join(', ')}) END`;
    }
    case 'timestamp':
      // At least milliseconds, whatever the type's precision.
      return castValue(value, { ...type, precision: Math.max(3, type.precision) }, types.varchar, context);
    default:
      return type.kind === 'unknown' ? value : castValue(value, type, types.varchar, context);
  }
}

const PLAIN = [
  'unknown',
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'double',
  'varchar',
  'json',
  'ipaddress',
];

function isPlain(type: SqlType): boolean {
  if (type.kind === 'array') return isPlain(type.element);
  if (type.kind === 'map') return type.key.kind === 'varchar' && isPlain(type.value);
  return PLAIN.includes(type.kind);
}

/** The value of a column that is written to Parquet: timestamps keep milliseconds, as Athena reads them. */
export function parquetForm(value: string, type: SqlType, context: CastContext): string {
  if (type.kind === 'timestamp' && !type.zone && type.precision <= 3) return `CAST(${value} AS TIMESTAMP_MS)`;
  const isStored = [
    'boolean',
    'tinyint',
    'smallint',
    'integer',
    'bigint',
    'real',
    'double',
    'varchar',
    'varbinary',
    'date',
    'decimal',
  ].includes(type.kind);
  if (isStored) return value;
  if (type.kind === 'array' || (type.kind === 'map' && type.key.kind === 'varchar')) return value;
  return context.refuse('this type is not written to Parquet; cast it first');
}
