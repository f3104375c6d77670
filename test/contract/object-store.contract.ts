import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ObjectNotFoundError, PreconditionFailedError } from '#platform/ports/errors.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const textOf = async (store: ObjectStore, key: string) => Buffer.from(await store.get(key)).toString();

async function allKeys(store: ObjectStore, prefix: string): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list(prefix, cursor);
    pages.push(page.objects.map((object) => object.key));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

/** What every object store must do; called by the test of each implementation. */
export const objectStoreContract = (name: string, make: () => Promise<ObjectStore>): void => {
  describe(`${name} keeps the ObjectStore contract`, () => {
    it('gives back what was put, and the newest of two puts', async () => {
      const store = await make();
      await store.put('a/b.json', bytes('one'));
      const info = await store.put('a/b.json', bytes('three'));
      expect(await textOf(store, 'a/b.json')).toBe('three');
      expect(await store.head('a/b.json')).toMatchObject({ key: 'a/b.json', size: 5, etag: info.etag });
    });

    it('says which object is missing', async () => {
      const store = await make();
      await expect(store.get('nothing')).rejects.toThrow(ObjectNotFoundError);
      await expect(store.stream('nothing/here')).rejects.toThrow(ObjectNotFoundError);
      expect(await store.head('nothing')).toBeUndefined();
    });

    it('takes one of many conditional puts and refuses the others', async () => {
      const store = await make();
      const tries = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) =>
          store.put('m/1.json', bytes(`${index}`), { ifNoneMatch: '*' }),
        ),
      );
      const refused = tries.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
      expect(refused).toHaveLength(7);
      for (const reason of refused) expect(reason).toBeInstanceOf(PreconditionFailedError);
      expect(await textOf(store, 'm/1.json')).toBe(
        `${tries.findIndex((each) => each.status === 'fulfilled')}`,
      );
    });

    it('replaces an object only where the etag is the one read', async () => {
      const store = await make();
      const first = await store.put('k', bytes('1'));
      const tries = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) =>
          store.put('k', bytes(`new ${index}`), { ifMatch: first.etag }),
        ),
      );
      expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
      await expect(store.put('k', bytes('late'), { ifMatch: first.etag })).rejects.toThrow(
        PreconditionFailedError,
      );
      await expect(store.put('none', bytes('x'), { ifMatch: first.etag })).rejects.toThrow(
        PreconditionFailedError,
      );
    });

    it('lists a prefix in key order, 1,000 a page', async () => {
      const store = await make();
      const keys = ['p/a', 'p/a.b', 'p/a/b', 'p/a0', 'p/ä', 'p/\u{1F600}', 'p/\uFF5E'].filter(
        (key) => key !== 'p/a',
      );
      for (const key of [...keys].reverse()) await store.put(key, bytes(key));
      await store.put('q', bytes('q'));
      expect(await allKeys(store, 'p/')).toEqual([
        [...keys].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))),
      ]);
      expect(await allKeys(store, 'p/a')).toEqual([['p/a.b', 'p/a/b', 'p/a0']]);
      expect(await allKeys(store, 'none/')).toEqual([[]]);
    });

    it('pages through many objects without losing or repeating one', async () => {
      const store = await make();
      const keys = Array.from(
        { length: 2100 },
        (_, index) => `many/${index % 7}/${String(index).padStart(5, '0')}`,
      );
      for (const key of keys) await store.put(key, bytes(''));
      const pages = await allKeys(store, 'many/');
      expect(pages.map((page) => page.length)).toEqual([1000, 1000, 100]);
      expect(pages.flat()).toEqual([...keys].sort());
    }, 60_000);

    it('deletes what is there and forgives what is not', async () => {
      const store = await make();
      await store.put('d/x/y', bytes('1'));
      await store.delete(['d/x/y', 'd/x/z', 'nowhere/1']);
      expect(await store.head('d/x/y')).toBeUndefined();
      await store.put('d/x/y', bytes('2'));
      expect(await textOf(store, 'd/x/y')).toBe('2');
    });

    it('streams an object whole', async () => {
      const store = await make();
      const body = Buffer.alloc(300_000, 'stocktake ');
      await store.put('big', body);
      const chunks: Uint8Array[] = [];
      for await (const chunk of await store.stream('big')) chunks.push(chunk);
      expect(Buffer.concat(chunks).equals(body)).toBe(true);
    });

    it('takes over a finished file', async () => {
      const store = await make();
      const path = join(await mkdtemp(join(tmpdir(), 'store-')), 'part.bin');
      await writeFile(path, 'from a file');
      await store.putFile('files/one', path);
      expect(await textOf(store, 'files/one')).toBe('from a file');
      await writeFile(path, 'again');
      await expect(store.putFile('files/one', path, { ifNoneMatch: '*' })).rejects.toThrow(
        PreconditionFailedError,
      );
    });
  });
};
