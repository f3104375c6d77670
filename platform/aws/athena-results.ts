import { type AthenaClient, GetQueryResultsCommand, type Row } from '@aws-sdk/client-athena';
import { athenaFailed } from './athena-errors.ts';

const ROWS_A_PAGE = 1000;

/**
 * All rows of a finished execution as texts; null is NULL, which Athena leaves out of the row while it writes an empty
 * text as one. The first row repeats the columns' names, for a SELECT; it is taken away only where it does.
 */
export async function resultTexts(
  client: AthenaClient,
  executionId: string,
): Promise<readonly (readonly (string | null)[])[]> {
  const rows: (readonly (string | null)[])[] = [];
  let token: string | undefined;
  let isFirst = true;
  do {
    const page = await client
      .send(
        new GetQueryResultsCommand({
          QueryExecutionId: executionId,
          MaxResults: ROWS_A_PAGE,
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      )
      .catch(athenaFailed('reading the rows of a query'));
    const names = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name }) => Name ?? '');
    const found = (page.ResultSet?.Rows ?? []).map((row) => textsOf(row, names.length));
    const [first] = found;
    const hasHeader = isFirst && first !== undefined && names.every((name, index) => first[index] === name);
    rows.push(...(hasHeader ? found.slice(1) : found));
    isFirst = false;
    token = page.NextToken;
  } while (token !== undefined);
  return rows;
}

function textsOf(row: Row, width: number): readonly (string | null)[] {
  const data = row.Data ?? [];
  return Array.from(
    { length: Math.max(width, data.length) },
    (_, index) => data[index]?.VarCharValue ?? null,
  );
}
