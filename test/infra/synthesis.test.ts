import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** Bytes of a minified bundle, the wasm beside it not counted. */
const LARGEST_BUNDLE = 3 * 1024 * 1024;

/** As an owner runs it: the CDK command, the one app, bundles and cdk-nag included. */
describe('npx cdk synth', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stocktake-synth-'));
    const started = performance.now();
    await run('npx', ['--no-install', 'cdk', 'synth', '--quiet', '--output', folder], {
      cwd: root,
      env: {
        ...process.env,
        CDK_DEFAULT_ACCOUNT: '111122223333',
        CDK_DEFAULT_REGION: 'us-east-1',
        CI: 'true',
      },
    });
    console.log(`synthesis with bundles: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('makes the three stacks of a single account', async () => {
    const files = await readdir(folder);
    expect(files.filter((name) => name.endsWith('.template.json')).sort()).toEqual([
      'StocktakeHub.template.json',
      'StocktakeMemberAccount.template.json',
      'StocktakeMemberRegion.template.json',
    ]);
    const template = JSON.parse(await readFile(join(folder, 'StocktakeMemberAccount.template.json'), 'utf8'));
    expect(template.Resources).toBeDefined();
  });

  it('bundles each function into one small module', async () => {
    const assets = (await readdir(folder)).filter((name) => name.startsWith('asset.'));
    const bundles = await Promise.all(
      assets.map(async (name) => ({
        name,
        size: await stat(join(folder, name, 'index.mjs')).then(
          ({ size }) => size,
          () => undefined,
        ),
      })),
    );
    const sizes = bundles.flatMap(({ size }) => size ?? []);
    expect(sizes).toHaveLength(7);
    console.log(`bundles: ${sizes.map((size) => `${Math.round(size / 1024)} KiB`).join(', ')}`);
    expect(sizes.filter((size) => size > LARGEST_BUNDLE)).toEqual([]);
  });
});
