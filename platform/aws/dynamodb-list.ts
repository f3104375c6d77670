import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandOutput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { compareKeys, PAGE_SIZE } from '../ports/key-order.ts';
import { keysOf } from './dynamodb-item.ts';

export interface ListRequest {
  readonly prefix: string;
  readonly cursor: string | undefined;
  /** Epoch milliseconds: what has expired by then is not listed. */
  readonly now: number;
}

export interface KeyPage {
  readonly keys: readonly string[];
  readonly cursor: string | undefined;
}

const LIVE = '(attribute_not_exists(expires_at_ms) OR expires_at_ms > :now)';

/**
 * Keys with a prefix, in order. A prefix that holds a whole first segment (`conversations/…`) is one query; a shorter one
 * may lie in every partition, so the table is scanned.
 */
export async function listKeys(
  client: DynamoDBClient,
  table: string,
  request: ListRequest,
): Promise<KeyPage> {
  const keys = request.prefix.includes('/')
    ? await queried(client, table, request)
    : await scanned(client, table, request);
  const page = keys.slice(0, PAGE_SIZE);
  return { keys: page, cursor: keys.length > PAGE_SIZE ? page.at(-1) : undefined };
}

async function queried(client: DynamoDBClient, table: string, request: ListRequest): Promise<string[]> {
  const { prefix, cursor, now } = request;
  const keys: string[] = [];
  let from: Record<string, AttributeValue> | undefined =
    cursor === undefined ? undefined : { ...keysOf(cursor) };
  do {
    const page: QueryCommandOutput = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        FilterExpression: LIVE,
        ProjectionExpression: 'sk',
        ExpressionAttributeValues: {
          ':pk': keysOf(prefix).pk,
          ':prefix': { S: prefix },
          ':now': { N: String(now) },
        },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    keys.push(...sortKeys(page.Items));
    from = page.LastEvaluatedKey;
  } while (from !== undefined && keys.length <= PAGE_SIZE);
  return keys;
}

async function scanned(client: DynamoDBClient, table: string, request: ListRequest): Promise<string[]> {
  const { prefix, cursor, now } = request;
  const keys: string[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        FilterExpression: prefix === '' ? LIVE : `begins_with(sk, :prefix) AND ${LIVE}`,
        ProjectionExpression: 'sk',
        ExpressionAttributeValues: {
          ':now': { N: String(now) },
          ...(prefix === '' ? {} : { ':prefix': { S: prefix } }),
        },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    keys.push(...sortKeys(page.Items));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return keys.filter((key) => cursor === undefined || compareKeys(key, cursor) > 0).sort(compareKeys);
}

const sortKeys = (items: readonly Record<string, AttributeValue>[] = []): string[] =>
  items.flatMap(({ sk }) => sk?.S ?? []);
