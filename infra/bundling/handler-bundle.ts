/**
 * Bundles Lambda handlers: one minified ES module each, with every package inside, so that the same bytes run
 * everywhere whatever SDK the runtime brings. All in one process, since starting the bundler costs more than its work.
 *
 *     node --import tsx infra/bundling/handler-bundle.ts OUT     every handler, each into a folder of its own below OUT
 */
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';

export const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

/** Folders of the functions; each holds env.ts and handler.ts. */
export const HANDLER_FOLDERS = [
  'ingest/handlers/events',
  'ingest/handlers/objects',
  'ingest/handlers/compact',
  'api/handlers/vocabulary',
  'api/handlers/rest',
  'api/handlers/answer',
  'api/handlers/socket',
] as const;

export type HandlerFolder = (typeof HANDLER_FOLDERS)[number];

/** Folder of one handler's bundle below the output folder. */
export const bundleFolder = (out: string, handler: HandlerFolder): string =>
  join(out, handler.replaceAll('/', '-'));

/** Parquet in bulk is written by this module, which is read from beside the bundle. */
const WASM = 'parquet_wasm_bg.wasm';

/** CommonJS packages inside an ES module expect these names. */
const COMMONJS_NAMES = [
  "import{createRequire as __cr}from'node:module'",
  "import{fileURLToPath as __fu}from'node:url'",
  "import{dirname as __dn}from'node:path'",
  'const require=__cr(import.meta.url)',
  'const __filename=__fu(import.meta.url)',
  'const __dirname=__dn(__filename)',
].join(';');

/** zod carries its messages in fifty languages (0.2 MB); those in English are imported by their own name. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};

/**
 * What no function comes to: sign-in of people (a function's credentials are in its environment), and what the tracer compares
 * versions of Node with (0.1 MB together).
 */
const neverUsed: Plugin = {
  name: 'never-used',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[\\/]nested-clients[\\/].*[\\/](sso|sso-oidc|signin)[\\/]index\.js$/ }, () => ({
      contents: 'module.exports = {};',
    }));
    onLoad({ filter: /[\\/]semver[\\/](index|semver)\.js$/ }, () => ({
      contents: 'module.exports = { gte: () => true };',
    }));
    onLoad({ filter: /[\\/]cls-hooked[\\/]context-legacy\.js$/ }, () => ({
      contents: 'module.exports = {};',
    }));
  },
};

/**
 * Bundles one handler as `index.mjs` into its folder below `out`, with the wasm where it writes Parquet in bulk.
 *
 * @returns what went in and how many bytes came out, the wasm not counted
 */
export async function bundleHandler(handler: HandlerFolder, out: string): Promise<Metafile> {
  const folder = bundleFolder(out, handler);
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: [join(PROJECT_ROOT, handler, 'handler.ts')],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: `${COMMONJS_NAMES};` },
    plugins: [englishOnly, neverUsed],
    metafile: true,
    logLevel: 'error',
  });
  if (Object.keys(metafile.inputs).some((path) => path.includes('parquet-wasm/')))
    await copyFile(
      join(dirname(createRequire(import.meta.url).resolve('parquet-wasm')), WASM),
      join(folder, WASM),
    );
  return metafile;
}

const [program, out] = process.argv.slice(1);
if (program === fileURLToPath(import.meta.url) && out !== undefined)
  await Promise.all(HANDLER_FOLDERS.map((handler) => bundleHandler(handler, out)));
