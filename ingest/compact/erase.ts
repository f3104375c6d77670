import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import { AppError } from '#catalog/errors.ts';
import { typedTable } from '#catalog/tables.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { TablePartition } from '#platform/ports/table-catalogue.ts';
import { quoteName, quoteString } from '#sql/text.ts';
import { alignCatalogue } from './align.ts';
import { type CompactDeps, compactLake } from './compact.ts';
import { Draft } from './draft.ts';
import { listAll } from './landing-files.ts';
import { commitManifest, type Manifest } from './manifest.ts';
import { sweep } from './sweep.ts';
import { type StatementTable, Workspace } from './workspace.ts';

/** Everything of an account, or one resource by its key. */
export type EraseTarget =
  | { readonly kind: 'account'; readonly accountId: string }
  | {
      readonly kind: 'resource';
      readonly accountId: string;
      readonly region: string;
      readonly resourceType: string;
      readonly resourceId: string;
    };

export interface EraseSummary {
  /** undefined where the lake held nothing of it. */
  readonly generation: string | undefined;
  readonly rows: number;
  readonly tables: number;
  /** Landing files, dead letters and waiting items removed. */
  readonly objects: number;
}

/** Somebody else committed while rows were being erased: nothing was erased, and trying again is safe. */
export class EraseContendedError extends AppError {
  override readonly name = 'EraseContendedError';
  readonly code = 'erase.contended';
  readonly retryable = true;
}

const OwnedSchema = z.looseObject({ account_id: z.string().nullish() });

/**
 * Erases from every table, from what has landed and from the dead letters, and removes the files that held it at once:
 * a query that is still reading them fails. The erasure itself is recorded under `erasures/`. Deliveries that were
 * read stay known, so ingesting them again does not bring it back.
 * @throws EraseContendedError
 */
export async function eraseFromLake(target: EraseTarget, deps: CompactDeps): Promise<EraseSummary> {
  // What has landed is merged first, so that every row of it lies in a table.
  await compactLake(deps, { retention: { landingMs: 0 } });
  const head = await alignCatalogue(deps.store, deps.catalogue);
  const erased = head === undefined ? undefined : await rewriteWithout(target, head, deps);
  const objects = await removeObjects(target, deps.store);
  const summary = {
    generation: erased?.generation,
    rows: erased?.rows ?? 0,
    tables: erased?.tables ?? 0,
    objects,
  };
  const at = deps.clock.now().toISOString();
  const key = `erasures/${at}-${randomBytes(4).toString('hex')}.json`;
  await deps.store.put(key, Buffer.from(`${JSON.stringify({ target, at, ...summary })}\n`));
  return summary;
}

/** Targets of the erasures that a lake has recorded, oldest first: a rebuild has to repeat them. */
export async function recordedErasures(
  store: Pick<ObjectStore, 'list' | 'get'>,
): Promise<readonly EraseTarget[]> {
  const targets: EraseTarget[] = [];
  for (const { key } of await listAll(store, 'erasures/')) {
    const record = JSON.parse(Buffer.from(await store.get(key)).toString('utf8')) as { target: EraseTarget };
    targets.push(record.target);
  }
  return targets;
}

