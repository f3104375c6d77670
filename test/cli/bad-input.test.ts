import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '#answer/contract.ts';
import { rowsOf, sql, sqlAnswers, temporary } from './answers.ts';
import { type CommandResult, stocktake } from './command.ts';
import { copyOf, fixed, SAMPLE_NOW } from './sample-lake.ts';

interface Item extends Record<string, unknown> {
  awsAccountId: string;
  awsRegion: string;
  resourceType: string;
  resourceId: string;
}

/** A snapshot file of the tree, taken apart so that it can be put together wrongly. */
interface Snapshot {
  readonly file: string;
  readonly document: Record<string, unknown>;
  readonly items: Item[];
}

async function snapshots(tree: string): Promise<Snapshot[]> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.parentPath.endsWith('ConfigSnapshot'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    files.map(async (file) => {
      const document = JSON.parse(gunzipSync(await readFile(file)).toString('utf8')) as Record<
        string,
        unknown
      >;
      return { file, document, items: document.configurationItems as Item[] };
    }),
  );
}

const write = (snapshot: Snapshot, items: readonly Record<string, unknown>[]) =>
  writeFile(snapshot.file, gzipSync(JSON.stringify({ ...snapshot.document, configurationItems: items })));

describe('deliveries that are broken', () => {
  let folder: Awaited<ReturnType<typeof temporary>>;
  let result: CommandResult;
  let strict: CommandResult;
  let answers: Readonly<Record<string, Answer>>;
  let broken: Readonly<Record<'truncated' | 'cut' | 'keyless' | 'strange', Snapshot>>;
  let kept: Item;
  const path = (name: string) => join(folder.path, name);

  beforeAll(async () => {
    folder = await temporary();
    const tree = path('tree');
    await stocktake(['sample', '--out', tree, '--accounts', '6', '--resources', '500', ...fixed()]);
    // Only snapshots: what an event or a history file told of an item would hide what became of the file.
    await rm(join(tree, 'events'), { recursive: true, force: true });
    for (const file of await readdir(tree, { recursive: true }))
      if (file.endsWith('/ConfigHistory')) await rm(join(tree, file), { recursive: true });
    const newest = newestByPlace(await snapshots(tree));
    const [truncated, cut, keyless, strange, whole] = newest;
    if (!truncated || !cut || !keyless || !strange || !whole) throw new Error('the sample is too small');
    broken = { truncated, cut, keyless, strange };
    const [item] = whole.items;
    if (item === undefined) throw new Error('the snapshot is empty');
    kept = item;

    const bytes = await readFile(truncated.file);
    await writeFile(truncated.file, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    const text = gunzipSync(await readFile(cut.file)).toString('utf8');
    const middle = text.indexOf('"resourceId"', Math.floor(text.length / 2));
    await writeFile(cut.file, gzipSync(`${text.slice(0, middle)}}}{{"oops" ${text.slice(middle)}`));
    await write(
      keyless,
      keyless.items.map(({ resourceId, ...rest }, index) => (index === 2 ? rest : { resourceId, ...rest })),
    );
    await write(
      strange,
      strange.items.map((each, index) =>
        index === 3 ? { ...each, resourceType: 'AWS::Teapot::Kettle', resourceId: 'kettle-1' } : each,
      ),
    );
    const place = dirname(truncated.file);
    await writeFile(join(place, 'empty.json.gz'), '');
    await writeFile(join(place, 'gzipped-nothing.json.gz'), gzipSync(''));
    await mkdir(join(tree, 'events'), { recursive: true });
    await writeFile(join(tree, 'events', 'empty.jsonl'), '');
    await writeFile(
      join(tree, 'events', 'mixed.jsonl'),
      [
        '{"half": ',
        '{"source": "aws.ec2", "detail-type": "EC2 Instance State-change Notification", "detail": {}}',
        '"just a text"',
      ]
        .map((line) => `${line}\n`)
        .join(''),
    );
    await foreignFolder(join(tree, 'holiday'));
    await copyOf(tree, path('tree-strict'));

    result = await stocktake(['ingest', tree, '--lake', path('lake'), '--now', SAMPLE_NOW]);
    strict = await stocktake(['ingest', tree, '--lake', path('strict'), '--strict', '--now', SAMPLE_NOW]);
    answers = await sqlAnswers(path('lake'), {
      rejected: 'SELECT account_id, region, source, reason_code, reason, excerpt FROM rejected_records',
      kept: `SELECT resource_id FROM resources WHERE account_id = '${kept.awsAccountId}' AND resource_id = '${kept.resourceId}'`,
      kettle: "SELECT resource_id FROM resources WHERE resource_type = 'AWS::Teapot::Kettle'",
      table: 'SELECT resource_id FROM teapot_kettle',
      places: 'SELECT account_id, region, rejected, verdict FROM coverage WHERE rejected > 0',
      resources: 'SELECT count(*) AS n FROM resources',
    });
  }, 180_000);
  afterAll(() => folder.dispose());

  const rejectedOf = (part: string) =>
    (answers.rejected === undefined ? [] : rowsOf(answers.rejected)).filter(({ source }) =>
      String(source).includes(part),
    );
  const name = (snapshot: Snapshot) => snapshot.file.split('/').at(-1) ?? '';

  it('exit 0 once everything is accounted for, 4 with --strict', () => {
    expect(result.exitCode, result.stderr).toBe(0);
    expect(result.stderr + result.stdout).toMatch(/reject/i);
    expect(strict.exitCode).toBe(4);
  });

  it.each(['truncated', 'cut', 'keyless'] as const)('%s: rejected with a reason that can be read', (kind) => {
    const rows = rejectedOf(name(broken[kind]));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.reason_code).toMatch(/\w{3,}/);
    expect(String(rows[0]?.reason).length).toBeGreaterThan(10);
    expect(rows[0]?.account_id).toBe(broken[kind].items[0]?.awsAccountId);
  });

  it('gives different reasons different codes', () => {
    const code = (kind: keyof typeof broken) => rejectedOf(name(broken[kind]))[0]?.reason_code;
    expect(new Set([code('truncated'), code('cut'), code('keyless')]).size).toBe(3);
  });

  it('rejects empty files, JSON of other kinds and half a line, each by itself', () => {
    expect(rejectedOf('empty.json.gz')).toHaveLength(1);
    expect(rejectedOf('gzipped-nothing.json.gz')).toHaveLength(1);
    // The same bytes again, under another name: known, so told once.
    expect(rejectedOf('events/empty.jsonl')).toHaveLength(0);
    expect(rejectedOf('mixed.jsonl')).toHaveLength(3);
  });

  it('lands the items of a broken file up to where it breaks', async () => {
    const { truncated, cut } = broken;
    for (const snapshot of [truncated, cut]) {
      const place = snapshot.items.find(({ awsRegion }) => awsRegion !== 'global');
      const found = await sql(
        path('lake'),
        `SELECT count(*) AS n FROM resources WHERE account_id = '${place?.awsAccountId}' AND region = '${place?.awsRegion}'`,
      );
      expect(Number(found.rows[0]?.[0])).toBeGreaterThan(0);
    }
  });

  it('lands the rest', () => {
    expect(answers.kept?.rows).toHaveLength(1);
    expect(Number(answers.resources?.rows[0]?.[0])).toBeGreaterThan(100);
  });

  it('takes a type that nobody published, with a table of its own', () => {
    expect(answers.kettle?.rows).toEqual([['kettle-1']]);
    expect(answers.table?.rows).toEqual([['kettle-1']]);
    expect(rejectedOf(name(broken.strange))).toEqual([]);
  });

  it('passes over what is not a delivery', () => {
    for (const part of ['picture.png', 'README.txt', 'CloudTrail', 'Thumbs.db'])
      expect(rejectedOf(part)).toEqual([]);
    // JSON that could have been a delivery is told.
    expect(rejectedOf('package.json')).toHaveLength(1);
  });

  it('counts rejects where they belong', () => {
    const places = answers.places === undefined ? [] : rowsOf(answers.places);
    const accounts = places.map(({ account_id: account }) => account);
    for (const kind of ['truncated', 'cut', 'keyless'] as const)
      expect(accounts).toContain(broken[kind].items[0]?.awsAccountId);
  });

  it('keeps no secret in what it rejects', () => {
    expect(JSON.stringify(answers.rejected?.rows)).not.toContain('PLANTED-SECRET-');
  });

  it('replays what can be read again, and changes nothing else', async () => {
    const replayed = await stocktake(['replay', '--lake', path('lake'), '--now', SAMPLE_NOW]);
    expect(replayed.exitCode, replayed.stderr).toBe(0);
    const after = await sql(path('lake'), 'SELECT count(*) AS n FROM resources');
    expect(after.rows).toEqual(answers.resources?.rows);
  });
});

