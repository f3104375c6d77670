import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { answerSql } from '#answer/answer-sql.ts';
import { alignCatalogue } from '#ingest/compact/align.ts';
import { compactLake } from '#ingest/compact/compact.ts';
import { Draft } from '#ingest/compact/draft.ts';
import {
  EraseContendedError,
  type EraseSummary,
  type EraseTarget,
  eraseFromLake,
} from '#ingest/compact/erase.ts';
import { listAll } from '#ingest/compact/landing-files.ts';
import { commitManifest, type Manifest } from '#ingest/compact/manifest.ts';
import { sweep } from '#ingest/compact/sweep.ts';
import { Workspace } from '#ingest/compact/workspace.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { quoteName, quoteString } from '#sql/text.ts';
import type { OpenLake } from './open-lake.ts';

/** Of the state a lake keeps, only this holds no word of an answer. */
const KEPT_STATE = ['policies/', 'connections/', 'cancelled/'];
/** Texts that may quote what was erased though the row is about something else: the text goes, the row stays on record. */
const QUOTING: Readonly<Record<string, readonly string[]>> = {
  query_log: ['question', 'sql'],
  rejected_records: ['excerpt', 'reason'],
};

/** Erases a target from the lake and from everything beside its tables that may repeat it. */
export async function eraseEverywhere(
  target: EraseTarget,
  lake: OpenLake,
  progress: (text: string) => void = () => undefined,
): Promise<EraseSummary> {
  const deps = { ...lake, catalogue: lake.storedCatalogue, progress };
  await compactLake(deps);
  // While its names are known: a run that dies after this erases the rest by the next.
  await eraseQuotes(await namesOf(target, lake), lake);
  const summary = await eraseFromLake(target, deps);
  await forgetAnswers(lake.root);
  return summary;
}

/**
 * Answers that were kept, conversations and words gathered for questions may repeat anything of the lake. All of them
 * are dropped, the expired too: they are made again when asked for.
 */
async function forgetAnswers(lakeRoot: string): Promise<void> {
  const folder = join(lakeRoot, 'kv');
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names)
    if (!KEPT_STATE.some((prefix) => name.startsWith(encodeURIComponent(prefix))))
      await rm(join(folder, name), { force: true });
}

/** What people call the target by: its id, and the names and ARNs that were recorded. */
async function namesOf(target: EraseTarget, lake: OpenLake): Promise<readonly string[]> {
  const is = (column: string, value: string) => `${quoteName(column)} = ${quoteString(value)}`;
  const sql =
    target.kind === 'account'
      ? `SELECT account_name, CAST(NULL AS varchar) FROM accounts WHERE ${is('account_id', target.accountId)}`
      : `SELECT DISTINCT resource_name, arn FROM resource_history WHERE ${is('account_id', target.accountId)} AND ${is('region', target.region)} AND ${is('resource_type', target.resourceType)} AND ${is('resource_id', target.resourceId)}`;
  const caller = { userId: 'owner', policy: ownerPolicy };
  const answer = await answerSql({ sql, caller, isLogged: false }, lake);
  const id = target.kind === 'account' ? target.accountId : target.resourceId;
  const told = answer.rows
    .flat()
    .filter((value): value is string => typeof value === 'string' && value !== '');
  return [...new Set([id, ...told])];
}

/**
 * Blanks questions, SQL and excerpts that name the target, as a generation of its own.
 * @throws EraseContendedError
 */
async function eraseQuotes(names: readonly string[], lake: OpenLake): Promise<void> {
  const head = await alignCatalogue(lake.store, lake.storedCatalogue);
  if (head === undefined) return;
  const sequence = head.sequence + 1;
  const generation = `${String(sequence).padStart(10, '0')}-${randomBytes(4).toString('hex')}`;
  const workspace = new Workspace(lake.engine, generation, lake.clock.now());
  const draft = new Draft(head);
  for (const [table, columns] of Object.entries(QUOTING))
    await blank(table, columns, names, draft, workspace, generation);
  await blankWritten(names, head, lake);
  if (draft.rewritten.size > 0) {
    const committedAt = lake.clock.now().toISOString();
    const manifest: Manifest = { ...head, sequence, generation, committedAt, partitions: draft.partitions() };
    if (!(await commitManifest(lake.store, manifest)))
      throw new EraseContendedError('Another run committed while questions were being erased.', {
        hint: 'Run stocktake erase again.',
      });
    await alignCatalogue(lake.store, lake.storedCatalogue);
    await sweep(lake.store, manifest, { generationMs: 0, landingMs: 0 });
  }
}

/** A question lies twice in the lake, in the table and as it was written: what a rebuild reads is written over. */
async function blankWritten(names: readonly string[], head: Manifest, lake: OpenLake): Promise<void> {
  const merged = new Set(head.contained);
  const written = (await listAll(lake.store, 'query_log/'))
    .map(({ key }) => key)
    .filter((key) => merged.has(key));
  const byId = new Map(written.map((key) => [key.slice(key.lastIndexOf('/') + 1, -'.parquet'.length), key]));
  const sql = `SELECT id, asked_at, user_id, status, engine, bytes_scanned, row_count, elapsed_ms, model_tokens, cost_usd
    FROM query_log WHERE ${quotes('question', names)} OR ${quotes('sql', names)}`;
  const { rows } = await new Workspace(lake.engine, head.generation, lake.clock.now()).run(sql, {
    query_log: new Draft(head).read('query_log'),
  });
  for (const row of rows) {
    const [id, askedAt, userId, status, engine, bytesScanned, rowCount, elapsedMs, modelTokens, costUsd] =
      row;
    if (!byId.has(String(id))) continue;
    const number = (value: unknown) => (value === null || value === undefined ? null : Number(value));
    await lake.queryLog.append({
      id: String(id),
      askedAt: new Date(`${String(askedAt).replace(' ', 'T')}Z`),
      userId: String(userId),
      question: null,
      sql: null,
      status: String(status),
      engine: String(engine),
      bytesScanned: number(bytesScanned),
      rowCount: number(rowCount),
      elapsedMs: number(elapsedMs) ?? 0,
      modelTokens: number(modelTokens) ?? 0,
      costUsd: number(costUsd),
    });
  }
}

const quotes = (column: string, names: readonly string[]): string =>
  names
    .map(
      (name) => `strpos(lower(coalesce(${quoteName(column)}, '')), ${quoteString(name.toLowerCase())}) > 0`,
    )
    .join(' OR ');

async function blank(
  table: string,
  columns: readonly string[],
  names: readonly string[],
  draft: Draft,
  workspace: Workspace,
  generation: string,
): Promise<void> {
  const stored = draft.read(table);
  const list = stored.columns
    .map(({ name }) =>
      columns.includes(name)
        ? `CASE WHEN ${quotes(name, names)} THEN NULL ELSE ${quoteName(name)} END AS ${quoteName(name)}`
        : quoteName(name),
    )
    .join(', ');
  for (const partition of stored.partitions) {
    const part = { ...stored, partitions: [partition] };
    const counted = await workspace.run(
      `SELECT count(*) FROM part WHERE ${columns.map((column) => quotes(column, names)).join(' OR ')}`,
      { part },
    );
    if (Number(counted.rows[0]?.[0] ?? 0) === 0) continue;
    const value = Object.values(partition.values)[0] ?? '';
    const location = `tables/${table}/generation=${generation}/quotes-${encodeURIComponent(value)}/`;
    const written = await workspace.unload(`SELECT ${list} FROM part`, { part }, location, []);
    draft.replace(
      table,
      written.map((each) => ({ ...each, values: partition.values })),
      new Set([value]),
    );
  }
}
