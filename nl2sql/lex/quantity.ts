import { type Unit, unitOf } from '#catalog/words/units.ts';
import type { Atom } from './atoms.ts';

/** A number with the unit it was given in, if any. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit | undefined;
  /** Atoms taken. */
  readonly length: number;
}

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
  hundred: 100,
  dozen: 12,
  thousand: 1000,
  million: 1_000_000,
  half: 0.5,
};
export const isNumberWord = (word: string): boolean => Object.hasOwn(NUMBER_WORDS, word.toLowerCase());

/** What a number in words is worth ("ten" is 10); undefined for a word that is none. */
export const numberOfWord = (word: string): number | undefined =>
  isNumberWord(word) ? NUMBER_WORDS[word.toLowerCase()] : undefined;

const SCALES: Readonly<Record<string, number>> = {
  k: 1000,
  m: 1_000_000,
  hundred: 100,
  thousand: 1000,
  million: 1_000_000,
  dozen: 12,
};

/** Reads a number at `index`: digits or words, a scale (10k, 2 thousand), then a unit (100 GB, 30 days, 10%). */
export function quantityAt(atoms: readonly Atom[], index: number): Quantity | undefined {
  const first = atoms[index];
  if (first === undefined) return undefined;
  let value =
    first.kind === 'number'
      ? Number(first.raw)
      : first.kind === 'word'
        ? NUMBER_WORDS[first.raw.toLowerCase()]
        : undefined;
  let length = 1;
  if (value === undefined) {
    const glued = /^(\d+(?:\.\d+)?)([a-z]+)$/i.exec(first.raw);
    const unit = glued === null ? undefined : unitOf(glued[2] ?? '');
    if (glued === null || unit === undefined || first.kind !== 'name') return undefined;
    return { value: Number(glued[1]), unit, length: 1 };
  }
  const scale = SCALES[atoms[index + length]?.raw.toLowerCase() ?? ''];
  const scaleIsGlued = atoms[index + length]?.start === first.end;
  if (scale !== undefined && (scaleIsGlued || (atoms[index + length]?.raw.length ?? 0) > 1)) {
    value *= scale;
    length += 1;
  }
  if (atoms[index + length]?.stem === 'of' && unitOf(atoms[index + length + 1]?.raw ?? '') !== undefined)
    length += 1;
  const two = `${atoms[index + length]?.raw ?? ''} ${atoms[index + length + 1]?.raw ?? ''}`;
  if (unitOf(two) !== undefined) return { value, unit: unitOf(two), length: length + 2 };
  const unit = unitOf(atoms[index + length]?.raw ?? '');
  return unit === undefined ? { value, unit: undefined, length } : { value, unit, length: length + 1 };
}