describe('a folder that holds other things', () => {
  it('is read to the end, and is no lake of anything', async () => {
    const folder = await temporary();
    try {
      await foreignFolder(join(folder.path, 'foreign'));
      const result = await stocktake([
        'ingest',
        join(folder.path, 'foreign'),
        '--lake',
        join(folder.path, 'lake'),
        '--now',
        SAMPLE_NOW,
      ]);
      expect(result.exitCode, result.stderr).toBe(0);
      const answer = await sql(join(folder.path, 'lake'), 'SELECT count(*) AS n FROM resources');
      expect(answer.status === 'answered' ? answer.rows : answer.diagnostics[0]?.code).toEqual(
        answer.status === 'answered' ? [[0]] : 'NO_LAKE',
      );
    } finally {
      await folder.dispose();
    }
  });
});

/** The newest snapshot of each place, places in order. */
function newestByPlace(all: readonly Snapshot[]): Snapshot[] {
  const newest = new Map<string, Snapshot>();
  for (const snapshot of all) {
    const [account = '', , region = ''] = snapshot.file.split('/').at(-1)?.split('_') ?? [];
    const known = newest.get(`${account}|${region}`);
    const stamp = (each: Snapshot) => /_(\d{8}T\d{6}Z)_/.exec(each.file)?.[1] ?? '';
    if (known === undefined || stamp(known) < stamp(snapshot)) newest.set(`${account}|${region}`, snapshot);
  }
  return [...newest.values()].filter(({ items }) => items.length > 10);
}

async function foreignFolder(path: string): Promise<void> {
  const trail = join(path, 'AWSLogs', '123456789012', 'CloudTrail', 'eu-west-1', '2026', '03', '01');
  await mkdir(trail, { recursive: true });
  await writeFile(join(path, 'picture.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
  await writeFile(join(path, 'README.txt'), 'Nothing to see here.');
  await writeFile(join(path, 'Thumbs.db'), 'x');
  await writeFile(join(path, 'package.json'), '{"name": "holiday", "version": "1.0.0"}');
  await writeFile(
    join(trail, '123456789012_CloudTrail_eu-west-1_20260301T0000Z_x.json.gz'),
    gzipSync('{"Records": [{"eventName": "RunInstances"}]}'),
  );
}
