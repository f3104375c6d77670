import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { compactLake } from '#ingest/compact/compact.ts';
import { type IngestSummary, ingestPaths } from '#ingest/ingest.ts';
import { settlePending } from '#ingest/oversized/settle-pending.ts';
import { isS3Url } from '#ingest/sources/s3-url.ts';
import { type BucketOptions, sampleFileOf, sourceOpener } from './delivery-sources.ts';
import { readLakeFile } from './lake-file.ts';
import type { OpenLake } from './open-lake.ts';
import { compactionText, ingestText } from './output/summary-text.ts';
import type { Progress } from './progress.ts';

/** Lands deliveries and remembers where they were, so that `rebuild` can read them again. */
export async function landDeliveries(
  lake: OpenLake,
  paths: readonly string[],
  progress: Progress,
  bucketOptions: BucketOptions = {},
): Promise<IngestSummary> {
  const openSource = sourceOpener(bucketOptions);
  await lake.clock.readFromSamples(paths, (path) => sampleFileOf(path, openSource));
  progress.start('Reading deliveries');
  const summary = await ingestPaths(
    paths,
    { store: lake.store, clock: lake.clock, progress: (text) => progress.update(text) },
    { openSource },
  );
  progress.done(ingestText(summary));
  const unreadable = new Set(summary.readErrors.map(({ path }) => path));
  await rememberSources(
    lake.root,
    paths.filter((path) => !unreadable.has(path)),
  );
  return summary;
}

/** Looks once at the oversized items that wait, and merges what has landed into a new generation. */
export async function compact(lake: OpenLake, progress: Progress): Promise<void> {
  progress.start('Compacting');
  await settlePending({ store: lake.store, clock: lake.clock });
  progress.done(
    compactionText(
      await compactLake({
        ...lake,
        catalogue: lake.storedCatalogue,
        progress: (text) => progress.update(text),
      }),
    ),
  );
}

const SourcesSchema = z.array(z.string());
const sourcesFile = (lakeRoot: string) => join(lakeRoot, 'sources.json');

/** Folders and files (absolute) and buckets that were ingested; empty for a lake that nothing was ingested into. */
export async function readSources(lakeRoot: string): Promise<readonly string[]> {
  try {
    return await readLakeFile('sources.json', 'Remove the file and ingest the deliveries again.', async () =>
      SourcesSchema.parse(JSON.parse(await readFile(sourcesFile(lakeRoot), 'utf8'))),
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function rememberSources(lakeRoot: string, paths: readonly string[]): Promise<void> {
  const known = await readSources(lakeRoot);
  const all = [...new Set([...known, ...paths.map((path) => (isS3Url(path) ? path : resolve(path)))])];
  if (all.length === known.length) return;
  // Where nothing landed there is no folder yet.
  await mkdir(lakeRoot, { recursive: true });
  await writeFile(sourcesFile(lakeRoot), `${JSON.stringify(all, null, 2)}\n`);
}
