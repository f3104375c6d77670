/** What is known of an object without reading it. */
export interface ObjectInfo {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: Date;
}

export interface PutOptions {
  /** `'*'`: only where no object has the key; otherwise PreconditionFailedError (S3 answers 412). */
  readonly ifNoneMatch?: '*';
  /** Only where the present object has this etag; otherwise PreconditionFailedError. */
  readonly ifMatch?: string;
}

export interface ObjectPage {
  readonly objects: readonly ObjectInfo[];
  /** The last key of the page, to be given to the next call; undefined on the last page. */
  readonly cursor: string | undefined;
}

/**
 * Keys and bytes, as S3 keeps them. Keys use `/` and never start with one. A put is atomic: a reader sees the
 * old object or the new one, whole. A key that does not exist is an ObjectNotFoundError.
 */
export interface ObjectStore {
  put(key: string, body: Uint8Array, options?: PutOptions): Promise<ObjectInfo>;
  /** Moves a finished local file (or uploads it) to the key: for files written by an engine or too large to hold. */
  putFile(key: string, path: string, options?: PutOptions): Promise<ObjectInfo>;
  get(key: string): Promise<Uint8Array>;
  head(key: string): Promise<ObjectInfo | undefined>;
  stream(key: string): Promise<AsyncIterable<Uint8Array>>;
  /** At most 1,000 a page, in key order; what comes after the cursor, which may be any key. */
  list(prefix: string, cursor?: string): Promise<ObjectPage>;
  /** Deleting what is not there is no error. */
  delete(keys: readonly string[]): Promise<void>;
}
