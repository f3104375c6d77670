/**
 * Bundles every Lambda handler as it is deployed and prints one JSON line each: bytes, and milliseconds to import it in
 * a new process. Exits 1 where a bundle is larger than it may be, holds an engine with native code, or cannot be imported.
 *
 *     node --import tsx scripts/handler-bundles.ts [--out DIR] [--node PATH]
 *
 * `--node` is the Node.js that imports them. Unless given it is that of Lambda where the emulator lane has it
 * (STOCKTAKE_FUNCTION_NODE, its folder), else this one.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import {
  bundleFolder,
  bundleHandler,
  HANDLER_FOLDERS,
  type HandlerFolder,
} from '../infra/bundling/handler-bundle.ts';

/** Minified, without the wasm beside it. */
export const LARGEST_BUNDLE_BYTES = 3 * 1024 * 1024;
/** Engines with native code have no place in a function. */
const NATIVE = /(^|\/)@duckdb\/|platform\/local\/duckdb-/;

/** What a function is given by its stack, so that its module can be evaluated. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  LAKE_BUCKET: 'lake',
  STATE_TABLE: 'state',
  DATABASE: 'inventory',
  WORK_DATABASE: 'inventory_work',
  WORKGROUP: 'stocktake',
  EVENT_BUS: 'stocktake',
  ORCHESTRATOR_ROLE: 'arn:aws:iam::111122223333:role/Orchestrator',
  MEMBER_ROLE_NAME: 'ReadOnly',
  EXTERNAL_ID: 'stocktake',
  ANSWER_FUNCTION: 'answer',
  MODEL_ID: 'anthropic.claude-example-v1:0',
  MODEL_DATA: 'schema',
  SOCKET_ENDPOINT: 'https://example.execute-api.eu-west-1.amazonaws.com/live',
  USER_POOL_ISSUER: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE',
  USER_POOL_CLIENT: 'client',
  POWERTOOLS_SERVICE_NAME: 'measured',
  POWERTOOLS_METRICS_NAMESPACE: 'Stocktake',
};

export interface MeasuredBundle {
  readonly handler: HandlerFolder;
  readonly bytes: number;
  readonly importMs: number;
  /** Version of the Node.js that imported it. */
  readonly node: string;
  /** What went in, or is imported from outside, that must not. */
  readonly forbidden: readonly string[];
  readonly isFit: boolean;
}

/** Bundles one handler below `out` and imports it. Rejects where it cannot be imported or exports no handler. */
export async function measureBundle(
  handler: HandlerFolder,
  out: string,
  node = process.execPath,
): Promise<MeasuredBundle> {
  const { inputs, outputs } = await bundleHandler(handler, out);
  const imports = Object.values(outputs).flatMap((output) => output.imports.map(({ path }) => path));
  const forbidden = [...Object.keys(inputs), ...imports].filter((path) => NATIVE.test(path));
  const bytes = Object.values(outputs).reduce((sum, output) => sum + output.bytes, 0);
  const imported = await importedBy(node, join(bundleFolder(out, handler), 'index.mjs'));
  const isFit = bytes <= LARGEST_BUNDLE_BYTES && forbidden.length === 0;
  return { handler, bytes, ...imported, forbidden, isFit };
}

async function importedBy(node: string, file: string): Promise<Pick<MeasuredBundle, 'importMs' | 'node'>> {
  const script = `const started = performance.now();
    const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
    if (typeof handler !== 'function') throw new Error('no handler');
    process.stdout.write(\`\${Math.round(performance.now() - started)} \${process.version}\`);
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(node, ['--input-type=module', '-e', script], {
    env: { PATH: process.env.PATH, ...ENVIRONMENT },
  }).catch((error: Error) => {
    // The bundle is one line of megabytes, which an uncaught error quotes.
    const told = error.message.split('\n').filter((line) => line.length < 300);
    throw new Error(`${file} cannot be imported: ${told.join('\n')}`);
  });
  const [ms, version = ''] = stdout.split(' ');
  return { importMs: Number(ms), node: version };
}

function functionNode(): string {
  const folder = process.env.STOCKTAKE_FUNCTION_NODE;
  return folder === undefined ? process.execPath : join(folder, 'node');
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { out: { type: 'string' }, node: { type: 'string' } } });
  const out = values.out ?? (await mkdtemp(join(tmpdir(), 'stocktake-bundles-')));
  try {
    for (const handler of HANDLER_FOLDERS) {
      const measured = await measureBundle(handler, out, values.node ?? functionNode());
      if (!measured.isFit) process.exitCode = 1;
      process.stdout.write(`${JSON.stringify(measured)}\n`);
    }
  } finally {
    if (values.out === undefined) await rm(out, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
