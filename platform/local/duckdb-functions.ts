import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DOUBLE,
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBListValue,
  DuckDBScalarFunction,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  VARCHAR,
} from '@duckdb/node-api';

/** A function that DuckDB calls back for each row; it is given no NULL, and what it throws fails the query. */
export interface DuckdbFunction {
  readonly name: string;
  readonly parameters: readonly DuckdbFunctionType[];
  readonly result: DuckdbFunctionType;
  readonly call: (...values: never[]) => FunctionValue | null;
}

export type DuckdbFunctionType = 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'BLOB' | 'VARCHAR[]';

type FunctionValue = string | bigint | number | boolean | Uint8Array | readonly (string | null)[];

const duckdbTypes: Readonly<Record<DuckdbFunctionType, DuckDBType>> = {
  VARCHAR,
  BIGINT,
  DOUBLE,
  BOOLEAN,
  BLOB,
  'VARCHAR[]': LIST(VARCHAR),
};

/** Makes functions known to a database; every connection of it sees them. */
export function registerFunctions(connection: DuckDBConnection, functions: readonly DuckdbFunction[]): void {
  for (const one of functions) connection.registerScalarFunction(scalarFunction(one));
}

function scalarFunction(one: DuckdbFunction): DuckDBScalarFunction {
  const call = one.call as unknown as (...values: FunctionValue[]) => FunctionValue | null;
  return DuckDBScalarFunction.create({
    name: one.name,
    parameterTypes: one.parameters.map((type) => duckdbTypes[type]),
    returnType: duckdbTypes[one.result],
    mainFunction: (info, input, output) => {
      try {
        const columns = one.parameters.map((_, index) => input.getColumnVector(index));
        for (let row = 0; row < input.rowCount; row++) {
          const values: FunctionValue[] = [];
          for (const column of columns) {
            const value = column.getItem(row);
            if (value === null) break;
            values.push(fromDuckdb(value));
          }
          output.setItem(row, values.length < columns.length ? null : toDuckdb(call(...values)));
        }
        output.flush();
      } catch (error) {
        info.setError(error instanceof Error ? error.message : String(error));
      }
    },
  });
}

function fromDuckdb(value: DuckDBValue): FunctionValue {
  if (value instanceof DuckDBBlobValue) return value.bytes;
  if (value instanceof DuckDBListValue) return value.items as readonly (string | null)[];
  return value as FunctionValue;
}

function toDuckdb(value: FunctionValue | null): DuckDBValue {
  if (value instanceof Uint8Array) return new DuckDBBlobValue(value);
  if (Array.isArray(value)) return new DuckDBListValue(value);
  return value as DuckDBValue;
}
