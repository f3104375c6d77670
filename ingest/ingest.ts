import type { Clock } from '#platform/ports/clock.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import { newLandingRun } from './land/delivery-landing.ts';
import { landFile } from './land/land-file.ts';
import { Lander } from './land/lander.ts';
import { PendingItems } from './oversized/pending-items.ts';
import { keepLakeClock, SampleSchema } from './settings.ts';
import { deliveryKeyOf } from './sources/delivery-key.ts';
import type { DeliverySource, SourceFile } from './sources/delivery-source.ts';
import { localSource, SourceUnreadableError } from './sources/local-source.ts';
import type { IngestSummary, SummaryCounter } from './summary.ts';

export type { IngestSummary } from './summary.ts';

export interface IngestDeps {
  /** The lake. */
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** Told a few times a second how far it is. */
  readonly progress?: (text: string) => void;
}

export interface IngestOptions {
  /** Opens what a path names; the local file system where it is left out. */
  readonly openSource?: (path: string) => Promise<DeliverySource>;
  /** Whether oversized items that wait are looked at in the end; true unless given. Every one of them is read for that. */
  readonly settlesPending?: boolean;
}

const PROGRESS_MS = 200;

/**
 * Lands everything that the paths hold: delivery trees, folders of events, single files. Every record is landed or rejected with a
 * reason, and counted; a file that landed before is passed over. What cannot be read is told in `readErrors` and does not
 * stop the rest; a lake that cannot be written does. A run that dies leaves nothing wrong: the next one lands again what has no
 * marker yet.
 */
export async function ingestPaths(
  paths: readonly string[],
  deps: IngestDeps,
  options: IngestOptions = {},
): Promise<IngestSummary> {
  const lander = new Lander(deps);
  const run = newLandingRun(lander, deps.clock);
  const { summary } = run;
  const pending = new PendingItems(deps.store, run);
  const onProgress = progressOf(deps, summary);
  const sources: DeliverySource[] = [];
  for (const path of paths) {
    try {
      const source = await (options.openSource ?? localSource)(path);
      sources.push(source);
      for await (const file of source.files()) {
        await ingestFile(file, source, { store: deps.store, run, pending, onProgress });
        onProgress();
      }
    } catch (error) {
      if (!(error instanceof SourceUnreadableError)) throw error;
      summary.readError(path, error);
    }
  }
  await lander.checkpoint();
  if (options.settlesPending !== false) summary.pending = await pending.settle(sources);
  summary.landingFiles = lander.files;
  return summary.finish();
}

async function ingestFile(
  file: SourceFile,
  source: DeliverySource,
  deps: Parameters<typeof landFile>[2],
): Promise<void> {
  const { summary } = deps.run;
  if (file.unreadable !== undefined) {
    summary.readError(file.path, new SourceUnreadableError(file.unreadable));
    return;
  }
  const key = deliveryKeyOf(file.fullPath, file.path, source.isSingleFile);
  if (key.kind === 'ignored') {
    summary.ignored += 1;
    return;
  }
  try {
    if (key.kind === 'sample' && (await readSample(file, deps.store))) return;
    const isNew = await landFile(file, key.kind === 'sample' ? LOOSE : key, deps);
    if (isNew) {
      summary.files += 1;
      summary.bytes += file.size;
    } else summary.known += 1;
  } catch (error) {
    if (!(error instanceof SourceUnreadableError)) throw error;
    summary.readError(file.path, error);
  }
}

const LOOSE = { kind: 'loose', accountId: null, region: null, toldAt: null } as const;

/** False where the file is not what its name says. */
async function readSample(file: SourceFile, store: ObjectStore): Promise<boolean> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return false;
  }
  const sample = SampleSchema.safeParse(value);
  if (!sample.success) return false;
  await keepLakeClock(store, sample.data.as_of);
  return true;
}

function progressOf(deps: IngestDeps, summary: SummaryCounter): () => void {
  let last = 0;
  return () => {
    const now = performance.now();
    if (deps.progress === undefined || now - last < PROGRESS_MS) return;
    last = now;
    const counts = [
      `${summary.files + summary.known} files`,
      `${summary.items} items`,
      `${(summary.bytes / 1e6).toFixed(1)} MB`,
      ...(summary.rejected === 0 ? [] : [`${summary.rejected} rejected`]),
    ];
    deps.progress(counts.join(', '));
  };
}
