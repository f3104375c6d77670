import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporary } from './answers.ts';
import { stocktake } from './command.ts';
import { fixed, SAMPLE_NOW } from './sample-lake.ts';

async function contents(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hashed = await Promise.all(
    files.map(
      async (file): Promise<[string, string]> => [
        relative(folder, file),
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex'),
      ],
    ),
  );
  return new Map(hashed.sort());
}

const small = ['--accounts', '3', '--resources', '300'];

describe('stocktake sample', () => {
  let folder: Awaited<ReturnType<typeof temporary>>;
  let organization: ReadonlyMap<string, string>;
  let single: ReadonlyMap<string, string>;
  beforeAll(async () => {
    folder = await temporary();
    const write = async (name: string, ...args: readonly string[]) => {
      const result = await stocktake(['sample', '--out', join(folder.path, name), ...args]);
      expect(result.exitCode, result.stderr).toBe(0);
      return contents(join(folder.path, name));
    };
    organization = await write('organization', ...small, ...fixed());
    single = await write('single', '--shape', 'single', ...fixed());
  });
  afterAll(() => folder.dispose());

  const keys = (files: ReadonlyMap<string, string>, pattern: RegExp) =>
    [...files.keys()].filter((key) => pattern.test(key));
  const json = async (name: string, file: string) =>
    JSON.parse(await readFile(join(folder.path, name, file), 'utf8')) as Record<string, unknown>;

  it('writes a tree as AWS Config does, month and day not padded', () => {
    const snapshot =
      /(^|\/)AWSLogs\/\d{12}\/Config\/[a-z0-9-]+\/\d{4}\/[1-9]\d?\/[1-9]\d?\/ConfigSnapshot\/[^/]+\.json\.gz$/;
    expect(keys(organization, snapshot).length).toBeGreaterThan(5);
    expect(keys(organization, /\/2026\/3\/\d/).length).toBeGreaterThan(0);
    expect(keys(organization, /\/Config\/[^/]+\/\d{4}\/0/)).toEqual([]);
    expect(keys(organization, /\/ConfigHistory\//).length).toBeGreaterThan(0);
    expect(keys(organization, /^events\//).length).toBeGreaterThan(0);
  });

  it('writes snapshots that hold configuration items', async () => {
    const [key = ''] = keys(organization, /ConfigSnapshot/);
    const text = gunzipSync(await readFile(join(folder.path, 'organization', key))).toString('utf8');
    const { configurationItems } = JSON.parse(text) as { configurationItems: Record<string, unknown>[] };
    expect(configurationItems.length).toBeGreaterThan(0);
    expect(configurationItems[0]).toHaveProperty('configurationItemCaptureTime');
  });

  it('lists the accounts of the organization', async () => {
    const { Accounts } = await json('organization', 'organization/accounts.json');
    const accounts = Accounts as Record<string, unknown>[];
    expect(accounts).toHaveLength(3);
    for (const account of accounts) {
      expect(account.Id).toMatch(/^\d{12}$/);
      expect(Object.keys(account)).toEqual(
        expect.arrayContaining(['Id', 'Name', 'Email', 'Status', 'JoinedTimestamp', 'OuPath', 'Tags']),
      );
    }
  });

  it('says which seed and clock it has', async () => {
    const { seed, as_of: asOf } = await json('organization', 'sample.json');
    expect(seed).toBe(7);
    expect(Date.parse(String(asOf))).toBe(Date.parse(SAMPLE_NOW));
  });

  it('has a shape of one account without Organizations', () => {
    expect(keys(single, /accounts\.json/)).toEqual([]);
    const accounts = new Set(keys(single, /AWSLogs/).map((key) => /AWSLogs\/(\d{12})/.exec(key)?.[1]));
    expect(accounts.size).toBe(1);
  });

  it('writes the same bytes for the same seed, others for another', async () => {
    for (const [name, seed] of [
      ['again', '7'],
      ['other', '8'],
    ] as const) {
      await stocktake([
        'sample',
        '--out',
        join(folder.path, name),
        ...small,
        '--seed',
        seed,
        '--now',
        SAMPLE_NOW,
      ]);
    }
    expect(await contents(join(folder.path, 'again'))).toEqual(organization);
    expect(await contents(join(folder.path, 'other'))).not.toEqual(organization);
  });

  it('ends at this hour unless told otherwise', async () => {
    const before = Date.now();
    const result = await stocktake(['sample', '--out', join(folder.path, 'today'), ...small]);
    expect(result.exitCode).toBe(0);
    const asOf = Date.parse(String((await json('today', 'sample.json')).as_of));
    expect(asOf).toBeGreaterThan(before - 3_600_001);
    expect(asOf).toBeLessThanOrEqual(Date.now());
  });
});
