import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { s3Client } from '#platform/aws/clients.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import {
  AccessDeniedError,
  CredentialsError,
  PlaceMissingError,
  PreconditionFailedError,
  ServiceFaultError,
  ThrottledError,
  UnreachableError,
} from '#platform/ports/errors.ts';
import { type FaultyProxy, faultyProxy } from './faulty-proxy.ts';
import { newBucket, settings } from './places.ts';

const xml = (status: number, code: string, message = 'told') => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});
const SLOW_DOWN = xml(503, 'SlowDown', 'Please reduce your request rate.');

describe('S3ObjectStore', () => {
  let proxy: FaultyProxy;
  let bucket: string;
  let store: S3ObjectStore;
  beforeEach(async () => {
    proxy = await faultyProxy(inject('emulatorEndpoint'));
    bucket = await newBucket();
    store = new S3ObjectStore({
      client: s3Client(settings({ endpoint: proxy.endpoint, maxAttempts: 3 })),
      bucket,
    });
  });
  afterEach(() => proxy.stop());

  it('tries again where S3 asks to slow down, and says so where that does not end', async () => {
    proxy.faults.push(SLOW_DOWN);
    await store.put('a', Buffer.from('1'));
    expect(Buffer.from(await store.get('a')).toString()).toBe('1');
    proxy.always = () => SLOW_DOWN;
    await expect(store.put('a', Buffer.from('2'))).rejects.toThrow(ThrottledError);
    await expect(store.list('')).rejects.toMatchObject({ retryable: true, code: 'platform.throttled' });
  });

  it('knows its own conditional put where the answer to it was lost', async () => {
    proxy.faults.push('answer-lost');
    const info = await store.put('m/1', Buffer.from('mine'), { ifNoneMatch: '*' });
    expect(proxy.seen.filter(({ method }) => method === 'PUT')).toHaveLength(2);
    expect(info.etag).toBe((await store.head('m/1'))?.etag);
    proxy.faults.push('answer-lost');
    await store.put('m/1', Buffer.from('mine, again'), { ifMatch: info.etag });
    proxy.faults.push('answer-lost');
    await expect(store.put('m/1', Buffer.from('late'), { ifMatch: info.etag })).rejects.toThrow(
      PreconditionFailedError,
    );
    expect(Buffer.from(await store.get('m/1')).toString()).toBe('mine, again');
  });

  it('waits out another writer’s conditional put', async () => {
    proxy.faults.push(xml(409, 'ConditionalRequestConflict'));
    await store.put('m/1', Buffer.from('x'), { ifNoneMatch: '*' });
    proxy.always = ({ method }) => (method === 'PUT' ? xml(409, 'ConditionalRequestConflict') : undefined);
    await expect(store.put('m/2', Buffer.from('x'), { ifNoneMatch: '*' })).rejects.toThrow(ThrottledError);
  });

  it('reads on where the connection broke', async () => {
    const body = randomBytes(3_000_000);
    await store.put('big', body);
    proxy.seen.length = 0;
    proxy.faults.push({ breakAfter: 1_000_000 }, { breakAfter: 500_000 });
    expect(Buffer.from(await store.get('big')).equals(body)).toBe(true);
    expect(proxy.seen.map(({ headers }) => headers.range ?? '')).toEqual([
      '',
      expect.stringMatching(/^bytes=\d+-$/),
      expect.stringMatching(/^bytes=\d+-$/),
    ]);
  });

  it('never mixes two versions of an object, and never takes a part for the whole', async () => {
    await store.put('big', Buffer.alloc(2_000_000, 'a'));
    proxy.faults.push({ breakAfter: 500_000 });
    const chunks = (await store.stream('big'))[Symbol.asyncIterator]();
    await chunks.next();
    await new S3ObjectStore({ client: s3Client(settings()), bucket }).put(
      'big',
      Buffer.alloc(2_000_000, 'b'),
    );
    const rest = async () => {
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next());
    };
    await expect(rest()).rejects.toThrow(PreconditionFailedError);
    proxy.always = ({ method, headers }) =>
      method === 'GET' && headers.range !== undefined ? SLOW_DOWN : undefined;
    proxy.faults.push({ breakAfter: 500_000 });
    await expect(store.get('big')).rejects.toThrow(ThrottledError);
  });

  it('says that the service cannot be reached', async () => {
    await proxy.stop();
    await expect(store.put('a', Buffer.from('1'))).rejects.toThrow(UnreachableError);
  });

  it('deletes thousands of keys, some of which resist at first', async () => {
    const failed = (key: string, code: string) => ({
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0" encoding="UTF-8"?><DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Error><Key>${key}</Key><Code>${code}</Code><Message>told</Message></Error></DeleteResult>`,
    });
    const keys = Array.from({ length: 1005 }, (_, index) => `k/${index}`);
    for (const key of ['k/0', 'k/1004']) await store.put(key, Buffer.from(''));
    proxy.seen.length = 0;
    proxy.faults.push(failed('k/0', 'InternalError'));
    await store.delete(keys);
    expect(proxy.seen.map(({ body }) => body.split('<Key>').length - 1)).toEqual([1000, 1, 5]);
    expect((await store.list('k/')).objects).toEqual([]);
    proxy.faults.push(failed('k/3', 'AccessDenied'));
    await expect(store.delete(keys)).rejects.toThrow(AccessDeniedError);
    proxy.always = () => failed('k/3', 'InternalError');
    await expect(store.delete(['k/3'])).rejects.toThrow(ServiceFaultError);
  });

  it.each([
    ['an expired token', xml(400, 'ExpiredToken', 'The provided token has expired.'), CredentialsError],
    ['keys that AWS does not know', xml(403, 'InvalidAccessKeyId'), CredentialsError],
    ['a missing permission', xml(403, 'AccessDenied', 'User is not authorized'), AccessDeniedError],
    ['a fault of the service', xml(500, 'InternalError'), ServiceFaultError],
  ])('tells %s apart', async (_, fault, error) => {
    proxy.always = () => fault;
    await expect(store.get('a')).rejects.toThrow(error);
    await expect(store.put('a', Buffer.from('1'))).rejects.toThrow(error);
    await expect(store.list('a')).rejects.toThrow(error);
    await expect(store.delete(['a'])).rejects.toThrow(error);
  });

  it('finds out what an answer without a body means', async () => {
    proxy.always = ({ method }) => (method === 'HEAD' ? { status: 403 } : undefined);
    await expect(store.head('a')).rejects.toThrow(AccessDeniedError);
    proxy.always = ({ method }) => (method === 'HEAD' ? { status: 400 } : xml(400, 'ExpiredToken'));
    await expect(store.head('a')).rejects.toThrow(CredentialsError);
  });

  it('says which bucket is missing', async () => {
    const nowhere = new S3ObjectStore({ client: s3Client(settings()), bucket: 'no-such-bucket-here' });
    await expect(nowhere.list('')).rejects.toThrow(PlaceMissingError);
    await expect(nowhere.put('a', Buffer.from('1'))).rejects.toThrow(/no-such-bucket-here/);
  });

  it('uploads a large file in parts, on the same conditions', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'upload-'));
    const path = join(folder, 'large.bin');
    const body = randomBytes(20_000_000);
    await writeFile(path, body);
    const info = await store.putFile('large', path, { ifNoneMatch: '*' });
    expect(proxy.seen.filter(({ url }) => url.includes('partNumber=')).length).toBeGreaterThan(1);
    expect(info).toMatchObject({ size: 20_000_000, etag: (await store.head('large'))?.etag });
    expect(await readdir(folder)).toEqual([]);
    expect(Buffer.from(await store.get('large')).equals(body)).toBe(true);
    await writeFile(path, body);
    await expect(store.putFile('large', path, { ifNoneMatch: '*' })).rejects.toThrow(PreconditionFailedError);
    const left = await s3Client(settings()).send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(left.Uploads ?? []).toEqual([]);
  });

  it('lists keys that XML cannot hold', async () => {
    const keys = ['odd/a b+c&d.json', 'odd/\u0001.json', 'odd/%2F.json'];
    for (const key of keys) await store.put(key, Buffer.from('1'));
    expect((await store.list('odd/')).objects.map(({ key }) => key).sort()).toEqual([...keys].sort());
  });
});
