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
  readonly #breaksOff: boolean;
  #buffer: string[] = [];
  #buffered = 0;
  #count = 0;

  private constructor(path: string, head: string, breaksOff: boolean) {
    this.#gzip = createGzip({ level: LEVEL });
    const file = createWriteStream(path);
    this.#gzip.pipe(file);
    this.#done = finished(file);
    this.#breaksOff = breaksOff;
    this.#buffer.push(head);
  }

  /** `breaksOff`: the file ends in the middle of one more item, as an interrupted delivery does. */
  static async open(
    root: string,
    key: string,
    properties: Readonly<Record<string, string>>,
    breaksOff = false,
  ): Promise<ItemsFile> {
    const path = join(root, key);
    await mkdir(dirname(path), { recursive: true });
    return new ItemsFile(
      path,
      `${JSON.stringify(properties).slice(0, -1)},"configurationItems":[`,
      breaksOff,
    );
  }

  /** Takes one item as JSON text. Await it: it waits for the disk where that is slower. */
  async add(item: string): Promise<void> {
    const text = this.#count === 0 ? item : `,${item}`;
    this.#count += 1;
    this.#buffer.push(text);
    this.#buffered += text.length;
    if (this.#buffered >= CHUNK) await this.#flush();
  }

  async close(): Promise<void> {
    this.#buffer.push(this.#breaksOff ? ',{"relatedEvents":[],"relationsh' : ']}');
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
