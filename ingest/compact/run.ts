import pLimit from 'p-limit';
import type { Clock } from '#platform/ports/clock.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { Draft } from './draft.ts';
import type { Landed } from './landing-files.ts';
import type { LearnedColumns } from './learned-columns.ts';
import type { StatementTables, Workspace } from './workspace.ts';

/** One run of compaction: what its steps share. */
export interface Run {
  readonly generation: string;
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly workspace: Workspace;
  readonly draft: Draft;
  readonly landed: Landed;
  readonly learned: LearnedColumns;
  readonly progress: (text: string) => void;
  /** Landing smaller than this is read again and again faster than it is sorted by type once. */
  readonly sortFromBytes: number;
}

export const isEmpty = (run: Run, table: keyof Landed['tables']): boolean =>
  run.landed.tables[table].partitions.length === 0;

/** Where a table's files of this generation lie; `part` tells several writes apart. */
export const locationOf = (run: Run, table: string, part = ''): string =>
  `tables/${table}/generation=${run.generation}/${part === '' ? '' : `${part}/`}`;

/** Rewrites a table without partitions. */
export async function rewriteWhole(
  run: Run,
  table: string,
  sql: string,
  tables: StatementTables,
): Promise<void> {
  run.draft.replace(table, await run.workspace.unload(sql, tables, locationOf(run, table), []));
}

/** Rewrites the partitions of the values given, in as many writes as the engine needs. */
export async function rewriteValues(
  run: Run,
  table: string,
  key: string,
  values: readonly string[],
  sql: (chunk: readonly string[]) => { readonly text: string; readonly tables: StatementTables },
): Promise<void> {
  for (const [index, chunk] of chunksOf(values, run.workspace.mostPartitions).entries()) {
    const { text, tables } = sql(chunk);
    const written = await run.workspace.unload(text, tables, locationOf(run, table, `part-${index}`), [key]);
    run.draft.replace(table, written, new Set(chunk));
  }
}

/** Does something for each, as many at once as the engine takes; the first failure ends it, once what had begun is over. */
export async function forEachOf<T>(
  run: Run,
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const limit = pLimit(run.workspace.mostAtOnce);
  const failures: unknown[] = [];
  const begin = async (item: T, index: number): Promise<void> => {
    if (failures.length > 0) return;
    await work(item, index).catch((error: unknown) => {
      failures.push(error);
    });
  };
  await Promise.all(items.map((item, index) => limit(begin, item, index)));
  if (failures.length > 0) throw failures[0];
}

export function chunksOf<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  if (values.length === 0) return [];
  if (values.length <= size) return [values];
  return [values.slice(0, size), ...chunksOf(values.slice(size), size)];
}

/** First column of a result as texts. */
export async function textsOf(run: Run, sql: string, tables: StatementTables): Promise<readonly string[]> {
  const { rows } = await run.workspace.run(sql, tables);
  return rows.flatMap(([value]) => (typeof value === 'string' ? [value] : []));
}
