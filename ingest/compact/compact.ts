import { randomBytes } from 'node:crypto';
import { AppError } from '#catalog/errors.ts';
import type { Clock } from '#platform/ports/clock.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { QueryEngine } from '#platform/ports/query-engine.ts';
import type { TableCatalogue } from '#platform/ports/table-catalogue.ts';
import { alignCatalogue } from './align.ts';
import { Draft } from './draft.ts';
import { type Landed, landedSince } from './landing-files.ts';
import { withLandedColumns } from './learned-columns.ts';
import { commitManifest, headManifest, type Manifest } from './manifest.ts';
import type { Run } from './run.ts';
import { compactContent, compactParts } from './steps/content.ts';
import { compactCompliance, compactCounters, compactCoverage, compactLogs } from './steps/counts.ts';
import { withNeededContent } from './steps/landed-content.ts';
import { compactOrganization } from './steps/organization.ts';
import { compactPast } from './steps/past.ts';
import { typesNamedAnew } from './steps/renamed.ts';
import { withoutRepeats } from './steps/repeats.ts';
import { compactSkeleton, touchedTypesOf } from './steps/skeleton.ts';
import { defaultRetention, type Retention, removeGeneration, sweep } from './sweep.ts';
import { Workspace } from './workspace.ts';

export interface CompactDeps {
  /** The lake. */
  readonly store: ObjectStore;
  readonly catalogue: TableCatalogue;
  readonly engine: QueryEngine;
  readonly clock: Clock;
  readonly progress?: (text: string) => void;
}

export interface CompactOptions {
  readonly retention?: Partial<Retention>;
  /** Landing of this size is sorted by type before it is merged; one megabyte unless given. */
  readonly sortFromBytes?: number;
}

export interface CompactionSummary {
  /** The generation that this run committed; null where nothing new had landed and the lake is as it was. */
  readonly generation: string | null;
  /** Landing objects merged. */
  readonly landingFiles: number;
  /** Tables of which something was rewritten, and the rows written. */
  readonly tables: number;
  readonly rows: number;
  /** Resources that exist now. */
  readonly resources: number;
  readonly rewritten: readonly {
    readonly table: string;
    readonly partitions: number;
    readonly rows: number;
  }[];
  readonly elapsedMs: number;
}

/** Other writers committed first, again and again. The lake is fine; what landed waits for the next run. */
export class CompactionContendedError extends AppError {
  override readonly name = 'CompactionContendedError';
  readonly code = 'compact.contended';
  readonly retryable = true;
}

const MOST_TRIES = 5;
const SORT_FROM_BYTES = 1_000_000;

/**
 * Merges what has landed into the next generation, commits it by one conditional write, and swaps the catalogue.
 * Repeating it changes nothing; two at once do no harm; a run killed at any instant leaves the lake as it was,
 * or committed, and the next run finishes what it left.
 */
export async function compactLake(
  deps: CompactDeps,
  options: CompactOptions = {},
): Promise<CompactionSummary> {
  const startedAt = performance.now();
  const retention = { ...defaultRetention, ...options.retention };
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const head = await alignCatalogue(deps.store, deps.catalogue);
    const landed = await landedSince(deps.store, new Set(head?.contained ?? []));
    if (landed.fresh.length === 0) return summaryOf(head, undefined, 0, startedAt);
    const next = await build(deps, head, landed, options.sortFromBytes ?? SORT_FROM_BYTES);
    if (next !== undefined) {
      await alignCatalogue(deps.store, deps.catalogue);
      await sweep(deps.store, next.manifest, retention);
      return summaryOf(next.manifest, next.draft, landed.fresh.length, startedAt);
    }
    deps.progress?.('another run committed first; starting again');
  }
  throw new CompactionContendedError('Other compactions kept committing first', {
    hint: 'Run stocktake compact again.',
  });
}

/** Writes and commits the next generation; undefined where another writer came first. */
async function build(
  deps: CompactDeps,
  head: Manifest | undefined,
  landed: Landed,
  sortFromBytes: number,
): Promise<{ manifest: Manifest; draft: Draft } | undefined> {
  const sequence = (head?.sequence ?? 0) + 1;
  const generation = `${String(sequence).padStart(10, '0')}-${randomBytes(4).toString('hex')}`;
  const draft = new Draft(head);
  try {
    const workspace = new Workspace(deps.engine, generation, deps.clock.now());
    const learned = await withLandedColumns(head?.learned ?? {}, workspace, landed.tables);
    const run: Run = {
      generation,
      store: deps.store,
      clock: deps.clock,
      workspace,
      draft,
      landed,
      learned,
      progress: deps.progress ?? (() => undefined),
      sortFromBytes,
    };
    await runSteps(run);
    const contained = new Set([...landed.fresh, ...(head?.contained ?? [])]);
    const manifest: Manifest = {
      sequence,
      generation,
      committedAt: deps.clock.now().toISOString(),
      partitions: draft.partitions(),
      learned,
      contained: landed.existing.map(({ key }) => key).filter((key) => contained.has(key)),
    };
    if (await commitManifest(deps.store, manifest)) return { manifest, draft };
  } catch (error) {
    // Whoever committed meanwhile may have swept files that this run was reading.
    if ((await headManifest(deps.store))?.generation === head?.generation) {
      await removeGeneration(deps.store, generation);
      throw error;
    }
  }
  await removeGeneration(deps.store, generation);
  return undefined;
}

async function runSteps(started: Run): Promise<void> {
  const run = await withoutRepeats(started);
  const accountsBefore = run.draft.read('accounts');
  const touched = await touchedTypesOf(run);
  const { renamed } = await compactOrganization(run, touched.landed);
  const plan = await compactSkeleton(run, touched);
  const namedAnew = await typesNamedAnew(run, renamed);
  const types = [...new Set([...plan.changedTypes, ...namedAnew])].sort();
  const content = await withNeededContent(run, plan, touched);
  await compactContent(content.run, types, content.types);
  await compactPast(content.run, plan, renamed);
  run.progress('counters and coverage');
  await compactCounters(run, plan.touchedTypes);
  await compactCompliance(run, types, renamed);
  await compactLogs(run, renamed);
  await compactCoverage(run);
  await compactParts(run, types, accountsBefore);
}

function summaryOf(
  manifest: Manifest | undefined,
  draft: Draft | undefined,
  landingFiles: number,
  startedAt: number,
): CompactionSummary {
  const files = (manifest?.partitions.resources ?? []).flatMap((partition) => partition.files);
  const rewritten = [...(draft?.rewritten ?? [])].map(([table, counted]) => ({ table, ...counted }));
  return {
    generation: draft === undefined ? null : (manifest?.generation ?? null),
    landingFiles,
    tables: rewritten.length,
    rows: rewritten.reduce((sum, { rows }) => sum + rows, 0),
    resources: files.reduce((sum, file) => sum + file.rows, 0),
    rewritten,
    elapsedMs: performance.now() - startedAt,
  };
}
