import { columnTypes } from '../column-types.ts';
import type { TableDefinition } from '../define-table.ts';

/** What a card needs of a table; a table that SQL learned from items has it too. */
export type CardTable = Pick<TableDefinition, 'name' | 'description' | 'columns'> & {
  readonly partitionKeys?: readonly string[];
};

/**
 * A table on few lines for a reader or a model: name, description, then a line a column with its type in Trino's spelling. A property's
 * column says where it is read from, which is shorter than its description and tells as much. JSON text and partition keys are
 * marked, since both change how SQL is best written.
 */
export function promptCard(table: CardTable): string {
  const lines = table.columns.map((column) => {
    const marks = [
      ...(column.json === true ? ['JSON text'] : []),
      ...((table.partitionKeys ?? []).includes(column.name) ? ['partition key'] : []),
    ];
    const note = marks.length === 0 ? '' : ` [${marks.join(', ')}]`;
    return `- ${column.name} ${columnTypes[column.type].trino}${note}: ${column.path ?? column.description}`;
  });
  return `### ${table.name}\n${table.description}\n${lines.join('\n')}`;
}
