import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ObjectNotFoundError, ServiceFaultError, UnreachableError } from '../ports/errors.ts';
import { type AwsCall, fromAws, isNamed } from './errors.ts';

interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

interface Opened {
  readonly body: AsyncIterable<Uint8Array>;
  readonly length: number;
  readonly etag: string | undefined;
}

/** Breaks in a row without a byte between them, after which the connection is given up. */
const MOST_BREAKS = 5;
const BACK_OFF_MS = 100;

/**
 * The bytes of an object as they arrive. Where the connection breaks, the rest is asked for from there on, of the same
 * version of the object. Ends only when every byte has been given: a body that is too short is an error.
 */
export async function openObject(
  client: S3Client,
  place: Place,
  call: AwsCall,
): Promise<AsyncIterable<Uint8Array>> {
  const first = await open(client, place, call, 0, undefined);
  return bytesOf(first, (from) => open(client, place, call, from, first.etag), call);
}

/** The whole of a stream. */
export async function readObject(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}

/** Reads the first byte, for what the service says where it refuses; throws the SDK's error. */
export async function readByte(client: S3Client, place: Place): Promise<void> {
  const { Body } = await client.send(new GetObjectCommand({ ...place, Range: 'bytes=0-0' }));
  await Body?.transformToByteArray();
}

async function open(
  client: S3Client,
  place: Place,
  call: AwsCall,
  from: number,
  etag: string | undefined,
): Promise<Opened> {
  try {
    const { Body, ContentLength, ETag } = await client.send(
      new GetObjectCommand({
        ...place,
        ...(from === 0 ? {} : { Range: `bytes=${from}-` }),
        ...(etag === undefined ? {} : { IfMatch: etag }),
      }),
    );
    if (Body === undefined) throw new ServiceFaultError(`S3 gave no body while ${call.doing}.`);
    return {
      body: Body as unknown as AsyncIterable<Uint8Array>,
      length: from + (ContentLength ?? Number.NaN),
      etag: ETag,
    };
  } catch (error) {
    if (isNamed(error, 'NoSuchKey', 'NotFound'))
      throw new ObjectNotFoundError(`There is no object ${place.Key}`, { cause: error });
    throw fromAws(error, call);
  }
}

async function* bytesOf(
  first: Opened,
  reopen: (from: number) => Promise<Opened>,
  call: AwsCall,
): AsyncGenerator<Uint8Array> {
  let { body } = first;
  let given = 0;
  for (let breaks = 0; ; ) {
    let cause: unknown;
    try {
      for await (const chunk of body) {
        given += chunk.byteLength;
        breaks = 0;
        yield chunk;
      }
    } catch (error) {
      cause = error;
    }
    if (cause === undefined && given === first.length) return;
    breaks += 1;
    if (breaks > MOST_BREAKS || given >= first.length)
      throw new UnreachableError(
        `The connection broke off after ${given} of ${first.length} bytes while ${call.doing}.`,
        { cause },
      );
    await sleep(BACK_OFF_MS * 2 ** breaks * Math.random());
    ({ body } = await reopen(given));
  }
}
