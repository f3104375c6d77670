import { PieceBuffer } from './piece-buffer.ts';
import { StringScanner } from './string-scanner.ts';

/** One JSON text found in a stream. */
export interface JsonPiece {
  /**
   * `value`: a value at the top, or in an array at the top; `element`: an element of configurationItems; `shell`: the
   * object around such elements, with an empty list in their place, after the last of them.
   */
  readonly kind: 'value' | 'element' | 'shell';
  /** The bytes decoded as UTF-8; undefined where the piece is longer than the limit and was passed over. */
  readonly text: string | undefined;
  /** Where it begins, in bytes from the start of the decoded stream. */
  readonly offset: number;
}

/** Where a text stops being JSON that can be split. */
export interface JsonBreak {
  readonly code: 'empty_file' | 'invalid_json' | 'broken_json';
  readonly reason: string;
  readonly offset: number;
  /** The beginning of what could not be read. */
  readonly head: string;
}

/** Longest single record kept (decoded bytes); a longer one is passed over and told: no engine reads such a row. */
export const MAX_RECORD_BYTES = 32 * 1024 * 1024;

const HEAD_BYTES = 4_000;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const NAMED_LEVELS = 2;

/** Where a list of items may stand: in a delivered file, and in a recorded answer of the API. */
const CONTAINERS = new Set(['configurationItems', 'data.configurationItems']);

/**
 * Splits a stream of JSON into its records in constant memory, whatever its size: values at the top one after
 * another, the elements of an array at the top, and the elements of `configurationItems`. It looks at structure only,
 * so a piece may still be invalid JSON; what stands between elements is checked strictly. The form of a file is that of
 * https://docs.aws.amazon.com/config/latest/developerguide/example-s3-snapshot.html.
 */
export class JsonSplitter {
  #state: 'top' | 'object' | 'between' | 'element' | 'scalar' | 'broken' = 'top';
  #depth = 0;
  #expects: 'first' | 'element' | 'comma' = 'first';
  #hasValue = false;
  /** Offset of the present chunk in the stream. */
  #position = 0;
  /** Where the present object or element begins in the present chunk. */
  #start = 0;
  #pieces: JsonPiece[] = [];
  #break: JsonBreak | undefined;
  /** Set while elements are those of `configurationItems`: the depth to return to. */
  #containerDepth: number | undefined;
  #isShell = false;
  #keys: string[] = [];
  #lastString = '';
  readonly #object: PieceBuffer;
  readonly #element: PieceBuffer;
  readonly #string = new StringScanner();

  constructor(limit = MAX_RECORD_BYTES) {
    this.#object = new PieceBuffer(limit);
    this.#element = new PieceBuffer(limit);
  }

  /** The text of the present container as far as it was read: what is known of a file before its items. */
  get shellHead(): string {
    return this.#object.head(HEAD_BYTES);
  }

  /** Set once nothing more can be split; later chunks are ignored. */
  get broken(): JsonBreak | undefined {
    return this.#break;
  }

