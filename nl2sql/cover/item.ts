import type { Atom } from '../lex/atoms.ts';
import type { Quantity } from '../lex/quantity.ts';
import type { Role, Sense } from '../lexicon/senses.ts';
import type { TimePhrase } from '../time/time-phrase.ts';

/** A run of atoms that was recognised as one thing, with everything it may mean; no sense at all = unknown. */
export interface Item {
  /** Atom indexes, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly senses: readonly Sense[];
  readonly time?: TimePhrase;
  readonly quantity?: Quantity;
  /** The atom itself, where its form says what it is (id, IP, quoted text, …). */
  readonly atom?: Atom;
}

export type SenseOf<K extends Sense['kind']> = Extract<Sense, { readonly kind: K }>;

export function senseOf<K extends Sense['kind']>(item: Item | undefined, kind: K): SenseOf<K> | undefined {
  return item?.senses.find((sense): sense is SenseOf<K> => sense.kind === kind);
}

export function sensesOf<K extends Sense['kind']>(item: Item | undefined, kind: K): readonly SenseOf<K>[] {
  return item?.senses.filter((sense): sense is SenseOf<K> => sense.kind === kind) ?? [];
}

export function hasRole(item: Item | undefined, ...roles: readonly Role[]): boolean {
  return item?.senses.some((sense) => sense.kind === 'function' && roles.includes(sense.role)) ?? false;
}

export function isUnknown(item: Item | undefined): boolean {
  return (
    item !== undefined &&
    item.senses.length === 0 &&
    item.time === undefined &&
    item.quantity === undefined &&
    item.atom === undefined
  );
}
