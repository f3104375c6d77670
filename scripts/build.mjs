/**
 * Builds what a checkout runs: the `stocktake` command as one bundled file (dt-sql-parser does not load as plain
 * ESM, so the sources cannot be run as they lie) and the page as static files. Runs as `prepare` of `npm ci`.
 */
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, symlink } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
await mkdir('dist', { recursive: true });
// Chunks carry hashes in their names: those of an earlier build would stay for ever.
await rm('dist/chunks', { recursive: true, force: true });

/** Packages with native code or with files beside their code stay outside the bundle. */
const external = ['@duckdb/node-api', 'parquet-wasm', 'parquetjs-lite'];

await build({
  entryPoints: { stocktake: 'cli/stocktake.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'node',
  target: 'node20.20',
  format: 'esm',
  external,
  minifySyntax: true,
  keepNames: true,
  sourcemap: 'linked',
  banner: {
    js: [
      '#!/usr/bin/env node',
      "import { createRequire as __createRequire } from 'node:module';",
      'const require = __createRequire(import.meta.url);',
    ].join('\n'),
  },
  logLevel: 'warning',
});
await chmod('dist/stocktake.mjs', 0o755);
// npx looks for a command in node_modules/.bin, where npm links those of dependencies but not a checkout's own.
await mkdir('node_modules/.bin', { recursive: true });
await rm('node_modules/.bin/stocktake', { force: true });
await symlink('../../dist/stocktake.mjs', 'node_modules/.bin/stocktake');

if (process.argv.includes('--command-only') || !existsSync('web/index.html')) process.exit(0);
const { build: buildPage } = await import('vite');
await buildPage({ configFile: 'web/vite.config.ts', logLevel: 'warn' });
