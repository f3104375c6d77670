import { columnTypes } from '../column-types.ts';
import type { ColumnDefinition, TableDefinition } from '../define-table.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const columnLine = (column: ColumnDefinition): string => {
  const type = `\`${columnTypes[column.type].trino}\`${column.json === true ? ' (JSON)' : ''}`;
  return `| \`${column.name}\` | ${type} | ${column.sensitivity} | ${cell(column.description)} |`;
};

const storageText = (table: TableDefinition): string => {
  switch (table.storage.kind) {
    case 'stored':
      return table.partitionKeys.length === 0
        ? 'Stored in one piece.'
        : `Stored, partitioned by ${table.partitionKeys.map((key) => `\`${key}\``).join(', ')}.`;
    case 'slice':
      return `Reads the files of \`${table.storage.of}\`.`;
    case 'view':
      return 'A view, made when it is asked.';
  }
};

/** The reference page of one table in Markdown. */
export function referencePage(table: TableDefinition): string {
  const types = table.resourceTypes ?? [];
  return [
    `# ${table.name}`,
    '',
    table.description,
    '',
    `One row per ${table.rowPer}. ${storageText(table)}`,
    ...(table.domain === 'none'
      ? []
      : ['', `Its completeness is judged by the coverage domain \`${table.domain}\`.`]),
    ...(types.length === 0 ? [] : ['', `Resource types: ${types.map((type) => `\`${type}\``).join(', ')}.`]),
    '',
    '| column | type | sensitivity | meaning |',
    '|---|---|---|---|',
    ...table.columns.map(columnLine),
    '',
  ].join('\n');
}

/** The index of all tables that can be queried: those with a page of their own, then every typed table on a line. */
export function referenceIndex(
  withPage: readonly TableDefinition[],
  typed: readonly TableDefinition[],
): string {
  return [
    '# Tables',
    '',
    'Generated from `catalog/` by `scripts/generate-catalog.ts`. Types are in Trino’s spelling, timestamps in UTC.',
    '',
    '| table | one row per |',
    '|---|---|',
    ...withPage.map((table) => `| [${table.name}](tables/${table.name}.md) | ${cell(table.rowPer)} |`),
    '',
    '## Typed tables',
    '',
    'One for each published resource type, and for every other type that arrives. Each has all columns of [resources](tables/resources.md) and',
    'a column for each recorded property; `stocktake tables NAME` describes them.',
    '',
    '| table | resource type | columns of its own |',
    '|---|---|---|',
    ...typed.map((table) => {
      const own = table.columns.filter(({ path }) => path !== undefined).length;
      return `| \`${table.name}\` | ${(table.resourceTypes ?? []).join(', ')} | ${own} |`;
    }),
    '',
  ].join('\n');
}
