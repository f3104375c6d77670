import { useCollection } from '@cloudscape-design/collection-hooks';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useMemo } from 'react';
import type { Answer, AnswerValue } from '#api/contract/rest.ts';
import { timeText } from '../answer/time-text.ts';
import { Loading } from '../loading.tsx';
import { api } from '../state/api-client.ts';
import { useLoaded } from '../state/use-loaded.ts';

interface Cell {
  readonly verdict: string;
  readonly detail: readonly string[];
}

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly cells: ReadonlyMap<string, Cell>;
}

const LOOKS: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  fresh: 'success',
  stale: 'warning',
  stopped: 'stopped',
  silent: 'error',
};

/** Account × Region: what is recorded, how fresh, and what is missing. */
export function CoveragePage() {
  const { value, problem } = useLoaded(api.coverage);
  const grid = useMemo(() => (value === undefined ? undefined : gridOf(value)), [value]);
  const { items, filterProps, collectionProps } = useCollection(grid?.rows ?? [], {
    filtering: {
      fields: ['name', 'id'],
      empty: <Box>Nothing has been delivered.</Box>,
      noMatch: <Box>No such account.</Box>,
    },
    sorting: {},
  });
  return (
    <ContentLayout
      header={
        <Header variant="h1" description="What is recorded in each account and Region, judged now.">
          Coverage
        </Header>
      }
    >
      {problem !== undefined && <Alert type="error">{problem}</Alert>}
      {value !== undefined && value.status !== 'answered' && <Alert type="warning">{value.text}</Alert>}
      {value === undefined && problem === undefined && <Loading text="Reading coverage" />}
      {grid !== undefined && value?.status === 'answered' && (
        <Table
          {...collectionProps}
          items={items}
          variant="container"
          stickyHeader
          ariaLabels={{ tableLabel: 'Coverage by account and Region' }}
          filter={
            <TextFilter
              {...filterProps}
              filteringPlaceholder="Find an account"
              filteringAriaLabel="Find an account"
            />
          }
          columnDefinitions={[
            {
              id: 'account',
              header: 'Account',
              isRowHeader: true,
              sortingField: 'name',
              minWidth: 190,
              cell: (row: AccountRow) => (
                <>
                  <div>{row.name}</div>
                  <Box color="text-body-secondary" fontSize="body-s">
                    {row.id}
                  </Box>
                </>
              ),
            },
            ...grid.regions.map((region) => ({
              id: region,
              header: region,
              minWidth: 130,
              cell: (row: AccountRow) => <CoverageCell cell={row.cells.get(region)} />,
            })),
          ]}
        />
      )}
    </ContentLayout>
  );
}

function CoverageCell({ cell }: { readonly cell: Cell | undefined }) {
  if (cell === undefined) return <span className="cell-null">–</span>;
  return (
    <>
      <StatusIndicator type={LOOKS[cell.verdict] ?? 'info'}>{cell.verdict}</StatusIndicator>
      <Box color="text-body-secondary" fontSize="body-s">
        {cell.detail.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </Box>
    </>
  );
}

const NO_REGION = 'no Region';

function gridOf(answer: Answer): {
  readonly regions: readonly string[];
  readonly rows: readonly AccountRow[];
} {
  const at = new Map(answer.columns.map((column, index) => [column.name, index]));
  const read = (row: readonly AnswerValue[], name: string): AnswerValue => row[at.get(name) ?? -1] ?? null;
  const accounts = new Map<string, { name: string; cells: Map<string, Cell> }>();
  const regions = new Set<string>();
  for (const row of answer.rows) {
    if (read(row, 'domain') !== 'config') continue;
    const id = String(read(row, 'account_id') ?? 'unknown account');
    const region = String(read(row, 'region') ?? NO_REGION);
    regions.add(region);
    const account = accounts.get(id) ?? {
      name: String(read(row, 'account_name') ?? id),
      cells: new Map<string, Cell>(),
    };
    account.cells.set(region, {
      verdict: String(read(row, 'verdict') ?? 'unknown'),
      detail: detailOf(read(row, 'items'), read(row, 'last_snapshot_at'), read(row, 'rejected')),
    });
    accounts.set(id, account);
  }
  const ordered = [...regions].sort((a, b) => (a === NO_REGION ? 1 : b === NO_REGION ? -1 : a < b ? -1 : 1));
  return { regions: ordered, rows: [...accounts].map(([id, account]) => ({ id, ...account })) };
}

function detailOf(items: AnswerValue, snapshot: AnswerValue, rejected: AnswerValue): readonly string[] {
  const parts = [`${Number(items ?? 0).toLocaleString('en-US')} resources`];
  if (snapshot !== null) parts.push(timeText(String(snapshot)).replace(/ \d{4},/, ','));
  if (Number(rejected ?? 0) > 0) parts.push(`${String(rejected)} rejected`);
  return parts;
}
