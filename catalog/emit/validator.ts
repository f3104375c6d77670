import { z } from 'zod';
import { columnTypes } from '../column-types.ts';
import type { TableDefinition } from '../define-table.ts';

/**
 * Validator of one row in answer-JSON form (timestamps and decimals as text), column → value or null. A column that the table does not
 * have is an error, a missing one too.
 */
export function rowValidator(
  table: Pick<TableDefinition, 'columns'>,
): z.ZodType<Readonly<Record<string, unknown>>> {
  return z.strictObject(
    Object.fromEntries(table.columns.map(({ name, type }) => [name, columnTypes[type].validator.nullable()])),
  );
}
