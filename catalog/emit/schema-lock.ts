import type { TableDefinition } from '../define-table.ts';
import { baseColumnNames } from '../facts/reserved-names.ts';

const shared: ReadonlySet<string> = new Set(baseColumnNames);

/**
 * Every table with its columns and their types, a line each: what lakes already hold. A line may gain columns, never lose or retype one. Typed
 * tables leave out the base columns, which the line of resources has.
 */
export function schemaLock(tables: readonly TableDefinition[]): string {
  const lines = tables.map((table) => {
    const columns = table.columns.filter(({ name }) => table.storage.kind !== 'slice' || !shared.has(name));
    return [table.name, ...columns.map(({ name, type }) => `${name}:${type}`)].join(' ');
  });
  return `${lines.join('\n')}\n`;
}

/** What the present tables lack or declare otherwise than the lock does; empty where every change is an addition. */
export function lockBreaks(lock: string, tables: readonly TableDefinition[]): readonly string[] {
  const present = new Map(
    schemaLock(tables)
      .trimEnd()
      .split('\n')
      .map((line) => {
        const [name = '', ...columns] = line.split(' ');
        return [name, new Set(columns)] as const;
      }),
  );
  return lock
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const [name = '', ...columns] = line.split(' ');
      const now = present.get(name);
      if (now === undefined) return [`table ${name} is gone`];
      return columns
        .filter((column) => !now.has(column))
        .map((column) => `${name}: ${column} is gone or changed`);
    });
}
