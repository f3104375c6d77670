import type { GlueClient } from '@aws-sdk/client-glue';
import { AppError } from '#catalog/errors.ts';
import {
  type CatalogueState,
  emptyCatalogue,
  snapshotOf,
  withPartitions,
  withTables,
} from '../ports/catalogue-state.ts';
import { ObjectNotFoundError, PreconditionFailedError } from '../ports/errors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { CatalogueSnapshot, TableCatalogue } from '../ports/table-catalogue.ts';
import { GlueMirror } from './glue-mirror.ts';

export interface GlueTableCatalogueOptions {
  readonly glue: GlueClient;
  /** The lake's store; the state is one document in it. */
  readonly store: ObjectStore;
  /** Bucket of the store: Glue's locations name it. */
  readonly bucket: string;
  readonly database: string;
}

/** Others kept changing the catalogue's document. */
export class CatalogueContendedError extends AppError {
  override readonly name = 'CatalogueContendedError';
  readonly code = 'catalogue.contended';
  readonly retryable = true;
}

interface Known {
  readonly etag: string | undefined;
  readonly state: CatalogueState;
  readonly snapshot: CatalogueSnapshot;
}

const KEY = 'catalogue.json';
const MOST_TRIES = 50;
const ABSENT: Known = { etag: undefined, state: emptyCatalogue, snapshot: snapshotOf(emptyCatalogue) };

/**
 * The catalogue of a lake in AWS: one document in the lake's bucket, with the statistics that Glue does not keep, and Glue as
 * its mirror for everything that reads the lake by SQL. Glue is changed first: a writer that dies in between has
 * not changed the document, so the next one finds the same difference and makes the same changes again. Partitions
 * have no lock in Glue, so compaction runs one at a time; the document's own writes are conditional.
 */
export class GlueTableCatalogue implements TableCatalogue {
  readonly #store: ObjectStore;
  readonly #mirror: GlueMirror;
  #known: Known = ABSENT;

  constructor(options: GlueTableCatalogueOptions) {
    this.#store = options.store;
    this.#mirror = new GlueMirror(options);
  }

  async snapshot(): Promise<CatalogueSnapshot> {
    return (await this.#read()).snapshot;
  }

  async putTables(tables: Parameters<TableCatalogue['putTables']>[0]): Promise<void> {
    await this.#update(
      (state) => withTables(state, tables),
      (before, after) => this.#mirror.putTables(before, after, tables),
    );
  }

  async swapPartitions(
    ...[changes, removed, generation]: Parameters<TableCatalogue['swapPartitions']>
  ): Promise<void> {
    await this.#update(
      (state) => withPartitions(state, changes, removed, generation),
      (before) => this.#mirror.swap(before, changes, removed),
    );
  }

  async #update(
    change: (state: CatalogueState) => CatalogueState,
    mirror: (before: CatalogueState, after: CatalogueState) => Promise<void>,
  ): Promise<void> {
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const { etag, state } = await this.#read();
      const next = change(state);
      await mirror(state, next);
      const text = JSON.stringify(next);
      if (text === JSON.stringify(state)) return;
      try {
        await this.#store.put(
          KEY,
          Buffer.from(text),
          etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: etag },
        );
        return;
      } catch (error) {
        if (!(error instanceof PreconditionFailedError)) throw error;
      }
    }
    throw new CatalogueContendedError('The catalogue kept changing while it was written');
  }

  /** The document as it is now; read again only where its etag is another. */
  async #read(): Promise<Known> {
    for (;;) {
      const etag = (await this.#store.head(KEY))?.etag;
      if (etag === undefined) return ABSENT;
      if (this.#known.etag === etag) return this.#known;
      const body = await this.#body();
      if (body === undefined || (await this.#store.head(KEY))?.etag !== etag) continue;
      // Written by this class alone, so its content is trusted.
      const state = JSON.parse(Buffer.from(body).toString('utf8')) as CatalogueState;
      this.#known = { etag, state, snapshot: snapshotOf(state) };
      return this.#known;
    }
  }

  async #body(): Promise<Uint8Array | undefined> {
    try {
      return await this.#store.get(KEY);
    } catch (error) {
      if (error instanceof ObjectNotFoundError) return undefined;
      throw error;
    }
  }
}
