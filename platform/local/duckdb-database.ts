import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type DuckdbFunction, registerFunctions } from './duckdb-functions.ts';
import { STAGING_FOLDER } from './files.ts';

/** What a database needs before it understands translated SQL. */
export interface DuckdbPrelude {
  readonly functions: readonly DuckdbFunction[];
  readonly sql: string;
}

export interface DuckdbDatabaseOptions {
  readonly lakeRoot: string;
  readonly prelude: DuckdbPrelude;
  readonly memoryLimitMb: number;
  /** Whether parts that stand twice in a query may be evaluated once. */
  readonly sharesExpressions: boolean;
}

/**
 * One in-memory database that can read and write nothing but the lake's folder: no extension is loaded later,
 * no setting can change. It is opened once and lends its connections, one a query.
 */
export class DuckdbDatabase {
  readonly #instance: DuckDBInstance;
  readonly #idle: DuckDBConnection[] = [];

  private constructor(instance: DuckDBInstance, first: DuckDBConnection) {
    this.#instance = instance;
    this.#idle.push(first);
  }

  static async open(options: DuckdbDatabaseOptions): Promise<DuckdbDatabase> {
    const spill = join(options.lakeRoot, STAGING_FOLDER, 'duckdb');
    await mkdir(spill, { recursive: true });
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(Math.max(1, Math.min(8, availableParallelism()))),
      memory_limit: `${options.memoryLimitMb}MB`,
      temp_directory: spill,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      preserve_insertion_order: 'true',
      // Errors are told by message; stack traces would name this machine's paths.
      errors_as_json: 'false',
    });
    const connection = await instance.connect();
    registerFunctions(connection, options.prelude.functions);
    await connection.run(options.prelude.sql);
    await connection.run(`SET TimeZone = 'UTC'`);
    if (!options.sharesExpressions) await connection.run(`SET disabled_optimizers = 'common_subexpressions'`);
    const root = options.lakeRoot.replaceAll("'", "''");
    // In this order: the allowed folders cannot change once external access is off.
    await connection.run(
      `SET allowed_directories = ['${root}/']; SET enable_external_access = false; SET lock_configuration = true`,
    );
    return new DuckdbDatabase(instance, connection);
  }

  /** Runs `work` on a connection of its own; afterwards the connection is kept for the next. */
  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = this.#idle.pop() ?? (await this.#instance.connect());
    try {
      return await work(connection);
    } finally {
      this.#idle.push(connection);
    }
  }

  close(): void {
    for (const connection of this.#idle.splice(0)) connection.closeSync();
    this.#instance.closeSync();
  }
}
