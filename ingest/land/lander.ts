import { randomBytes } from 'node:crypto';
import pLimit from 'p-limit';
import type { TableDefinition } from '#catalog/define-table.ts';
import type { Clock } from '#platform/ports/clock.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import { bulkParquet } from './bulk-parquet.ts';
import { fitsParquetjs, parquetjsParquet } from './parquetjs-parquet.ts';
import { type LandingRow, RowBuffer } from './row-buffer.ts';

/** An object to write once the landing files before it are written. */
interface LaterObject {
  readonly key: string;
  readonly body: Uint8Array;
}

const MOST_ROWS = 50_000;
const MOST_BUFFER_BYTES = 16 * 1024 * 1024;
const MOST_BYTES = 48 * 1024 * 1024;
const MOST_LATER = 5_000;
const MOST_LATER_BYTES = 16 * 1024 * 1024;
/** Up to so many rows, the writer that needs no WebAssembly is the quicker one. */
const SMALL_BATCH = 64;
const SMALL_BATCH_BYTES = 256 * 1024;
const PARALLEL_PUTS = 8;

/** Folder of rows that belong to no account, or to several. */
const NO_ACCOUNT = '_';

export interface LanderDeps {
  readonly store: ObjectStore;
  readonly clock: Clock;
  /**
   * `account`: a file holds rows of one account. `one`: as few files as there are tables, however many accounts a batch of
   * messages came from; where they are all of one account, its folder still says so.
   */
  readonly folders?: 'account' | 'one';
}

/**
 * Gathers landing rows by account and table, whatever file they came from, and writes them as few Parquet files under
 * `landing/<hour of arrival>/<account>/`. What must not be seen before its rows (a delivery's marker) is written after
 * them: a crash at any instant leaves rows without a marker, and the delivery lands again.
 */
export class Lander {
  readonly #store: ObjectStore;
  readonly #clock: Clock;
  readonly #isOneFolder: boolean;
  readonly #accounts = new Set<string>();
  readonly #buffers = new Map<string, RowBuffer>();
  readonly #before: LaterObject[] = [];
  readonly #after: LaterObject[] = [];
  #laterBytes = 0;
  files = 0;

  constructor(deps: LanderDeps) {
    this.#store = deps.store;
    this.#clock = deps.clock;
    this.#isOneFolder = deps.folders === 'one';
  }

  /** Takes a row; `accountId` decides where its file lies. */
  add(table: TableDefinition, accountId: string | null, row: LandingRow, provenance: LandingRow): void {
    const account = accountId !== null && /^\d{12}$/.test(accountId) ? accountId : NO_ACCOUNT;
    this.#accounts.add(account);
    const key = `${this.#isOneFolder ? '' : account}/${table.name}`;
    let buffer = this.#buffers.get(key);
    if (buffer === undefined) {
      buffer = new RowBuffer(table);
      this.#buffers.set(key, buffer);
    }
    buffer.append(row, provenance);
  }

  /** An object that the next checkpoint writes before the markers (dead letters, pending items). */
  before(key: string, value: unknown): void {
    this.#later(this.#before, key, value);
  }

  /** An object that the next checkpoint writes after all rows so far (markers). */
  after(key: string, value: unknown): void {
    this.#later(this.#after, key, value);
  }

  #later(list: LaterObject[], key: string, value: unknown): void {
    const body = Buffer.from(`${JSON.stringify(value)}\n`);
    this.#laterBytes += body.length;
    list.push({ key, body });
  }

  /** Writes what has grown too large to hold. Call it between records; a marker is only written by a checkpoint. */
  async relieve(): Promise<void> {
    let total = 0;
    for (const [key, buffer] of this.#buffers) {
      const { bytes } = buffer;
      if (buffer.rows >= MOST_ROWS || bytes >= MOST_BUFFER_BYTES) await this.#write(key, buffer);
      else total += bytes;
    }
    const isFull = total >= MOST_BYTES || this.#laterBytes >= MOST_LATER_BYTES;
    if (isFull || this.#before.length >= MOST_LATER) await this.#writeRows();
    if (this.#after.length >= MOST_LATER) await this.checkpoint();
  }

  /** Writes all rows, and then the markers: from here on those deliveries are known. */
  async checkpoint(): Promise<void> {
    await this.#writeRows();
    await this.#put(this.#after.splice(0));
    this.#laterBytes = 0;
  }

  async #writeRows(): Promise<void> {
    await this.#put(this.#before.splice(0));
    for (const [key, buffer] of this.#buffers) await this.#write(key, buffer);
    this.#laterBytes = this.#after.reduce((sum, { body }) => sum + body.length, 0);
  }

  async #write(key: string, buffer: RowBuffer): Promise<void> {
    const [folder = '', table = ''] = key.split('/');
    const [only = NO_ACCOUNT] = this.#accounts;
    const account = folder !== '' ? folder : this.#accounts.size === 1 ? only : NO_ACCOUNT;
    const isSmall = buffer.rows <= SMALL_BATCH && buffer.bytes <= SMALL_BATCH_BYTES && fitsParquetjs(buffer);
    const body = isSmall ? await parquetjsParquet(buffer) : await bulkParquet(buffer);
    this.#buffers.delete(key);
    const hour = this.#clock.now().toISOString().slice(0, 13).replace('T', '-');
    await this.#store.put(
      `landing/${hour}/${account}/${table}-${sortableId(this.#clock.now())}.parquet`,
      body,
    );
    this.files += 1;
  }

  async #put(objects: readonly LaterObject[]): Promise<void> {
    const limit = pLimit(PARALLEL_PUTS);
    await Promise.all(objects.map(({ key, body }) => limit(() => this.#store.put(key, body))));
  }
}

/** Sorts by time, never repeats. */
function sortableId(now: Date): string {
  return `${now.getTime().toString(36).padStart(9, '0')}${randomBytes(8).toString('hex')}`;
}