  /** Takes the next chunk and returns the pieces that end in it. */
  push(chunk: Buffer): readonly JsonPiece[] {
    this.#pieces = [];
    this.#start = 0;
    let at = 0;
    while (at < chunk.length && this.#state !== 'broken') at = this.#step(chunk, at);
    if (this.#state === 'object') this.#object.add(chunk, this.#start, chunk.length);
    if (this.#state === 'element' || this.#state === 'scalar')
      this.#element.add(chunk, this.#start, chunk.length);
    this.#position += chunk.length;
    return this.#pieces;
  }

  /** Ends the stream: what is still open has broken off. */
  finish(): JsonBreak | undefined {
    if (this.#break !== undefined) return this.#break;
    if (this.#state === 'top') {
      if (!this.#hasValue) this.#fail('empty_file', 0, 'the file holds nothing', '');
      return this.#break;
    }
    const open = this.#state === 'element' || this.#state === 'scalar' ? this.#element : this.#object;
    this.#fail('broken_json', open.offset, 'the text ends in the middle of a value', open.head(HEAD_BYTES));
    return this.#break;
  }

  #step(chunk: Buffer, at: number): number {
    switch (this.#state) {
      case 'top':
        return this.#inTop(chunk, at);
      case 'between':
        return this.#inBetween(chunk, at);
      case 'object':
        return this.#inObject(chunk, at);
      case 'element':
        return this.#inElement(chunk, at);
      case 'scalar':
        return this.#inScalar(chunk, at);
      case 'broken':
        return chunk.length;
    }
  }

  #fail(code: JsonBreak['code'], offset: number, reason: string, head: string): void {
    this.#break = { code, offset, reason, head };
    this.#state = 'broken';
  }

  #failAt(chunk: Buffer, at: number, reason: string): number {
    const code = this.#hasValue ? 'broken_json' : 'invalid_json';
    this.#fail(code, this.#position + at, reason, chunk.toString('utf8', at, at + HEAD_BYTES));
    return chunk.length;
  }

  #inTop(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#position + at < 3)
      while (this.#position + at < 3 && isByteOrderMark(chunk[at], this.#position + at)) at += 1;
    at = skipSpace(chunk, at);
    if (at >= chunk.length) return at;
    if (chunk[at] === OPEN_LIST) {
      this.#hasValue = true;
      this.#state = 'between';
      this.#expects = 'first';
      this.#containerDepth = undefined;
      this.#object.begin(this.#position + at);
      return at + 1;
    }
    if (chunk[at] !== OPEN_OBJECT) return this.#failAt(chunk, at, 'neither an object nor a list begins here');
    this.#hasValue = true;
    this.#state = 'object';
    this.#start = at;
    this.#depth = 0;
    this.#isShell = false;
    this.#keys = [];
    this.#string.reset();
    this.#object.begin(this.#position + at);
    return at;
  }

  #inBetween(chunk: Buffer, from: number): number {
    const at = skipSpace(chunk, from);
    if (at >= chunk.length) return at;
    const byte = chunk[at];
    if (byte === COMMA && this.#expects === 'comma') {
      this.#expects = 'element';
      return at + 1;
    }
    if (byte === CLOSE_LIST && this.#expects !== 'element') {
      if (this.#containerDepth === undefined) {
        this.#state = 'top';
        return at + 1;
      }
      this.#state = 'object';
      this.#start = at;
      this.#depth = this.#containerDepth;
      this.#string.reset();
      return at;
    }
    if (this.#expects === 'comma' || byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT)
      return this.#failAt(chunk, at, 'an element or the end of the list should stand here');
    this.#start = at;
    this.#element.begin(this.#position + at);
    this.#string.reset();
    this.#depth = 0;
    this.#state = byte === OPEN_OBJECT || byte === OPEN_LIST ? 'element' : 'scalar';
    return at;
  }

  /** The hot loop: to the byte after the bracket that closes the element, or to the chunk's end. */
  #inElement(chunk: Buffer, from: number): number {
    const length = chunk.length;
    let at = this.#string.isOpen ? this.#string.skip(chunk, from) : from;
    let depth = this.#depth;
    while (at < length) {
      const byte = chunk[at] as number;
      at += 1;
      if (byte === QUOTE) at = this.#string.skip(chunk, at);
      else if (byte > 0x5a) {
        const folded = byte | 0x20;
        if (folded === OPEN_OBJECT) depth += 1;
        else if (folded === CLOSE_OBJECT) {
          depth -= 1;
          if (depth === 0) return this.#endElement(chunk, at);
        }
      }
    }
    this.#depth = depth;
    return at;
  }

  #inScalar(chunk: Buffer, from: number): number {
    let at = this.#string.isOpen ? this.#string.skip(chunk, from) : from;
    while (at < chunk.length) {
      const byte = chunk[at] as number;
      if (byte === COMMA || byte === CLOSE_LIST) return this.#endElement(chunk, at);
      at = byte === QUOTE ? this.#string.skip(chunk, at + 1) : at + 1;
    }
    return at;
  }

  #endElement(chunk: Buffer, end: number): number {
    const kind = this.#containerDepth === undefined ? 'value' : 'element';
    this.#pieces.push({
      kind,
      text: this.#element.take(chunk, this.#start, end),
      offset: this.#element.offset,
    });
    this.#state = 'between';
    this.#expects = 'comma';
    return end;
  }

  /** An object at the top, to its end or to the bracket that opens a list of items. */
  #inObject(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (this.#string.isOpen) {
        const end = this.#string.skip(chunk, at);
        if (this.#depth <= NAMED_LEVELS && this.#lastString.length < HEAD_BYTES)
          this.#lastString += chunk.toString('latin1', at, end);
        at = end;
        continue;
      }
      const byte = chunk[at] as number;
      at += 1;
      if (byte === QUOTE) {
        this.#string.isOpen = true;
        this.#lastString = '';
      } else if (byte === COLON && this.#depth <= NAMED_LEVELS) {
        this.#keys[this.#depth - 1] = this.#lastString.slice(0, -1);
      } else if (byte === OPEN_LIST && this.#opensItems()) {
        this.#object.add(chunk, this.#start, at);
        this.#isShell = true;
        this.#containerDepth = this.#depth + 1;
        this.#expects = 'first';
        this.#state = 'between';
        return at;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        this.#depth += 1;
        // Of a list there is no key; the empty name keeps its objects from passing for the container.
        if (this.#depth <= NAMED_LEVELS) this.#keys[this.#depth - 1] = '';
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        this.#depth -= 1;
        if (this.#depth === 0) return this.#endObject(chunk, at);
      }
    }
    return at;
  }

  #opensItems(): boolean {
    return (
      !this.#isShell &&
      this.#depth <= NAMED_LEVELS &&
      CONTAINERS.has(this.#keys.slice(0, this.#depth).join('.'))
    );
  }

  #endObject(chunk: Buffer, end: number): number {
    const text = this.#object.take(chunk, this.#start, end);
    this.#pieces.push({ kind: this.#isShell ? 'shell' : 'value', text, offset: this.#object.offset });
    this.#state = 'top';
    return end;
  }
}

function skipSpace(chunk: Buffer, from: number): number {
  let at = from;
  while (at < chunk.length) {
    const byte = chunk[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
    at += 1;
  }
  return at;
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const isByteOrderMark = (byte: number | undefined, offset: number): boolean =>
  byte === BYTE_ORDER_MARK[offset];
