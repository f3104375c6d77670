import { PieceBuffer } from './piece-buffer.ts';
import { type JsonBreak, type JsonPiece, MAX_RECORD_BYTES } from './split-json.ts';

const NEWLINE = 0x0a;

/** Splits JSON Lines into its lines; blank ones are passed over, and a bad one costs only itself. */
export class LineSplitter {
  readonly #line: PieceBuffer;
  #position = 0;
  #hasValue = false;
  readonly broken: JsonBreak | undefined = undefined;
  readonly shellHead = '';

  constructor(limit = MAX_RECORD_BYTES) {
    this.#line = new PieceBuffer(limit);
  }

  /** Takes the next chunk and returns the lines that end in it. */
  push(chunk: Buffer): readonly JsonPiece[] {
    const pieces: JsonPiece[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end < 0) break;
      pieces.push(...this.#end(chunk, start, end));
      start = end + 1;
      this.#line.begin(this.#position + start);
    }
    this.#line.add(chunk, start, chunk.length);
    this.#position += chunk.length;
    return pieces;
  }

  /** The last line, which may lack its newline, and the break where there was nothing at all. */
  end(): { readonly pieces: readonly JsonPiece[]; readonly broken: JsonBreak | undefined } {
    const pieces = this.#end(Buffer.alloc(0), 0, 0);
    if (this.#hasValue) return { pieces, broken: undefined };
    return { pieces, broken: { code: 'empty_file', offset: 0, reason: 'the file holds nothing', head: '' } };
  }

  #end(chunk: Buffer, start: number, end: number): JsonPiece[] {
    const offset = this.#line.offset;
    const text = this.#line.take(chunk, start, end);
    const line = text?.replace(/^\uFEFF/, '').trim();
    if (line === '') return [];
    this.#hasValue = true;
    return [{ kind: 'value', text: line, offset }];
  }
}
