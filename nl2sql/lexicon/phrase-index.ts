import { type Atom, stemsOf } from '../lex/atoms.ts';
import type { Sense } from './senses.ts';

interface Node {
  readonly next: Map<string, Node>;
  readonly senses: Sense[];
}

export interface PhraseMatch {
  /** Atoms taken, skipped articles included. */
  readonly length: number;
  readonly senses: readonly Sense[];
}

/** Words that may stand inside a phrase without changing it ("open to *the* internet", "used by *any* instance"). */
const SKIPPABLE = new Set([
  'the',
  'a',
  'an',
  'any',
  'our',
  'my',
  'their',
  'its',
  'your',
  'of',
  'all',
  'are',
  'is',
  'that',
  'been',
  'were',
  'was',
]);

/** Phrases by their stems. Built from the catalogue and the lake's values; looked up at a place of a question. */
export class PhraseIndex {
  readonly #root: Node = { next: new Map(), senses: [] };
  readonly #words = new Set<string>();

  /** `phrase` is split the way a question is, so that both meet; an empty phrase is ignored. */
  add(phrase: string, sense: Sense): void {
    const stems = stemsOf(phrase);
    if (stems.length === 0) return;
    let node = this.#root;
    for (const stem of stems) {
      this.#words.add(stem);
      let next = node.next.get(stem);
      if (next === undefined) {
        next = { next: new Map(), senses: [] };
        node.next.set(stem, next);
      }
      node = next;
    }
    node.senses.push(sense);
  }

  /** An operator or comma, which the lexer keeps as an atom of its own. */
  addSymbol(symbol: string, sense: Sense): void {
    let node = this.#root.next.get(symbol);
    if (node === undefined) {
      node = { next: new Map(), senses: [] };
      this.#root.next.set(symbol, node);
    }
    node.senses.push(sense);
  }

  addAll(phrases: readonly string[], sense: Sense): void {
    for (const phrase of phrases) this.add(phrase, sense);
  }

  /** Every phrase that begins at `index`. */
  matches(atoms: readonly Atom[], index: number): PhraseMatch[] {
    const found: PhraseMatch[] = [];
    const walk = (node: Node, at: number): void => {
      if (node.senses.length > 0 && at > index) found.push({ length: at - index, senses: node.senses });
      const atom = atoms[at];
      // "Workloads/Prod" is a path as well as two words.
      if (atom?.raw === '/' && atom.glued && at > index) walk(node, at + 1);
      if (atom === undefined || atom.kind === 'quoted' || (atom.kind === 'comma' && at > index)) return;
      const next = node.next.get(atom.stem);
      if (next !== undefined) walk(next, at + 1);
      else if (at > index && SKIPPABLE.has(atom.stem)) walk(node, at + 1);
    };
    walk(this.#root, index);
    // A skipped word at the end belongs to what follows, and a phrase found both ways counts once.
    return found.filter((match, at) => at === found.findIndex((other) => other.senses === match.senses));
  }

  /** Whether the stem alone is a phrase. */
  isPhrase(stem: string): boolean {
    return (this.#root.next.get(stem)?.senses.length ?? 0) > 0;
  }

  /** Whether the stem alone is English structure and nothing else. */
  isFunctionWord(stem: string): boolean {
    const senses = this.#root.next.get(stem)?.senses ?? [];
    return senses.length > 0 && senses.every((sense) => sense.kind === 'function');
  }

  /** Whether both stems are empty English ("located", "allocated"): then it is no matter which of them was meant. */
  saysAsMuch(left: string, right: string): boolean {
    return [left, right].every((stem) => {
      const senses = this.#root.next.get(stem)?.senses ?? [];
      return (
        senses.length > 0 && senses.every((sense) => sense.kind === 'function' && sense.role === 'filler')
      );
    });
  }

  /** Whether any phrase contains this stem. */
  knows(stem: string): boolean {
    return this.#words.has(stem);
  }

  words(): Iterable<string> {
    return this.#words;
  }
}
