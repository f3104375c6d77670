import { columnTypes, type ParquetjsField } from '../column-types.ts';
import type { TableDefinition } from '../define-table.ts';
import { AppError } from '../errors.ts';

/** A table has a column that the writer cannot write. */
export class UnmappedTypeError extends AppError {
  override readonly name = 'UnmappedTypeError';
  readonly code = 'catalog.unmapped_type';
  readonly retryable = false;
}

const withGzip = (field: ParquetjsField): Readonly<Record<string, unknown>> =>
  field.fields === undefined
    ? { ...field, compression: 'GZIP' }
    : {
        ...field,
        fields: Object.fromEntries(
          Object.entries(field.fields).map(([name, inner]) => [name, withGzip(inner)]),
        ),
      };

/**
 * The fields for parquetjs-lite's ParquetSchema, GZIP (its only codec that every engine reads). A fresh object each time, since that
 * package writes into what it is given.
 * @throws UnmappedTypeError where the writer has no such type (decimal)
 */
export function parquetjsFields(table: Pick<TableDefinition, 'name' | 'columns'>): Record<string, unknown> {
  return Object.fromEntries(
    table.columns.map(({ name, type }) => {
      const field = columnTypes[type].parquetjs;
      if (field === null) {
        throw new UnmappedTypeError(
          `parquetjs-lite cannot write ${table.name}.${name}, which is ${columnTypes[type].trino}.`,
        );
      }
      return [name, withGzip(field)];
    }),
  );
}
