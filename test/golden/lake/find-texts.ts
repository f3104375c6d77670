import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

const AT_ONCE = 200;

/**
 * Which of the texts stand anywhere in a lake's folder: in a value of any Parquet file, of tables, landing or logs, or in
 * the bytes of any other file. As `place: text`, the place being the folder or file below the root.
 */
export async function findTexts(root: string, texts: readonly string[]): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const isParquet = (file: string) => file.endsWith('.parquet');
  const found: string[] = [];
  for (const file of files.filter((each) => !isParquet(each))) {
    const content = await readFile(file, 'utf8');
    found.push(
      ...texts.filter((text) => content.includes(text)).map((text) => `${relative(root, file)}: ${text}`),
    );
  }
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const parquet = files.filter(isParquet).sort();
  for (let at = 0; at < parquet.length; at += AT_ONCE) {
    const names = parquet.slice(at, at + AT_ONCE).map((file) => `'${file.replaceAll("'", "''")}'`);
    const conditions = texts.map((text) => `contains(row_text, '${text.replaceAll("'", "''")}')`);
    const reader = await connection.runAndReadAll(`
      WITH written AS (
        SELECT filename, CAST(to_json(r) AS varchar) AS row_text
        FROM read_parquet([${names.join(', ')}], union_by_name = true, filename = true) AS r
      )
      SELECT DISTINCT filename, list_filter([${texts.map((_text, index) => index).join(', ')}], i -> [${conditions.join(', ')}][i + 1])
      FROM written WHERE ${conditions.join(' OR ')}`);
    for (const [file, indexes] of reader.getRowsJson() as [string, (number | string)[]][])
      found.push(...indexes.map((index) => `${relative(root, file)}: ${texts[Number(index)]}`));
  }
  connection.closeSync();
  instance.closeSync();
  return [...new Set(found)].sort();
}
