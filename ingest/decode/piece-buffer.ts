/** Gathers one value's bytes across the borders of chunks; beyond its limit it only counts. */
export class PieceBuffer {
  #parts: Buffer[] = [];
  #bytes = 0;
  #isTooLong = false;
  offset = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Starts a new value at an offset of the stream. */
  begin(offset: number): void {
    this.offset = offset;
    this.#parts = [];
    this.#bytes = 0;
    this.#isTooLong = false;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Keeps a copy: the chunk's memory belongs to the decompressor. */
  add(chunk: Buffer, start: number, end: number): void {
    if (end <= start) return;
    this.#bytes += end - start;
    if (this.#bytes > this.#limit) this.#isTooLong = true;
    if (this.#isTooLong) this.#parts = [];
    else this.#parts.push(Buffer.from(chunk.subarray(start, end)));
  }

  /** Ends the value with the last bytes; undefined where it is longer than the limit. */
  take(chunk: Buffer, start: number, end: number): string | undefined {
    if (this.#bytes === 0) {
      this.#bytes = end - start;
      return this.#bytes > this.#limit ? undefined : chunk.toString('utf8', start, end);
    }
    this.add(chunk, start, end);
    return this.#isTooLong ? undefined : Buffer.concat(this.#parts).toString('utf8');
  }

  /** The first bytes of what was gathered, as text. */
  head(bytes: number): string {
    const parts: Buffer[] = [];
    let gathered = 0;
    for (const part of this.#parts) {
      if (gathered >= bytes) break;
      parts.push(part);
      gathered += part.length;
    }
    return Buffer.concat(parts).subarray(0, bytes).toString('utf8');
  }
}
