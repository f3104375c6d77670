import { mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, sql, temporary } from './answers.ts';
import { stocktake } from './command.ts';
import { fingerprint } from './fingerprint.ts';
import { copyOf, fixed, SAMPLE_NOW, sampleLake } from './sample-lake.ts';

const sample = await sampleLake('default');

const shapes: Readonly<Record<string, readonly string[]>> = {
  default: ['--accounts', '4', '--resources', '250'],
  single: ['--shape', 'single', '--resources', '200'],
};

describe.each(Object.keys(shapes))('stocktake ingest (%s)', (shape) => {
  let folder: Awaited<ReturnType<typeof temporary>>;
  let deliveries: string;
  let reference: Readonly<Record<string, string>>;
  const path = (name: string) => join(folder.path, name);
  const ingest = async (lake: string, ...args: readonly string[]) => {
    const result = await stocktake(['ingest', ...args, '--lake', path(lake), '--now', SAMPLE_NOW]);
    expect(result.exitCode, result.stderr).toBe(0);
    return result;
  };

  beforeAll(async () => {
    folder = await temporary();
    deliveries = path('deliveries');
    await stocktake(['sample', '--out', deliveries, ...(shapes[shape] ?? []), ...fixed()]);
    await ingest('lake', deliveries);
    reference = await fingerprint(path('lake'));
  }, 180_000);
  afterAll(() => folder.dispose());

  it('fills the tables', () => {
    for (const table of ['resources', 'resource_history', 'resource_tags', 'relationships', 'coverage'])
      expect(reference[table]).not.toMatch(/^0 rows/);
  });

  it('changes nothing when repeated', async () => {
    await copyOf(path('lake'), path('twice'));
    await ingest('twice', deliveries);
    expect(await fingerprint(path('twice'))).toEqual(reference);
    await stocktake(['compact', '--lake', path('twice')]);
    expect(await fingerprint(path('twice'))).toEqual(reference);
  });

  it('gives the same tables in another order, in several goes', async () => {
    const parts = await split(deliveries, path('parts'));
    for (const part of [...parts].reverse()) await ingest('reversed', part);
    expect(await fingerprint(path('reversed'))).toEqual(reference);
    await ingest('at-once', ...parts);
    expect(await fingerprint(path('at-once'))).toEqual(reference);
  });

  it('shows nothing before it is compacted, and all of it after', async () => {
    await ingest('landed', deliveries, '--no-compact');
    const before = answerOf(
      await stocktake(['sql', 'SELECT count(*) FROM resources', '--lake', path('landed'), '--json']),
    );
    expect(before.status === 'failed' || before.rows[0]?.[0] === 0).toBe(true);
    const compacted = await stocktake(['compact', '--lake', path('landed'), '--now', SAMPLE_NOW]);
    expect(compacted.exitCode, compacted.stderr).toBe(0);
    expect(await fingerprint(path('landed'))).toEqual(reference);
  });

  it('remakes the same lake from what was delivered', async () => {
    await copyOf(path('lake'), path('rebuilt'));
    const result = await stocktake(['rebuild', '--lake', path('rebuilt'), '--now', SAMPLE_NOW]);
    expect(result.exitCode, result.stderr).toBe(0);
    expect(await fingerprint(path('rebuilt'))).toEqual(reference);
  });

  it('takes the sample’s clock', async () => {
    const answer = await sql(path('lake'), 'SELECT current_date AS today');
    expect(answer.rows).toEqual([['2026-03-10']]);
  });

  it('never holds a planted secret', async () => {
    const leaks = await sql(
      path('lake'),
      "SELECT resource_type, count(*) AS n FROM resources WHERE strpos(configuration, 'PLANTED-SECRET-') > 0 OR strpos(supplementary_configuration, 'PLANTED-SECRET-') > 0 GROUP BY resource_type",
    );
    expect(leaks.rows).toEqual([]);
    const history = await sql(
      path('lake'),
      "SELECT count(*) AS n FROM resource_history WHERE strpos(configuration, 'PLANTED-SECRET-') > 0",
    );
    expect(history.rows).toEqual([[0]]);
  });

  it('takes a single file', async () => {
    const [file = ''] = await files(deliveries, /ConfigSnapshot.*\.json\.gz$/);
    await ingest('one-file', file);
    const answer = await sql(path('one-file'), 'SELECT count(*) AS n FROM resources');
    expect(Number(answer.rows[0]?.[0])).toBeGreaterThan(0);
  });

  it('takes a folder of events', async () => {
    await ingest('events', join(deliveries, 'events'));
    const answer = await sql(path('events'), 'SELECT count(*) AS n FROM resource_history');
    expect(Number(answer.rows[0]?.[0])).toBeGreaterThan(0);
  });
});

describe('stocktake ingest', () => {
  it('fails where a path cannot be read', async () => {
    const folder = await temporary();
    try {
      const result = await stocktake([
        'ingest',
        join(folder.path, 'nothing-here'),
        '--lake',
        join(folder.path, 'lake'),
      ]);
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toContain('nothing-here');
    } finally {
      await folder.dispose();
    }
  });

  it('keeps the accounts known when a later tree lists none', async () => {
    const folder = await temporary();
    try {
      const { deliveries } = sample;
      const lake = await copyOf(sample.lake, join(folder.path, 'lake'));
      const [event = ''] = await files(deliveries, /events\/.*\.jsonl?(\.gz)?$/);
      await mkdir(join(folder.path, 'later', 'events'), { recursive: true });
      await copyOf(event, join(folder.path, 'later', 'events', event.split('/').at(-1) ?? ''));
      const result = await stocktake(['ingest', join(folder.path, 'later'), '--lake', lake]);
      expect(result.exitCode, result.stderr).toBe(0);
      const answer = await sql(lake, 'SELECT count(*) AS n, count(account_name) AS named FROM accounts');
      expect(answer.rows).toEqual([[17, 17]]);
    } finally {
      await folder.dispose();
    }
  });
});

async function files(folder: string, pattern: RegExp): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => pattern.test(file))
    .sort();
}

/** Deals a copy of a tree out to three trees; what refers to one another (events, oversized items) stays together. */
async function split(tree: string, to: string): Promise<string[]> {
  await copyOf(tree, join(to, 'all'));
  const parts = ['first', 'second', 'third'].map((name) => join(to, name));
  for (const [index, file] of (await files(join(to, 'all'), /./)).entries()) {
    const key = relative(join(to, 'all'), file);
    const isTogether = /^(events|organization)\/|OversizedChangeNotification|sample\.json/.test(key);
    const target = join(parts[isTogether ? 1 : index % 3] ?? '', key);
    await mkdir(dirname(target), { recursive: true });
    await rename(file, target);
  }
  return parts;
}
