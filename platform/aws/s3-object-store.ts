import { readFile, rm, stat } from 'node:fs/promises';
import {
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { PAGE_SIZE } from '../ports/key-order.ts';
import type { ObjectInfo, ObjectPage, ObjectStore, PutOptions } from '../ports/object-store.ts';
import { type AwsCall, fromAws, isNamed, statusOf } from './errors.ts';
import { conditionalWrite } from './s3-conditional-write.ts';
import { deleteObjects } from './s3-delete.ts';
import { openObject, readByte, readObject } from './s3-stream.ts';
import { uploadFile } from './s3-upload.ts';

export interface S3ObjectStoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** The profile behind the client's credentials, for hints. */
  readonly profile?: string;
  /** Files up to this size are put at once, larger ones in parts. Default 16 MiB. */
  readonly partsFromBytes?: number;
}

const PARTS_FROM_BYTES = 16 * 1024 * 1024;

/** Objects in a bucket. A conditional put is S3's own (If-None-Match, If-Match); the cursor of a list is StartAfter. */
export class S3ObjectStore implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #profile: string | undefined;
  readonly #partsFrom: number;

  constructor(options: S3ObjectStoreOptions) {
    this.#client = options.client;
    this.#bucket = options.bucket;
    this.#profile = options.profile;
    this.#partsFrom = options.partsFromBytes ?? PARTS_FROM_BYTES;
  }

  async put(key: string, body: Uint8Array, options: PutOptions = {}): Promise<ObjectInfo> {
    const etag = await this.#write(key, options, (input) =>
      this.#client.send(new PutObjectCommand({ ...input, Body: body, ContentLength: body.byteLength })),
    );
    return { key, size: body.byteLength, etag, lastModified: new Date() };
  }

  async putFile(key: string, path: string, options: PutOptions = {}): Promise<ObjectInfo> {
    const { size } = await stat(path);
    let info: ObjectInfo;
    if (size < this.#partsFrom) {
      info = await this.put(key, await readFile(path), options);
    } else {
      const etag = await this.#write(key, options, (input) => uploadFile(this.#client, path, size, input));
      info = { key, size, etag, lastModified: new Date() };
    }
    await rm(path, { force: true });
    return info;
  }

  async get(key: string): Promise<Uint8Array> {
    return readObject(await this.stream(key));
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    const found = await this.#head(key);
    if (found === undefined) return undefined;
    return {
      key,
      size: found.ContentLength ?? 0,
      etag: found.ETag ?? '',
      lastModified: found.LastModified ?? new Date(0),
    };
  }

  async stream(key: string): Promise<AsyncIterable<Uint8Array>> {
    return openObject(this.#client, { Bucket: this.#bucket, Key: key }, this.#call('reading', key));
  }

  async list(prefix: string, cursor?: string): Promise<ObjectPage> {
    try {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: prefix,
          MaxKeys: PAGE_SIZE,
          // Keys may hold characters that XML cannot.
          EncodingType: 'url',
          ...(cursor === undefined ? {} : { StartAfter: cursor }),
        }),
      );
      const isEncoded = page.EncodingType === 'url';
      const objects = (page.Contents ?? []).map(
        ({ Key = '', Size = 0, ETag = '', LastModified = new Date(0) }): ObjectInfo => ({
          key: isEncoded ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key,
          size: Size,
          etag: ETag,
          lastModified: LastModified,
        }),
      );
      return { objects, cursor: page.IsTruncated === true ? objects.at(-1)?.key : undefined };
    } catch (error) {
      throw fromAws(error, this.#call('listing', prefix));
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    await deleteObjects(this.#client, this.#bucket, keys, this.#call('deleting in', ''));
  }

  async #head(key: string) {
    try {
      return await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }));
    } catch (error) {
      if (isNamed(error, 'NotFound', 'NoSuchKey') || statusOf(error) === 404) return undefined;
      throw fromAws(await this.#explained(error, key), this.#call('looking for', key));
    }
  }

  /**
   * An answer to HEAD has no body that would say why: an expired token is a bare 400, a missing permission a bare 403. One byte of
   * the object is asked for, and that refusal is taken for both.
   */
  async #explained(error: unknown, key: string): Promise<unknown> {
    const status = statusOf(error);
    if (status !== 400 && status !== 403) return error;
    try {
      await readByte(this.#client, { Bucket: this.#bucket, Key: key });
      return error;
    } catch (fuller) {
      return statusOf(fuller) === status ? fuller : error;
    }
  }

  /** One write with its conditions; returns the new etag. */
  #write(
    key: string,
    options: PutOptions,
    send: (input: PutObjectCommandInput) => Promise<{ readonly ETag?: string | undefined }>,
  ): Promise<string> {
    const place = { Bucket: this.#bucket, Key: key };
    const call = this.#call('writing', key);
    const isConditional = options.ifNoneMatch !== undefined || options.ifMatch !== undefined;
    if (isConditional) return conditionalWrite(place, options, call, send, () => this.#head(key));
    return send(place).then(
      ({ ETag = '' }) => ETag,
      (error: unknown) => Promise.reject(fromAws(error, call)),
    );
  }

  #call(doing: string, key: string): AwsCall {
    return {
      service: 'S3',
      doing: `${doing} s3://${this.#bucket}/${key}`,
      ...(this.#profile === undefined ? {} : { profile: this.#profile }),
    };
  }
}
