/** The part of parquetjs-lite that the project uses; the package has no types of its own. */
declare module 'parquetjs-lite' {
  import type { Writable } from 'node:stream';

  export interface ParquetField {
    readonly type?: 'UTF8' | 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP_MILLIS' | 'INT32' | 'DATE';
    readonly optional?: boolean;
    readonly repeated?: boolean;
    readonly compression?: 'GZIP' | 'UNCOMPRESSED';
    readonly fields?: Readonly<Record<string, ParquetField>>;
  }

  export class ParquetSchema {
    constructor(fields: Readonly<Record<string, ParquetField>>);
  }

  export class ParquetWriter {
    static openStream(
      schema: ParquetSchema,
      stream: Writable,
      options: { readonly useDataPageV2: boolean; readonly pageIndex: boolean },
    ): Promise<ParquetWriter>;
    appendRow(row: Readonly<Record<string, unknown>>): Promise<void>;
    setRowGroupSize(rows: number): void;
    close(): Promise<void>;
  }
}
