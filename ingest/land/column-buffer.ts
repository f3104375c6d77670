import type { ColumnTypeName } from '#catalog/column-types.ts';
import { AppError } from '#catalog/errors.ts';

/** A value of a landing row. Timestamps are epoch milliseconds; whole numbers may be number or bigint. */
export type LandingValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | ReadonlyMap<string, string | null>
  | readonly (string | null)[];

/** A row does not fit its column: a bug of ours. */
export class LandingValueError extends AppError {
  override readonly name = 'LandingValueError';
  readonly code = 'ingest.landing_value';
  readonly retryable = false;
}

/** Values of one column of rows not yet written, packed as Arrow lays them out, so that their size is known. */
export interface ColumnBuffer {
  readonly bytes: number;
  append(value: LandingValue): void;
}

/** Where a bit is set, the row has a value. */
export class ValidityBitmap {
  #bits = new Uint8Array(8);
  rows = 0;
  nulls = 0;

  push(isValid: boolean): void {
    const index = this.rows >> 3;
    if (index >= this.#bits.length) this.#bits = grown(this.#bits, index + 1);
    if (isValid) this.#bits[index] = (this.#bits[index] ?? 0) | (1 << (this.rows & 7));
    else this.nulls += 1;
    this.rows += 1;
  }

  isValid(row: number): boolean {
    return ((this.#bits[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
  }

  view(): Uint8Array {
    return this.#bits.subarray(0, (this.rows + 7) >> 3);
  }
}

function grown<T extends Uint8Array | Int32Array | BigInt64Array>(array: T, atLeast: number): T {
  const make = array.constructor as new (length: number) => T;
  const larger = new make(Math.max(atLeast, array.length * 2));
  if (larger instanceof BigInt64Array) larger.set(array as BigInt64Array);
  else (larger as Uint8Array | Int32Array).set(array as Uint8Array | Int32Array);
  return larger;
}

const SHORT_TEXT = 40;

/** Texts as UTF-8 with offsets. */
export class TextBuffer implements ColumnBuffer {
  readonly validity = new ValidityBitmap();
  #data = Buffer.allocUnsafe(64);
  #offsets = new Int32Array(17);
  #end = 0;

  get bytes(): number {
    return this.#end + this.validity.rows * 4;
  }

  append(value: LandingValue): void {
    if (value === null) {
      this.#close(false);
      return;
    }
    if (typeof value !== 'string') throw new LandingValueError(`a text column got ${typeof value}`);
    const most = value.length < 4096 ? value.length * 3 : Buffer.byteLength(value);
    if (this.#end + most > this.#data.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#end + most, this.#data.length * 2));
      this.#data.copy(larger, 0, 0, this.#end);
      this.#data = larger;
    }
    this.#end =
      value.length <= SHORT_TEXT ? this.#writeShort(value) : this.#end + this.#data.write(value, this.#end);
    this.#close(true);
  }

  /** Most texts are short and ASCII, where a loop beats the call into native code. */
  #writeShort(value: string): number {
    const data = this.#data;
    let end = this.#end;
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return this.#end + data.write(value, this.#end);
      data[end] = code;
      end += 1;
    }
    return end;
  }

  #close(isValid: boolean): void {
    this.validity.push(isValid);
    const { rows } = this.validity;
    if (rows >= this.#offsets.length) this.#offsets = grown(this.#offsets, rows + 1);
    this.#offsets[rows] = this.#end;
  }

  get data(): Uint8Array {
    return this.#data.subarray(0, this.#end);
  }

  get offsets(): Int32Array {
    return this.#offsets.subarray(0, this.validity.rows + 1);
  }

  text(row: number): string | null {
    if (!this.validity.isValid(row)) return null;
    return this.#data.toString('utf8', this.#offsets[row] ?? 0, this.#offsets[row + 1] ?? 0);
  }
}

/** Whole numbers and timestamps (epoch milliseconds), 64 bits wide. */
export class IntegerBuffer implements ColumnBuffer {
  readonly validity = new ValidityBitmap();
  #values = new BigInt64Array(16);

  get bytes(): number {
    return this.validity.rows * 8;
  }

