/** The part of parquetjs-lite 0.8.7 that landing uses; the package ships no types. */
declare module 'parquetjs-lite' {
  import type { Writable } from 'node:stream';

  interface FieldDefinition {
    readonly type?: 'UTF8' | 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP_MILLIS' | 'MAP' | 'LIST';
    readonly compression?: 'GZIP' | 'UNCOMPRESSED';
    readonly optional?: boolean;
    readonly repeated?: boolean;
    readonly fields?: Readonly<Record<string, FieldDefinition>>;
  }

  class ParquetSchema {
    constructor(fields: Readonly<Record<string, FieldDefinition>>);
  }

  class ParquetWriter {
    static openStream(
      schema: ParquetSchema,
      stream: Writable,
      options: { readonly useDataPageV2: boolean; readonly pageIndex: boolean },
    ): Promise<ParquetWriter>;
    appendRow(row: Readonly<Record<string, unknown>>): Promise<void>;
    close(): Promise<void>;
  }

  const parquetjs: {
    readonly ParquetSchema: typeof ParquetSchema;
    readonly ParquetWriter: typeof ParquetWriter;
  };

  export type { FieldDefinition };
  export default parquetjs;
}
