/** A regular expression of the part of the syntax that Joni (Trino, Athena) and RE2 (DuckDB) read alike. */
export interface RegularPattern {
  /** The same pattern in RE2's spelling. */
  readonly re2: string;
  /** Number of capturing groups. */
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  /** Groups that need not take part in a match: one engine then says NULL, the other ''. */
  readonly optionalGroups: ReadonlySet<number>;
  readonly matchesEmpty: boolean;
  /** It has a `$`, which for Joni also matches before a newline at the very end; RE2 gets `\z`, which does not. */
  readonly hasEnd: boolean;
}

export type PatternReading =
  | { readonly ok: true; readonly pattern: RegularPattern }
  | { readonly ok: false; readonly problem: string };

class PatternProblem extends Error {
  override readonly name = 'PatternProblem';
}

/** Reads a pattern; what the two engines may read differently is named as the problem. */
export function readPattern(written: string): PatternReading {
  const reader = new PatternReader(written);
  try {
    return { ok: true, pattern: reader.read() };
  } catch (error) {
    if (error instanceof PatternProblem) return { ok: false, problem: error.message };
    throw error;
  }
}

/** RE2's spelling of a replacement (`$1`, `${name}`, backslash escapes); undefined for a group that is not there. */
export function replacementFor(written: string, pattern: RegularPattern): string | undefined {
  let out = '';
  for (let at = 0; at < written.length; at++) {
    const character = written[at] ?? '';
    if (character === '\\') {
      at++;
      if (at >= written.length) return undefined;
      out += written[at] === '\\' ? '\\\\' : (written[at] ?? '');
    } else if (character === '$') {
      const reference = /^\$(?:(\d)|\{([A-Za-z][A-Za-z0-9]*)\})/.exec(written.slice(at));
      const group =
        reference === null
          ? undefined
          : reference[1] === undefined
            ? pattern.names.get(reference[2] ?? '')
            : Number(reference[1]);
      if (reference === null || group === undefined || group > pattern.groups) return undefined;
      // Trino takes more digits where such a group exists; nobody has ten.
      if (reference[1] !== undefined && /\d/.test(written[at + 2] ?? '') && pattern.groups > 9)
        return undefined;
      out += `\\${group}`;
      at += reference[0].length - 1;
    } else out += character;
  }
  return out;
}

/** What one element may match: nothing at all, and which groups lie in it. */
interface Piece {
  readonly empty: boolean;
  readonly groups: readonly number[];
}

const CLASS_ESCAPES = new Set(['d', 'D', 'w', 'W', 's', 'S']);
const CONTROL_ESCAPES = new Set(['t', 'n', 'r', 'f']);

class PatternReader {
  readonly #text: string;
  #at = 0;
  #out = '';
  #groups = 0;
  #hasEnd = false;
  readonly #names = new Map<string, number>();
  readonly #optional = new Set<number>();

  constructor(text: string) {
    this.#text = text;
  }

