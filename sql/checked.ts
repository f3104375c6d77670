import type { CheckedSql, ResultColumn } from '#platform/ports/query-engine.ts';

/**
 * Brands a text as checked. The only place that does: `prepare` calls it with exactly the text whose tree it has
 * just verified.
 */
export function brandChecked(
  text: string,
  tables: readonly string[],
  columns: readonly ResultColumn[],
): CheckedSql {
  return Object.freeze({ text, tables, columns }) as unknown as CheckedSql;
}
