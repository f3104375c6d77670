import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Pagination from '@cloudscape-design/components/pagination';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useMemo } from 'react';
import type { Answer, AnswerValue } from '#api/contract/rest.ts';

interface Row {
  readonly index: number;
  readonly values: readonly AnswerValue[];
}

const ROWS_A_PAGE = 25;
const NUMERIC = /^(tinyint|smallint|integer|bigint|real|double|decimal)/;

/** The rows, with a filter, sorting and pages. Text from the lake is shown as text, never as markup. */
export function RowsTable({ answer }: { readonly answer: Answer }) {
  const rows = useMemo<readonly Row[]>(
    () => answer.rows.map((values, index) => ({ index, values })),
    [answer],
  );
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(rows, {
    filtering: {
      filteringFunction: (row, text) =>
        row.values.some((value) => valueText(value).toLowerCase().includes(text.toLowerCase())),
      empty: <Box>No rows.</Box>,
      noMatch: <Box>No row contains that.</Box>,
    },
    pagination: { pageSize: ROWS_A_PAGE },
    sorting: {},
  });
  const total = answer.row_count ?? rows.length;
  const note = answer.truncated
    ? `The first ${rows.length.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} rows.`
    : null;
  return (
    <Table
      {...collectionProps}
      items={items}
      variant="embedded"
      wrapLines
      stripedRows
      contentDensity="compact"
      resizableColumns
      ariaLabels={{ tableLabel: 'Rows of the answer', resizerRoleDescription: 'Resize button' }}
      columnDefinitions={answer.columns.map((column, at) => ({
        id: `${at}-${column.name}`,
        header: column.name,
        cell: (row: Row) => <Cell value={row.values[at] ?? null} />,
        sortingComparator: (a: Row, b: Row) =>
          compare(a.values[at] ?? null, b.values[at] ?? null, NUMERIC.test(column.type)),
        width: widthOf(answer, at),
        minWidth: 90,
      }))}
      filter={
        rows.length > 10 && (
          <TextFilter
            {...filterProps}
            filteringPlaceholder="Find in these rows"
            filteringAriaLabel="Find in these rows"
            countText={`${filteredItemsCount ?? 0} ${filteredItemsCount === 1 ? 'match' : 'matches'}`}
          />
        )
      }
      pagination={
        rows.length > ROWS_A_PAGE && (
          <Pagination
            {...paginationProps}
            ariaLabels={{
              nextPageLabel: 'Next page',
              previousPageLabel: 'Previous page',
              pageLabel: (page) => `Page ${page}`,
            }}
          />
        )
      }
      footer={
        note === null ? undefined : (
          <Box color="text-body-secondary">{note} A total is never computed from these alone.</Box>
        )
      }
    />
  );
}

function Cell({ value }: { readonly value: AnswerValue }) {
  if (value === null) return <span className="cell cell-null">–</span>;
  const text = valueText(value);
  const isJson = typeof value === 'object' || /^[[{]/.test(text);
  return <span className={isJson ? 'cell cell-json' : 'cell'}>{text}</span>;
}

function valueText(value: AnswerValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function compare(a: AnswerValue, b: AnswerValue, numeric: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (numeric) return Number(a) - Number(b);
  return valueText(a) < valueText(b) ? -1 : valueText(a) > valueText(b) ? 1 : 0;
}

const CHARACTER_WIDTH = 7.4;
const HEAD_CHARACTER_WIDTH = 8.2;
/** Padding and the sorting arrow beside a head; padding beside a cell. */
const HEAD_MARGIN = 62;
const CELL_MARGIN = 44;

/** Wide enough for what most rows hold, so that ids are not cut; long text wraps. */
function widthOf(answer: Answer, at: number): number {
  const lengths = answer.rows.slice(0, 100).map((row) => valueText(row[at] ?? null).length);
  const head = (answer.columns[at]?.name.length ?? 0) * HEAD_CHARACTER_WIDTH + HEAD_MARGIN;
  const longest = Math.max(0, ...lengths) * CHARACTER_WIDTH + CELL_MARGIN;
  return Math.round(Math.max(96, head, Math.min(420, longest)));
}
