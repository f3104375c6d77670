import { type Command, Option } from 'commander';
import type { AnswerDeps, Caller } from '#answer/deps.ts';
import { isS3Url } from '#ingest/sources/s3-url.ts';
import type { QueryEngine } from '#platform/ports/query-engine.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { UsageError } from './errors.ts';
import { callerOf, openLake } from './open-lake.ts';
import type { LakeOptions } from './options.ts';

const engines = ['duckdb', 'trino', 'athena'] as const;

export interface EngineOptions extends LakeOptions {
  readonly engine: (typeof engines)[number];
  readonly endpoint?: string;
  readonly workgroup?: string;
  readonly profile?: string;
}

/** Options that choose where a query runs. Secrets come from the environment alone. */
export function withEngine(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--engine <name>',
        'where the query runs; trino and athena read a lake in AWS (--lake s3://bucket)',
      )
        .choices([...engines])
        .default('duckdb'),
    )
    .option(
      '--endpoint <url>',
      'trino: address of the coordinator (TRINO_URL; also TRINO_USER, TRINO_PASSWORD, TRINO_CATALOG)',
    )
    .option('--workgroup <name>', 'athena: workgroup (STOCKTAKE_WORKGROUP, or stocktake)')
    .option('--profile <name>', 'profile of the AWS configuration, for a lake in AWS');
}

/** A lake that may be asked, and what tells who asks it. */
export interface AskedLake extends AnswerDeps {
  callerOf(user: string | undefined): Promise<Caller>;
  close(): Promise<void>;
}

/** Opens the lake of the options with the engine of the options; the SDK is loaded only where it is needed. */
export async function openAskedLake(options: EngineOptions): Promise<AskedLake> {
  const isInAws = isS3Url(options.lake);
  if (options.engine === 'duckdb') {
    if (isInAws)
      throw new UsageError('DuckDB reads a lake on this machine.', {
        hint: 'Add --engine athena (or trino) to ask a lake in AWS.',
      });
    const lake = await openLake(options);
    return { ...lake, callerOf: (user) => callerOf(lake, user), close: () => lake.close() };
  }
  if (!isInAws) {
    throw new UsageError(`--engine ${options.engine} asks a lake in AWS.`, {
      hint: 'Give its bucket: --lake s3://bucket.',
    });
  }
  const { openBucketLake } = await import('./bucket-lake.ts');
  const trino = options.engine === 'trino' ? await trinoEngine(options) : undefined;
  const lake = await openBucketLake(options, trino);
  return { ...lake, callerOf: ownerOnly, close: () => lake.engine.close() };
}

/** Whoever has the rights in AWS to read the lake is its owner here; users are told apart by the deployed API. */
async function ownerOnly(user: string | undefined): Promise<Caller> {
  if (user === undefined) return { userId: 'owner', policy: ownerPolicy };
  throw new UsageError('--as is for a lake on this machine.', {
    hint: 'In AWS the API knows its users by their sign-in.',
  });
}

async function trinoEngine(options: EngineOptions): Promise<QueryEngine> {
  const { TRINO_URL, TRINO_USER, TRINO_PASSWORD, TRINO_CATALOG } = process.env;
  const url = options.endpoint ?? TRINO_URL;
  if (url === undefined || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UsageError('--engine trino needs the address of a Trino.', {
      hint: 'Give --endpoint https://host:port, or set TRINO_URL.',
    });
  }
  const { protocol, hostname } = new URL(url);
  if (
    TRINO_PASSWORD !== undefined &&
    protocol !== 'https:' &&
    !['127.0.0.1', 'localhost'].includes(hostname)
  ) {
    throw new UsageError('A password is only sent over https.');
  }
  const { TrinoClient } = await import('#platform/trino/trino-client.ts');
  const { TrinoQueryEngine } = await import('#platform/trino/trino-query-engine.ts');
  const { toTrino } = await import('#sql/dialect/to-trino.ts');
  const client = new TrinoClient({
    url,
    user: TRINO_USER ?? 'stocktake',
    ...(TRINO_PASSWORD === undefined ? {} : { password: TRINO_PASSWORD }),
    catalog: TRINO_CATALOG ?? 'awsdatacatalog',
    schema: 'inventory',
  });
  return new TrinoQueryEngine({ client, translate: toTrino });
}