  read(): RegularPattern {
    const flags = /^\(\?([is]+)\)/.exec(this.#text);
    if (flags !== null) {
      this.#out += flags[0];
      this.#at = flags[0].length;
    }
    const whole = this.#alternatives();
    if (this.#at < this.#text.length) this.#fail('a parenthesis that is never opened');
    return {
      re2: this.#out,
      groups: this.#groups,
      names: this.#names,
      optionalGroups: this.#optional,
      matchesEmpty: whole.empty,
      hasEnd: this.#hasEnd,
    };
  }

  #alternatives(): Piece {
    const branches: Piece[] = [];
    for (;;) {
      branches.push(this.#sequence());
      if (this.#peek() !== '|') break;
      this.#copy();
    }
    const groups = branches.flatMap((branch) => branch.groups);
    if (branches.length > 1) for (const group of groups) this.#optional.add(group);
    return { empty: branches.some((branch) => branch.empty), groups };
  }

  #sequence(): Piece {
    let empty = true;
    const groups: number[] = [];
    for (;;) {
      const next = this.#peek();
      if (next === undefined || next === '|' || next === ')') return { empty, groups };
      const piece = this.#quantified();
      empty = empty && piece.empty;
      groups.push(...piece.groups);
    }
  }

  #quantified(): Piece {
    const piece = this.#atom();
    const quantifier = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})/.exec(this.#text.slice(this.#at));
    if (quantifier === null) return piece;
    const least = quantifier[1] === undefined ? (quantifier[0] === '+' ? 1 : 0) : Number(quantifier[1]);
    if (Number(quantifier[1] ?? 0) > 1000 || Number(quantifier[2] || 0) > 1000)
      this.#fail('a repetition of more than 1,000');
    if (piece.empty && piece.groups.length > 0) this.#fail('a repeated group that may be empty');
    this.#take(quantifier[0]);
    if (this.#peek() === '+') this.#fail('a possessive quantifier');
    if (this.#peek() === '?') this.#copy();
    if (/^[*+?{]/.test(this.#peek() ?? '')) this.#fail('a quantifier after a quantifier');
    if (least === 0) for (const group of piece.groups) this.#optional.add(group);
    return { empty: piece.empty || least === 0, groups: piece.groups };
  }

  #atom(): Piece {
    const next = this.#peek() ?? '';
    if (next === '(') return this.#group();
    if (next === '[') return this.#class();
    if (next === '\\') return this.#escape();
    if (next === '^') {
      this.#copy();
      return { empty: true, groups: [] };
    }
    if (next === '$') {
      this.#at++;
      this.#out += '\\z';
      this.#hasEnd = true;
      return { empty: true, groups: [] };
    }
    if (/[*+?{]/.test(next)) this.#fail('a quantifier with nothing before it');
    this.#copy();
    return { empty: false, groups: [] };
  }

  #group(): Piece {
    const opening =
      /^\((?:\?(:|P?<([A-Za-z][A-Za-z0-9]*)>|.))?/.exec(this.#text.slice(this.#at)) ??
      this.#fail('a parenthesis');
    const [whole, form, name] = opening;
    let index: number | undefined;
    if (form === undefined || name !== undefined) {
      index = ++this.#groups;
      if (name !== undefined) this.#names.set(name, index);
      this.#at += whole.length;
      this.#out += '(';
    } else if (form === ':') this.#take(whole);
    else this.#fail('a lookaround, flag or other special group');
    const inner = this.#alternatives();
    if (this.#peek() !== ')') this.#fail('a parenthesis that is never closed');
    this.#copy();
    return { empty: inner.empty, groups: index === undefined ? inner.groups : [index, ...inner.groups] };
  }

  #class(): Piece {
    const match = /^\[\^?(?:[^\]\\[&]|\\[dDwWsStnrf]|\\[^A-Za-z0-9])+\]/.exec(this.#text.slice(this.#at));
    if (match === null) return this.#fail('a character class of a kind');
    this.#take(match[0]);
    return { empty: false, groups: [] };
  }

  #escape(): Piece {
    const escaped = this.#text[this.#at + 1];
    if (escaped === undefined) return this.#fail('a backslash at its end');
    if (escaped === 'b' || escaped === 'B') {
      this.#take(`\\${escaped}`);
      return { empty: true, groups: [] };
    }
    if (/[A-Za-z0-9]/.test(escaped) && !CLASS_ESCAPES.has(escaped) && !CONTROL_ESCAPES.has(escaped))
      this.#fail(`the escape \\${escaped}`);
    this.#take(`\\${escaped}`);
    return { empty: false, groups: [] };
  }

  #peek(): string | undefined {
    return this.#text[this.#at];
  }

  #copy(): void {
    this.#take(this.#text[this.#at] ?? '');
  }

  #take(text: string): void {
    this.#out += text;
    this.#at += text.length;
  }

  #fail(problem: string): never {
    throw new PatternProblem(problem);
  }
}
