import type { SqlType } from '../types.ts';

const simple: Partial<Record<SqlType['kind'], string>> = {
  unknown: 'VARCHAR',
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  double: 'DOUBLE',
  varchar: 'VARCHAR',
  varbinary: 'BLOB',
  date: 'DATE',
  json: 'VARCHAR',
  intervalDayToSecond: 'BIGINT',
  intervalYearToMonth: 'BIGINT',
  ipaddress: 'VARCHAR',
};

/**
 * DuckDB's type for the values of a type; undefined for those that have none (char, time, uuid, more than
 * microseconds). Fields of rows are f0, f1 … so that no two names meet; the analysis keeps the real ones.
 */
export function duckdbType(type: SqlType): string | undefined {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'timestamp':
      if (type.precision > 6) return undefined;
      return type.zone ? 'STRUCT(t TIMESTAMP, z VARCHAR)' : 'TIMESTAMP';
    case 'array': {
      const element = duckdbType(type.element);
      return element && `${element}[]`;
    }
    case 'map': {
      const key = duckdbType(type.key);
      const value = duckdbType(type.value);
      return key && value && `MAP(${key}, ${value})`;
    }
    case 'row': {
      const fields = type.fields.map((field) => duckdbType(field.type));
      return fields.includes(undefined)
        ? undefined
        : `STRUCT(${fields.map((field, index) => `f${index} ${field}`).join(', ')})`;
    }
    default:
      return simple[type.kind];
  }
}
