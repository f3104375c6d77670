import { columnTypes } from '../column-types.ts';
import type { TableDefinition } from '../define-table.ts';

export interface QuicksightColumn {
  readonly Name: string;
  readonly Type: 'STRING' | 'INTEGER' | 'DECIMAL' | 'DATETIME' | 'BIT';
}

export interface QuicksightColumns {
  /** InputColumns of a physical table over SQL. */
  readonly columns: readonly QuicksightColumn[];
  /** Select list that gives them: lists and maps, which QuickSight cannot read, as JSON text. */
  readonly select: string;
}

/** The columns of a QuickSight data set over a table. Secret and sensitive columns are left out: a dashboard has no policy. */
export function quicksightColumns(table: Pick<TableDefinition, 'columns'>): QuicksightColumns {
  const shown = table.columns.filter(
    ({ sensitivity }) => sensitivity === 'public' || sensitivity === 'internal',
  );
  return {
    columns: shown.map(({ name, type }) => ({ Name: name, Type: columnTypes[type].quicksight })),
    select: shown
      .map(({ name, type }) => {
        const isNested = columnTypes[type].arrow.kind === 'list' || columnTypes[type].arrow.kind === 'map';
        return isNested ? `json_format(CAST("${name}" AS json)) AS "${name}"` : `"${name}"`;
      })
      .join(', '),
  };
}