  append(value: LandingValue): void {
    const { rows } = this.validity;
    if (rows >= this.#values.length) this.#values = grown(this.#values, rows + 1);
    if (typeof value === 'number') this.#values[rows] = BigInt(Math.trunc(value));
    else if (typeof value === 'bigint') this.#values[rows] = value;
    else if (value !== null) throw new LandingValueError(`a number column got ${typeof value}`);
    this.validity.push(value !== null);
  }

  get values(): BigInt64Array {
    return this.#values.subarray(0, this.validity.rows);
  }

  value(row: number): bigint | null {
    return this.validity.isValid(row) ? (this.#values[row] ?? 0n) : null;
  }
}

/** Truth values as bits. */
export class BooleanBuffer implements ColumnBuffer {
  readonly validity = new ValidityBitmap();
  readonly bits = new ValidityBitmap();

  get bytes(): number {
    return this.validity.rows / 4;
  }

  append(value: LandingValue): void {
    if (value !== null && typeof value !== 'boolean')
      throw new LandingValueError(`a boolean column got ${typeof value}`);
    this.bits.push(value === true);
    this.validity.push(value !== null);
  }

  value(row: number): boolean | null {
    return this.validity.isValid(row) ? this.bits.isValid(row) : null;
  }
}

/** Offsets of each row's entries in its child columns. */
class NestedOffsets {
  #offsets = new Int32Array(17);

  close(rows: number, end: number): void {
    if (rows >= this.#offsets.length) this.#offsets = grown(this.#offsets, rows + 1);
    this.#offsets[rows] = end;
  }

  range(row: number): readonly [number, number] {
    return [this.#offsets[row] ?? 0, this.#offsets[row + 1] ?? 0];
  }

  view(rows: number): Int32Array {
    return this.#offsets.subarray(0, rows + 1);
  }
}

/** Maps of text to text; an order of keys is kept as given. */
export class MapBuffer implements ColumnBuffer {
  readonly validity = new ValidityBitmap();
  readonly keys = new TextBuffer();
  readonly values = new TextBuffer();
  readonly #offsets = new NestedOffsets();

  get bytes(): number {
    return this.keys.bytes + this.values.bytes + this.validity.rows * 4;
  }

  append(value: LandingValue): void {
    if (value instanceof Map)
      for (const [key, each] of value as ReadonlyMap<string, string | null>) {
        this.keys.append(key);
        this.values.append(each);
      }
    else if (value !== null) throw new LandingValueError(`a map column got ${typeof value}`);
    this.validity.push(value !== null);
    this.#offsets.close(this.validity.rows, this.keys.validity.rows);
  }

  get offsets(): Int32Array {
    return this.#offsets.view(this.validity.rows);
  }

  entries(row: number): readonly (readonly [string, string | null])[] | null {
    if (!this.validity.isValid(row)) return null;
    const [from, to] = this.#offsets.range(row);
    return Array.from({ length: to - from }, (_, index) => [
      this.keys.text(from + index) ?? '',
      this.values.text(from + index),
    ]);
  }
}

/** Lists of texts. */
export class ListBuffer implements ColumnBuffer {
  readonly validity = new ValidityBitmap();
  readonly elements = new TextBuffer();
  readonly #offsets = new NestedOffsets();

  get bytes(): number {
    return this.elements.bytes + this.validity.rows * 4;
  }

  append(value: LandingValue): void {
    if (Array.isArray(value))
      for (const each of value as readonly (string | null)[]) this.elements.append(each);
    else if (value !== null) throw new LandingValueError(`a list column got ${typeof value}`);
    this.validity.push(value !== null);
    this.#offsets.close(this.validity.rows, this.elements.validity.rows);
  }

  get offsets(): Int32Array {
    return this.#offsets.view(this.validity.rows);
  }

  list(row: number): readonly (string | null)[] | null {
    if (!this.validity.isValid(row)) return null;
    const [from, to] = this.#offsets.range(row);
    return Array.from({ length: to - from }, (_, index) => this.elements.text(from + index));
  }
}

export type AnyColumnBuffer = TextBuffer | IntegerBuffer | BooleanBuffer | MapBuffer | ListBuffer;

/** An empty buffer for a column type that landing tables use. */
export function columnBuffer(type: ColumnTypeName): AnyColumnBuffer {
  switch (type) {
    case 'varchar':
      return new TextBuffer();
    case 'bigint':
    case 'timestamp':
      return new IntegerBuffer();
    case 'boolean':
      return new BooleanBuffer();
    case 'varcharMap':
      return new MapBuffer();
    case 'varcharArray':
      return new ListBuffer();
    case 'double':
    case 'date':
    case 'decimal':
      throw new LandingValueError(`landing tables have no ${type} columns`);
  }
}
