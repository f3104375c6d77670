import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeliverySource } from '#ingest/sources/delivery-source.ts';
import { localSource } from '#ingest/sources/local-source.ts';
import { isS3Url } from '#ingest/sources/s3-url.ts';

/** What is said of s3:// paths. */
export interface BucketOptions {
  readonly profile?: string;
  readonly since?: Date;
}

type OpenSource = (path: string) => Promise<DeliverySource>;

/** Opens paths of this machine and buckets; the SDK is loaded with the first bucket. A path is opened once. */
export function sourceOpener(options: BucketOptions): OpenSource {
  const opened = new Map<string, Promise<DeliverySource>>();
  return (path) => {
    const present = opened.get(path) ?? open(path, options);
    opened.set(path, present);
    return present;
  };
}

async function open(path: string, options: BucketOptions): Promise<DeliverySource> {
  if (!isS3Url(path)) return localSource(path);
  const { openBucket } = await import('./open-bucket.ts');
  return openBucket(path, options);
}

/** The text of the sample.json that a path's tree begins with; throws where there is none. */
export async function sampleFileOf(path: string, openSource: OpenSource): Promise<string> {
  if (!isS3Url(path)) return readFile(join(path, 'sample.json'), 'utf8');
  const file = await (await openSource(path)).find('sample.json', '');
  const chunks: Uint8Array[] = [];
  for await (const chunk of file?.open() ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
