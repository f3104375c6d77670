import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AnswerDeps, Caller } from '#answer/deps.ts';
import { DuckdbQueryEngine } from '#platform/local/duckdb-query-engine.ts';
import { LocalKeyValueStore } from '#platform/local/local-key-value-store.ts';
import { LocalObjectStore } from '#platform/local/local-object-store.ts';
import { ParquetQueryLog } from '#platform/local/parquet-query-log.ts';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { QueryEngine } from '#platform/ports/query-engine.ts';
import type { TableCatalogue } from '#platform/ports/table-catalogue.ts';
import { PRELUDE } from '#sql/dialect/prelude.ts';
import { toDuckdb } from '#sql/dialect/to-duckdb.ts';
import { effectivePolicy, ownerPolicy } from '#sql/policy.ts';
import { NoLakeError, UsageError } from './errors.ts';
import { LakeClock } from './lake-clock.ts';
import { GuardedCatalogue, readLakeFile, withoutDamaged } from './lake-file.ts';
import { LiveLogCatalogue } from './live-log-catalogue.ts';
import type { LakeOptions } from './options.ts';
import { readExcuses, readPolicies } from './owner-files.ts';

/** A lake in a local folder with everything that works on it; close it when done. */
export interface OpenLake extends AnswerDeps {
  readonly root: string;
  readonly store: ObjectStore;
  /** As queries read it. */
  readonly catalogue: TableCatalogue;
  /** As compaction commits it. */
  readonly storedCatalogue: TableCatalogue;
  readonly engine: QueryEngine;
  readonly keyValues: KeyValueStore;
  readonly clock: LakeClock;
  close(): Promise<void>;
}

/** Composes the local implementations over a folder. The folder need not exist yet. */
export async function openLake(options: LakeOptions): Promise<OpenLake> {
  const root = resolve(options.lake);
  await checkFolder(root, options.lake);
  const store = new LocalObjectStore(root);
  const storedCatalogue = new GuardedCatalogue(root);
  const engine = new DuckdbQueryEngine({ lakeRoot: root, translate: toDuckdb, prelude: PRELUDE });
  const clock = new LakeClock(options.now);
  await readLakeFile('settings.json', 'Remove the file, or give the time with --now.', () =>
    clock.readFrom(store),
  );
  return {
    root,
    store,
    catalogue: new LiveLogCatalogue(storedCatalogue, store),
    storedCatalogue,
    engine,
    keyValues: withoutDamaged(new LocalKeyValueStore(root)),
    clock,
    queryLog: new ParquetQueryLog(store),
    excuses: () => readExcuses(root),
    newId: randomUUID,
    close: () => engine.close(),
  };
}

/** @throws NoLakeError where something else than a folder stands there */
async function checkFolder(root: string, asGiven: string): Promise<void> {
  if (asGiven === '' || asGiven.includes('\0')) throw new UsageError('--lake needs the name of a folder.');
  const info = await stat(root).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENOTDIR') throw new NoLakeError(`no lake: a part of ${asGiven} is a file, not a folder.`);
    throw new NoLakeError(`no lake: ${asGiven} cannot be read (${String(code)}).`, { cause: error });
  });
  if (info !== undefined && !info.isDirectory()) {
    throw new NoLakeError(`no lake: ${asGiven} is a file, and a lake is a folder.`, {
      hint: 'Give the folder that `stocktake ingest` wrote to.',
    });
  }
}

/** The caller of a local command: the owner, or the user that `--as` names. */
export async function callerOf(lake: OpenLake, user: string | undefined): Promise<Caller> {
  if (user === undefined) return { userId: 'owner', policy: ownerPolicy };
  const policies = await readPolicies(lake.root);
  if (policies === undefined) {
    throw new UsageError(`--as ${user} needs a policies file, and the lake has none.`, {
      hint: `Write ${lake.root}/policies.json; \`stocktake policy check\` reads it.`,
    });
  }
  return { userId: user, policy: effectivePolicy(policies, user) };
}
