import type { DeliverySource } from '#ingest/sources/delivery-source.ts';
import { s3Source } from '#ingest/sources/s3-source.ts';
import { parseS3Url } from '#ingest/sources/s3-url.ts';
import { s3Client } from '#platform/aws/clients.ts';
import { profileSettings } from '#platform/aws/profile-credentials.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import type { BucketOptions } from './delivery-sources.ts';

/** Opens an s3:// path with the credentials of the profile, or those that the AWS command line would take. */
export function openBucket(path: string, options: BucketOptions): Promise<DeliverySource> {
  const place = parseS3Url(path);
  const { profile } = options;
  const client = s3Client(profile === undefined ? {} : profileSettings(profile));
  const store = new S3ObjectStore({
    client,
    bucket: place.bucket,
    ...(profile === undefined ? {} : { profile }),
  });
  return s3Source({ ...place, store, ...(options.since === undefined ? {} : { since: options.since }) });
}
