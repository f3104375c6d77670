import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundlingOptions, Charset, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

export const PROJECT_ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

/** CommonJS packages inside an ES module expect these names. */
const COMMONJS_NAMES = [
  "import{createRequire as __cr}from'node:module'",
  "import{fileURLToPath as __fu}from'node:url'",
  "import{dirname as __dn}from'node:path'",
  'const require=__cr(import.meta.url)',
  'const __filename=__fu(import.meta.url)',
  'const __dirname=__dn(__filename)',
].join(';');

/** Zod's own entry keeps its messages in fifty languages. */
const ZOD = join(PROJECT_ROOT, 'platform/lambda/zod-without-locales.mjs');
const WASM = 'parquet_wasm_bg.wasm';

/**
 * One minified ES module a function, with every package inside: the same bytes run everywhere, whatever SDK the
 * runtime brings.
 *
 * @param withParquet the function writes Parquet in bulk: the writer reads its wasm from beside the bundle
 */
export function bundling(withParquet: boolean): BundlingOptions {
  const wasm = join(dirname(createRequire(import.meta.url).resolve('parquet-wasm')), WASM);
  return {
    format: OutputFormat.ESM,
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    charset: Charset.UTF8,
    sourceMap: false,
    externalModules: [],
    esbuildArgs: { '--alias:zod': ZOD, '--legal-comments': 'external' },
    banner: `${COMMONJS_NAMES};`,
    ...(withParquet
      ? {
          commandHooks: {
            beforeBundling: () => [],
            beforeInstall: () => [],
            afterBundling: (_: string, outputDir: string) => [`cp "${wasm}" "${outputDir}/${WASM}"`],
          },
        }
      : {}),
  };
}
