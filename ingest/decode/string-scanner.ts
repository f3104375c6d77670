const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEAR = 48;

/** Finds the end of JSON strings in bytes, across the borders of chunks. */
export class StringScanner {
  /** The chunk ended inside a string. */
  isOpen = false;
  #isEscaped = false;

  reset(): void {
    this.isOpen = false;
    this.#isEscaped = false;
  }

  /** From a byte inside a string to the byte after its closing quote, or to the chunk's end with `isOpen` set. */
  skip(chunk: Buffer, from: number): number {
    const length = chunk.length;
    let at = from;
    this.isOpen = true;
    if (this.#isEscaped && at < length) {
      this.#isEscaped = false;
      at += 1;
    }
    // Most strings are short, where a loop beats the call of indexOf.
    const near = Math.min(length, at + NEAR);
    while (at < near) {
      const byte = chunk[at] as number;
      at += 1;
      if (byte === QUOTE) {
        this.isOpen = false;
        return at;
      }
      if (byte === BACKSLASH) {
        if (at === length) this.#isEscaped = true;
        else at += 1;
      }
    }
    return at >= length ? length : this.#skipFar(chunk, at);
  }

  /** `from` is not escaped. */
  #skipFar(chunk: Buffer, from: number): number {
    let at = from;
    for (;;) {
      const quote = chunk.indexOf(QUOTE, at);
      const end = quote < 0 ? chunk.length : quote;
      let backslashes = 0;
      while (end - 1 - backslashes >= at && chunk[end - 1 - backslashes] === BACKSLASH) backslashes += 1;
      const isEscaped = backslashes % 2 === 1;
      if (quote < 0) {
        this.#isEscaped = isEscaped;
        return chunk.length;
      }
      at = quote + 1;
      if (isEscaped) continue;
      this.isOpen = false;
      return at;
    }
  }
}
