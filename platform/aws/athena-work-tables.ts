import { createHash } from 'node:crypto';
import { GetTablesCommand, type GlueClient, type PartitionInput, type Table } from '@aws-sdk/client-glue';
import type { ObjectStore } from '../ports/object-store.ts';
import type { CatalogueSnapshot, CatalogueTable, TablePartition } from '../ports/table-catalogue.ts';
import { glueFailed } from './glue-errors.ts';
import { putPartitions } from './glue-partitions.ts';
import { partitionValue, storageDescriptor, symlinkDescriptor, tableInput } from './glue-storage.ts';
import { ensureDatabase, putTable, removeTable } from './glue-tables.ts';

export interface WorkTablesOptions {
  readonly glue: GlueClient;
  readonly store: ObjectStore;
  readonly bucket: string;
  /** Database that holds nothing else. */
  readonly database: string;
}

/** Longer than any statement runs, and than the run that made a table. */
const STALE_AFTER_MS = 6 * 60 * 60_000;

/**
 * The tables of compaction's statements, in a database of their own. Each holds exactly the files that the statement's
 * snapshot gives, wherever they lie: its location is an object that names them. Its name is a hash of what it holds, so
 * statements that read the same files share it, and two runs at once never meet in one. They go when the engine closes;
 * those of a run that died, with the first statement of a later one.
 */
export class WorkTables {
  readonly database: string;
  readonly #options: WorkTablesOptions;
  readonly #made = new Map<string, Promise<void>>();
  #opened: Promise<void> | undefined;

  constructor(options: WorkTablesOptions) {
    this.database = options.database;
    this.#options = options;
  }

  /** Makes the tables that a statement names; gives the names that they have, by those of the text in lower case. */
  async place(snapshot: CatalogueSnapshot, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    this.#opened ??= this.#open();
    await this.#opened;
    const places = new Map<string, string>();
    for (const name of names) {
      const table = snapshot.table(name.toLowerCase());
      if (table === undefined) throw new Error(`a statement names ${name}, which it was not given`);
      places.set(name.toLowerCase(), await this.#tableOf(table, snapshot));
    }
    return places;
  }

  /** Removes the tables made. The engine stays usable. */
  async clear(): Promise<void> {
    const made = [...this.#made.keys()];
    this.#made.clear();
    for (const name of made) await removeTable(this.#options.glue, this.database, name);
  }

  async #tableOf(table: CatalogueTable, snapshot: CatalogueSnapshot): Promise<string> {
    const groups = groupsOf(table, snapshot.partitions(table.name));
    const identity = [
      snapshot.generation,
      table.columns.map(({ name, type }) => `${name} ${type}`),
      table.partitionKeys,
      groups,
    ];
    const name = `w_${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 40)}`;
    let made = this.#made.get(name);
    if (made === undefined) {
      made = this.#make({ ...table, name }, groups, snapshot.generation ?? 'none');
      this.#made.set(name, made);
      // A table that could not be made is made again by the next statement that needs it.
      made.catch(() => this.#made.delete(name));
    }
    await made;
    return name;
  }

  async #make(table: CatalogueTable, groups: readonly FileGroup[], generation: string): Promise<void> {
    const { glue, store, bucket } = this.#options;
    const folder = `staging/${generation}/tables/${table.name}`;
    const root = `s3://${bucket}/${folder}/`;
    const list = async (index: number, { keys }: FileGroup): Promise<string> => {
      const lines = keys.map((key) => `s3://${bucket}/${key}\n`);
      await store.put(`${folder}/${index}/files`, Buffer.from(lines.join('')));
      return `${root}${index}/`;
    };
    const [whole] = groups;
    if (table.partitionKeys.length === 0 || whole === undefined) {
      const descriptor =
        whole === undefined
          ? storageDescriptor(table, `${root}none/`)
          : symlinkDescriptor(table, await list(0, whole));
      await putTable(
        glue,
        this.database,
        { ...tableInput(table, root), StorageDescriptor: descriptor },
        false,
      );
      return;
    }
    await putTable(
      glue,
      this.database,
      { ...tableInput(table, root), StorageDescriptor: symlinkDescriptor(table, root) },
      false,
    );
    const inputs = await Promise.all(
      groups.map(
        async (group, index): Promise<PartitionInput> => ({
          Values: [...group.values],
          StorageDescriptor: symlinkDescriptor(table, await list(index, group)),
        }),
      ),
    );
    await putPartitions(glue, { database: this.database, table: table.name }, inputs, () => false);
  }

  /** The database, without what runs that died have left in it. */
  async #open(): Promise<void> {
    const { glue } = this.#options;
    await ensureDatabase(glue, this.database);
    let token: string | undefined;
    const stale: string[] = [];
    do {
      const page = await glue
        .send(
          new GetTablesCommand({
            DatabaseName: this.database,
            ...(token === undefined ? {} : { NextToken: token }),
          }),
        )
        .catch(glueFailed(`listing the tables of ${this.database}`));
      stale.push(...(page.TableList ?? []).filter(isStale).flatMap(({ Name }) => Name ?? []));
      token = page.NextToken;
    } while (token !== undefined);
    for (const name of stale) await removeTable(glue, this.database, name);
  }
}

const isStale = ({ CreateTime }: Table): boolean =>
  CreateTime !== undefined && Date.now() - new Date(CreateTime).getTime() > STALE_AFTER_MS;

/** The files of all partitions with the same values: a statement may read two tables' files as one table. */
interface FileGroup {
  readonly values: readonly string[];
  readonly keys: readonly string[];
}

function groupsOf(table: CatalogueTable, partitions: readonly TablePartition[]): readonly FileGroup[] {
  const groups = new Map<string, { values: readonly string[]; keys: string[] }>();
  for (const partition of partitions) {
    if (partition.files.length === 0) continue;
    const values = table.partitionKeys.map((key) => partitionValue(partition.values[key]));
    const group = groups.get(JSON.stringify(values)) ?? { values, keys: [] };
    group.keys.push(...partition.files.map(({ key }) => key));
    groups.set(JSON.stringify(values), group);
  }
  return [...groups.values()];
}
