import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stocktake } from './command.ts';

/** Files of a folder that hold a text, whatever kind of file. */
const filesWith = (folder: string, text: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));

describe('stocktake erase', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stocktake-erase-'));
  const lake = join(folder, 'lake');
  const deliveries = join(folder, 'deliveries');
  let account = '';
  let resource: readonly string[] = [];

  const rows = async (sql: string): Promise<readonly (readonly unknown[])[]> => {
    const { stdout } = await stocktake(['sql', sql, '--lake', lake, '--json']);
    return (JSON.parse(stdout) as { rows: unknown[][] }).rows;
  };
  const countIn = async (table: string, where: string) =>
    (await rows(`SELECT count(*) FROM ${table} WHERE ${where}`))[0]?.[0];

  beforeAll(async () => {
    await stocktake(['sample', '--shape', 'tiny', '--out', deliveries, '--now', '2026-03-10T12:00:00Z']);
    await stocktake(['ingest', deliveries, '--lake', lake]);
    const [first] = await rows(
      'SELECT account_id, region, resource_type, resource_id FROM s3_bucket ORDER BY resource_id LIMIT 1',
    );
    resource = (first ?? []).map(String);
    account = resource[0] ?? '';
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('takes one target, in its form', async () => {
    for (const args of [
      [],
      ['--account', '12'],
      ['--resource', 'a/b'],
      ['--account', account, '--resource', 'x'],
    ]) {
      expect((await stocktake(['erase', '--lake', lake, ...args])).exitCode).toBe(2);
    }
  });

  it('erases one resource from every table and leaves its neighbours', async () => {
    // What rules say of the bucket is a resource of its own, and goes with it.
    const others = `account_id = '${account}' AND NOT (resource_type = 'AWS::Config::ResourceCompliance' AND resource_id = 'AWS::S3::Bucket/${resource[3]}')`;
    const before = Number(await countIn('resources', others));
    expect((await stocktake(['erase', '--resource', resource.join('/'), '--lake', lake])).exitCode).toBe(0);
    for (const table of ['resources', 's3_bucket', 'resource_history', 'resource_changes', 'resource_tags']) {
      expect([table, await countIn(table, `resource_id = '${resource[3]}'`)]).toEqual([table, 0]);
    }
    expect(await countIn('resources', others)).toBe(before - 1);
  });

  it('leaves nothing of it in kept answers, conversations and questions', async () => {
    const [bucket] = await rows(
      'SELECT account_id, region, resource_type, resource_id FROM s3_bucket ORDER BY resource_id DESC LIMIT 1',
    );
    const key = (bucket ?? []).map(String);
    const name = key[3] ?? '';
    await rows(`SELECT * FROM s3_bucket WHERE resource_id = '${name}'`);
    await stocktake(['ask', `show me the bucket ${name}`, '--lake', lake, '--json', '--conversation', 'c1']);
    await stocktake(['ask', 'list all buckets', '--lake', lake, '--json', '--conversation', 'c2']);
    expect(filesWith(lake, name).filter((file) => file.includes('/kv/')).length).toBeGreaterThan(1);
    expect((await stocktake(['erase', '--resource', key.join('/'), '--lake', lake])).exitCode).toBe(0);
    // The record of the erasure says what was erased.
    expect(filesWith(lake, name).filter((file) => !file.includes('/erasures/'))).toEqual([]);
    const asked = await rows("SELECT question FROM query_log WHERE status = 'answered'");
    expect(JSON.stringify(asked)).toContain('list all buckets');
    expect(JSON.stringify(asked)).not.toContain(name);
    const again = await stocktake(['ask', 'list all buckets', '--lake', lake, '--json']);
    expect(again.stdout).not.toContain(name);
  });

  it('erases an account, keeps it erased when its deliveries come again, and records that it did', async () => {
    const others = await countIn('resources', `account_id <> '${account}'`);
    expect((await stocktake(['erase', '--account', account, '--lake', lake])).exitCode).toBe(0);
    for (const again of [['ingest', deliveries], ['rebuild']]) {
      expect(await countIn('resources', `account_id = '${account}'`)).toBe(0);
      expect(await countIn('coverage', `account_id = '${account}'`)).toBe(0);
      expect((await stocktake([...again, '--lake', lake])).exitCode).toBe(0);
    }
    expect(await countIn('resource_history', `account_id = '${account}'`)).toBe(0);
    expect(await countIn('resources', `account_id <> '${account}'`)).toBe(others);
    const records = readdirSync(join(lake, 'erasures')).map((name) =>
      readFileSync(join(lake, 'erasures', name), 'utf8'),
    );
    expect(records.some((text) => text.includes(account))).toBe(true);
  });

  it('says so where there is nothing to erase', async () => {
    const { exitCode, stderr } = await stocktake(['erase', '--account', '999999999999', '--lake', lake]);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('held nothing')]);
  });
});
