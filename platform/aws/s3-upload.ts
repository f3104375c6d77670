import { createReadStream } from 'node:fs';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

/** S3 takes 10,000 parts an upload, of 5 MiB at least. */
const MOST_PARTS = 10_000;
const LEAST_PART_BYTES = 8 * 1024 * 1024;
const PARALLEL_PARTS = 3;

/** Uploads a file in parts, of which a few are held at a time. A failed upload leaves no parts behind. */
export async function uploadFile(
  client: S3Client,
  path: string,
  size: number,
  input: PutObjectCommandInput,
): Promise<{ readonly ETag?: string | undefined }> {
  return new Upload({
    client,
    params: { ...input, Body: createReadStream(path) },
    partSize: Math.max(LEAST_PART_BYTES, Math.ceil(size / MOST_PARTS)),
    queueSize: PARALLEL_PARTS,
  }).done();
}