async function rewriteWithout(
  target: EraseTarget,
  head: Manifest,
  deps: CompactDeps,
): Promise<{ generation: string; rows: number; tables: number } | undefined> {
  const sequence = head.sequence + 1;
  const generation = `${String(sequence).padStart(10, '0')}-${randomBytes(4).toString('hex')}`;
  const workspace = new Workspace(deps.engine, generation, deps.clock.now());
  const draft = new Draft(head);
  let rows = 0;
  let tables = 0;
  for (const name of Object.keys(head.partitions)) {
    const condition = conditionOf(target, draft.read(name).columns);
    if (condition === undefined) continue;
    let held = 0;
    for (const partition of draft.read(name).partitions) {
      const source = tableOf(draft.read(name), partition, head);
      const counted = await workspace.run(`SELECT count(*) FROM part WHERE ${condition}`, { part: source });
      const count = Number(counted.rows[0]?.[0] ?? 0);
      if (count === 0) continue;
      deps.progress?.(`${name}: ${count} rows`);
      held += count;
      const columns = source.columns.map((column) => quoteName(column.name));
      const folder = encodeURIComponent(Object.values(partition.values)[0] ?? 'all');
      const written = await workspace.unload(
        `SELECT ${columns.join(', ')} FROM part WHERE NOT coalesce(${condition}, FALSE)`,
        { part: source },
        `tables/${name}/generation=${generation}/erase-${folder}/`,
        [],
      );
      draft.replace(
        name,
        written.map((each) => ({ ...each, values: partition.values })),
        new Set([Object.values(partition.values)[0] ?? '']),
      );
    }
    if (held > 0) tables += 1;
    rows += held;
  }
  if (rows === 0) return undefined;
  const committedAt = deps.clock.now().toISOString();
  const manifest: Manifest = { ...head, sequence, generation, committedAt, partitions: draft.partitions() };
  if (!(await commitManifest(deps.store, manifest)))
    throw new EraseContendedError('Another run committed while rows were being erased.', {
      hint: 'Run stocktake erase again.',
    });
  await alignCatalogue(deps.store, deps.catalogue);
  // No grace period: earlier generations hold what was erased.
  await sweep(deps.store, manifest, { generationMs: 0, landingMs: 0 });
  return { generation, rows, tables };
}

/** Rows of the target in a table with these columns; undefined where the table cannot hold any. */
function conditionOf(target: EraseTarget, columns: readonly ColumnDefinition[]): string | undefined {
  const names = new Set(columns.map(({ name }) => name));
  const is = (column: string, value: string) => `${quoteName(column)} = ${quoteString(value)}`;
  if (target.kind === 'account') {
    const owners = ['account_id', 'recorder_account_id'].filter((name) => names.has(name));
    return owners.length === 0
      ? undefined
      : `(${owners.map((name) => is(name, target.accountId)).join(' OR ')})`;
  }
  const key = [
    ['account_id', target.accountId],
    ['region', target.region],
    ['resource_type', target.resourceType],
    ['resource_id', target.resourceId],
  ] as const;
  return key.every(([name]) => names.has(name))
    ? `(${key.map(([name, value]) => is(name, value)).join(' AND ')})`
    : undefined;
}

/** One partition as a table with every column that its files hold, the typed ones of its type too. */
function tableOf(table: StatementTable, partition: TablePartition, head: Manifest): StatementTable {
  const type = partition.values.resource_type;
  const stored = new Set(partition.files.flatMap(({ columns }) => Object.keys(columns)));
  const typed = type === undefined ? [] : typedTable(type, head.learned[type] ?? []).columns;
  const known = new Map([...table.columns, ...typed].map((column) => [column.name, column]));
  const keys = new Set(table.partitionKeys);
  const columns = [...known.values()].filter(({ name }) => stored.has(name) || keys.has(name));
  return { columns, partitionKeys: table.partitionKeys, partitions: [partition] };
}

/** Landing of the account, and letters and waiting items that are the target's. */
async function removeObjects(target: EraseTarget, store: ObjectStore): Promise<number> {
  const doomed = (await listAll(store, 'landing/'))
    .filter(({ key }) => key.split('/')[2] === target.accountId)
    .map(({ key }) => key);
  for (const prefix of ['dead-letters/', 'pending/']) {
    for (const { key } of await listAll(store, prefix)) {
      const text = Buffer.from(await store.get(key)).toString('utf8');
      if (isTargets(text, target)) doomed.push(key);
    }
  }
  await store.delete(doomed);
  return doomed.length;
}

function isTargets(text: string, target: EraseTarget): boolean {
  const owned = OwnedSchema.safeParse(JSON.parse(text));
  const isAccounts =
    (owned.success && owned.data.account_id === target.accountId) || text.includes(`"${target.accountId}"`);
  return isAccounts && (target.kind === 'account' || text.includes(JSON.stringify(target.resourceId)));
}
