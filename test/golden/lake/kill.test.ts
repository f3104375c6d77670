import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '#cli/sample/random.ts';
import { RANDOM_NOW, randomOrganization } from '#cli/sample/shapes/random-organization.ts';
import { writeOrganization } from '#cli/sample/write-sample.ts';
import { compareTables, describeDifferences } from '#test/oracle/compare.ts';
import type { OracleTables } from '#test/oracle/model.ts';
import { oracle } from '#test/oracle/oracle.ts';
import { deliveriesIn, filesIn, onlyThese } from './deliveries.ts';
import { TestLake } from './test-lake.ts';

const root = resolve(import.meta.dirname, '../../..');
/** In the checkout, for the packages that stay outside the bundle. */
const childFile = join(root, 'node_modules', '.cache', 'stocktake-kill', `child-${process.pid}.mjs`);

const now = new Date(RANDOM_NOW);
/** A small one: 134 items in 32 files, with broken snapshots and an oversized item. */
const SEED = 8;
const ROUNDS = 4;
const KILLS_IN_A_ROUND = 6;
const PHASES = ['ingest', 'compact'] as const;
type Phase = (typeof PHASES)[number];

describe('kill -9 at random instants', () => {
  let home: string;
  let tree: string;
  let lake: TestLake;
  let base: string;
  let expected: OracleTables;
  /** How long the phases take when nobody disturbs them. */
  let longest: Record<Phase, number>;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'stocktake-kill-'));
    tree = join(home, 'deliveries');
    base = join(home, 'base');
    // One bundled file starts in a tenth of the time that the sources take.
    await build({
      entryPoints: [join(import.meta.dirname, 'crash-child.ts')],
      outfile: childFile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['@duckdb/node-api', 'parquet-wasm', 'parquetjs-lite'],
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      logLevel: 'error',
    });
    await writeOrganization(randomOrganization(SEED), tree);
    lake = await TestLake.open(join(home, 'lake'), now);
    const files = await filesIn(tree);
    const half = files.filter((_path, index) => index % 2 === 0);
    await lake.ingest([tree], { openSource: onlyThese(half) });
    await lake.compact();
    await cp(lake.root, base, { recursive: true });
    longest = await run(undefined);
    const names = Object.keys(oracle(await deliveriesIn(tree), { now }));
    expected = await lake.tables(names);
  }, 300_000);
  afterAll(async () => {
    await lake.close();
    await rm(childFile, { force: true });
    await rm(home, { recursive: true, force: true });
  });

  it.each(Array.from({ length: ROUNDS }, (_unused, index) => index))(
    'leaves a lake that can be read, and the next run heals it (round %i)',
    async (round) => {
      const hasBase = round % 2 === 1;
      await lake.clear();
      if (hasBase) await cp(base, lake.root, { recursive: true });
      const random = new Random(round, 'kill');
      const killed: string[] = [];
      for (let kill = 0; kill < KILLS_IN_A_ROUND; kill += 1) {
        const phase = PHASES[kill < KILLS_IN_A_ROUND / 2 ? 0 : 1];
        const after = random.next() * longest[phase];
        killed.push(`${phase} after ${Math.round(after)} ms`);
        await run({ phase, after });
        const { status, diagnostics } = await lake.ask('SELECT count(*) AS n FROM resources');
        const read = status === 'failed' && !hasBase ? diagnostics.map(({ code }) => code) : status;
        expect([['NO_LAKE'], 'answered'], killed.join(', ')).toContainEqual(read);
      }
      await lake.ingest([tree]);
      await lake.compact();
      const actual = await lake.tables(Object.keys(expected));
      expect(describeDifferences(compareTables(expected, actual)), killed.join(', ')).toBe('');
    },
    300_000,
  );

  /** Lets a child work on the lake until it is done, or is killed so many milliseconds into a phase. */
  function run(
    kill: { readonly phase: Phase; readonly after: number } | undefined,
  ): Promise<Record<Phase, number>> {
    const child = spawn(process.execPath, [childFile, lake.root, tree, now.toISOString()], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const began = new Map<string, number>();
    let told = '';
    let failure = '';
    child.stderr.on('data', (chunk: Buffer) => {
      failure += chunk.toString();
    });
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      for (const word of told.split('\n').slice(0, -1)) {
        if (began.has(word)) continue;
        began.set(word, performance.now());
        if (word === kill?.phase) setTimeout(() => child.kill('SIGKILL'), kill.after);
      }
    });
    return new Promise((fulfil, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        if (code !== 0 && signal !== 'SIGKILL') reject(new Error(`the child ended with ${code}: ${failure}`));
        const at = (word: string) => began.get(word) ?? 0;
        fulfil({ ingest: at('compact') - at('ingest'), compact: at('done') - at('compact') });
      });
    });
  }
});
