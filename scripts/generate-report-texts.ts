/** Writes sql/reports/generated/report-texts.ts from the reports: run it after a report was changed. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../sql/reports', import.meta.url));

/** The generated module's text. */
export async function reportTextsModule(): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sql'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const lines = await Promise.all(
    files.map(async (file) => {
      const name = relative(folder, file)
        .split(sep)
        .join('/')
        .replace(/\.sql$/, '');
      return `  ${JSON.stringify(name)}: ${JSON.stringify(await readFile(file, 'utf8'))},`;
    }),
  );
  return [
    '// Generated from sql/reports by scripts/generate-report-texts.ts. Do not edit.',
    'export const reportTexts: Readonly<Record<string, string>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(join(folder, 'generated'), { recursive: true });
  await writeFile(join(folder, 'generated', 'report-texts.ts'), await reportTextsModule());
}
