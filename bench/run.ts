import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { answerSql } from '#answer/answer-sql.ts';
import { compact, landDeliveries } from '#cli/land-deliveries.ts';
import { callerOf, openLake } from '#cli/open-lake.ts';
import type { Progress } from '#cli/progress.ts';
import { questionDeps } from '#cli/question-deps.ts';
import { writeSample } from '#cli/sample/write-sample.ts';
import { answerQuestion } from '#nl2sql/ask.ts';
import { type Figure, sideBySide } from './figure.ts';

/**
 * Benchmarks of one machine's thread, as ratios within one run. `-- --full` takes the full sizes.
 * One JSON line per figure on standard output.
 */
const full = process.argv.includes('--full');
const resources = full ? 200_000 : 20_000;
const runs = full ? 5 : 3;
const silent: Progress = { start: () => undefined, update: () => undefined, done: () => undefined };
const NOW = new Date('2026-03-10T12:00:00Z');

const folder = await mkdtemp(join(tmpdir(), 'stocktake-bench-'));
try {
  const deliveries = join(folder, 'deliveries');
  await writeSample({ out: deliveries, seed: 1, shape: 'single', resources, now: NOW });
  const snapshot = await newestSnapshot(deliveries);
  print(await landing(snapshot));
  for (const figure of await questions(deliveries)) print(figure);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function print(figure: Figure): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

async function newestSnapshot(tree: string): Promise<string> {
  const all = await readdir(tree, { recursive: true });
  const snapshots = all.filter((path) => path.includes('/ConfigSnapshot/') && path.endsWith('.gz')).sort();
  const newest = snapshots.at(-1);
  if (newest === undefined) throw new Error('the sample holds no snapshot');
  return join(tree, newest);
}

/** One snapshot file through landing and compaction, against DuckDB's own read_json → COPY of the same file. */
async function landing(file: string): Promise<Figure> {
  const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
  return sideBySide(
    `land and compact one snapshot of about ${resources} resources (one of its Regions)`,
    'DuckDB read_json → COPY of the same file, untyped',
    runs,
    async (run) => {
      const lake = await openLake({ lake: join(folder, `lake-${run}`), now: NOW });
      await landDeliveries(lake, [file], silent);
      await compact(lake, silent);
      await lake.close();
    },
    async (run) => {
      await duckdb.run(
        `COPY (SELECT item.* FROM (SELECT unnest(configurationItems) AS item FROM read_json('${file}', maximum_object_size = 1073741824,
          columns = {configurationItems: 'STRUCT(resourceType VARCHAR, resourceId VARCHAR, awsAccountId VARCHAR, awsRegion VARCHAR, ARN VARCHAR, resourceName VARCHAR, configurationItemCaptureTime VARCHAR, tags JSON, configuration JSON, supplementaryConfiguration JSON, relationships JSON)[]'})))
         TO '${join(folder, `copy-${run}.parquet`)}' (FORMAT parquet, COMPRESSION zstd)`,
      );
    },
    'ours types every property, keeps history, relationships, tags and coverage; theirs writes one table of JSON text',
  );
}

/** Typed questions and SQL through the whole pipeline, against bare DuckDB over the same Parquet files. */
async function questions(deliveries: string): Promise<readonly Figure[]> {
  const lake = await openLake({ lake: join(folder, 'lake'), now: NOW });
  await landDeliveries(lake, [deliveries], silent);
  await compact(lake, silent);
  const caller = await callerOf(lake, undefined);
  const deps = await questionDeps(lake);
  const catalogue = await lake.catalogue.snapshot();
  const files = catalogue
    .partitions('resources')
    .filter((partition) => partition.values.resource_type === 'AWS::EC2::Instance')
    .flatMap((partition) => partition.files.map((one) => `'${join(lake.root, one.key)}'`));
  const bare = `SELECT instance_type, count(*) AS n FROM read_parquet([${files.join(', ')}]) WHERE state_name = 'running' GROUP BY 1 ORDER BY 2 DESC, 1`;
  const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
  const sql =
    "SELECT instance_type, count(*) AS n FROM ec2_instance WHERE state_name = 'running' GROUP BY 1 ORDER BY 2 DESC, 1";
  // The first answer loads code and opens the engine; what a person feels is every answer after it.
  await answerQuestion(
    {
      question: 'How many EC2 instances are there?',
      conversation: 'warm',
      caller,
      zone: 'UTC',
      dryRun: false,
    },
    deps,
  );
  const figures = [
    await sideBySide(
      'SQL in, answer with verdict out',
      'bare DuckDB over the same files',
      7,
      async (run) => {
        await answerSql({ sql: `${sql} LIMIT ${100 + run}`, caller }, lake);
      },
      async () => {
        await duckdb.runAndReadAll(bare);
      },
    ),
    await sideBySide(
      'question in, answer with verdict out',
      'bare DuckDB over the same files',
      7,
      async (run) => {
        await answerQuestion(
          {
            question: `How many running EC2 instances are there by instance type?${' '.repeat(run)}`,
            conversation: `bench-${run}`,
            caller,
            zone: 'UTC',
            dryRun: false,
          },
          deps,
        );
      },
      async () => {
        await duckdb.runAndReadAll(bare);
      },
    ),
  ];
  await lake.close();
  return figures;
}
