import { AppError } from '#catalog/errors.ts';

/** What `s3://bucket/prefix` names. */
export interface S3Place {
  readonly bucket: string;
  /** Key or prefix, without a leading slash; empty for the whole bucket. */
  readonly prefix: string;
}

/** The text is no address of a bucket. */
export class S3UrlError extends AppError {
  override readonly name = 'S3UrlError';
  readonly code = 'ingest.s3_url';
  readonly retryable = false;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, or the ARN or alias of an access point. */
const URL_FORM = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|arn:[^/]+:s3:[^/]+)(?:\/(.*))?$/s;

export const isS3Url = (path: string): boolean => /^s3:\/\//i.test(path);

/** Reads `s3://bucket/prefix`; the prefix is taken as it stands, for keys may hold any character. */
export function parseS3Url(text: string): S3Place {
  const [, bucket, prefix = ''] = URL_FORM.exec(text) ?? [];
  if (bucket === undefined)
    throw new S3UrlError(`"${text}" names no bucket.`, { hint: 'Write it like s3://bucket/prefix.' });
  return { bucket, prefix };
}
