import type { OpenBytes } from '../decode/inflate.ts';

/** One file of a source, not yet read. */
export interface SourceFile {
  /** Path relative to what was named, with `/`; for S3 the key below the prefix. */
  readonly path: string;
  /** The whole path or key, of which a delivery key may be a part. */
  readonly fullPath: string;
  readonly size: number;
  readonly modifiedAt: Date;
  readonly open: OpenBytes;
  /** Why it cannot be read, where that is known already: a folder that may not be entered, a link to nothing. */
  readonly unreadable?: string;
}

/**
 * Where deliveries lie: a folder, a file, later a bucket. It lists in an order that does not change, and finds single
 * objects by key for oversized items.
 */
export interface DeliverySource {
  /** What a person called it. */
  readonly name: string;
  /** Whether one file was named, which is then read whatever it is called. */
  readonly isSingleFile: boolean;
  files(): AsyncIterable<SourceFile>;
  /**
   * The object at `key` (`prefix/AWSLogs/…`) under the source's root; undefined where there is none.
   * @param bucket the bucket that was told beside the key; a source that is a folder has its own place for every bucket
   */
  find(key: string, bucket: string): Promise<SourceFile | undefined>;
}
