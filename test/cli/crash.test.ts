import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, temporary } from './answers.ts';
import { root, stocktake } from './command.ts';
import { fingerprint } from './fingerprint.ts';
import { copyOf, fixed, SAMPLE_NOW } from './sample-lake.ts';

/** Runs a command; ends it with SIGKILL after `ms` unless it has ended by itself. Milliseconds that it took. */
function killedAfter(ms: number, args: readonly string[]): Promise<{ wasKilled: boolean; took: number }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/stocktake.mjs', ...args], { cwd: root, stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    child.on('error', reject);
    child.on('exit', (_code, signal) => {
      clearTimeout(timer);
      resolve({ wasKilled: signal === 'SIGKILL', took: performance.now() - started });
    });
  });
}

const shares = [0.3, 0.55, 0.75, 0.9];

describe('kill -9', () => {
  let folder: Awaited<ReturnType<typeof temporary>>;
  let reference: Readonly<Record<string, string>>;
  let whole: { readonly ingest: number; readonly compact: number };
  const path = (name: string) => join(folder.path, name);
  const ingest = (lake: string) => ['ingest', path('deliveries'), '--lake', path(lake), '--now', SAMPLE_NOW];
  const compact = (lake: string) => ['compact', '--lake', path(lake), '--now', SAMPLE_NOW];

  beforeAll(async () => {
    folder = await temporary();
    await stocktake([
      'sample',
      '--out',
      path('deliveries'),
      '--accounts',
      '4',
      '--resources',
      '250',
      ...fixed(),
    ]);
    const landing = await killedAfter(120_000, [...ingest('reference'), '--no-compact']);
    await copyOf(path('reference'), path('landed'));
    const compaction = await killedAfter(120_000, compact('reference'));
    whole = { ingest: landing.took + compaction.took, compact: compaction.took };
    reference = await fingerprint(path('reference'));
  }, 180_000);
  afterAll(() => folder.dispose());

  /** Whatever was cut short, a query is answered or told that there is no lake yet: it never breaks. */
  const isReadable = async (lake: string) => {
    const answer = answerOf(
      await stocktake(['sql', 'SELECT count(*) FROM resources', '--lake', path(lake), '--json']),
    );
    expect(answer.status === 'answered' || answer.diagnostics[0]?.code === 'NO_LAKE', answer.text).toBe(true);
  };
  const again = async (args: readonly string[]) => {
    const result = await stocktake(args);
    expect(result.exitCode, result.stderr).toBe(0);
  };

  it.each(shares)('during ingest, %f of the way: readable, and healed by the next run', async (share) => {
    const lake = `ingest-${share}`;
    await killedAfter(whole.ingest * share, ingest(lake));
    await isReadable(lake);
    await again(ingest(lake));
    expect(await fingerprint(path(lake))).toEqual(reference);
  });

  it.each(shares)('during compaction, %f of the way: readable, and healed by the next run', async (share) => {
    const lake = `compact-${share}`;
    await copyOf(path('landed'), path(lake));
    await killedAfter(whole.compact * share, compact(lake));
    await isReadable(lake);
    await again(compact(lake));
    expect(await fingerprint(path(lake))).toEqual(reference);
  });

  it('again and again, it still comes to the same tables', async () => {
    const lake = 'often';
    for (const share of [0.3, 0.6, 0.9]) await killedAfter(whole.ingest * share, ingest(lake));
    await isReadable(lake);
    await again(ingest(lake));
    expect(await fingerprint(path(lake))).toEqual(reference);
  });
});
