import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { PreconditionFailedError, ThrottledError } from '../ports/errors.ts';
import type { PutOptions } from '../ports/object-store.ts';
import { type AwsCall, fromAws, isNamed, statusOf } from './errors.ts';

/** Metadata that tells one's own conditional put from another writer's. */
const WRITE_ID = 'write-id';
const CONFLICT_TRIES = 6;
const CONFLICT_MS = 50;

interface Present {
  readonly ETag?: string | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * A write that S3 takes only where its condition holds; returns the new etag, or throws PreconditionFailedError.
 *
 * - 412: another state than asked for. Where the answer to a first try was lost and the SDK tried again, S3 finds the
 *   first try's own object and answers 412 too, so the object's metadata is asked whose it is.
 * - 404 with If-Match: there is no object to match.
 * - 409: another conditional write of the key is under way, and who wins is not known yet: tried again.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function conditionalWrite(
  place: { readonly Bucket: string; readonly Key: string },
  options: PutOptions,
  call: AwsCall,
  send: (input: PutObjectCommandInput) => Promise<{ readonly ETag?: string | undefined }>,
  head: () => Promise<Present | undefined>,
): Promise<string> {
  const writeId = randomUUID();
  const input: PutObjectCommandInput = {
    ...place,
    ...(options.ifNoneMatch === undefined ? {} : { IfNoneMatch: options.ifNoneMatch }),
    ...(options.ifMatch === undefined ? {} : { IfMatch: options.ifMatch }),
    Metadata: { [WRITE_ID]: writeId },
  };
  for (let tried = 1; ; tried += 1) {
    try {
      return (await send(input)).ETag ?? '';
    } catch (error) {
      if (statusOf(error) === 409) {
        if (tried >= CONFLICT_TRIES)
          throw new ThrottledError(`${place.Key} is being written by others all the time.`, { cause: error });
        await sleep(CONFLICT_MS * 2 ** tried * Math.random());
        continue;
      }
      if (!isRefusal(error, options)) throw fromAws(error, call);
      const present = tried + attemptsOf(error) > 2 ? await head() : undefined;
      if (present?.Metadata?.[WRITE_ID] === writeId) return present.ETag ?? '';
      const state = options.ifNoneMatch === undefined ? 'has changed' : 'exists already';
      throw new PreconditionFailedError(`${place.Key} ${state}`, { cause: error });
    }
  }
}

const isRefusal = (error: unknown, options: PutOptions): boolean =>
  statusOf(error) === 412 || (options.ifMatch !== undefined && isNamed(error, 'NoSuchKey', 'NotFound'));

/** How often the SDK sent the request. */
function attemptsOf(error: unknown): number {
  const { $metadata } = error as { readonly $metadata?: { readonly attempts?: number } };
  return $metadata?.attempts ?? 1;
}
