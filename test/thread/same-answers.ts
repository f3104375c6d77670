import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { answerReport } from '#answer/answer-report.ts';
import type { Answer, AnswerValue } from '#answer/contract.ts';
import { type OpenLake, openLake } from '#cli/open-lake.ts';
import { compactLake } from '#ingest/compact/compact.ts';
import { ingestPaths } from '#ingest/ingest.ts';
import { ownerPolicy } from '#sql/policy.ts';
import type { Report } from '#sql/reports/report.ts';
import type { Hub } from './hub.ts';

/** What the product makes on this machine of the same deliveries, and of the questions that the hub was asked. */
export async function localLake(folder: string, deliveries: string, hub: Hub, now: Date): Promise<OpenLake> {
  const lake = await openLake({ lake: folder, now });
  await ingestPaths([deliveries], lake);
  for (const key of await hub.keys('query_log/')) {
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await hub.lake.get(key));
  }
  await compactLake({ ...lake, catalogue: lake.storedCatalogue });
  return lake;
}

/** A report asked on this machine. */
export const answerHere = (report: Report, lake: OpenLake): Promise<Answer> =>
  answerReport(
    report,
    {},
    { caller: { userId: 'owner', policy: ownerPolicy }, isLogged: false },
    { ...lake, catalogue: lake.storedCatalogue },
  );

/** What two answers have to agree on, whatever order their rows have: all but ids, engine, price and time. */
export const tellingOf = ({ status, columns, rows, row_count, truncated, verdict, text }: Answer) => ({
  status,
  columns,
  rows: rows.map((row) => JSON.stringify(row)).sort(),
  row_count,
  truncated,
  verdict,
  text,
});

/**
 * The rows in the order that they came in, as far as the report asks for one: the columns that its ORDER BY names. Rows that are
 * equal in these may come in any order, and do.
 */
export function inOrderOf(report: Report, { columns, rows }: Answer): readonly (readonly AnswerValue[])[] {
  const [, terms = ''] = /[\s\S]*\bORDER BY\b([\s\S]*?)(?:\bLIMIT\b|$)/.exec(report.sql) ?? [];
  const names = terms.split(',').map((term) =>
    term
      .trim()
      .replace(/^\w+\./, '')
      .replace(/\s+DESC$/, ''),
  );
  const keys = names
    .map((name) => columns.findIndex((column) => column.name === name))
    .filter((at) => at >= 0);
  if (keys.length === 0) throw new Error(`${report.name} has no order by a column: ${terms}`);
  return rows.map((row) => keys.map((at) => row[at] ?? null));
}
