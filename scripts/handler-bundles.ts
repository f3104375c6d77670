/**
 * Bundles every Lambda handler as it is deployed and prints one JSON line each: bytes, and milliseconds to import it in
 * a new process. Exits 1 where a bundle is larger than it may be, holds DuckDB, or cannot be imported.
 *
 *     node --import tsx scripts/handler-bundles.ts [--out DIR] [--node PATH]
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { type BuildOptions, build } from 'esbuild';
import { bundling } from '../infra/constructs/bundling.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Folders of the functions. */
export const HANDLERS = [
  'ingest/handlers/events',
  'ingest/handlers/objects',
  'ingest/handlers/compact',
  'api/handlers/vocabulary',
  'api/handlers/rest',
  'api/handlers/answer',
  'api/handlers/socket',
] as const;

/** Minified, without the wasm beside it. */
export const LARGEST_BUNDLE_BYTES = 3 * 1024 * 1024;
const WASM = 'parquet_wasm_bg.wasm';
/** Engines with native code have no place in a function. */
const NATIVE = /^@duckdb\/|node_modules\/@duckdb\/|platform\/local\/duckdb-/;
/** What a function is given by its stack, so that its module can be evaluated. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  LAKE_BUCKET: 'lake',
  STATE_TABLE: 'state',
  DATABASE: 'inventory',
  WORK_DATABASE: 'inventory_work',
  WORKGROUP: 'stocktake',
  EVENT_BUS: 'stocktake',
  ANSWER_FUNCTION: 'answer',
  MODEL_ID: 'anthropic.claude-example-v1:0',
  MODEL_DATA: 'schema',
  SOCKET_ENDPOINT: 'https://example.execute-api.eu-west-1.amazonaws.com/live',
  USER_POOL_ISSUER: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE',
  USER_POOL_CLIENT: 'client',
  POWERTOOLS_SERVICE_NAME: 'measured',
  POWERTOOLS_METRICS_NAMESPACE: 'Stocktake',
};

export interface HandlerBundle {
  readonly handler: string;
  readonly file: string;
  readonly bytes: number;
  /** Packages with native code that have no place in a function. */
  readonly forbidden: readonly string[];
}

/** Bundles one handler into a folder of its own, with the wasm that the writer of Parquet in bulk reads. */
export async function bundleHandler(handler: string, out: string): Promise<HandlerBundle> {
  const folder = join(out, handler.replaceAll('/', '-'));
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'index.mjs');
  const { metafile } = await build({
    ...deployed(),
    absWorkingDir: root,
    entryPoints: [join(root, handler, 'handler.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    metafile: true,
    logLevel: 'error',
  });
  const inputs = Object.keys(metafile.inputs);
  const code = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.mjs'));
  const outside = code.flatMap(([, { imports }]) => imports.map(({ path }) => path));
  if (inputs.some((path) => path.includes('parquet-wasm/')))
    await copyFile(
      join(dirname(createRequire(import.meta.url).resolve('parquet-wasm')), WASM),
      join(folder, WASM),
    );
  const bytes = code.reduce((sum, [, output]) => sum + output.bytes, 0);
  return { handler, file, bytes, forbidden: [...inputs, ...outside].filter((path) => NATIVE.test(path)) };
}

/** The options with which the stacks bundle, in esbuild's own words. */
function deployed(): BuildOptions {
  const { format, target, mainFields, minify, keepNames, charset, banner, esbuildArgs } = bundling(true);
  const options: BuildOptions = {
    ...(format === OutputFormat.ESM ? { format: 'esm' } : {}),
    ...(target === undefined ? {} : { target }),
    ...(mainFields === undefined ? {} : { mainFields }),
    ...(charset === undefined ? {} : { charset }),
    minify: minify === true,
    keepNames: keepNames === true,
    banner: { js: banner ?? '' },
    alias: {},
  };
  for (const [name, value] of Object.entries(esbuildArgs ?? {})) {
    if (name.startsWith('--alias:')) options.alias = { ...options.alias, [name.slice(8)]: String(value) };
    else if (name === '--legal-comments') options.legalComments = value as 'external';
    else throw new Error(`the stacks bundle with ${name}, which is not measured here`);
  }
  return options;
}

/** Milliseconds that a new process needs to import the bundle and nothing else; rejects where it exports no handler. */
export async function importMs(bundle: HandlerBundle, node = process.execPath): Promise<number> {
  const script = `const t=performance.now();const m=await import(${JSON.stringify(pathToFileURL(bundle.file).href)});
    if(typeof m.handler!=='function')throw new Error('no handler');process.stdout.write(String(performance.now()-t));process.exit(0)`;
  const { stdout } = await promisify(execFile)(node, ['--input-type=module', '-e', script], {
    env: { PATH: process.env.PATH, ...ENVIRONMENT },
  });
  return Math.round(Number(stdout));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' }, node: { type: 'string' } } });
  const out = values.out ?? (await mkdtemp(join(tmpdir(), 'stocktake-bundles-')));
  try {
    for (const handler of HANDLERS) {
      const bundle = await bundleHandler(handler, out);
      const isFit = bundle.bytes <= LARGEST_BUNDLE_BYTES && bundle.forbidden.length === 0;
      if (!isFit) process.exitCode = 1;
      const { bytes, forbidden } = bundle;
      const line = { handler, bytes, importMs: await importMs(bundle, values.node), forbidden, isFit };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  } finally {
    if (values.out === undefined) await rm(out, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
