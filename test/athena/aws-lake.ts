import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { AnswerDeps } from '#answer/deps.ts';
import { type CompactionSummary, compactLake } from '#ingest/compact/compact.ts';
import { glueClient } from '#platform/aws/athena-clients.ts';
import type { AthenaQueryEngine } from '#platform/aws/athena-query-engine.ts';
import { WorkTables } from '#platform/aws/athena-work-tables.ts';
import { s3Client } from '#platform/aws/clients.ts';
import { GlueTableCatalogue } from '#platform/aws/glue-table-catalogue.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { FixedClock } from '#platform/memory/fixed-clock.ts';
import { MemoryKeyValueStore } from '#platform/memory/memory-key-value-store.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { TableCatalogue } from '#platform/ports/table-catalogue.ts';
import { filesIn } from '#test/golden/lake/deliveries.ts';
import { athenaEngine, DATABASE } from './engines.ts';

const WORK_DATABASE = 'inventory_work';

/** A lake in the local AWS emulator, compacted and asked through Athena's API: put together as the functions are. */
export class AwsLake {
  readonly store: ObjectStore;
  readonly catalogue: TableCatalogue;
  readonly engine: AthenaQueryEngine;
  readonly clock: FixedClock;
  readonly #compactor: AthenaQueryEngine;
  readonly #s3 = s3Client();
  readonly #glue = glueClient();

  private constructor(bucket: string, now: Date) {
    const store = new S3ObjectStore({ client: this.#s3, bucket });
    this.store = store;
    this.clock = new FixedClock(now);
    this.catalogue = new GlueTableCatalogue({ glue: this.#glue, store, bucket, database: DATABASE });
    this.engine = athenaEngine();
    this.#compactor = athenaEngine('primary', {
      work: new WorkTables({ glue: this.#glue, store, bucket, database: WORK_DATABASE }),
      files: { s3: this.#s3, store, bucket },
    });
  }

  static async open(bucket: string, now: Date): Promise<AwsLake> {
    const lake = new AwsLake(bucket, now);
    await lake.#s3.send(new CreateBucketCommand({ Bucket: bucket }));
    return lake;
  }

  /** The same lake, whose catalogue's document cannot be put: what a function sees that is killed between commit and swap. */
  withoutDocument(bucket: string): TableCatalogue {
    const { store: whole } = this;
    const store: ObjectStore = {
      put: async (key, body, options) => {
        if (key === 'catalogue.json') throw new Error('killed');
        return whole.put(key, body, options);
      },
      putFile: (key, path, options) => whole.putFile(key, path, options),
      get: (key) => whole.get(key),
      head: (key) => whole.head(key),
      stream: (key) => whole.stream(key),
      list: (prefix, cursor) => whole.list(prefix, cursor),
      delete: (keys) => whole.delete(keys),
    };
    return new GlueTableCatalogue({ glue: this.#glue, store, bucket, database: DATABASE });
  }

  /** Puts what landed in a local lake, as it lies there. */
  async takeLanding(root: string): Promise<number> {
    const keys = (await filesIn(root)).filter((key) => /^(?:landing|query_log)\//.test(key));
    await Promise.all(keys.map(async (key) => this.store.put(key, await readFile(join(root, key)))));
    return keys.length;
  }

  async compact(catalogue: TableCatalogue = this.catalogue): Promise<CompactionSummary> {
    try {
      return await compactLake({ store: this.store, catalogue, engine: this.#compactor, clock: this.clock });
    } finally {
      await this.#compactor.close();
    }
  }

  /** What answering needs; nothing is logged or kept beyond the object. */
  answerDeps(): AnswerDeps {
    let ids = 0;
    return {
      engine: this.engine,
      catalogue: this.catalogue,
      clock: this.clock,
      keyValues: new MemoryKeyValueStore(this.clock),
      queryLog: { append: async () => undefined },
      excuses: async () => [],
      newId: () => {
        ids += 1;
        return `id-${ids}`;
      },
    };
  }
}
