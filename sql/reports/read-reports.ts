import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseReport, type Report } from './report.ts';

/** Every report under a folder, in order of name. The folder is the composition root's to know. */
export async function readReports(folder: string): Promise<readonly Report[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sql'))
    .map((entry) => join(entry.parentPath, entry.name));
  const reports = await Promise.all(
    files.map(async (file) =>
      parseReport(
        relative(folder, file)
          .split(sep)
          .join('/')
          .replace(/\.sql$/, ''),
        await readFile(file, 'utf8'),
      ),
    ),
  );
  return reports.sort((a, b) => (a.name < b.name ? -1 : 1));
}
