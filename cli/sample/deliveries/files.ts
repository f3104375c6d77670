import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip, type Gzip, gzipSync } from 'node:zlib';

const CHUNK = 256 * 1024;
/** Level 1 compresses items 10 to 1; higher levels cost more time than they save. */
const LEVEL = 1;

/** Writes a small file under the tree's root, compressed where its name ends in .gz. */
export async function writeWhole(root: string, key: string, text: string): Promise<void> {
  const path = join(root, key);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, key.endsWith('.gz') ? gzipSync(text, { level: LEVEL }) : text);
}

/** A gzip file of JSON items that may grow to any size: it holds a few hundred kilobytes at most. */
export class ItemsFile {
  readonly #gzip: Gzip;
  readonly #done: Promise<void>;
  readonly #breaksAfter: number | undefined;
  #buffer: string[] = [];
  #buffered = 0;
  #count = 0;

  private constructor(path: string, head: string, breaksAfter: number | undefined) {
    this.#gzip = createGzip({ level: LEVEL });
    const file = createWriteStream(path);
    this.#gzip.pipe(file);
    this.#done = finished(file);
    this.#breaksAfter = breaksAfter;
    this.#buffer.push(head);
  }

  /** `breaksAfter`: the file ends in the middle of the item after that many. */
  static async open(
    root: string,
    key: string,
    properties: Readonly<Record<string, string>>,
    breaksAfter?: number,
  ): Promise<ItemsFile> {
    const path = join(root, key);
    await mkdir(dirname(path), { recursive: true });
    return new ItemsFile(
      path,
      `${JSON.stringify(properties).slice(0, -1)},"configurationItems":[`,
      breaksAfter,
    );
  }

  /** Takes one item as JSON text. Await it: it waits for the disk where that is slower. */
  async add(item: string): Promise<void> {
    const text = this.#count === 0 ? item : `,${item}`;
    this.#count += 1;
    if (this.#breaksAfter !== undefined && this.#count > this.#breaksAfter) {
      if (this.#count === this.#breaksAfter + 1) this.#buffer.push(text.slice(0, text.length / 2));
      return;
    }
    this.#buffer.push(text);
    this.#buffered += text.length;
    if (this.#buffered >= CHUNK) await this.#flush();
  }

  async close(): Promise<void> {
    if (this.#breaksAfter === undefined || this.#count <= this.#breaksAfter) this.#buffer.push(']}');
    await this.#flush();
    this.#gzip.end();
    await this.#done;
  }

  async #flush(): Promise<void> {
    const chunk = this.#buffer.join('');
    this.#buffer = [];
    this.#buffered = 0;
    if (!this.#gzip.write(chunk)) await once(this.#gzip, 'drain');
  }
}
