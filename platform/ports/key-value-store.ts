/** Small JSON values by key: conversations, cached answers, preferences. DynamoDB in AWS, files locally. */
export interface KeyValueStore {
  get(key: string): Promise<unknown>;
  /** `ifAbsent`: PreconditionFailedError where the key exists. `expiresAt`: gone for readers from then on. */
  put(
    key: string,
    value: unknown,
    options?: { readonly ifAbsent?: boolean; readonly expiresAt?: Date },
  ): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys with the prefix, in order, at most 1,000 a page. */
  list(
    prefix: string,
    cursor?: string,
  ): Promise<{ readonly keys: readonly string[]; readonly cursor: string | undefined }>;
}
