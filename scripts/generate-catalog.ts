/**
 * Writes the files that are generated from catalog/: `npx tsx scripts/generate-catalog.ts`. Refuses where a table or column that lakes
 * may hold would be lost or retyped; `--break-schema` overrides it while no lake has to be kept.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedFiles } from '../catalog/emit/generated-files.ts';
import { lockBreaks } from '../catalog/emit/schema-lock.ts';
import { allTables } from '../catalog/tables.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const lockPath = join(root, 'catalog/generated/schema.lock');
const breaks = existsSync(lockPath) ? lockBreaks(readFileSync(lockPath, 'utf8'), allTables()) : [];
if (breaks.length > 0 && !process.argv.includes('--break-schema')) {
  console.error(`Only additions pass the schema lock:\n${breaks.join('\n')}`);
  process.exit(1);
}
rmSync(join(root, 'docs/reference/tables'), { recursive: true, force: true });
for (const [path, text] of generatedFiles()) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
