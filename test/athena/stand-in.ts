import { createServer, type Server } from 'node:http';
import { ApiError, Executions, type StartInput, type WorkGroup } from './executions.ts';
import { bodyOf } from './glue-shim.ts';

interface ResultsInput {
  readonly QueryExecutionId: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

const MOST_RESULTS = 1000;

/**
 * Athena's JSON API over a Trino whose catalogue `awsdatacatalog` reads Glue: as far as the lake uses it, errors in
 * Athena's form included. It proves that our requests and our reading of replies hold together; not what Athena itself
 * answers.
 */
export function athenaStandIn(trinoUrl: string, workGroups: Readonly<Record<string, WorkGroup>>): Server {
  const executions = new Executions(trinoUrl, workGroups);
  return createServer(async (incoming, outgoing) => {
    const reply = (status: number, body: unknown) =>
      outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    try {
      const target = String(incoming.headers['x-amz-target']).replace('AmazonAthena.', '');
      reply(200, answer(executions, target, JSON.parse((await bodyOf(incoming)).toString('utf8'))));
    } catch (error) {
      const type = error instanceof ApiError ? error.type : 'InternalServerException';
      reply(error instanceof ApiError ? 400 : 500, {
        __type: type,
        Message: String((error as Error).message),
      });
    }
  });
}

function answer(executions: Executions, target: string, input: unknown): unknown {
  const { QueryExecutionId = '' } = input as Partial<ResultsInput>;
  switch (target) {
    case 'StartQueryExecution':
      return { QueryExecutionId: executions.start(input as StartInput) };
    case 'GetQueryExecution':
      return { QueryExecution: executions.find(QueryExecutionId) };
    case 'BatchGetQueryExecution':
      return batch(
        executions,
        (input as { readonly QueryExecutionIds: readonly string[] }).QueryExecutionIds,
      );
    case 'StopQueryExecution':
      executions.stop(QueryExecutionId);
      return {};
    case 'GetQueryResults':
      return page(executions, input as ResultsInput);
    default:
      throw new ApiError('InvalidRequestException', `${target} is not served here`);
  }
}

function batch(executions: Executions, ids: readonly string[]) {
  const found = ids.map((id) => {
    try {
      return executions.find(id);
    } catch {
      return id;
    }
  });
  return {
    QueryExecutions: found.filter((one) => typeof one !== 'string'),
    UnprocessedQueryExecutionIds: found
      .filter((one) => typeof one === 'string')
      .map((QueryExecutionId) => ({
        QueryExecutionId,
        ErrorCode: 'INVALID_INPUT',
        ErrorMessage: 'not found',
      })),
  };
}

/** The names of the columns are the first row of the first page; a page has at most 1,000 rows with them. */
function page(
  executions: Executions,
  { QueryExecutionId, MaxResults = MOST_RESULTS, NextToken = '0' }: ResultsInput,
) {
  if (MaxResults < 1 || MaxResults > MOST_RESULTS)
    throw new ApiError(
      'InvalidRequestException',
      `MaxResults ${MaxResults} is not between 1 and ${MOST_RESULTS}`,
    );
  const { columns, rows, hasHeader } = executions.resultOf(QueryExecutionId);
  const from = Number(NextToken);
  if (!/^\d+$/.test(NextToken)) throw new ApiError('InvalidRequestException', 'NextToken is malformed');
  const header = hasHeader ? [columns.map(({ Name }) => Name)] : [];
  const all = [...header, ...rows];
  return {
    UpdateCount: 0,
    ResultSet: {
      Rows: all.slice(from, from + MaxResults).map((row) => ({
        Data: row.map((text) => (text === undefined ? {} : { VarCharValue: text })),
      })),
      ResultSetMetadata: { ColumnInfo: columns },
    },
    ...(from + MaxResults < all.length ? { NextToken: String(from + MaxResults) } : {}),
  };
}
