import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteObjectsCommand, type S3Client, type _Error as S3KeyError } from '@aws-sdk/client-s3';
import {
  AccessDeniedError,
  RequestRefusedError,
  ServiceFaultError,
  ThrottledError,
} from '../ports/errors.ts';
import { type AwsCall, fromAws } from './errors.ts';

const BATCH = 1000;
const TRIES = 4;
const BACK_OFF_MS = 100;
const PASSING = new Set(['InternalError', 'ServiceUnavailable', 'SlowDown', 'OperationAborted']);

/**
 * Deletes keys, 1,000 a request. S3 answers 200 and names the keys that it could not delete: those that may go later are
 * tried again, and what remains is an error that names the first of them.
 */
export async function deleteObjects(
  client: S3Client,
  bucket: string,
  keys: readonly string[],
  call: AwsCall,
): Promise<void> {
  for (let at = 0; at < keys.length; at += BATCH) {
    let left: readonly string[] = keys.slice(at, at + BATCH);
    for (let tried = 1; left.length > 0; tried += 1) {
      const failed = await deleteOnce(client, bucket, left, call);
      const lasting = failed.find(({ Code = '' }) => !PASSING.has(Code));
      if (lasting !== undefined) throw keyError(lasting, failed.length, call);
      if (failed[0] !== undefined && tried >= TRIES) throw keyError(failed[0], failed.length, call);
      left = failed.flatMap(({ Key }) => Key ?? []);
      if (left.length > 0) await sleep(BACK_OFF_MS * 2 ** tried * Math.random());
    }
  }
}

async function deleteOnce(
  client: S3Client,
  bucket: string,
  keys: readonly string[],
  call: AwsCall,
): Promise<readonly S3KeyError[]> {
  try {
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({
        Bucket: bucket,
        Delete: { Quiet: true, Objects: keys.map((Key) => ({ Key })) },
      }),
    );
    return Errors.filter(({ Code }) => Code !== 'NoSuchKey');
  } catch (error) {
    throw fromAws(error, call);
  }
}

function keyError({ Key, Code = '', Message = '' }: S3KeyError, count: number, call: AwsCall) {
  const text = `${count} of the objects could not be deleted while ${call.doing}${Key}: ${Code} ${Message}`;
  if (Code === 'SlowDown') return new ThrottledError(text);
  if (Code === 'AccessDenied')
    return new AccessDeniedError(text, {
      hint: 's3:DeleteObject is needed, and no retention on the objects.',
    });
  return PASSING.has(Code) ? new ServiceFaultError(text) : new RequestRefusedError(text);
}
