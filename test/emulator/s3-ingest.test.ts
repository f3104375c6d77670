import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { s3Client } from '#platform/aws/clients.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { sql } from '../cli/answers.ts';
import { type CommandResult, root, stocktake } from '../cli/command.ts';
import { fingerprint } from '../cli/fingerprint.ts';
import { fixed, SAMPLE_NOW } from '../cli/sample-lake.ts';
import { type Fault, type FaultyProxy, faultyProxy, type Seen } from './faulty-proxy.ts';
import { ACCOUNT, newBucket, REGION, settings } from './places.ts';

const PREFIX = 'org/prefix';

const xml = (status: number, code: string, message: string): Fault => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

let proxy: FaultyProxy;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stocktake-s3-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  proxy = await faultyProxy(inject('emulatorEndpoint'));
});
afterEach(() => proxy.stop());

/** `stocktake …` with these variables in place of any AWS_ variable of the machine. */
function command(
  args: readonly string[],
  changes: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const credentials = { AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: REGION };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/stocktake.mjs', ...args], {
      cwd: root,
      env: {
        ...Object.fromEntries(own),
        CI: 'true',
        AWS_ENDPOINT_URL: proxy.endpoint,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_CONFIG_FILE: join(folder, 'config'),
        AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
        ...(Object.hasOwn(changes, 'AWS_CONFIG_FILE') ? {} : credentials),
        ...changes,
      },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

const bucketStore = (bucket: string) => new S3ObjectStore({ client: s3Client(settings()), bucket });

async function upload(tree: string, bucket: string, prefix: string): Promise<void> {
  const store = bucketStore(bucket);
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (let at = 0; at < files.length; at += 20)
    await Promise.all(
      files
        .slice(at, at + 20)
        .map(async (file) => store.put(`${prefix}/${relative(tree, file)}`, await readFile(file))),
    );
}

describe('stocktake ingest s3://', () => {
  let bucket: string;
  let fromFolder: string;
  beforeAll(async () => {
    const deliveries = join(folder, 'deliveries');
    fromFolder = join(folder, 'from-folder');
    await stocktake(['sample', '--out', deliveries, '--accounts', '4', '--resources', '250', ...fixed()]);
    await stocktake(['ingest', deliveries, '--lake', fromFolder]);
    bucket = await newBucket();
    await upload(deliveries, bucket, PREFIX);
    // A bucket of logs holds more than AWS Config's.
    await bucketStore(bucket).put(
      `${PREFIX}/AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/10/log.json.gz`,
      Buffer.from('no gzip'),
    );
  });
  const lakeAt = (name: string) => join(folder, name);
  const ingest = (lake: string, args: readonly string[], changes: Readonly<Record<string, string>> = {}) =>
    command(['ingest', ...args, '--lake', lakeAt(lake)], changes);

  it('makes the same tables as the folder, over a connection that breaks and a service that throttles', async () => {
    let count = 0;
    proxy.always = ({ method, headers }) => {
      count += 1;
      if (count % 40 === 0) return xml(503, 'SlowDown', 'Please reduce your request rate.');
      return count % 25 === 0 && method === 'GET' && headers.range === undefined
        ? { breakAfter: 700 }
        : undefined;
    };
    const result = await ingest('whole', [`s3://${bucket}/${PREFIX}`, '--json']);
    expect(result.exitCode, result.stderr).toBe(0);
    expect(proxy.seen.some(({ headers }) => headers.range !== undefined)).toBe(true);
    const expected = await fingerprint(fromFolder);
    expect(expected.resources).not.toMatch(/^0 rows/);
    expect(await fingerprint(lakeAt('whole'))).toEqual(expected);
    for (const table of ['resources', 'coverage', 'accounts']) {
      const [there, here] = await Promise.all(
        [fromFolder, lakeAt('whole')].map((lake) => sql(lake, `SELECT * FROM ${table}`, '--now', SAMPLE_NOW)),
      );
      const rows = (answer: typeof there) => {
        const kept = answer?.columns.map(({ name }) => !name.startsWith('ingested_')) ?? [];
        return answer?.rows.map((row) => JSON.stringify(row.filter((_, index) => kept[index]))).sort();
      };
      expect(rows(here)?.length).toBeGreaterThan(0);
      expect(rows(here)).toEqual(rows(there));
    }
  });

  it('reads nothing in twice, and can be remade from the bucket', async () => {
    const again = await ingest('whole', [`s3://${bucket}/${PREFIX}/`, '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ files: 0, items: 0 });
    const before = await fingerprint(lakeAt('whole'));
    const rebuilt = await command(['rebuild', '--lake', lakeAt('whole')]);
    expect(rebuilt.exitCode, rebuilt.stderr).toBe(0);
    expect(await fingerprint(lakeAt('whole'))).toEqual(before);
  });

  it('takes only what was delivered since a time, without paging through the rest', async () => {
    const result = await ingest('since', [
      `s3://${bucket}/${PREFIX}`,
      '--since',
      '2026-03-09T12:00:00Z',
      '--json',
    ]);
    expect(result.exitCode, result.stderr).toBe(0);
    const days = proxy.seen
      .filter(({ method, url }) => method === 'GET' && !/list-type|Oversized/.test(url))
      .flatMap(({ url }) => /Config\/[^/]+\/2026\/(\d+)\/(\d+)\//.exec(url)?.slice(1).map(Number) ?? []);
    expect(days.length).toBeGreaterThan(0);
    expect(Math.min(...days.filter((_, index) => index % 2 === 1))).toBe(8);
    const [here, there] = await Promise.all(
      ['since', 'from-folder'].map((lake) => sql(lakeAt(lake), 'SELECT account_name FROM accounts')),
    );
    expect(here?.rows.toSorted()).toEqual(there?.rows.toSorted());
  });

  it('takes a single object', async () => {
    const { objects } = await bucketStore(bucket).list(`${PREFIX}/AWSLogs/`);
    const key = objects.find((object) => object.key.includes('ConfigSnapshot'))?.key ?? '';
    const result = await ingest('one', [`s3://${bucket}/${key}`, '--json']);
    expect(result.exitCode, result.stderr).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ files: 1 });
    const answer = await sql(lakeAt('one'), 'SELECT count(*) AS n FROM resources');
    expect(Number(answer.rows[0]?.[0])).toBeGreaterThan(0);
  });

  it('finds an oversized item where its event says, outside of what was named', async () => {
    const own = await newBucket();
    const store = bucketStore(own);
    const item = {
      version: '1.3',
      accountId: '111122223333',
      configurationItemCaptureTime: '2026-03-01T12:00:00.000Z',
      configurationItemStatus: 'OK',
      configurationStateId: '1',
      resourceType: 'AWS::EC2::SecurityGroup',
      resourceId: 'sg-0123456789abcdef0',
      awsRegion: 'eu-west-1',
      configuration: '{"groupName":"large"}',
    };
    const key =
      'elsewhere/AWSLogs/111122223333/Config/eu-west-1/2026/3/1/OversizedChangeNotification/item.json';
    const { configuration: _, version: __, ...summary } = item;
    await store.put(key, Buffer.from(JSON.stringify({ configurationItem: item })));
    const event = {
      id: 'e-1',
      source: 'aws.config',
      account: '111122223333',
      region: 'eu-west-1',
      time: '2026-03-01T12:00:05Z',
      'detail-type': 'Config Configuration Item Change',
      detail: {
        messageType: 'OversizedConfigurationItemChangeNotification',
        configurationItemSummary: { ...summary, changeType: 'CREATE' },
        s3DeliverySummary: { s3BucketLocation: `${own}/${key}`, errorCode: null, errorMessage: null },
      },
    };
    await store.put('events/one.json', Buffer.from(JSON.stringify(event)));
    const result = await ingest('oversized', [
      `s3://${own}/events`,
      '--json',
      '--now',
      '2026-03-01T13:00:00Z',
    ]);
    expect(result.exitCode, result.stderr).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ items: 1, pending: 0, rejected: 0 });
    const answer = await sql(lakeAt('oversized'), 'SELECT resource_id, configuration FROM resources');
    expect(answer.rows).toEqual([['sg-0123456789abcdef0', '{"groupName":"large"}']]);
  });

  it('lands the rest where one object may not be read, and says which', async () => {
    const own = await newBucket();
    for (const name of ['a', 'b', 'c'])
      await bucketStore(own).put(
        `events/${name}.json`,
        Buffer.from(`{"nothing": "of interest", "name": "${name}"}`),
      );
    proxy.always = ({ method, url }: Seen) =>
      method === 'GET' && url.includes('b.json') ? xml(403, 'AccessDenied', 'Access Denied') : undefined;
    const result = await ingest('denied', [`s3://${own}`]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toMatch(
      /Could not read events\/b\.json: Access denied while reading s3:\/\/.*permission/,
    );
    expect(result.stderr).toContain('2 records rejected');
  });

  it.each<[string, Fault | undefined, RegExp]>([
    ['a bucket that is not there', undefined, /no such place/i],
    [
      'a missing permission',
      xml(403, 'AccessDenied', 'not authorized to perform: s3:ListBucket'),
      /Access denied while.*s3:ListBucket/,
    ],
    [
      'an expired token',
      xml(400, 'ExpiredToken', 'The provided token has expired.'),
      /credentials have expired[^\n]*\n.*Sign in/,
    ],
    [
      'keys that AWS does not know',
      xml(403, 'InvalidAccessKeyId', 'no such key'),
      /does not accept the credentials/,
    ],
  ])('says plainly: %s', async (what, fault, message) => {
    proxy.always = () => fault;
    for (const place of ['', '/prefix', '/prefix/']) {
      const result = await ingest(`refused-${what.replaceAll(' ', '-')}`, [
        `s3://no-such-bucket-anywhere${place}`,
      ]);
      expect(result.exitCode).toBe(1);
      expect(result.stderr).toMatch(message);
      expect(result.stderr).not.toMatch(/\n\s+at .*:\d+:\d+|something went wrong/);
    }
  });

  it('says that nothing is under the prefix, that there are no credentials, and that no Region is set', async () => {
    const empty = await ingest('empty', [`s3://${bucket}/orgg`]);
    expect([empty.exitCode, empty.stderr]).toEqual([
      1,
      expect.stringContaining(`no object under s3://${bucket}/orgg`),
    ]);
    await writeFile(join(folder, 'none'), '');
    const none = { AWS_CONFIG_FILE: join(folder, 'none') };
    const unknown = await ingest('nobody', [`s3://${bucket}/`], { ...none, AWS_REGION: REGION });
    expect([unknown.exitCode, unknown.stderr]).toEqual([1, expect.stringContaining('no AWS credentials')]);
    const nowhere = await ingest('nowhere', [`s3://${bucket}/`], none);
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([1, expect.stringContaining('No AWS Region is set')]);
  });

  it('takes the credentials of the profile, whatever the environment has', async () => {
    const file = join(folder, 'profiles');
    await writeFile(
      file,
      '[profile audit]\nregion = us-east-1\naws_access_key_id = 999900001111\naws_secret_access_key = x\n',
    );
    const env = { AWS_CONFIG_FILE: file, AWS_ACCESS_KEY_ID: ACCOUNT, AWS_SECRET_ACCESS_KEY: 'test' };
    await ingest('profile', [`s3://${bucket}/${PREFIX}/events`, '--profile', 'audit'], env);
    const users = proxy.seen.map(({ headers }) => /Credential=(\d+)/.exec(headers.authorization ?? '')?.[1]);
    expect(new Set(users)).toEqual(new Set(['999900001111']));
    const missing = await ingest('missing', [`s3://${bucket}/`, '--profile', 'nobody'], {
      ...env,
      AWS_REGION: REGION,
    });
    expect([missing.exitCode, missing.stderr]).toEqual([1, expect.stringMatching(/profile "nobody"/)]);
  });

  it.each([
    ['no bucket', ['s3://']],
    ['a name that no bucket has', ['s3://Not_A_Bucket/x']],
    ['--since without a bucket', ['.', '--since', '2026-03-01']],
  ])('takes %s for wrong use', async (_, args) => {
    const result = await ingest('unused', args);
    expect([result.exitCode, result.stdout]).toEqual([2, '']);
    expect(result.stderr).not.toBe('');
  });
});
