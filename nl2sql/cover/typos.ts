import { distance } from 'fastest-levenshtein';
import type { Atom } from '../lex/atoms.ts';
import { isNumberWord } from '../lex/quantity.ts';
import type { PhraseIndex } from '../lexicon/phrase-index.ts';

export interface Correction {
  readonly from: string;
  readonly to: string;
}

/** Words after which anything may be somebody's own name. */
const BEFORE_NAMES = new Set([
  'named',
  'called',
  'name',
  'tag',
  'tagged',
  '=',
  'owner',
  'with',
  'containing',
  'like',
]);

/** Words that are one slip away from exactly one known word are read as it, and the answer says so. */
export function correctTypos(
  atoms: readonly Atom[],
  lexicon: PhraseIndex,
): { readonly atoms: Atom[]; readonly corrections: Correction[] } {
  const corrections: Correction[] = [];
  const corrected = atoms.map((atom, index) => {
    const before = atoms[index - 1]?.stem ?? '';
    const isGlued = atom.glued || atoms[index + 1]?.glued === true;
    if (
      atom.kind !== 'word' ||
      atom.stem.length < 4 ||
      isGlued ||
      lexicon.knows(atom.stem) ||
      isNumberWord(atom.raw) ||
      BEFORE_NAMES.has(before)
    )
      return atom;
    // A capital inside a sentence is somebody's name.
    if (index > 0 && /^\p{Lu}/u.test(atom.raw)) return atom;
    const nearest = nearestWord(atom.stem, lexicon);
    if (nearest === undefined) return atom;
    // English words are short and near to many names: only a plain slip of the fingers is one.
    const isName = atom.stem.length < 6 && !isSwap(atom.stem, nearest) && lexicon.isFunctionWord(nearest);
    if (isName) return atom;
    corrections.push({ from: atom.raw, to: nearest });
    return { ...atom, stem: nearest };
  });
  return { atoms: corrected, corrections };
}

/** The one known word within one slip (two in long words); undefined where none or several are as near. */
export function nearestWord(word: string, lexicon: PhraseIndex): string | undefined {
  const reach = word.length >= 8 ? 2 : 1;
  let best: { word: string; away: number } | undefined;
  let isTied = false;
  for (const known of lexicon.words()) {
    if (Math.abs(known.length - word.length) > reach || known.length < 4 || !/^[\p{L}]/u.test(known))
      continue;
    const away = isSwap(word, known) ? 1 : distance(word, known);
    if (away > reach) continue;
    if (best === undefined || away < best.away) {
      best = { word: known, away };
      isTied = false;
    } else if (away === best.away && known !== best.word && !lexicon.saysAsMuch(known, best.word))
      isTied = true;
  }
  return isTied ? undefined : best?.word;
}

/** Two neighbouring letters swapped count as one slip. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const differing = [...a].flatMap((letter, index) => (letter === b[index] ? [] : [index]));
  const [first, second] = differing;
  return (
    differing.length === 2 &&
    first !== undefined &&
    second === first + 1 &&
    a[first] === b[second] &&
    a[second] === b[first]
  );
}

/** Known words that resemble one, nearest first: suggestions where nothing is near enough to be assumed. */
export function similarWords(word: string, lexicon: PhraseIndex, most: number): readonly string[] {
  const scored: { word: string; away: number }[] = [];
  for (const known of lexicon.words()) {
    if (known.length < 4 || !/^[\p{L}][\p{L}-]+$/u.test(known)) continue;
    const away = distance(word, known);
    if (away <= Math.max(2, Math.floor(word.length / 3))) scored.push({ word: known, away });
  }
  return scored
    .sort((a, b) => a.away - b.away || (a.word < b.word ? -1 : 1))
    .slice(0, most)
    .map((entry) => entry.word);
}
